package adversary

import (
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun/evidence"
	"truce/office/officetest"
	"truce/tool/query"
)

// Broken: there was one record for a file. A party that deposited a circulating file first, about a report of its own, took it from
// the mission; deposited after the mission, it named that report to everybody. Each deposit is a record of its own: the mission's
// is read by all, whatever a party deposited before or after, and the party's is there for nobody else.
func TestEvidence_one_file_inside_a_compartment_and_outside(t *testing.T) {
	t.Parallel()
	const own, content = act.SubjectID("report/tr-own"), "EXERCISE. A picture that everybody has."
	for name, order := range map[string][]string{"the party first": {"liaison-tr", "monitor-1"}, "the mission first": {"monitor-1", "liaison-tr"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := officetest.New(t)
			w.File(t, 0, 1)
			w.Must(t, "liaison-tr", "allegation-filed", string(own), ownReport())
			about := map[string]act.SubjectID{"liaison-tr": own, "monitor-1": "report/0"}
			for _, who := range order {
				w.Must(t, who, "evidence-deposited", "evidence/of-"+who, w.Deposited(sends(t, w, who, content), about[who]))
			}
			ask := asking(t, w)
			for _, who := range append(others(), "monitor-1", "custodian-1") {
				if seen := seesEvidence(t, w, who); !slices.Equal(seen, []act.SubjectID{"evidence/of-monitor-1"}) && !(who == "" && len(seen) == 0) {
					t.Errorf("%s sees %v", who, seen)
				}
				if told := ask(who, "/api/subjects/evidence/of-monitor-1"); strings.Contains(told, string(own)) || who != "" && !strings.Contains(told, "report/0") {
					t.Errorf("%s is told %s", who, told)
				}
				notThere(t, ask, name, who, "of-liaison-tr")
			}
			if file := ask("monitor-1", "/api/evidence/of-monitor-1/working"); !strings.HasSuffix(file, content) {
				t.Errorf("the mission's file: %s", file)
			}
			if seen := seesEvidence(t, w, "liaison-tr"); len(seen) != 2 {
				t.Errorf("the party sees %v", seen)
			}
			said, code := truce(t, t.TempDir(), "check", copyOf(t, w, "liaison-ru"))
			says(t, said, code, 0, "GOOD")
		})
	}
}

// seesEvidence are the pieces in a list, of which each is held and in no conflict.
func seesEvidence(t *testing.T, w *officetest.World, who string) (seen []act.SubjectID) {
	t.Helper()
	page, err := w.Reading.List(t.Context(), w.As(who), query.Filter{Nouns: []string{evidence.Noun}}, nil, 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range page.Items {
		if seen = append(seen, i.Subject); i.NotHeld || len(i.Conflicts) > 0 {
			t.Errorf("%+v", i)
		}
	}
	slices.Sort(seen)
	return seen
}

// A party's own word would name its report to others: it says of a file that all see that it belongs to what it keeps for itself.
func TestEvidence_that_all_see_names_nothing_that_a_party_keeps(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 1)
	const own = "report/tr-own"
	w.Must(t, "liaison-tr", "allegation-filed", own, ownReport())
	stored := sends(t, w, "liaison-tr", "EXERCISE. Turkey's own note.")
	w.Must(t, "liaison-tr", "evidence-deposited", "evidence/open", w.Deposited(stored, "report/0"))
	_, err := w.Do(t, "liaison-tr", "evidence-deposited", "evidence/open", w.Deposited(stored, own))
	officetest.WantProblem(t, err, problem.CompartmentKept)
	if seen := seesEvidence(t, w, "monitor-1"); len(seen) != 1 {
		t.Errorf("what was open is not there any more: %v", seen)
	}
	w.Must(t, "liaison-tr", "evidence-deposited", "evidence/kept", w.Deposited(stored, own))
}

