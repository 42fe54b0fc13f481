package people

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/register"
	"truce/noun"
)

// Shown is what a device makes of acts about an office and about keys that somebody, the office
// itself as a rule, showed it in the order of the register. Nothing is believed but signatures: who
// founded the office, which sides came to count, to whom is sealed follows from them by the same fold
// as in the office. Times of receipt are not asked: the order stands for them.
//
// What the device cannot tell is what it was not shown. It remembers what it saw of the acts about the office, so
// that none can be put before those, and none of them be left out afterwards.
type Shown struct {
	Office
	Acts []act.ID // about the office, in their order
}

// ErrShown is returned for acts that do not hold: nothing can be told from them.
var ErrShown = errors.New("what the office shows about itself does not hold")

// Show adds up acts that were shown. They must be meant for the register, which is named by the key of which the
// device knows the id.
func Show(id act.RegisterID, acts []act.Act) (Shown, error) {
	s := &showing{id: id, founding: &founding{}, keys: map[act.KeyID]*speaker{}, waits: map[act.ID]*speaker{}}
	for i, a := range acts {
		if err := s.take(a, time.Unix(int64(i), 0).UTC()); err != nil {
			return Shown{}, fmt.Errorf("%w: act %s: %w", ErrShown, a.ID, err)
		}
	}
	if !s.opened {
		return Shown{}, fmt.Errorf("%w: nobody founded it", ErrShown)
	}
	s.Provisional, s.Proposals = s.SecondSide.IsZero(), s.docket.Proposals()
	return Shown{s.Office, s.ids}, nil
}

type showing struct {
	*founding
	id    act.RegisterID
	ids   []act.ID
	keys  map[act.KeyID]*speaker // enrolled ones, by what they are enrolled for
	waits map[act.ID]*speaker    // enrolments for which the party has not vouched
}

// speaker is whom a key speaks for.
type speaker struct {
	public act.PublicKey
	person act.SubjectID
	party  string
	ended  bool
}

func (s *showing) take(a act.Act, at time.Time) error {
	if !slices.Contains(a.Audience, s.id) {
		return errors.New("it is meant for another register")
	}
	if a.Subject.Noun() == KeyNoun {
		return s.takeKey(a, at)
	}
	if a.Subject.Noun() != OfficeNoun {
		return nil
	}
	s.ids = append(s.ids, a.ID)
	body, err := officeBody(a)
	if err != nil || body == nil {
		return err
	}
	if b, is := body.(*OfficeOpened); is && !s.opened {
		if id, err := register.ID(b.RegisterKey); err != nil || act.RegisterID(id) != s.id || OfficeSubject(b.Origin) != a.Subject {
			return errors.New("it founds another register")
		}
	}
	by, signed, err := s.by(a, body)
	if err != nil || !signed {
		return err
	}
	e := fold.EntryOf(a, body)
	e.Person, e.Party, e.Received, e.Origin = by.person, by.party, at, s.Origin
	s.founding.take(e)
	return nil
}

// by is whom the key of an act speaks for, if the acts so far tell.
func (s *showing) by(a act.Act, body any) (speaker, bool, error) {
	who, known := s.speaker(a.Issuer)
	switch b := body.(type) {
	case *OfficeOpened:
		if f, key, is := b.By(a.Issuer); is {
			who, known = speaker{public: key, person: f.Person, party: f.Party}, true
		}
	case *RootEnrolled:
		if key, err := act.ParsePublicKey(b.Key); err == nil && key.ID() == a.Issuer {
			who, known = speaker{public: key, party: b.Party}, true
		}
	}
	if !known || who.ended {
		return who, false, nil
	}
	return who, true, a.Check(who.public)
}

// speaker is whom a key speaks for: a founder's, a root, or an enrolled one.
func (s *showing) speaker(id act.KeyID) (speaker, bool) {
	ended := s.keys[id] != nil && s.keys[id].ended
	for _, f := range s.Founders {
		side, _ := s.Side(noun.SideOf(f.Party))
		if key, err := act.ParsePublicKey(f.Key); err == nil && f.ID == id && (side.Root == "" || side.Root == id) {
			return speaker{key, f.Person, f.Party, ended || !f.Removed.IsZero()}, true
		}
	}
	for _, side := range s.Sides {
		if key, err := act.ParsePublicKey(side.Key); err == nil && side.Root == id {
			return speaker{key, side.Holder, side.Side, ended}, true
		}
	}
	if k := s.keys[id]; k != nil && k.public.ID() == id {
		return *k, true
	}
	return speaker{}, false
}

// takeKey learns for whom a key speaks: a mission's by the mission's word, a party's by that of its
// root or a registrar.
func (s *showing) takeKey(a act.Act, at time.Time) error {
	by, known := s.speaker(a.Issuer)
	if !known || by.ended {
		return nil
	}
	if err := a.Check(by.public); err != nil {
		return err
	}
	voice := s.Voice(fold.Entry{Key: a.Issuer, Person: by.person, Party: by.party, Received: at})
	switch a.Kind {
	case "key-enrolled":
		return s.enrolled(a, voice)
	case "endorsed":
		var b noun.Endorsed
		if err := json.Unmarshal(a.Body, &b); err != nil {
			return err
		}
		if k := s.waits[b.Act]; k != nil && b.Answer == noun.Yes && voice == noun.SideOf(k.party) {
			s.keys[k.public.ID()] = k
		}
	case "key-revoked":
		id := act.KeyID(strings.TrimPrefix(a.Subject.Name(), keyPrefix))
		of, is := s.speaker(id)
		if is && (a.Issuer == id || voice == noun.SideOf(of.party)) {
			of.ended = true
			s.keys[id] = &of
		}
	}
	return nil
}

func (s *showing) enrolled(a act.Act, voice string) error {
	var b KeyEnrolled
	if err := json.Unmarshal(a.Body, &b); err != nil {
		return err
	}
	key, err := act.ParsePublicKey(b.Key)
	if err != nil || KeySubject(key.ID()) != a.Subject {
		return errors.New("it is about another key")
	}
	if held := s.keys[key.ID()]; held != nil && (held.ended || held.party != b.Party) {
		return nil
	}
	k := &speaker{public: key, person: b.Holder, party: b.Party}
	if voice == noun.SideOf(b.Party) {
		s.keys[key.ID()] = k
	} else {
		s.waits[a.ID] = k
	}
	return nil
}

// officeBody reads what an act about an office says to everybody; nil for a kind that says nothing of sides and
// custodians.
func officeBody(a act.Act) (any, error) {
	bodies := map[act.Kind]any{
		"office-opened": &OfficeOpened{}, "root-named": &RootNamed{}, "root-enrolled": &RootEnrolled{},
		"registrar-named": &RegistrarNamed{}, "registrar-withdrawn": &RegistrarWithdrawn{}, "founder-removed": &FounderRemoved{},
		"rules-set": &RulesSet{}, "custodians-set": &CustodiansSet{}, "endorsed": &noun.Endorsed{},
	}
	body, is := bodies[a.Kind]
	if !is {
		return nil, nil
	}
	return body, json.Unmarshal(a.Body, body)
}

// sealedTo is the digest of the set to which an act says that it sealed something.
func sealedTo(a act.Act) string {
	if !strings.Contains(string(a.Body), `"sealedTo"`) {
		return ""
	}
	var b struct {
		SealedTo string `json:"sealedTo"`
	}
	_ = json.Unmarshal(a.Body, &b) // what is no text is no digest
	return b.SealedTo
}
