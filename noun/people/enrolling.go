package people

import (
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/problem"
	"truce/noun"
)

// enrolledAnew holds a key to whom it was first enrolled for, for good: whatever was received with it stays that person's and that side's. Anew it
// is enrolled by its own side, and by the mission where that vouches for a party that has no root, which then takes nothing from it: what is
// taken from a key of another is an end (key-revoked, key-role-ended), with rules of its own. Who is behind a key that hides its
// holder only those compare who were told.
func enrolledAnew(q noun.Question) *problem.Problem {
	b, is := q.Body.(*KeyEnrolled)
	if !is {
		return nil
	}
	held, _ := latest[Key](q, q.Act.Subject)
	side, holder, root, err := rootHeld(q, idOf(*b))
	switch {
	case err != nil:
		return problem.Internal(problem.InternalFault).Because(err)
	case root && side == noun.Mission:
		held.Party, held.Holder = "", holder
	case root:
		held.Party, held.Holder = side, holder
	case len(held.Key) == 0:
		return nil
	}
	own := q.Party == held.Party
	switch {
	case !own && (q.Party != "" || rooted(q, held.Party)):
		return problem.Forbidden(problem.NotYourSide, problem.P{"party": noun.SideOf(held.Party)})
	case !b.speaksFor(held), b.Holder == "" && b.hidesAnother(q, held):
		return problem.Conflict(problem.KeyOfAnother, problem.P{"key": idOf(*b), "party": noun.SideOf(held.Party), "side": noun.SideOf(b.Party), "person": b.Holder}).At("/key")
	case !own && !b.adds(held, q.Received):
		return problem.Forbidden(problem.KeyLessened, problem.P{"key": idOf(*b), "party": held.Party})
	}
	return nil
}

// hidesAnother reports whether another person is behind an enrolment than the one for whom the key was enrolled, neither of whom is named. Once that
// was erased nobody can tell any more; whoever is not told of one of them does not.
func (b KeyEnrolled) hidesAnother(q noun.Question, held Key) bool {
	if b.Person != "" && held.Person != "" {
		return b.Person != held.Person
	}
	if b.Person != "" && erasedOf(q) {
		return true
	}
	q.Withhold()
	return false
}

// rootHeld is the side of which a key is, or was, a root or a founder's, and who holds it.
func rootHeld(q noun.Question, id act.KeyID) (side string, holder act.SubjectID, is bool, err error) {
	for _, state := range q.Facts.Of(OfficeNoun) {
		o, err := officeIn(state)
		if err != nil {
			return side, holder, false, err
		}
		if side, holder, is = o.rootSide(id); is {
			break
		}
	}
	return side, holder, is, nil
}

// erasedOf reports whether something was erased that acts about a key hid.
func erasedOf(q noun.Question) bool {
	return slices.ContainsFunc(q.Facts.Of(OfficeNoun), func(state noun.State) bool {
		o, _ := officeIn(state)
		return slices.ContainsFunc(o.Erased, func(e Erasure) bool { return e.Subject == q.Act.Subject })
	})
}

// speaksFor reports whether an enrolment is for whom a key speaks by now, as everybody knows it.
func (b KeyEnrolled) speaksFor(held Key) bool {
	return b.Holder == held.Holder && b.Party == held.Party
}

// adds reports whether an enrolment takes nothing from a key as it is enrolled by now: neither of its period nor of its roles, nor whence it
// reports or what is sealed to it.
func (b KeyEnrolled) adds(held Key, at time.Time) bool {
	longer := !b.From.After(held.From) && (b.Until.IsZero() || !held.Until.IsZero() && !b.Until.Before(held.Until))
	return longer && b.Post == held.Post && b.Sealing == held.Sealing && !slices.ContainsFunc(held.Roles, func(r Role) bool {
		return (r.Until.IsZero() || at.Before(r.Until)) && !slices.Contains(b.Roles, r.Role)
	})
}

// anew reports whether an enrolment counts of a key that was enrolled before, as everybody can tell who adds it up. The rules of
// admission ask more; two that are received at one moment know nothing of each other.
func (f *key) anew(e fold.Entry, b *KeyEnrolled) bool {
	held := f.state()
	return b.speaksFor(held) && f.ofOwnSide(e) && (e.Party == held.Party || b.adds(held, e.Received))
}
