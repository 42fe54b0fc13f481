package people

import (
	"errors"
	"slices"
	"strings"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun"
)

// spoken is what acts that were shown tell of who speaks.
type spoken struct {
	keys        map[act.KeyID]speaker // enrolled ones for which their side spoke
	public      map[act.KeyID]act.PublicKey
	proved      map[act.KeyID]bool    // whose holder proved to hold them
	firstFor    map[act.KeyID]speaker // for whom each was first enrolled
	waits       map[act.ID]speaker    // enrolments for which the party has not vouched
	alone       map[act.KeyID]speaker // those for which the mission has
	ends        map[act.KeyID][]ended
	administers map[act.SubjectID]*administrator
}

// speaker is whom a key speaks for.
type speaker struct {
	public act.PublicKey
	person act.SubjectID
	party  string
	proved bool
	until  time.Time
	by     act.KeyID // who vouched
	at     time.Time // not earlier
}

// ended is who said that a key ended.
type ended struct {
	key          act.KeyID
	person       act.SubjectID
	party, voice string
	doubted      time.Time
}

// administrator is somebody to whom the mission gave that role, or from whom it took it.
type administrator struct {
	held   bool
	until  time.Time
	docket noun.Docket
}

// by is whom the key of an act speaks for, if the acts so far tell.
func (s *showing) by(a act.Act, body any) (speaker, bool, error) {
	who, known := s.speaker(a.Issuer)
	switch b := body.(type) {
	case *OfficeOpened:
		if f, key, is := b.By(a.Issuer); is {
			who, known = speaker{public: key, person: f.Person, party: f.Party, proved: true}, true
		}
	case *RootEnrolled:
		if key, err := act.ParsePublicKey(b.Key); err == nil && key.ID() == a.Issuer {
			who, known = speaker{public: key, party: b.Party, proved: true}, !s.ended(a.Issuer, who.person, b.Party)
		}
	}
	if !known || !who.proved || !who.until.IsZero() && !s.moment.Before(who.until) {
		return who, false, nil
	}
	return who, true, a.Check(who.public)
}

// speaker is whom a key speaks for that has not ended: a founder's, a root, or an enrolled one.
func (s *showing) speaker(id act.KeyID) (who speaker, known bool) {
	who, known = s.named(id)
	return who, known && !s.ended(id, who.person, who.party)
}

func (s *showing) named(id act.KeyID) (speaker, bool) {
	for _, f := range s.Founders {
		side, _ := s.Side(noun.SideOf(f.Party))
		if key, err := act.ParsePublicKey(f.Key); err == nil && f.ID == id && (side.Root == "" || side.Root == id) {
			return speaker{public: key, person: f.Person, party: f.Party, proved: true}, f.Party != "" || f.Removed.IsZero()
		}
	}
	for _, side := range s.Sides {
		if key, err := act.ParsePublicKey(side.Key); err == nil && side.Root == id {
			return speaker{public: key, person: side.Holder, party: side.Side, proved: true}, true
		}
	}
	k, is := s.keys[id]
	if side, _ := s.Side(k.party); !is && side.Root == "" {
		k, is = s.alone[id] // for whom the mission vouched: nobody of the party could
	}
	k.proved = s.proved[id]
	return k, is && !s.fell(k)
}

// fell reports whether a root vouched for a key when it was, as its own side says, in other hands.
func (s *showing) fell(k speaker) bool {
	side, is := s.Side(k.party)
	return is && k.by != "" && s.isOrWasRoot(side, k.by) && slices.ContainsFunc(s.ends[k.by], func(e ended) bool {
		return (e.party == k.party || e.key == k.by) && !e.doubted.IsZero() && !k.at.Before(e.doubted)
	})
}

// ended reports whether the owner of a key, or its side, said that it ended.
func (s *showing) ended(id act.KeyID, person act.SubjectID, party string) bool {
	return slices.ContainsFunc(s.ends[id], func(e ended) bool {
		owner := e.party == party && e.person != "" && e.person == person // who says that a key is his or hers may lie, and no device knows who is behind it
		return e.key == id || owner || e.voice == noun.SideOf(party)
	})
}

