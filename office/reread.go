package office

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/tool/keep"
	"truce/tool/kinds"
)

// reread is an entry that is read again: as it is kept, and as its bytes say that it is.
type reread struct {
	taken     // by its bytes
	kept      keep.Entry
	disclosed []act.Disclosure
	misfit    *problem.Problem // why it has not the form of its kind; nil if it has
	readable  bool             // as an act, whatever its form
	wrong     bool             // something beside it is not as its bytes say
}

// rereadEntry derives of an entry what needs no other. Its bytes are those of the register's tree.
func rereadEntry(k *kinds.Kinds, kept keep.Entry) reread {
	t := reread{kept: kept}
	t.entry = kept
	line := register.Entry{Received: kept.Received, Act: kept.JWS}
	t.entry.ID = sha256.Sum256([]byte(line.SigningInput()))
	if encoded, err := line.Append(nil); err == nil {
		t.entry.Leaf = register.LeafHash(encoded)
	}
	a, ds, err := act.ParseKept(t.entry.ID, kept.JWS, kept.Hidden)
	if err == nil {
		t.act, t.disclosed = a, ds
		t.body, err = k.ReadWithheld(a, ds)
	}
	if err == nil {
		t.entry.Subject = a.Subject
		return t
	}
	return t.mend(k)
}

// mend reads an entry that cannot be read as it is kept: without the disclosures that are not its own, and without
// the form that its kind has by now.
func (t reread) mend(k *kinds.Kinds) reread {
	a, err := act.Parse(t.kept.JWS)
	if err != nil { // nobody here can read it; what it seems to say is for whoever looks
		t.act = act.Outline(t.kept.JWS)
		t.act.ID = t.entry.ID
		t.misfit = actProblem(err)
		return t
	}
	t.readable, t.act, t.disclosed, t.entry.Subject = true, a, ownOf(a, t.kept.Hidden), a.Subject
	t.entry.Hidden = act.FormatDisclosures(t.disclosed)
	if t.body, err = k.ReadWithheld(a, t.disclosed); err == nil {
		return t
	}
	spec, _ := k.Spec(a.Kind)
	t.misfit = BodyProblem(a, spec, err)
	if t.body, err = k.Decode(a, t.disclosed); err != nil {
		t.body = nil
	}
	return t
}

// ownOf are the disclosures of a text that belong to an act.
func ownOf(a act.Act, hidden string) (own []act.Disclosure) {
	for text := range strings.SplitSeq(hidden, "~") {
		d, err := act.ParseDisclosure(text)
		if err != nil {
			continue
		}
		if _, err := a.Open(append(own[:len(own):len(own)], d)); err == nil {
			own = append(own, d)
		}
	}
	return own
}

// differs says what is kept beside an entry that its bytes do not say; "" if all is as they say.
func (t *reread) differs() string {
	var said []string
	say := func(kept, is any, format string, args ...any) {
		if kept != is {
			said = append(said, fmt.Sprintf(format, args...))
		}
	}
	is, kept := t.entry, t.kept
	say(kept.Subject, is.Subject, "The database has it as about %s, but the act itself is about %s.", kept.Subject, is.Subject)
	say(kept.Person, is.Person, "The database has it as %s's, but the register tells that its key was %s.", kept.Person, whose(string(is.Person)))
	say(kept.Party, is.Party, "The database has it as signed for %s, but the register tells that its key spoke for %s.", party(kept.Party), party(is.Party))
	say(kept.Idle, is.Idle, "The database has it as %s, but by the rules it is %s.", effect(kept.Idle), effect(is.Idle))
	say(kept.ID, is.ID, "The database has it under the id %s.", kept.ID)
	say(kept.Leaf, is.Leaf, "The hash beside it is not its own.")
	say(kept.Hidden, is.Hidden, "What the database has as its disclosures does not all belong to it.")
	return strings.Join(said, " ")
}

func whose(person string) string {
	if person == "" {
		return "nobody's"
	}
	return person + "'s"
}

func party(name string) string {
	if name == "" {
		return "no party"
	}
	return name
}

func effect(idle string) string {
	if idle == "" {
		return "in effect"
	}
	return "without effect (" + idle + ")"
}

// listed adds the entry to a list that is not full.
func (t *reread) listed(r *readmission, list []Inadmissible, why string) []Inadmissible {
	if len(list) == mostInadmissible {
		return list
	}
	one := Inadmissible{Index: t.entry.Index, Act: t.entry.ID, Subject: t.entry.Subject, Why: why}
	if t.entry.Origin != r.origin {
		one.Origin = t.entry.Origin
	}
	return append(list, one)
}
