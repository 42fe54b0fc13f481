package people

import (
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/register"
	"truce/ground/shape"
	"truce/noun"
)

// Erasure is what an act hid and hides no more, because those signed who must.
type Erasure struct {
	By      act.ID        `json:"by"`      // the act that put it forward
	Hid     act.ID        `json:"act"`     // the act of which it is
	Subject act.SubjectID `json:"subject"` // what that is about
	Classes []string      `json:"classes"`
	Reason  shape.Prose   `json:"reason"`
	Since   time.Time     `json:"since"`
}

// erase waits for those who must sign. Nothing of it can be taken back, so no side does it alone,
// not even while there is no second.
func (f *founding) erase(e fold.Entry, b *DisclosureErased) {
	f.docket.Propose(e, f.Voice(e), f.neverAlone, func(by fold.Entry, _ noun.Standing) {
		f.Erased = append(f.Erased, Erasure{By: e.ID, Hid: b.Act, Subject: b.Subject, Classes: b.Classes, Reason: b.Reason, Since: by.Received})
	})
}

// Erased are the classes of what an act hid that are erased, for whoever keeps the register of the
// own office. Its sides say what it keeps. Those of another office say it of acts whose home that office's
// register is, and of no others: nobody erases what was signed for somebody else.
func (d *Directory) Erased(own act.SubjectID, a act.Act) (classes []string) {
	for office, all := range d.erased {
		for _, e := range all[a.ID] {
			if office == own || d.home(office, a) {
				classes = append(classes, e.Classes...)
			}
		}
	}
	return classes
}

// home reports whether an act was signed for the register of an office before all others.
func (d *Directory) home(office act.SubjectID, a act.Act) bool {
	id, err := register.ID(d.offices[office].RegisterKey)
	return err == nil && len(a.Audience) > 0 && a.Audience[0] == act.RegisterID(id)
}

// Erasures are all that are in force, of all offices, in the order in which they came into force.
func (d *Directory) Erasures() (all []Erasure) {
	for _, o := range d.offices {
		all = append(all, o.Erased...)
	}
	slices.SortFunc(all, func(a, b Erasure) int { return a.Since.Compare(b.Since) })
	return all
}

// Spare parts what may be kept of what an act hides from what is erased.
func (d *Directory) Spare(own act.SubjectID, a act.Act, ds []act.Disclosure) (kept []act.Disclosure, erased []string) {
	if len(d.erased) == 0 {
		return ds, nil
	}
	return a.Without(ds, d.Erased(own, a))
}

// putErased remembers what an office's sides erased.
func (d *Directory) putErased(subject act.SubjectID, o Office) {
	if len(o.Erased) == 0 {
		return
	}
	of := map[act.ID][]Erasure{}
	for _, e := range o.Erased {
		of[e.Hid] = append(of[e.Hid], e)
	}
	d.erased[subject] = of
}
