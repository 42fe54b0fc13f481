package people

import (
	"cmp"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun"
)

// key follows for whom a key speaks, who vouched for it, and how it ended.
type key struct {
	fold.Graph
	Key
	look     fold.Look
	enrolled fold.Field[KeyEnrolled] // as it was put forward
	first    act.SubjectID           // for whom, before all others
	revoked  fold.Field[KeyRevoked]
	ended    map[string]time.Time // roles that were taken from it, and when
	vouched  []enrolment
	docket   noun.Docket
	early    []ending
	asks     asks
	asked    []*keyAsked
	since    dating
	denied   time.Time // when its own side said so of what others say
	brought  Brought
}

// enrolment is one for which somebody of a party vouched.
type enrolment struct {
	KeyEnrolled
	at fold.Entry
}

// holds is the enrolment that holds: the last for which its party vouched; if it vouched for none, the last that was
// put forward. So nobody else changes what a key may do for which a party spoke. Whose it is stays what it was first, whatever
// was received beside that.
func (f *key) holds() KeyEnrolled {
	b := f.enrolled.Value()
	if n := len(f.vouched); n > 0 {
		b = f.vouched[n-1].KeyEnrolled
	}
	b.Person = f.first
	return b
}

// state is what is known of the key so far.
func (f *key) state() Key {
	b, s := f.holds(), f.Key
	s.Person, s.Holder, s.Party, s.Key, s.Device, s.Sealing = b.Person, b.Holder, b.Party, b.Key, b.Device, b.Sealing
	s.Roles, s.Post, s.From, s.Until = f.rolesOf(b), b.Post, b.From, b.Until
	return s
}

// rolesOf are the roles of an enrolment, with the end of those that were taken back. One that ended
// does not begin again: a new key is enrolled.
func (f *key) rolesOf(b KeyEnrolled) (all []Role) {
	for _, role := range b.Roles {
		all = append(all, Role{Role: role, Until: f.ended[role]})
	}
	return all
}

func (f *key) take(e fold.Entry) {
	switch b := e.Body.(type) {
	case *KeyEnrolled:
		f.enrol(e, b)
	case *KeyPossessed:
		if f.Possessed.IsZero() && (e.Key == f.ID || e.Key == idOf(f.holds())) {
			f.Possessed = e.Received
		}
		f.bring(e, b)
	case *KeyRoleEnded:
		if _, before := f.ended[b.Role]; !before && f.ofOwnSide(e) {
			f.ended[b.Role] = e.Received
		}
	case *KeyRevoked:
		f.revoke(e, b)
	case *noun.Endorsed:
		voice := officeOf(e, f.look).Voice(e)
		switch p, _ := f.docket.Find(b.Act); p.Kind {
		case "key-enrolled":
			voice = f.voucher(e)
		case "key-revoked":
			f.deny(e, voice, b)
		}
		f.docket.Answer(e, voice, b)
		f.agreeOn(e, b.Act)
	}
}

// ofOwnSide reports whether an act is by the side for which the key speaks: of a party that had no root yet, by the mission too.
func (f *key) ofOwnSide(e fold.Entry) bool {
	party := f.holds().Party
	return e.Party == party || e.Party == "" && !noun.NewRoots(f.look).Had(e.Origin, party, e.Received)
}

// idOf is the thumbprint of the key that was enrolled.
func idOf(b KeyEnrolled) act.KeyID {
	key, err := act.ParsePublicKey(b.Key)
	if err != nil {
		return ""
	}
	return key.ID()
}

// enrol waits for the party's own word, if the key shall speak for one.
func (f *key) enrol(e fold.Entry, b *KeyEnrolled) {
	if f.enrolled.IsSet() && !f.anew(e, b) {
		return
	}
	f.first = cmp.Or(f.first, b.Person)
	f.enrolled.Set(f.Graph, e.ID, *b)
	for _, r := range f.early {
		f.endsAlone(r, noun.SideOf(b.Party))
	}
	for _, a := range f.asked {
		f.docket.Again(e, a.Act)
	}
	if b.Party == "" {
		return
	}
	reckon := func(p noun.Proposal) noun.Standing {
		if slices.Contains(p.Yes(), b.Party) {
			return noun.InForce
		}
		return noun.Alone
	}
	f.docket.Propose(e, f.voucher(e), reckon, func(by fold.Entry, standing noun.Standing) {
		if standing == noun.InForce {
			f.vouched = append(f.vouched, enrolment{*b, by})
		}
	})
}

