package people

import (
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun"
)

// rootOfOwn refuses as the holder of a root who is known to be of another side.
func rootOfOwn(q noun.Question) *problem.Problem {
	b, is := q.Body.(*RootNamed)
	if !is {
		return nil
	}
	side := ""
	if held, there := latest[Person](q, b.Person); there {
		side = noun.SideOf(held.Party)
	}
	o, _ := latest[Office](q, q.Act.Subject)
	for _, f := range o.Founders {
		if f.Person == b.Person {
			side = noun.SideOf(f.Party)
		}
	}
	for _, s := range o.Sides {
		if s.Holder == b.Person {
			side = s.Side
		}
	}
	if side == "" || side == b.Party {
		return nil
	}
	return problem.Forbidden(problem.RootForeign, problem.P{"person": b.Person, "side": side, "party": b.Party}).At("/person")
}

// holderOfOwn refuses to register whoever holds the root of a side, or is to hold it, among the people of another.
func holderOfOwn(q noun.Question) *problem.Problem {
	b, is := q.Body.(*PersonRegistered)
	if !is {
		return nil
	}
	organisation, _ := latest[Organisation](q, b.Organisation)
	side := noun.SideOf(organisation.Party)
	for _, state := range q.Facts.Of(OfficeNoun) {
		o, err := officeIn(state)
		if err != nil {
			return problem.Internal(problem.InternalFault).Because(err)
		}
		for _, s := range o.Sides {
			holds := s.Holder == q.Act.Subject
			if s.Side != side && slices.ContainsFunc(s.Serving(), func(r Registrar) bool { return r.Person == q.Act.Subject }) {
				return problem.Forbidden(problem.RegistrarForeign, problem.P{"person": q.Act.Subject, "side": side, "party": s.Side}).At("/organisation")
			}
			for _, n := range s.Awaits {
				holds = holds || n.Holder == q.Act.Subject && n.Refused.IsZero()
			}
			if holds && s.Side != side {
				return problem.Forbidden(problem.RootForeign, problem.P{"person": q.Act.Subject, "side": side, "party": s.Side}).At("/organisation")
			}
		}
	}
	return nil
}

// ownRoot refuses to end the root of another side: whoever could, would silence it, and then name another.
func ownRoot(q noun.Question) *problem.Problem {
	if _, is := q.Body.(*KeyRevoked); !is {
		return nil
	}
	for _, state := range q.Facts.Of(OfficeNoun) {
		o, err := officeIn(state)
		if err != nil {
			return problem.Internal(problem.InternalFault).Because(err)
		}
		for _, s := range o.Sides {
			id := act.KeyID(strings.TrimPrefix(q.Act.Subject.Name(), keyPrefix))
			if o.isOrWasRoot(s, id) && s.Side != noun.SideOf(q.Party) {
				return problem.Forbidden(problem.RootNotYours, problem.P{"key": id, "party": s.Side, "days": int(RootWait / (24 * time.Hour))})
			}
		}
	}
	return nil
}

// rootOfNobody refuses as the root of a party a key that speaks for somebody already, a key of another side, of a founder or of
// whoever was enrolled: what that key signed would be read as the party's, and whoever holds it would speak for two. Of a key that ended
// it refuses to have it begin again, the party's own included: whoever ended it said that it is in other hands.
func rootOfNobody(q noun.Question) *problem.Problem {
	var party, at string
	var id act.KeyID
	switch b := q.Body.(type) {
	case *RootNamed:
		party, id, at = b.Party, b.Fingerprint, "/fingerprint"
	case *RootEnrolled:
		party, id, at = b.Party, q.Act.Issuer, "/key"
	default:
		return nil
	}
	o, _ := latest[Office](q, q.Act.Subject)
	of, _, known := o.rootSide(id)
	held, _ := latest[Key](q, KeySubject(id))
	if held.Revoked || endedBy(held, party) {
		return problem.Conflict(problem.RootEnded, problem.P{"key": id, "party": party, "at": held.RevokedAt}).At(at)
	}
	if len(held.Key) > 0 {
		of, known = noun.SideOf(held.Party), true
	} else if of == party {
		known = false
	}
	if !known {
		return nil
	}
	return problem.Forbidden(problem.RootInUse, problem.P{"key": id, "side": of, "party": party}).At(at)
}

