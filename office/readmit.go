package office

import (
	"fmt"
	"strings"

	"truce/ground/act"
	"truce/judge/admission"
	"truce/tool/keep"
)

// Readmitted is what came of asking of every entry again whether it may be in the register.
type Readmitted struct {
	Acts      int64          // that were asked about
	Against   int64          // that were taken against the rules
	Undecided int64          // of which it cannot be told: members were dropped that a rule needs
	First     []Inadmissible // the first of those against the rules, at most mostInadmissible

	Lost      int64        // acts of which disclosures are not here, which an office is handed with every act
	FirstLost Inadmissible // the first of them, if there are any

	Altered      int64        // entries of which the database says otherwise than their bytes
	FirstAltered Inadmissible // the first of them, if there are any

	Changed      int64         // rows, members of rows and counts that were not as the acts make them
	FirstChanged []keep.Change // the first of them, at most mostInadmissible
}

// Inadmissible is an entry that should not be in the register.
type Inadmissible struct {
	Index   int64
	Act     act.ID
	Subject act.SubjectID
	Why     string // in English, for whoever operates the office
}

// String is a line for a person.
func (i Inadmissible) String() string {
	return fmt.Sprintf("Entry %d (act %s about %s): %s", i.Index, i.Act, i.Subject, i.Why)
}

const mostInadmissible = 100

// readmission asks in the order of the own register.
type readmission struct {
	origin string
	ledger *admission.Ledger
	found  Readmitted
}

// ask is about whole commits. What is kept beside an entry of who wrote it must be what the
// register itself tells.
func (r *readmission) ask(acts []taken) error {
	for _, t := range acts {
		if t.entry.Origin != r.origin { // they were judged when they came
			continue
		}
		c := admission.Candidate{Act: t.act, Body: t.body, Received: t.entry.Received, Index: t.entry.Index, Disclosed: t.disclosed}
		v, err := r.ledger.Admit(c)
		if err != nil {
			return fmt.Errorf("admit entry %d: %w", t.entry.Index, err)
		}
		r.ledger.Take(c, v)
		r.note(t, v)
	}
	return nil
}

// changed notes what was shown and is not as the acts make it.
func (r *readmission) changed(c keep.Change) {
	r.found.Changed++
	if len(r.found.FirstChanged) < mostInadmissible {
		r.found.FirstChanged = append(r.found.FirstChanged, c)
	}
}

// lost notes an act of which this office does not hold every disclosure. What the acts add up to is
// then less than was said: folding them again brings nothing of it back.
func (r *readmission) lost(t taken) {
	opened, err := t.act.Open(t.disclosed)
	if err != nil || len(opened.Withheld) == 0 {
		return
	}
	if r.found.Lost++; r.found.Lost == 1 {
		why := "What it hides of the class " + strings.Join(opened.Withheld, ", ") + " is not here."
		r.found.FirstLost = Inadmissible{t.entry.Index, t.act.ID, t.act.Subject, why}
	}
}

func (r *readmission) note(t taken, v admission.Verdict) {
	r.found.Acts++
	r.lost(t)
	var why string
	switch {
	case v.Outcome == admission.Refused:
		why = v.Words(t.act)
	case t.entry.Person != v.Author.Person || t.entry.Party != v.Author.Party:
		why = fmt.Sprintf("The database has it as %s's, but the register tells that its key was %s's.", t.entry.Person, v.Author.Person)
	case v.Outcome == admission.Undecided:
		r.found.Undecided++
		return
	default:
		return
	}
	r.found.Against++
	if len(r.found.First) < mostInadmissible {
		r.found.First = append(r.found.First, Inadmissible{t.entry.Index, t.act.ID, t.act.Subject, why})
	}
}
