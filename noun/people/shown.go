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

// Shown is what a device makes of acts about an office, about keys and about who administers it, that somebody, the office
// itself as a rule, showed it in the order of the register. Nothing is believed but signatures: who
// founded the office, which sides came to count, to whom is sealed follows from them by the same fold
// as in the office, and only of those is taken who may (for the mission its administrators, for a party its root and
// registrars). Times of receipt are not asked: the order stands for them.
//
// What the device cannot tell is what it was not shown. It remembers what it saw of each subject, so
// that nothing can be put before that, and nothing of it be left out afterwards.
type Shown struct {
	Office
	Founding act.ID
	Seen     map[act.SubjectID][]act.ID // by what they are about, in their order
}

// ErrShown is returned for acts that do not hold: nothing can be told from them.
var ErrShown = errors.New("what the office shows about itself does not hold")

// Show adds up acts that were shown. They must be meant for the register, which is named by the key of which the
// device knows the id. Errors: ErrShown; act.ErrFormat, where this program is older than an act, which says nothing against anybody.
func Show(id act.RegisterID, acts []act.Act) (Shown, error) {
	s := &showing{id: id, founding: &founding{timeless: true, asked: asks{timeless: true}}, seen: map[act.SubjectID][]act.ID{}, met: map[act.ID]bool{}, spoken: spoken{
		keys: map[act.KeyID]speaker{}, public: map[act.KeyID]act.PublicKey{}, proved: map[act.KeyID]bool{}, firstFor: map[act.KeyID]speaker{},
		waits: map[act.ID]speaker{}, alone: map[act.KeyID]speaker{}, ends: map[act.KeyID][]ended{}, administers: map[act.SubjectID]*administrator{}}}
	for i, a := range acts {
		switch err := s.take(a, time.Unix(int64(i), 0).UTC()); {
		case errors.Is(err, act.ErrFormat):
			return Shown{}, fmt.Errorf("act %s: %w", a.ID, err)
		case err != nil:
			return Shown{}, fmt.Errorf("%w: act %s: %w", ErrShown, a.ID, err)
		}
	}
	if !s.opened {
		return Shown{}, fmt.Errorf("%w: nobody founded it", ErrShown)
	}
	s.Provisional, s.Proposals = s.SecondSide.IsZero(), s.docket.Proposals()
	return Shown{s.Office, s.act, s.seen}, nil
}

type showing struct {
	*founding
	spoken
	id     act.RegisterID
	seen   map[act.SubjectID][]act.ID
	met    map[act.ID]bool // shown, or named by an act that was
	moment time.Time       // by the acts so far: no later one was received before it
}

func (s *showing) take(a act.Act, at time.Time) error {
	if !slices.Contains(a.Audience, s.id) {
		return errors.New("it is meant for another register")
	}
	if err := s.inOrder(a); err != nil {
		return err
	}
	s.seen[a.Subject] = append(s.seen[a.Subject], a.ID)
	body, err := shownBody(a)
	if err != nil || body == nil {
		return err
	}
	switch b := body.(type) {
	case *OfficeOpened:
		if err := s.founds(a, b); err != nil {
			return err
		}
	case *KeyPossessed:
		return s.possessed(a)
	}
	by, signed, err := s.by(a, body)
	if err != nil || !signed {
		return err
	}
	e := fold.EntryOf(a, body)
	e.Person, e.Party, e.Received, e.Origin = by.person, by.party, at, s.Origin
	voice := s.voice(e)
	if s.late(a, body) {
		return nil
	}
	if voice != "" {
		s.passes(a)
	}
	return s.counts(a.Subject, e, voice, a.Expires)
}

// inOrder refuses an act that comes again, or after one that followed it: so nothing that others replaced is brought back.
func (s *showing) inOrder(a act.Act) error {
	if s.met[a.ID] {
		return errors.New("it is shown again, or after an act that followed it")
	}
	s.met[a.ID] = true
	for _, prev := range a.Prev {
		s.met[prev] = true
	}
	return nil
}

