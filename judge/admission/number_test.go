package admission_test

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/subtag"
	"truce/ground/taxonomy"
	"truce/ground/timezone"
	"truce/ground/visible"
	"truce/judge/admission"
	"truce/judge/policy"
	"truce/noun"
	"truce/noun/people"
	"truce/tool/kinds"
)

var update = flag.Bool("update", false, "write what is now decided, by rules of a new number or of kinds that are new")

// What was decided by rules of this number is decided so again: who changes what is taken,
// here, in the policies or in a noun's Admission, raises Number. Asked is, of each kind, who may
// make an act that says nothing, about a subject that is new, that is their own, that is another's.
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
	was, is := string(text), decided(t, number)
	policies, _, _ := strings.Cut(is, "\n")
	if was == is || number < admission.Number && !strings.HasPrefix(was, policies) {
		return // by the policies of its time it is held in testdata/released
	}
	before := byKind(was)
	for kind, lines := range byKind(is) {
		if old, decided := before[kind]; decided && old != lines {
			t.Errorf("%s was decided otherwise by rules of the same number. If that is meant: raise Number, say why there, have the rules before it go on until the number before (noun.Until), and run go test ./judge/admission -update\nwas\n%sis\n%s", kind, old, lines)
		}
	}
	switch {
	case t.Failed():
	case !*update:
		t.Errorf("%s lacks something that the program has: run go test ./judge/admission -update and read the difference", path)
	default:
		if err := os.WriteFile(path, []byte(is), 0o644); err != nil {
			t.Fatal(err)
		}
	}
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
	if want := "languages since 1: 44abb3462f557ee5aa90e1e74b5bfa53\ntexts since 1: 0dc492c1d51b352a553b1c5a2c5028f4\ntime zones since 1: 2025c\n"; is.String() != want {
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
		if kind != "policies" {
			all[kind] += line
		}
	}
	return all
}

// decided is a line for each kind and those who get the same three answers.
func decided(t *testing.T, number int) (text string) {
	t.Helper()
	r := newRegister(t)
	if number > 1 {
		r.goesBy(number)
	}
	p, err := policy.Load(kinds.Nouns())
	if err != nil {
		t.Fatal(err)
	}
	text = "policies " + p.Digest() + "\n"
	who := r.everybody()
	for _, n := range r.kinds.Nouns() {
		r.open(n, who)
		for _, k := range n.Kinds {
			same := map[string][]string{}
			for _, name := range who {
				answers := r.decides(name, k, n.Name+"/new") + " " + r.decides(name, k, n.Name+"/of-"+name) + " " + r.decides(name, k, n.Name+"/of-nobody")
				same[answers] = append(same[answers], name)
			}
			var lines []string
			for answers, names := range same {
				lines = append(lines, fmt.Sprintf("%s %s: %s\n", k.Name, answers, strings.Join(names, " ")))
			}
			slices.Sort(lines)
			text += strings.Join(lines, "")
		}
	}
	return text
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
		r.ledger.Take(r.saysNothing(n.Kinds[i], n.Name+"/of-"+name), v)
	}
}

// saysNothing is an act with an empty body, which nobody signed.
func (r *register) saysNothing(k noun.Kind, subject string) admission.Candidate {
	return admission.Candidate{
		Act: act.Act{ID: act.ID(sha256.Sum256([]byte(subject))), Kind: k.Name, Subject: act.SubjectID(subject), Issued: r.now,
			Expires: r.now.Add(kinds.Life), Audience: []act.RegisterID{r.ledger.Rules().ID()}, Prev: r.ledger.Heads(act.SubjectID(subject))},
		Body: reflect.New(reflect.TypeOf(k.Body)).Interface(), Received: r.now, Whole: true,
	}
}

func (r *register) decides(name string, k noun.Kind, subject string) string {
	r.Helper()
	c := r.saysNothing(k, subject)
	c.Act.Issuer = r.keys[name].Public().ID()
	v, err := r.ledger.Admit(c)
	switch {
	case err != nil:
		r.Fatal(err)
	case v.Outcome == admission.Taken:
		return "taken"
	case v.Why.Key == problem.NotPermittedHere:
		return problem.NotPermitted.String() // the policies refuse either; what is said to whoever has the role is no rule
	}
	return v.Why.Key.String()
}
