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

// Sides are the acts about the office, and about the keys that signed any of these, in the order of
// the register: all that somebody needs who finds out by himself which sides there are and what they set. What they
// hide is not among it.
func (f *Office) Sides(ctx context.Context) (acts []string, err error) {
	err = f.Read(ctx, func(r keep.Reader) error {
		entries, err := f.sidesIn(r)
		for _, e := range entries {
			acts = append(acts, e.JWS)
		}
		return err
	})
	return acts, err
}

func (f *Office) sidesIn(r keep.Reader) (all []keep.Entry, err error) {
	subjects := []act.SubjectID{people.OfficeSubject(f.heads.origin)}
	asked := map[act.SubjectID]bool{subjects[0]: true}
	for i := 0; i < len(subjects); i++ {
		held, err := r.About(subjects[i])
		if err != nil {
			return nil, err
		}
		for _, e := range held {
			if e.Origin != f.heads.origin || e.Idle != "" {
				continue
			}
			a, err := act.Parse(e.JWS)
			if err != nil {
				return nil, err
			}
			all = append(all, e)
			if key := people.KeySubject(a.Issuer); !asked[key] {
				asked[key] = true
				subjects = append(subjects, key)
			}
		}
	}
	slices.SortFunc(all, func(a, b keep.Entry) int { return cmp.Compare(a.Index, b.Index) })
	return all, nil
}

func (f *Office) sealedAt(a act.Act, origin string, received time.Time) string {
	return string(f.Directory().SealedAt(a, origin, received))
}