// deny takes it that the key's own side says of what others say that it is not so. Of a party without a root any of its people
// says it: there is nobody else who could.
func (f *key) deny(e fold.Entry, voice string, b *noun.Endorsed) {
	o := officeOf(e, f.look)
	of := f.sideIn(o)
	s, _ := o.Side(of)
	if b.Answer == noun.No && f.denied.IsZero() && of != "" && (voice == of || e.Party == of && s.Root == "") {
		f.denied = e.Received
	}
	if b.Answer == noun.No && of != "" && voice == of {
		f.asks.refuse(&f.docket, e, voice, b.Act, func(_, _ *asking) bool { return true })
	}
}

// ownedSince is since when a key that speaks for the owner of this one has been his or hers; always, if it is this one or came with the office.
func (f *key) ownedSince(by act.KeyID) time.Time {
	var k Key
	if by == f.ID {
		return time.Time{}
	}
	if state, held := f.look(KeySubject(by), time.Time{}); held {
		_ = json.Unmarshal(state, &k) // it was written by this program
	}
	if k.Vouched.After(k.Possessed) {
		return k.Vouched
	}
	return k.Possessed
}

// vouch tells since when the party vouches for the key as it is enrolled now.
func (f *key) vouch(s *Key) {
	for _, v := range f.vouched {
		if v.Holder == s.Holder && v.Party == s.Party && s.Vouched.IsZero() {
			s.Vouched = v.at.Received
		}
	}
	s.MissionOnly = s.Party != "" && s.Vouched.IsZero()
}

// roots reports whether the key is the root of a side: then no other side ends it, nor says since when it is in doubt, or they could
// silence it and name another in its place.
func (f *key) roots(o Office, side string) bool {
	s, is := o.Side(side)
	return is && o.isOrWasRoot(s, f.ID)
}

// voucher is the side for which somebody vouches for the key. What a root said goes on to hold when another takes its place, by
// whosever word; what it said since when its side says that it was in other hands never held, nor what those vouched for
// whom it named a registrar since.
func (f *key) voucher(e fold.Entry) string {
	o := officeOf(e, f.look)
	voice := o.Voice(e)
	s, _ := o.Side(voice)
	if voice == "" || voice == noun.Mission {
		return voice
	}
	root, at := e.Key, e.Received
	if since, named := s.registrar(e.Person, e.Received); named && !o.isOrWasRoot(s, e.Key) {
		root, at = s.rootAt(since), since
	}
	if doubted := f.doubtOf(root); !doubted.IsZero() && !at.Before(doubted) {
		return ""
	}
	return voice
}

// doubtOf is since when a root's own side says that it was in other hands; nobody else says so of a root.
func (f *key) doubtOf(root act.KeyID) time.Time {
	var k Key
	if root == f.ID {
		return time.Time{}
	}
	if state, held := f.look(KeySubject(root), time.Time{}); held {
		_ = json.Unmarshal(state, &k) // it was written by this program
	}
	if k.CompromisedSince.IsZero() {
		return k.DisavowedSince
	}
	return earlier(k.CompromisedSince, k.DisavowedSince)
}

// sideIn is whose the key is: of who enrolled it, of a side whose root it is, or of a founder. Of a
// key of which nothing of that is known it is "": nobody's own, so that no one side ends it alone.
func (f *key) sideIn(o Office) string {
	if f.enrolled.IsSet() {
		return noun.SideOf(f.holds().Party)
	}
	for _, s := range o.Sides {
		if s.Root == f.ID || o.isOrWasRoot(s, f.ID) {
			return s.Side
		}
	}
	for _, founder := range o.Founders {
		if founder.ID == f.ID {
			return noun.SideOf(founder.Party)
		}
	}
	return ""
}

// status tells a key that speaks from one that was only put forward: nobody proved to hold it, or its party has a root and neither
// that nor a registrar vouched.
func (f *key) status(k Key, entries []fold.Entry) string {
	switch {
	case k.Revoked:
		return "revoked"
	case k.Possessed.IsZero() && len(k.Key) > 0:
		return "unproven"
	}
	if k.MissionOnly && slices.ContainsFunc(entries, func(e fold.Entry) bool {
		s, _ := officeOf(e, f.look).Side(k.Party)
		return s.Root != ""
	}) {
		return "unvouched"
	}
	return "enrolled"
}

// bring takes what a key names of its own acts for the register before: nobody names those of another.
func (f *key) bring(e fold.Entry, b *KeyPossessed) {
	if e.Key == f.ID {
		f.brought.Take(b)
		f.Brought = len(f.brought)
	}
}
