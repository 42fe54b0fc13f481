package office_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/tools/txtar"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/judge/admission"
	"truce/judge/bulletin"
	"truce/judge/policy"
	"truce/noun"
	"truce/noun/agreement"
	"truce/noun/people"
	"truce/noun/private"
	"truce/noun/zone"
	"truce/office/bulletins"
	"truce/office/officetest"
	"truce/tool/answer"
	"truce/tool/query"
)

var (
	update = flag.Bool("update", false, "write what the stories now answer; read the difference")
	record = flag.Bool("record", false, "write what the stories hold into testdata/meaning, where tool/kinds compares what it adds up to")
)

const stories = "../testdata/story/*.txtar"

// telling is one act of a story.
type telling struct {
	At      time.Time      `json:"at,omitzero"` // the clock is put to it first
	Who     string         `json:"who"`
	Kind    act.Kind       `json:"kind"`
	Subject act.SubjectID  `json:"subject"`
	Name    string         `json:"name,omitempty"`   // by which later ones name it in seen
	Seen    []string       `json:"seen,omitempty"`   // what the author had seen
	Spoilt  string         `json:"spoilt,omitempty"` // in which way it is no act as people write them (spoilt)
	Refused string         `json:"refused,omitempty"`
	Body    jsontext.Value `json:"body"`
}

