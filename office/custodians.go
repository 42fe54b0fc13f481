package office

import (
	"cmp"
	"context"
	"slices"
	"time"

	"truce/ground/act"
	"truce/noun/people"
	"truce/tool/keep"
)

// Custodians are those to whom this office seals originals that come in, as two sides endorsed them;
// nobody if no set is in force.
func (f *Office) Custodians() people.CustodianTerm {
	o, _ := f.Directory().Office(people.OfficeSubject(f.heads.origin))
	if t, holds := o.CustodiansAt(f.Now()); holds {
		return t
	}
	return people.CustodianTerm{}
}

// Sides are the acts about the office, about the keys that signed any of these, and those that made or ended
// an administrator whose key did, in the order of the register: all that somebody needs who finds out by himself which
// sides there are and what they set. What they hide is not among it.
func (f *Office) Sides(ctx context.Context) (acts []string, err error) {
	err = f.Read(ctx, func(r keep.Reader) error {
		s := sides{origin: f.heads.origin, asked: map[act.SubjectID]bool{}}
		s.ask(people.OfficeSubject(f.heads.origin))
		for i := 0; i < len(s.subjects); i++ {
			if err := s.about(r, s.subjects[i]); err != nil {
				return err
			}
		}
		slices.SortFunc(s.all, func(a, b keep.Entry) int { return cmp.Compare(a.Index, b.Index) })
		for _, e := range s.all {
			acts = append(acts, e.JWS)
		}
		return nil
	})
	return acts, err
}

// sides gathers the acts from which follows who speaks for which side.
type sides struct {
	origin   string
	subjects []act.SubjectID
	asked    map[act.SubjectID]bool
	all      []keep.Entry
}

func (s *sides) ask(subject act.SubjectID) {
	if !s.asked[subject] {
		s.asked[subject] = true
		s.subjects = append(s.subjects, subject)
	}
}

func (s *sides) about(r keep.Reader, subject act.SubjectID) error {
	held, err := r.About(subject)
	if err != nil {
		return err
	}
	for _, e := range held {
		if e.Origin != s.origin || e.Idle != "" {
			continue
		}
		a, err := act.Parse(e.JWS)
		if err != nil {
			return err
		}
		if subject.Noun() == people.PersonNoun && a.Kind == "person-registered" {
			continue // it says nothing of roles
		}
		s.all = append(s.all, e)
		s.ask(people.KeySubject(a.Issuer))
		if holder := people.HolderIn(a); holder != "" {
			s.ask(holder)
		}
	}
	return nil
}

func (f *Office) sealedAt(a act.Act, origin string, received time.Time) string {
	return string(f.Directory().SealedAt(a, origin, received))
}