// endedBy reports whether a party said that a key ended that nobody enrolled: what it says of its own does not wait for others.
func endedBy(k Key, party string) bool {
	return slices.ContainsFunc(k.Proposals, func(p noun.Proposal) bool { return p.Kind == "key-revoked" && slices.Contains(p.Yes(), party) })
}

// rootSide is the side of which a key is, or was, a root or a founder's, and who holds it.
func (o Office) rootSide(id act.KeyID) (side string, holder act.SubjectID, is bool) {
	for _, f := range o.Founders {
		if f.ID == id {
			return noun.SideOf(f.Party), f.Person, true
		}
	}
	for _, s := range o.Sides {
		for _, r := range append(slices.Clone(s.Before), Replaced{Root: s.Root, Holder: s.Holder}) {
			if r.Root == id {
				return s.Side, r.Holder, true
			}
		}
	}
	return "", "", false
}

// keyOfNoRoot refuses to enrol the root of one side as a key of another.
func keyOfNoRoot(q noun.Question) *problem.Problem {
	b, is := q.Body.(*KeyEnrolled)
	if !is {
		return nil
	}
	of, _, known, err := rootHeld(q, idOf(*b))
	if err != nil {
		return problem.Internal(problem.InternalFault).Because(err)
	}
	if known && of != noun.SideOf(b.Party) {
		return problem.Forbidden(problem.RootInUse, problem.P{"key": idOf(*b), "side": of, "party": noun.SideOf(b.Party)}).At("/key")
	}
	return nil
}

// rootHears refuses the first root of a party that has people here, for whom the mission vouched until then, and whom nobody hears any
// more from then on: for as long as they can refuse it, unless each of their keys signed it.
func rootHears(q noun.Question) *problem.Problem {
	side, n, is := comingFirst(q)
	if !is {
		return nil
	}
	if !n.Refused.IsZero() {
		return problem.Conflict(problem.RootRefused, problem.P{"party": side.Side, "act": n.Act})
	}
	if !q.Received.Before(n.Until) {
		return nil
	}
	for _, state := range q.Facts.Of(KeyNoun) {
		var k Key
		if err := json.Unmarshal(state.JSON, &k); err != nil {
			return problem.Internal(problem.InternalFault).Because(err)
		}
		if k.Party == side.Side && k.ID != n.Fingerprint && k.silenced(n.Until.Add(-2*RootWait), q.Received) && !slices.Contains(n.Heard, k.ID) {
			return problem.Conflict(problem.RootUnheard, problem.P{"party": side.Side, "key": n.Fingerprint, "until": n.Until})
		}
	}
	return nil
}

// comingFirst is the first root that a party gets by an act: that brings the key, or signs a founding that names it.
func comingFirst(q noun.Question) (side Side, n Named, is bool) {
	o, _ := latest[Office](q, q.Act.Subject)
	for _, s := range o.Sides {
		for _, n := range s.Awaits {
			if s.Root != "" || n.Fingerprint != q.Act.Issuer {
				continue
			}
			switch b := q.Body.(type) {
			case *RootEnrolled:
				is = b.Party == s.Side && n.Replaces == ""
			case *noun.Endorsed:
				is = b.Act == n.Act
			}
			if is {
				return s, n, true
			}
		}
	}
	return side, n, false
}

// silenced reports whether a key spoke for its party since a moment, though it ended by now: so nobody is ended first to be silenced then.
func (k Key) silenced(since, now time.Time) bool {
	return len(k.Key) > 0 && !k.Possessed.IsZero() && !now.Before(k.From) &&
		(k.Until.IsZero() || now.Before(k.Until)) && (!k.Revoked || k.RevokedAt.After(since))
}