// counts adds an act that was signed by whoever it says, in time.
func (s *showing) counts(subject act.SubjectID, e fold.Entry, voice string, expires time.Time) error {
	switch subject.Noun() {
	case KeyNoun:
		return s.takeKey(subject, e, voice)
	case PersonNoun:
		s.takePerson(subject, e, voice)
	case OfficeNoun:
		if s.asked.shown = (span{s.moment, expires}); s.mayKeep(e, voice) {
			s.founding.take(e)
		}
	}
	return nil
}

func (s *showing) founds(a act.Act, b *OfficeOpened) error {
	if s.opened {
		return nil
	}
	if id, err := register.ID(b.RegisterKey); err != nil || act.RegisterID(id) != s.id || OfficeSubject(b.Origin) != a.Subject {
		return errors.New("it founds another register")
	}
	return nil
}

// mayKeep asks of an act about the office what the policies ask: whoever proposes or answers speaks for a side. A founder
// who signs the founding does not yet, nor does a root that brings itself.
func (s *showing) mayKeep(e fold.Entry, voice string) bool {
	switch b := e.Body.(type) {
	case *OfficeOpened:
		return !s.opened
	case *RootEnrolled:
		return true
	case *noun.Endorsed:
		return voice != "" || b.Act == s.act && e.Party != "" || s.first(e.Party, b.Act)
	}
	return voice != ""
}

// first reports whether an act named the first root of a party, of which its people may say whether it is.
func (s *showing) first(party string, named act.ID) bool {
	side, is := s.Side(party)
	return is && side.Root == "" && side.awaits(named) >= 0
}

// passes learns from an act that time passed: it was not received before it was signed, by its author's
// clock, which is asked no further than the act says that it lasts.
func (s *showing) passes(a act.Act) {
	signed := a.Issued
	if !a.Expires.IsZero() && a.Expires.Before(signed) {
		signed = a.Expires
	}
	if signed.After(s.moment) {
		s.moment = signed
	}
}

// late reports whether an act was received after its author meant it to be, as the acts before it show. What takes
// power from somebody counts nevertheless.
func (s *showing) late(a act.Act, body any) bool {
	switch body.(type) {
	case *KeyRevoked, *RegistrarWithdrawn, *FounderRemoved, *RoleWithdrawn:
		return false
	}
	return !a.Expires.IsZero() && a.Expires.Before(s.moment)
}

// shownBody reads what an act says to everybody; nil for a kind that says nothing of sides, custodians, and who speaks.
func shownBody(a act.Act) (any, error) {
	bodies := map[string]map[act.Kind]any{
		OfficeNoun: {
			"office-opened": &OfficeOpened{}, "root-named": &RootNamed{}, "root-enrolled": &RootEnrolled{},
			"registrar-named": &RegistrarNamed{}, "registrar-withdrawn": &RegistrarWithdrawn{}, "founder-removed": &FounderRemoved{},
			"rules-set": &RulesSet{}, "custodians-set": &CustodiansSet{}, "endorsed": &noun.Endorsed{},
		},
		KeyNoun: {
			"key-enrolled": &KeyEnrolled{}, "key-possessed": &KeyPossessed{}, "key-revoked": &KeyRevoked{}, "endorsed": &noun.Endorsed{},
		},
		PersonNoun: {"role-granted": &RoleGranted{}, "role-withdrawn": &RoleWithdrawn{}, "endorsed": &noun.Endorsed{}},
	}
	body, is := bodies[a.Subject.Noun()][a.Kind]
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

// HolderIn is whom an act says to speak for the mission with a key, by name; "" if nobody.
func HolderIn(a act.Act) act.SubjectID {
	var b KeyEnrolled
	if a.Kind != "key-enrolled" || json.Unmarshal(a.Body, &b) != nil || b.Party != "" {
		return ""
	}
	return b.Holder
}
