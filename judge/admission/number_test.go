package admission_test

import (
	"cmp"
	"crypto/sha256"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/tools/txtar"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/subtag"
	"truce/ground/taxonomy"
	"truce/ground/timezone"
	"truce/ground/visible"
	"truce/judge/admission"
	"truce/judge/policy"
	"truce/noun"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/tool/kinds"
)

var update = flag.Bool("update", false, "write what is now decided, by rules of a new number or of kinds that are new")

// What was decided by rules of this number is decided so again: who changes what is taken, here, in the policies or in a noun's Admission,
// raises Number. Asked is, of each kind, who may make an act that says nothing, and acts that say what was said in stories of the number's
// time (NUMBER.said.json), about a subject that is new, that is their own, that is another's; by the policies of the number's time
// (NUMBER.policies.txt), and of the last number by the program's own, too.
func TestNumber_decides_what_it_decided(t *testing.T) {
	t.Parallel()
	for number := 1; number <= admission.Number; number++ {
		decidesAsIt(t, number)
	}
}

func decidesAsIt(t *testing.T, number int) {
	t.Helper()
	path := fmt.Sprintf("testdata/decided/%d.txt", number)
	text, err := os.ReadFile(path)
	if err != nil && !*update {
		t.Fatal(err)
	}
	said, policies := bodiesSaid(t, number), policiesOf(t, number)
	was, is := byKind(string(text)), byKind(decided(t, number, said, policies))
	knew := named(policies)
	for kind := range is {
		if !knew(kind) { // it is newer than the policies: they say nothing of it
			delete(is, kind)
		}
	}
	if own, err := policy.Embedded(); err != nil || number == admission.Number && people.PoliciesDigest(own) != people.PoliciesDigest(policies) {
		for kind, lines := range byKind(decided(t, number, naming(said, people.PoliciesDigest(policies), people.PoliciesDigest(own)), own)) {
			if !knew(kind) {
				is[kind] = lines
			}
			if was[kind] != "" && was[kind] != lines {
				t.Errorf("%s: by the program's own policies %s is decided otherwise\nwas\n%sis\n%s", path, kind, was[kind], lines)
			}
		}
	} else {
		for kind, lines := range was {
			if !knew(kind) && number < admission.Number {
				is[kind] = lines
			}
		}
	}
	holdsDecided(t, path, was, is)
	switch {
	case t.Failed() || maps.Equal(was, is):
	case !*update:
		t.Errorf("%s lacks something that the program has: run go test ./judge/admission -update and read the difference", path)
	default:
		var all strings.Builder
		for _, kind := range slices.Sorted(maps.Keys(is)) {
			all.WriteString(is[kind])
		}
		if err := os.WriteFile(path, []byte(all.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// naming are bodies that name other policies: rules are put forward with policies of which somebody brought the texts.
func naming(bodies []said, was, is string) (all []said) {
	for _, b := range bodies {
		b.Body = jsontext.Value(strings.ReplaceAll(string(b.Body), was, is))
		all = append(all, b)
	}
	return all
}

// named tells of which kinds policies say something.
func named(policies []people.PolicyFile) func(kind string) bool {
	var all strings.Builder
	for _, f := range policies {
		all.WriteString(f.Text)
	}
	return func(kind string) bool {
		kind, _, _ = strings.Cut(kind, "/")
		return strings.Contains(all.String(), `"`+kind+`"`)
	}
}

func holdsDecided(t *testing.T, path string, was, is map[string]string) {
	t.Helper()
	for kind, old := range was {
		if lines := is[kind]; old != lines {
			t.Errorf("%s: %s was decided otherwise by rules of the same number. If that is meant: raise Number, say why there, have the rules before it go on until the number before (noun.Until), and run go test ./judge/admission -update\nwas\n%sis\n%s", path, kind, old, lines)
		}
	}
}

// policiesOf are those of a number's time, as they are kept beside what it decides.
func policiesOf(t *testing.T, number int) (files []people.PolicyFile) {
	t.Helper()
	path := fmt.Sprintf("testdata/decided/%d.policies.txt", number)
	if text, err := os.ReadFile(path); err == nil {
		for _, f := range txtar.Parse(text).Files {
			files = append(files, people.PolicyFile{Name: f.Name, Text: string(f.Data)})
		}
		return files
	} else if !*update {
		t.Fatal(err)
	}
	files, err := policy.Embedded()
	var kept txtar.Archive
	for _, f := range files {
		kept.Files = append(kept.Files, txtar.File{Name: f.Name, Data: []byte(f.Text)})
	}
	if err == nil {
		err = os.WriteFile(path, txtar.Format(&kept), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// said is a body as it was said in a story.
type said struct {
	Kind    act.Kind       `json:"kind"`
	Subject act.SubjectID  `json:"subject"`
	Body    jsontext.Value `json:"body"`
}

// bodiesSaid are those that were kept with a number. Kinds of which none is there get the shortest and the longest of the recorded stories when
// they are written; what is there stays, whatever stories tell since.
func bodiesSaid(t *testing.T, number int) (all []said) {
	t.Helper()
	path := fmt.Sprintf("testdata/decided/%d.said.json", number)
	text, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(text, &all, json.RejectUnknownMembers(true))
	}
	if err != nil && !*update {
		t.Fatal(err)
	}
	has := map[act.Kind]bool{}
	for _, s := range all {
		has[s.Kind] = true
	}
	stories := inStories(t)
	for _, n := range kinds.Nouns() {
		for _, k := range n.Kinds {
			if has[k.Name] {
				continue
			}
			if len(stories[k.Name]) == 0 || !*update {
				t.Fatalf("%s holds no body of %s: run go test ./judge/admission -update", path, k.Name)
			}
			of := slices.SortedFunc(slices.Values(stories[k.Name]), func(a, b said) int {
				return cmp.Or(cmp.Compare(len(a.Body), len(b.Body)), cmp.Compare(string(a.Body), string(b.Body)))
			})
			has[k.Name] = true
			if all = append(all, of[0]); string(of[0].Body) != string(of[len(of)-1].Body) {
				all = append(all, of[len(of)-1])
			}
		}
	}
	if *update {
		if text, err = json.Marshal(all, jsontext.WithIndent(" ")); err == nil {
			err = os.WriteFile(path, append(text, '\n'), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func inStories(t *testing.T) map[act.Kind][]said {
	t.Helper()
	files, err := filepath.Glob("../../testdata/meaning/*.json")
	if err != nil {
		t.Fatal(err)
	}
	specs, err := kinds.New(taxonomy.Words)
	if err != nil {
		t.Fatal(err)
	}
	all := map[act.Kind][]said{}
	for _, file := range files {
		var recording struct {
			Entries []said `json:"entries"`
		}
		text, err := os.ReadFile(file)
		if err == nil {
			err = json.Unmarshal(text, &recording)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range recording.Entries {
			if spec, is := specs.Spec(e.Kind); !is {
				continue
			} else if _, err := spec.Shape.Read(e.Body); err == nil { // else what must be there was erased
				all[e.Kind] = append(all[e.Kind], e)
			}
		}
	}
	return all
}

// Which texts and time zones are good goes by lists, too, of which each edition stays what it is: what is added is another edition, of
// a new number (package edition), and a line here. What data an edition of the time zones has, ground/timezone holds.
func TestNumber_goes_with_the_lists(t *testing.T) {
	t.Parallel()
	var is strings.Builder
	tell := func(list string, since int, what any) {
		if fmt.Fprintf(&is, "%s since %d: %v\n", list, since, what); since > admission.Number {
			t.Errorf("an edition of the %s decides since %d, and the program's number is %d", list, since, admission.Number)
		}
	}
	for _, e := range subtag.Sets() {
		tell("languages", e.Since, digest(slices.Sorted(maps.Keys(e.List))...))
	}
	for _, e := range visible.Rules() {
		hidden, readable := e.List.Patterns()
		tell("texts", e.Since, digest(hidden, readable))
	}
	for _, e := range timezone.Databases() {
		tell("time zones", e.Since, e.List)
	}
	if want := "languages since 1: 44abb3462f557ee5aa90e1e74b5bfa53\ntexts since 1: abed83057341ff1ec0fe0126d1908557\ntime zones since 1: 2025c\n"; is.String() != want {
		t.Errorf("the lists have other editions. Is\n%swant\n%s", is.String(), want)
	}
}

func digest(words ...string) string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(words, "\n"))))[:32]
}

// byKind are the lines of each kind.
func byKind(text string) map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(text) {
		kind, _, _ := strings.Cut(line, " ")
		all[kind] += line
	}
	return all
}

// decided is a line for each kind, or body of a kind, and those who get the same three answers.
func decided(t *testing.T, number int, bodies []said, by []people.PolicyFile) (text string) {
	t.Helper()
	r := newRegisterBy(t, by, func(own *admission.Rules) *admission.Rules { return own })
	if number > 1 {
		r.goesBy(number)
	}
	who := r.everybody()
	r.knows(bodies)
	for _, n := range r.kinds.Nouns() {
		r.open(n, who)
		for _, k := range n.Kinds {
			text += r.asked(who, string(k.Name), k, n.Name, nil)
		}
	}
	times := map[act.Kind]int{}
	for _, s := range bodies {
		spec, is := r.kinds.Spec(s.Kind)
		if !is {
			t.Fatalf("the kind %s is gone: kinds stay", s.Kind)
		}
		body, err := spec.Shape.Read(s.Body)
		if err != nil {
			t.Fatalf("%s is read no more: %v", s.Kind, err)
		}
		times[s.Kind]++
		text += r.asked(who, fmt.Sprintf("%s/%d", s.Kind, times[s.Kind]), noun.Kind{Name: s.Kind}, s.Subject.Noun(), body)
	}
	return text
}

// asked is what each of them is answered about three subjects.
func (r *register) asked(who []string, as string, k noun.Kind, of string, body any) string {
	r.Helper()
	same := map[string][]string{}
	for _, name := range who {
		answers := r.decides(name, k, of+"/new", body) + " " + r.decides(name, k, of+"/of-"+name, body) + " " + r.decides(name, k, of+"/of-nobody", body)
		same[answers] = append(same[answers], name)
	}
	var lines []string
	for answers, names := range same {
		lines = append(lines, fmt.Sprintf("%s %s: %s\n", as, answers, strings.Join(names, " ")))
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// knows has the subjects there that bodies name: what else an act is refused for is asked then.
func (r *register) knows(bodies []said) {
	r.Helper()
	for _, s := range bodies {
		spec, _ := r.kinds.Spec(s.Kind)
		body, err := spec.Shape.Read(s.Body)
		if err != nil {
			r.Fatal(err)
		}
		for _, subject := range kinds.Refers(body) {
			n, is := r.kinds.Noun(subject.Noun())
			i := slices.IndexFunc(n.Kinds, func(k noun.Kind) bool { return k.Opens })
			if is && i >= 0 && !n.Admission.Compartments {
				r.ledger.Take(r.says(n.Kinds[i], string(subject), nil), admission.Verdict{Outcome: admission.Taken, Author: people.Author{Name: "person/nobody"}})
			}
		}
	}
}

// everybody is somebody of each role, of the mission and, where a party has that role, of a party.
func (r *register) everybody() (names []string) {
	r.takes("administrator", "organisation-registered", "organisation/tr", people.OrganisationRegistered{Name: "Turkey", Party: "TR"})
	for _, role := range taxonomy.Default().List(taxonomy.Role).Codes() {
		for organisation, name := range map[act.SubjectID]string{"organisation/mission": role + "-of-mission", "organisation/tr": role + "-of-tr"} {
			if organisation == "organisation/tr" && !slices.Contains(people.PartyRoles(), role) {
				continue
			}
			person := act.SubjectID("person/" + name)
			r.takes("administrator", "person-registered", string(person), people.PersonRegistered{Organisation: organisation, Name: name})
			r.enrols(name, role, people.KeyEnrolled{Person: person, Party: map[act.SubjectID]string{"organisation/tr": "TR"}[organisation]})
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// open has a subject of a noun there for each of them, and one of nobody's.
func (r *register) open(n noun.Noun, who []string) {
	i := slices.IndexFunc(n.Kinds, func(k noun.Kind) bool { return k.Opens })
	for _, name := range append([]string{"nobody"}, who...) {
		v := admission.Verdict{Outcome: admission.Taken, Author: people.Author{Name: act.SubjectID("person/" + name)}}
		r.ledger.Take(r.says(n.Kinds[i], n.Name+"/of-"+name, nil), v)
	}
}

// says is an act with a body, or with an empty one, which nobody signed.
func (r *register) says(k noun.Kind, subject string, body any) admission.Candidate {
	if body == nil {
		body = reflect.New(reflect.TypeOf(k.Body)).Interface()
		switch b := body.(type) { // nothing is said, and that it is a draft
		case *incident.ObservationFiled:
			b.Draft = true
		case *incident.AllegationFiled:
			b.Draft = true
		}
	}
	return admission.Candidate{
		Act: act.Act{ID: act.ID(sha256.Sum256([]byte(subject))), Kind: k.Name, Rev: 1, Subject: act.SubjectID(subject), Issued: r.now,
			Expires: r.now.Add(kinds.Life), Audience: []act.RegisterID{r.ledger.Rules().ID()}, Prev: r.ledger.Heads(act.SubjectID(subject))},
		Body: body, Received: r.now, Whole: true,
	}
}

func (r *register) decides(name string, k noun.Kind, subject string, body any) string {
	r.Helper()
	c := r.says(k, subject, body)
	c.Act.Issuer = r.keys[name].Public().ID()
	v, err := r.ledger.Admit(c)
	switch {
	case err != nil:
		r.Fatal(err)
	case v.Outcome == admission.Taken:
		return "taken"
	case v.Why == nil:
		return "undecided"
	case v.Why.Key == problem.NotPermittedHere:
		return problem.NotPermitted.String() // the policies refuse either; what is said to whoever has the role is no rule
	}
	return v.Why.Key.String()
}
