package adversary

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/door/client"
	"truce/ground/act"
	"truce/ground/shape"
	"truce/noun/evidence"
	"truce/noun/incident"
	"truce/office/officetest"
	"truce/tool/blob"
)

// ownReport is what Turkey's liaison files for Turkey's own people.
func ownReport() incident.AllegationFiled {
	r := officetest.Observation().Record
	r.Means, r.Accused, r.Compartment = "party-statement", "RU", "party"
	return incident.AllegationFiled{Record: r}
}

func depositAbout(subject act.SubjectID) evidence.EvidenceDeposited {
	return evidence.EvidenceDeposited{Kind: "photo", MediaType: "image/jpeg", Original: strings.Repeat("0f", 32), Size: 1, Sealed: strings.Repeat("0f", 32), SealedTo: strings.Repeat("0f", 32), About: []act.SubjectID{subject}}
}

// Whoever may not see a party's own report is refused, whatever act names it, in the words in which one is refused that is not
// there: nobody finds out by handing in acts, and nothing of others comes to show its name. Its own party goes on with it, and
// everybody may once it was opened.
func TestCompartment_named_by_others_is_as_if_it_was_not_there(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Must(t, "monitor-1", "observation-filed", "report/seen", officetest.Observation())
	w.Must(t, "monitor-1", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar"})
	const there, absent = act.SubjectID("report/tr-own"), act.SubjectID("report/no-such")
	w.Must(t, "liaison-tr", "allegation-filed", string(there), ownReport())
	on := shape.In("en", "EXERCISE: guessed.")
	for _, c := range []struct {
		who     string
		kind    act.Kind
		subject act.SubjectID // "" for the report
		body    func(act.SubjectID) any
	}{
		{"monitor-1", "report-linked", "incident/1", func(s act.SubjectID) any { return incident.ReportLinked{Report: s} }},
		{"liaison-ru", "evidence-deposited", act.SubjectID("evidence/" + strings.Repeat("1f", 32)), func(s act.SubjectID) any { return depositAbout(s) }},
		{"verifier-1", "duplicate-decided", "report/seen", func(s act.SubjectID) any {
			return incident.DuplicateDecided{Other: s, Decision: "different", Reason: on}
		}},
		{"verifier-1", "duplicate-decided", "", func(act.SubjectID) any {
			return incident.DuplicateDecided{Other: "report/seen", Decision: "different", Reason: on}
		}},
		{"custodian-1", "sources-compared", "report/seen", func(s act.SubjectID) any { return incident.SourcesCompared{Other: s, Decision: "same"} }},
		{"custodian-1", "sources-compared", "", func(act.SubjectID) any { return incident.SourcesCompared{Other: "report/seen", Decision: "same"} }},
		{"custodian-1", "source-coded", "", func(act.SubjectID) any { return incident.SourceCoded{Code: "S-1"} }},
		{"liaison-ru", "report-withdrawn", "", func(act.SubjectID) any { return incident.ReportWithdrawn{Reason: on} }},
	} {
		about := func(s act.SubjectID) act.SubjectID {
			if c.subject != "" {
				return c.subject
			}
			return s
		}
		is := refused(t, w, c.who, c.kind, about(there), c.body(there))
		not := strings.ReplaceAll(refused(t, w, c.who, c.kind, about(absent), c.body(absent)), string(absent), string(there))
		if is != not {
			t.Errorf("%s by %s: what is there is refused with\n%s\nand what is not with\n%s", c.kind, c.who, is, not)
		}
	}
	stored := w.Send(t, "liaison-tr", "text/plain", []byte("EXERCISE. Turkey's own note."))
	w.Must(t, "liaison-tr", "evidence-deposited", "evidence/"+stored.ID.String(), w.Deposited(stored, there))
	opened := ownReport()
	opened.Compartment = ""
	w.Must(t, "liaison-tr", "allegation-filed", string(there), opened)
	w.Must(t, "monitor-1", "report-linked", "incident/1", incident.ReportLinked{Report: there})
	said, code := truce(t, t.TempDir(), "check", copyOf(t, w, "liaison-ru"))
	says(t, said, code, 0, "GOOD")
}

// Evidence about a party's own report would tell that there is one, when it came and how large it is: it is there for that party alone,
// with all that is said of it.
func TestCompartment_holds_the_evidence_about_it(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	ask := asking(t, w)
	const there, absent = "report/tr-own", "evidence/3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f"
	stored := w.Send(t, "liaison-tr", "text/plain", []byte("EXERCISE. Turkey's own note."))
	piece := "evidence/" + stored.ID.String()
	w.Must(t, "liaison-tr", "allegation-filed", there, ownReport())
	lists := []string{"/api/evidence", "/api/counts?noun=evidence&by=party"}
	before := map[string]string{}
	for _, who := range others() {
		for _, path := range lists {
			before[who+path] = ask(who, path)
		}
	}
	deposited := w.Must(t, "liaison-tr", "evidence-deposited", piece, w.Deposited(stored, there))
	for _, who := range others() {
		for _, path := range lists {
			if now := ask(who, path); now != before[who+path] {
				t.Errorf("%s as %q: %s, before %s", path, who, now, before[who+path])
			}
		}
		for _, rest := range []string{"", "/history", "/heads", "/explanation"} {
			is, not := ask(who, "/api/subjects/"+piece+rest), ask(who, "/api/subjects/"+absent+rest)
			if not = strings.ReplaceAll(not, absent, piece); is != not {
				t.Errorf("%s as %q: %s, and of what is not there %s", rest, who, is, not)
			}
		}
		is, not := ask(who, "/api/acts/"+deposited.ID.String()), ask(who, "/api/acts/"+act.ID{7}.String())
		if not = strings.ReplaceAll(not, act.ID{7}.String(), deposited.ID.String()); is != not {
			t.Errorf("the act as %q: %s, and of one that is not there %s", who, is, not)
		}
	}
	if own := ask("liaison-tr", "/api/subjects/"+piece); !strings.Contains(own, there) {
		t.Errorf("its own party: %s", own)
	}
}

// The file of such evidence is not there for others either, in any of its forms, by whatever of it they know: what is answered
// is, byte for byte, what is answered of a file that never came. Its own party reads it. In the register nothing tells it from others.
func TestCompartment_holds_the_file(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	ask := asking(t, w)
	const there, piece = "report/tr-own", "evidence/tr-note"
	w.Must(t, "liaison-tr", "allegation-filed", there, ownReport())
	stored := sends(t, w, "liaison-tr", "EXERCISE. Turkey's own note.")
	known := []string{"tr-note", stored.ID.String(), stored.Original.String(), stored.Working.SHA256.String()}
	hidden := func(when string) {
		for _, who := range append(others(), "custodian-1", "monitor-2") {
			for _, name := range known {
				notThere(t, ask, when, who, name)
			}
		}
	}
	hidden("sent")
	w.Must(t, "liaison-tr", "evidence-deposited", piece, w.Deposited(stored, there))
	hidden("deposited")
	if own := ask("liaison-tr", "/api/"+piece+"/working"); !strings.HasPrefix(own, "200") {
		t.Errorf("its own party: %s", own)
	}
	tells := copied(t, copyOf(t, w, "liaison-ru"))
	for _, what := range append(known[1:], fmt.Sprintf(`"size":%d`, stored.Size)) {
		if strings.Contains(tells, what) {
			t.Errorf("a copy of others tells %s", what)
		}
	}
}

// copied is all that stands in a copy.
func copied(t *testing.T, folder string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		all.Write(text)
		all.WriteString(name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

// notThere fails unless the file is answered, in every form, as one that is not there.
func notThere(t *testing.T, ask func(who, path string) string, when, who, name string) {
	t.Helper()
	const absent = "no-such"
	for _, rest := range []string{"", "/working", "/sealed"} {
		is, not := ask(who, "/api/evidence/"+name+rest), ask(who, "/api/evidence/"+absent+rest)
		if not = strings.ReplaceAll(not, absent, name); is != not || strings.HasPrefix(is, "200") {
			t.Errorf("%s: %q as %q: %s, and of what is not there %s", when, rest, who, is, not)
		}
	}
}

// Somebody sends the bytes of a file to learn whether the office has it, since when, and what its sender said of it. He is told what
// he would be told of a file that never came; and nothing that was said of it is taken away by what he says.
func TestEvidence_sent_again_tells_nothing_of_the_first_time(t *testing.T) {
	t.Parallel()
	const content = "EXERCISE. Turkey's own note."
	told := map[bool]string{}
	for _, before := range []bool{false, true} {
		w := officetest.New(t)
		w.Must(t, "liaison-tr", "allegation-filed", "report/tr-own", ownReport())
		ask, piece := asking(t, w), ""
		if before {
			first, err := clientOf(t, w, "liaison-tr").Upload(t.Context(), client.File{Content: strings.NewReader(content), Size: int64(len(content)), MediaType: "text/plain"}, nil)
			if err != nil {
				t.Fatal(err)
			}
			piece = "evidence/tr-note"
			w.Must(t, "liaison-tr", "evidence-deposited", piece, w.Deposited(first, "report/tr-own"))
		}
		w.Clock.Set(w.Clock.Now().Add(time.Hour))
		again, err := clientOf(t, w, "monitor-1").Upload(t.Context(), client.File{Content: strings.NewReader(content), Size: int64(len(content)), MediaType: "text/csv", NothingPersonal: true}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if since := w.Clock.Now().Sub(again.StoredAt); since > time.Minute {
			t.Errorf("it is told to be here for %s", since)
		}
		again.StoredAt, again.ID = time.Time{}, blob.ID{}
		text, err := json.Marshal(again)
		if err != nil {
			t.Fatal(err)
		}
		told[before] = string(text)
		if !before {
			continue
		}
		notThere(t, ask, "sent by another too", "liaison-ru", "tr-note")
		if own := ask("liaison-tr", "/api/subjects/"+piece); !strings.Contains(own, "report/tr-own") || strings.Contains(own, `"notHeld":true`) {
			t.Errorf("its own party: %s", own)
		}
		if copied := ask("liaison-tr", "/api/"+piece+"/working"); strings.HasPrefix(copied, "200") {
			t.Errorf("a working copy of which the deposit says nothing is handed out: %s", copied)
		}
	}
	if told[true] != told[false] {
		t.Errorf("of what was here: %s\nof what was not: %s", told[true], told[false])
	}
}