// TestStories plays each story in an office of its own and compares what people then see.
// A story holds acts.json and files whose names are questions:
//
//	show report/1 as verifier-1 [known 2017-07-25T12:00:00Z] [inForce ...]
//	history report/1 as auditor-1
func TestStories(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(stories)
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			story, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			w := officetest.NewSeeded(t)
			play(t, w, story.Files[0].Data)
			admitted(t, w)
			for i, f := range story.Files[1:] {
				got := answered(t, w, f.Name)
				if !*update {
					officetest.Answered(t, f.Name, f.Data, got, "go test ./office -run '"+t.Name()+"$' -update")
				}
				story.Files[i+1].Data = append(bytes.TrimSpace(got), '\n')
			}
			if *record {
				recordStory(t, w, strings.TrimSuffix(filepath.Base(file), ".txtar"))
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(story), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func recordStory(t *testing.T, w *officetest.World, name string) {
	t.Helper()
	recording, err := w.Recording(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(recording, json.Deterministic(true), jsontext.WithIndent(" "))
	if err == nil {
		err = os.WriteFile("../testdata/meaning/"+name+".json", append(text, '\n'), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func tellings(t *testing.T, text []byte) []telling {
	t.Helper()
	var all []telling
	for dec := jsontext.NewDecoder(bytes.NewReader(text)); dec.PeekKind() != 0; {
		var one telling
		if err := json.UnmarshalDecode(dec, &one, json.RejectUnknownMembers(true)); err != nil {
			t.Fatal(err)
		}
		one.Body = one.Body.Clone()
		all = append(all, one)
	}
	return all
}

// admitted holds that whoever reads the register from its beginning admits what the office took.
func admitted(t *testing.T, w *officetest.World) {
	t.Helper()
	found, err := w.Rebuild(context.Background(), func(int64, int64) {})
	if err != nil || found.Acts != w.Size() || found.Against != 0 {
		t.Fatalf("%+v, %v", found, err)
	}
}

// turned is an act that was not taken, and why.
type turned struct {
	After    int64     `json:"after"` // so many entries, which the register had
	Received time.Time `json:"received"`
	Key      string    `json:"key"` // of the problem
	Act      string    `json:"act"` // SD-JWT
}

// play hands in the acts of a story, and answers those that were refused.
func play(t *testing.T, w *officetest.World, text []byte) (all []turned) {
	t.Helper()
	named, bodies := map[string]act.ID{}, map[string]jsontext.Value{}
	for _, one := range tellings(t, text) {
		if !one.At.IsZero() {
			w.Clock.Set(one.At)
		}
		var prev []act.ID
		for _, name := range one.Seen {
			prev = append(prev, named[name])
		}
		body := keysOf(t, w, string(one.Body))
		body = resolved(t, body, named, bodies)
		body = proposed(t, w, one, body)
		subject := keysOf(t, w, string(one.Subject))
		if one.Refused != "heads-missing" && one.Spoilt != heedless {
			prev = seenToo(t, prev, act.SubjectID(subject), w)
		}
		if one.Refused != "evidence-not-held" {
			hold(t, one.Who, one.Kind, body, w)
		}
		sdjwt := spoilt(t, w, one, subject, prev, body)
		r, err := w.Submit(context.Background(), sdjwt)
		switch {
		case err == nil && one.Refused != "":
			t.Errorf("%s by %s was taken, want %s", one.Kind, one.Who, one.Refused)
		case err != nil && problem.From(err).Key.String() != one.Refused:
			t.Errorf("%s by %s: %v, want %q", one.Kind, one.Who, err, one.Refused)
		case err != nil:
			all = append(all, turned{w.Size(), w.Clock.Last(), one.Refused, sdjwt})
		}
		named[one.Name], bodies[one.Name] = r.ID, one.Body
	}
	return all
}

// heedless is an act of a story that names nothing but what its author is said to have seen.
const heedless = "heedless"

// spoilt signs an act of a story, in the way that it says: meant for another register (elsewhere), to be handed in before it came (late),
// for ever (endless), after an act that nobody knows (unheard). Whoever has no key yet draws one.
func spoilt(t *testing.T, w *officetest.World, one telling, subject string, prev []act.ID, body string) string {
	t.Helper()
	if _, has := w.Keys[one.Who]; !has {
		key, err := act.GenerateKey(w.Rand)
		if err != nil {
			t.Fatal(err)
		}
		w.Keys[one.Who] = key
	}
	if one.Spoilt == "" || one.Spoilt == heedless {
		return w.SignAfter(t, one.Who, one.Kind, subject, prev, jsontext.Value(body))
	}
	d, _ := w.Kinds().Complete(act.Draft{Issued: w.Clock.Now(), Audience: w.Audience, Kind: one.Kind, Subject: act.SubjectID(subject), Prev: prev, Body: jsontext.Value(body)}, "en")
	switch one.Spoilt {
	case "elsewhere":
		d.Audience = []act.RegisterID{act.RegisterID(strings.Repeat("A", 43))}
	case "late":
		d.Expires = d.Issued.Add(-time.Hour)
	case "endless":
		d.Expires = time.Time{}
	case "unheard":
		d.Prev = []act.ID{{1}}
	default:
		t.Fatalf("no act is spoilt by being %q", one.Spoilt)
	}
	return w.SignDraft(t, one.Who, d)
}

// hold has offices hold the file that an act names.
func hold(t *testing.T, who string, kind act.Kind, body string, offices ...*officetest.World) {
	t.Helper()
	if kind != "evidence-deposited" {
		return
	}
	var b struct {
		Size                      int64
		Original, Sealed, Working string
	}
	if err := json.Unmarshal([]byte(body), &b, json.MatchCaseInsensitiveNames(true)); err != nil {
		t.Fatal(err)
	}
	for _, w := range offices {
		w.Hold(t, who, noun.Content{Original: b.Original, Size: b.Size, Sealed: b.Sealed, Working: b.Working})
	}
}

// seenToo adds what an act about people or the law must have seen: all that was last said about
// its subject in the offices.
func seenToo(t *testing.T, prev []act.ID, subject act.SubjectID, offices ...*officetest.World) []act.ID {
	t.Helper()
	if !offices[0].Kinds().Governs(subject.Noun()) {
		return prev
	}
	for _, w := range offices {
		for _, head := range w.Heads(t, subject) {
			if !slices.Contains(prev, head) {
				prev = append(prev, head)
			}
		}
	}
	return prev
}

// headOf is the head that the office signs now, as a text in JSON.
func headOf(t *testing.T, w *officetest.World) string {
	t.Helper()
	head, err := w.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(string(head))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// keysOf puts the ids of people's keys in place of KEY-OF-NAME, and their JWK in place of "JWK-OF-NAME". The
// names begin with root for keys that nobody has yet. The rules that the program has stand in place of
// "NUMBER-OF-PROGRAM" and POLICIES-OF-PROGRAM, the head of now in place of "HEAD-OF-OFFICE", and what nobody opens in place of "SEALED-TEXT". Of
// policies that an act brings the files that are the same in every set stand in place of "FILES-OF-EVERY-SET", their digest in place of "POLICIES-OF-ACT".
func keysOf(t *testing.T, w *officetest.World, text string) string {
	t.Helper()
	text = strings.ReplaceAll(text, `"NUMBER-OF-PROGRAM"`, strconv.Itoa(admission.Number))
	text = strings.ReplaceAll(text, "POLICIES-OF-PROGRAM", w.Policy().Digest())
	text = strings.ReplaceAll(text, "SEALED-TEXT", sealedText())
	text = broughtBy(t, text)
	if strings.Contains(text, "HEAD-OF-OFFICE") {
		text = strings.ReplaceAll(text, `"HEAD-OF-OFFICE"`, headOf(t, w))
	}
	for _, found := range keyNames.FindAllStringSubmatch(text, -1) {
		name := strings.ToLower(found[2])
		key, is := w.Keys[name]
		if !is {
			var err error
			if key, err = act.GenerateKey(w.Rand); err != nil {
				t.Fatal(err)
			}
			w.Keys[name] = key
		}
		jwk, err := key.Public().MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		if found[1] == "KEY" {
			text = strings.ReplaceAll(text, found[0], string(key.Public().ID()))
		} else {
			text = strings.ReplaceAll(text, `"`+found[0]+`"`, string(jwk))
		}
	}
	return text
}

// broughtBy puts into an act that brings policies the files that every set has, and names all by their digest.
func broughtBy(t *testing.T, text string) string {
	t.Helper()
	if !strings.Contains(text, "POLICIES-OF-ACT") {
		return text
	}
	fixed, err := policy.Fixed()
	if err != nil {
		t.Fatal(err)
	}
	var files []people.PolicyFile
	for name, written := range fixed.At(admission.Number) {
		files = append(files, people.PolicyFile{Name: name, Text: written})
	}
	slices.SortFunc(files, func(a, b people.PolicyFile) int { return strings.Compare(a.Name, b.Name) })
	every, err := json.Marshal(files)
	if err != nil {
		t.Fatal(err)
	}
	text = strings.Replace(text, `"FILES-OF-EVERY-SET"`, strings.Trim(string(every), "[]"), 1)
	var b people.RulesSet
	if err := json.Unmarshal([]byte(text), &b); err != nil {
		t.Fatal(err)
	}
	return strings.Replace(text, "POLICIES-OF-ACT", people.PoliciesDigest(b.PolicyFiles), 1)
}

// sealedText is as long as what a party files for itself, written as it stands in JSON.
func sealedText() string {
	begin := "-----BEGIN AGE ENCRYPTED FILE-----"
	return begin + strings.Repeat("A", private.SealedLength-len(begin))
}

var keyNames = regexp.MustCompile(`(KEY|JWK)-OF-([A-Z0-9-]+[A-Z0-9])`)

// resolved puts the ids of named acts, and the digests of what they put forward, in place
// of ACT-OF-name and DIGEST-OF-name; DIGEST-OF-one+two is of a version in two acts.
func resolved(t *testing.T, body string, named map[string]act.ID, bodies map[string]jsontext.Value) string {
	t.Helper()
	for name, id := range named {
		body = strings.ReplaceAll(body, `"ACT-OF-`+name+`"`, `"`+id.String()+`"`)
	}
	for range strings.Count(body, "DIGEST-OF-") {
		_, rest, _ := strings.Cut(body, `"DIGEST-OF-`)
		names, _, _ := strings.Cut(rest, `"`)
		body = strings.Replace(body, "DIGEST-OF-"+names, digestOf(t, strings.Split(names, "+"), bodies), 1)
	}
	return body
}

func digestOf(t *testing.T, names []string, bodies map[string]jsontext.Value) string {
	t.Helper()
	var drawn struct {
		Geometry jsontext.Value `json:"geometry"`
	}
	err := json.Unmarshal(bodies[names[0]], &drawn)
	if err == nil && len(drawn.Geometry) > 0 {
		digest, err := zone.Digest(drawn.Geometry)
		if err != nil {
			t.Fatal(err)
		}
		return digest
	}
	var text agreement.AgreementDrafted
	err = errors.Join(err, json.Unmarshal(bodies[names[0]], &text))
	for _, more := range names[1:] {
		var filed agreement.ClausesFiled
		err = errors.Join(err, json.Unmarshal(bodies[more], &filed))
		text.Version.Clauses = append(text.Version.Clauses, filed.Clauses...)
	}
	digest, cannot := text.Version.Digest()
	if err = errors.Join(err, cannot); err != nil {
		t.Fatal(err)
	}
	return digest
}

func answered(t *testing.T, w *officetest.World, question string) []byte {
	t.Helper()
	words := strings.Fields(question)
	who := ""
	var at query.Clocks
	for i := 2; i+1 < len(words); i += 2 {
		moment, err := time.Parse(time.RFC3339, words[i+1])
		switch words[i] {
		case "as":
			who, err = words[i+1], nil
			if who == "stranger" {
				who = ""
			}
		case "known":
			at.Known = moment
		case "inForce":
			at.InForce = moment
		}
		if err != nil {
			t.Fatalf("%s: %v", question, err)
		}
	}
	var told any
	var err error
	if words[0] == "history" {
		told, err = w.Reading.History(context.Background(), w.As(who), act.SubjectID(words[1]))
	} else {
		told, err = w.Reading.Subject(context.Background(), w.As(who), act.SubjectID(words[1]), at)
	}
	if err != nil {
		return fmt.Appendf(nil, "%s: %s", problem.From(err).Key, problem.From(err).Sentence())
	}
	text, err := json.Marshal(told, json.Deterministic(true), jsontext.WithIndent("  "))
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(words[1], "bulletin/") { // digests of what holds keys, which are drawn anew
		text = regexp.MustCompile(`"(rows|sha256)": "[0-9a-f]{64}"`).ReplaceAll(text, []byte(`"$1": "64 digits"`))
		text = regexp.MustCompile(`"blind": "[A-Za-z0-9_-]{43}"`).ReplaceAll(text, []byte(`"blind": "43 letters"`))
	}
	text = regexp.MustCompile(`"root": "[A-Za-z0-9+/]{43}="`).ReplaceAll(text, []byte(`"root": "43 signs"`)) // of trees in which keys are
	if strings.HasPrefix(words[1], "office/") {                                                              // what follows from the texts of the policies
		text = regexp.MustCompile(`"(act|by|policies)": "[0-9a-f]{64}"`).ReplaceAll(text, []byte(`"$1": "64 digits"`))
		text = regexp.MustCompile(`"admission": [0-9]+`).ReplaceAll(text, []byte(`"admission": 0`))
	}
	return text
}

// proposed completes the body of a publication with what the office proposes, and of a check with the head that was checked: a
// story says only what matters to it.
func proposed(t *testing.T, w *officetest.World, one telling, body string) string {
	t.Helper()
	var p answer.PublicationProposal
	var err error
	switch one.Kind {
	case "bulletin-published":
		var spec bulletins.Spec
		if err := json.Unmarshal([]byte(body), &spec.Spec, json.MatchCaseInsensitiveNames(true)); err != nil {
			t.Fatal(err)
		}
		var made bulletins.Made
		spec.Blind = strings.Repeat("A", 43)
		made, err = w.Bulletins.Make(context.Background(), spec) // nobody is proposed what would be refused
		_, p.Body = made.Publication()
	case "correction-published":
		p, err = w.Bulletins.ProposeCorrection(context.Background(), w.As("secretary"), one.Subject.Name())
	case "head-checked":
		var head register.TreeHead
		head, err = headNow(w)
		p.Body = map[string]any{"size": head.Size, "root": head.Root.String(), "admission": admission.Number, "rules": bulletin.Rules, "acts": head.Size}
	default:
		return body
	}
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(p.Body)
	if err != nil {
		t.Fatal(err)
	}
	members := map[string]jsontext.Value{}
	if err := json.Unmarshal(text, &members); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(body), &members); err != nil { // the story's own on top
		t.Fatal(err)
	}
	if text, err = json.Marshal(members, json.Deterministic(true)); err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func headNow(w *officetest.World) (register.TreeHead, error) {
	signed, err := w.Head(context.Background())
	if err != nil {
		return register.TreeHead{}, err
	}
	return register.PeekHead(signed)
}

// TestEveryKindHasAStory names the kinds that no story tells.
func TestEveryKindHasAStory(t *testing.T) {
	t.Parallel()
	told := map[act.Kind]bool{"office-opened": true} // every story begins with it
	files, err := filepath.Glob(stories)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		story, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range tellings(t, story.Files[0].Data) {
			told[one.Kind] = told[one.Kind] || one.Refused == ""
		}
	}
	for _, spec := range officetest.NewSeeded(t).Kinds().All() {
		if !told[spec.Kind] {
			t.Errorf("no story in testdata/story tells %s: write one; CONTRIBUTING.md says how", spec.Kind)
		}
	}
}