// answersForSide holds whoever speaks for a party, and is not its root or a registrar, to answering what is about its first root.
func answersForSide(q noun.Question) *problem.Problem {
	b, is := q.Body.(*noun.Endorsed)
	if !is || q.Party == "" {
		return nil
	}
	o, _ := latest[Office](q, q.Act.Subject)
	s, _ := o.Side(q.Party)
	founds := slices.ContainsFunc(o.Founders, func(f Founder) bool { return f.ID == q.Act.Issuer })
	if founds || s.Registrar(q.Act.Issuer, q.Person, q.Received) || s.Root == "" && s.awaits(b.Act) >= 0 {
		return nil
	}
	return problem.Forbidden(problem.NotPermittedHere)
}

// answersForKey holds whoever speaks for a party, and is not its root or a registrar, to answering what is said of a key of a party that
// has no root.
func answersForKey(q noun.Question) *problem.Problem {
	if _, is := q.Body.(*noun.Endorsed); !is || q.Party == "" {
		return nil
	}
	for _, state := range q.Facts.Of(OfficeNoun) {
		o, err := officeIn(state)
		if err != nil {
			return problem.Internal(problem.InternalFault).Because(err)
		}
		if s, _ := o.Side(q.Party); s.Registrar(q.Act.Issuer, q.Person, q.Received) {
			return nil
		}
	}
	if k, _ := latest[Key](q, q.Act.Subject); k.Party == q.Party && !rooted(q, q.Party) {
		return nil
	}
	return problem.Forbidden(problem.NotPermittedHere)
}

// registrarOfOwn refuses as a registrar of a party somebody of another side: he or she would have no power.
func registrarOfOwn(q noun.Question) *problem.Problem {
	b, is := q.Body.(*RegistrarNamed)
	if !is {
		return nil
	}
	held, there := latest[Person](q, b.Person)
	if !there || held.Party == b.Party {
		return nil
	}
	return problem.Forbidden(problem.RegistrarForeign, problem.P{"person": b.Person, "side": noun.SideOf(held.Party), "party": b.Party}).At("/person")
}

// replacing is the naming that an answer is about, if it would replace a root that did not sign it, or give a party its first.
func replacing(q noun.Question) (side Side, n Named, is bool) {
	b, answers := q.Body.(*noun.Endorsed)
	if !answers {
		return side, n, false
	}
	o, _ := latest[Office](q, q.Act.Subject)
	founding := len(o.Terms) > 0 && o.Terms[0].Act == b.Act // it names the roots of several
	for _, s := range o.Sides {
		if i := s.awaits(b.Act); i >= 0 && (!founding || s.Side == q.Party) && (s.Awaits[i].Replaces != "" || s.Root == "") && !s.Awaits[i].Own {
			return s, s.Awaits[i], true
		}
	}
	return side, n, false
}

// answersForRoot takes no answer about a root that was refused.
func answersForRoot(q noun.Question) *problem.Problem {
	side, n, is := replacing(q)
	if !is || n.Refused.IsZero() {
		return nil
	}
	return problem.Conflict(problem.RootRefused, problem.P{"party": side.Side, "act": n.Act}).At("/act")
}

// answersOnce is noun.AnswersOnce, but for a root: whatever its registrar answered, it says itself whether it is replaced, and takes back what it
// named itself, as long as that did not come.
func answersOnce(q noun.Question) *problem.Problem {
	if takesNamingBack(q) {
		return nil
	}
	if side, _, is := replacing(q); is && (side.Root == q.Act.Issuer || side.Root == "" && side.Side == q.Party) && q.Body.(*noun.Endorsed).Answer != noun.Dissent {
		return nil
	}
	return noun.AnswersOnce(sideOf)(q)
}

func takesNamingBack(q noun.Question) bool {
	b, answers := q.Body.(*noun.Endorsed)
	if !answers || b.Answer != noun.No {
		return false
	}
	o, _ := latest[Office](q, q.Act.Subject)
	s, _ := o.Side(noun.SideOf(q.Party))
	n, is := s.Naming(b.Act)
	return is && n.Own && n.Refused.IsZero()
}