// voice is the side for which somebody speaks about people: for the mission its administrators do, for a party its root and
// registrars; "" for none.
func (s *showing) voice(e fold.Entry) string {
	if e.Party == "" && !s.administrator(e.Person) {
		return ""
	}
	return s.Voice(e)
}

// administrator reports whether a person founded the office for the mission, or was made its administrator.
func (s *showing) administrator(person act.SubjectID) bool {
	founded := slices.ContainsFunc(s.Founders, func(f Founder) bool { return f.Party == "" && f.Person == person && f.Removed.IsZero() })
	a := s.administers[person]
	return founded || a != nil && a.held && (a.until.IsZero() || s.moment.Before(a.until))
}

// takePerson learns who administers the office. Its own administrators are given and taken by the mission, and by a second
// side once there is one.
func (s *showing) takePerson(person act.SubjectID, e fold.Entry, voice string) {
	a := s.administers[person]
	if a == nil {
		a = &administrator{}
		s.administers[person] = a
	}
	switch b := e.Body.(type) {
	case *RoleGranted:
		if b.Role == "administrator" && voice == noun.Mission {
			a.docket.Propose(e, voice, s.Reckon, func(fold.Entry, noun.Standing) { a.held, a.until = true, b.Until })
		}
	case *RoleWithdrawn:
		if b.Role != "administrator" {
			return
		}
		if e.Person == person { // a role of one's own
			a.held = false
		} else if voice == noun.Mission {
			a.docket.Propose(e, voice, s.Reckon, func(fold.Entry, noun.Standing) { a.held = false })
		}
	case *noun.Endorsed:
		a.docket.Answer(e, voice, b)
	}
}

// takeKey learns for whom a key speaks: a mission's by the mission's word, a party's by that of its
// root or a registrar.
func (s *showing) takeKey(key act.SubjectID, e fold.Entry, voice string) error {
	switch b := e.Body.(type) {
	case *KeyEnrolled:
		return s.enrolled(key, e, b, voice)
	case *noun.Endorsed:
		if k, is := s.waits[b.Act]; is && b.Answer == noun.Yes && voice == noun.SideOf(k.party) {
			k.by, k.at = e.Key, s.moment
			s.keys[k.public.ID()] = k
		}
	case *KeyRevoked:
		id := act.KeyID(strings.TrimPrefix(key.Name(), keyPrefix))
		s.ends[id] = append(s.ends[id], ended{e.Key, e.Person, e.Party, voice, b.CompromisedSince})
	}
	return nil
}

func (s *showing) enrolled(subject act.SubjectID, e fold.Entry, b *KeyEnrolled, voice string) error {
	key, err := act.ParsePublicKey(b.Key)
	if err != nil || KeySubject(key.ID()) != subject {
		return errors.New("it is about another key")
	}
	s.public[key.ID()] = key
	k := speaker{public: key, person: b.Holder, party: b.Party, until: b.Until}
	if !s.stays(k, voice) {
		return nil
	}
	if voice == noun.SideOf(b.Party) {
		k.by, k.at = e.Key, s.moment
		s.keys[key.ID()] = k
		return nil
	}
	s.waits[e.ID] = k
	if voice == noun.Mission {
		s.alone[key.ID()] = k
	}
	return nil
}

// stays reports whether an enrolment leaves a key with whom it was first enrolled for; the mission takes nothing of its time from one
// for which it vouches.
func (s *showing) stays(k speaker, voice string) bool {
	id := k.public.ID()
	first, is := s.firstFor[id]
	if !is && (voice == noun.Mission || voice == noun.SideOf(k.party)) {
		s.firstFor[id], first = k, k
	}
	lone, alone := s.alone[id]
	shorter := alone && k.party != "" && voice == noun.Mission && !k.until.IsZero() && (lone.until.IsZero() || k.until.Before(lone.until))
	return (!is || first.person == k.person && first.party == k.party) && !shorter
}

// possessed takes the proof that somebody holds a key, by that key.
func (s *showing) possessed(a act.Act) error {
	key, is := s.public[a.Issuer]
	if !is || KeySubject(a.Issuer) != a.Subject {
		return nil
	}
	s.proved[a.Issuer] = true
	return a.Check(key)
}