// Broken: whoever knew the digests of a file deposited it without having a byte of it, and could then fetch it. He is refused, in the
// words in which one is who names a file that never came.
func TestEvidence_that_somebody_only_knows_of_is_not_deposited(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	const own = "report/tr-own"
	w.Must(t, "liaison-tr", "allegation-filed", own, ownReport())
	stored := sends(t, w, "liaison-tr", "EXERCISE. Turkey's own note.")
	w.Must(t, "liaison-tr", "evidence-deposited", "evidence/tr-note", w.Deposited(stored, own))
	says := func(sealed string, size int64) string {
		b := w.Deposited(stored)
		b.Sealed, b.Size = sealed, size
		return refused(t, w, "liaison-ru", "evidence-deposited", "evidence/of-ru", b)
	}
	not := says(strings.Repeat("1f", 32), stored.Size)
	for _, size := range []int64{stored.Size, stored.Size + 1} {
		if is := says(stored.ID.String(), size); is != not || !strings.Contains(is, problem.EvidenceNotHeld.String()) {
			t.Errorf("of what is here: %s\nof what is not: %s", is, not)
		}
	}
	// Who has the bytes deposits them as his own.
	w.Must(t, "liaison-ru", "evidence-deposited", "evidence/of-ru", w.Deposited(sends(t, w, "liaison-ru", "EXERCISE. Turkey's own note.")))
}

// The office lost a file. Whoever has it hands it in again, and that is a piece of its own: nothing is called altered, nobody is told
// of a conflict, and of the first one all are told that it is not held. Its own author can say that it is the same piece.
func TestEvidence_that_was_lost_is_sent_again_by_another(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	const content = "EXERCISE. Seen from the roof."
	stored := sends(t, w, "monitor-1", content)
	w.Must(t, "monitor-1", "evidence-deposited", "evidence/first", w.Deposited(stored))
	remove(t, w, stored.ID, "age", "work", "json")
	w.Must(t, "monitor-2", "evidence-deposited", "evidence/second", w.Deposited(sends(t, w, "monitor-2", content)))
	ask := asking(t, w)
	if told := ask("verifier-1", "/api/evidence/first/working"); !strings.HasPrefix(told, "404") || !strings.Contains(told, problem.EvidenceMissing.String()) {
		t.Errorf("of the first: %s", told)
	}
	if told := ask("verifier-1", "/api/evidence/second/working"); !strings.HasSuffix(told, content) {
		t.Errorf("of the second: %s", told)
	}
	if n := notHeld(t, w); n != 1 {
		t.Errorf("%d are told not to be held", n)
	}
	w.Must(t, "monitor-1", "evidence-deposited", "evidence/first", w.Deposited(sends(t, w, "monitor-1", content)))
	if seen := seesEvidence(t, w, "verifier-1"); len(seen) != 2 {
		t.Errorf("there are %v", seen)
	}
	if told := ask("verifier-1", "/api/evidence/first/working"); !strings.HasSuffix(told, content) {
		t.Errorf("of the first: %s", told)
	}
}

// Who deposited a file says more of it. It is no less evidence of what it belonged to before.
func TestEvidence_deposited_again_is_taken_from_nothing(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 2)
	const piece = act.SubjectID("evidence/roof")
	stored := w.Send(t, "monitor-1", "text/plain", []byte("Seen from the roof."))
	for _, about := range []act.SubjectID{"report/0", "report/1"} {
		w.Must(t, "monitor-1", "evidence-deposited", string(piece), w.Deposited(stored, about))
	}
	items, err := w.Reading.Subject(t.Context(), w.As("secretary"), piece, query.Clocks{})
	if err != nil {
		t.Fatal(err)
	}
	var s evidence.Evidence
	if err := json.Unmarshal(items[0].State, &s); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(s.About, []act.SubjectID{"report/0", "report/1"}) {
		t.Errorf("about %v", s.About)
	}
}

// Broken: a file that had come before the custodians changed was deposited by nobody any more: it stayed sealed to those of then.
func TestEvidence_of_before_the_custodians_changed_is_deposited_again(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	const content = "EXERCISE. A picture that everybody has."
	first := sends(t, w, "monitor-1", content)
	w.Must(t, "monitor-1", "evidence-deposited", "evidence/then", w.Deposited(first))
	before := w.Custodians().Digest
	w.Enrol(t, "custodian-2", "mission", "custodian")
	w.SetCustodians(t, "custodian-1", "custodian-2")
	second := sends(t, w, "monitor-2", content)
	b := w.Deposited(second)
	w.Must(t, "monitor-2", "evidence-deposited", "evidence/now", b)
	if first.ID == second.ID || b.SealedTo == before || slices.Equal(first.Recipients, second.Recipients) {
		t.Errorf("sealed to %v, then to %v", first.Recipients, second.Recipients)
	}
	if seen := seesEvidence(t, w, "verifier-1"); len(seen) != 2 {
		t.Errorf("there are %v", seen)
	}
}
