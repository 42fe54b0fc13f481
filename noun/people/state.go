package people

import (
	"slices"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/shape"
	"truce/noun"
)

// Office is the state of an office.
type Office struct {
	Name        string          `json:"name"`
	Code        string          `json:"code"`
	Origin      string          `json:"origin"`
	RegisterKey string          `json:"registerKey"`
	Authority   string          `json:"authority,omitempty"`  // SHA-256 of its own certificate authority
	Terms       []Term          `json:"terms"`                // rules, by when they came into force; the first with the founding
	Custodians  []CustodianTerm `json:"custodians,omitempty"` // to whom sources are sealed, by when each set came into force
	Provisional bool            `json:"provisional,omitzero"`
	Successor   *Succession     `json:"successor,omitempty"`   // by which register its work goes on; then it takes nothing more
	Predecessor *Succession     `json:"predecessor,omitempty"` // whose work it goes on with
	SecondSide  time.Time       `json:"secondSide,omitzero"`   // when a second side began to count: the end of provisional time
	Founders    []Founder       `json:"founders,omitempty"`
	Sides       []Side          `json:"sides,omitempty"`
	Audits      []Audit         `json:"audits,omitempty"`   // what was said of copies: of each key the word about the largest head, and that of most differences
	Erased      []Erasure       `json:"erased,omitempty"`   // what acts hid and hide no more
	Released    []Release       `json:"released,omitempty"` // copies with something restricted in them, as put forward: in force, waiting or over
	Asked       []Asked         `json:"asked,omitempty"`    // ends of founders' power, and sets of custodians, that some sides signed without the word of one that they concern
	Proposals   []noun.Proposal `json:"proposals,omitempty"`
}

// Founder is one who founded an office.
type Founder struct {
	Party   string         `json:"party,omitempty"`
	Person  act.SubjectID  `json:"person"`
	ID      act.KeyID      `json:"id"`
	Key     jsontext.Value `json:"key"`
	Removed time.Time      `json:"removed,omitzero"`
	Alone   bool           `json:"alone,omitzero"` // one side removed him or her, when there was no second
}

// Side is a party, or the mission, as one that counts where one side must not act alone.
type Side struct {
	Side       string         `json:"side"`                 // a party's code, or mission
	Holder     act.SubjectID  `json:"holder,omitempty"`     // who holds the root key
	Root       act.KeyID      `json:"root,omitempty"`       // its fingerprint, once the key is enrolled
	Key        jsontext.Value `json:"key,omitempty"`        // the root key
	Enrolled   time.Time      `json:"enrolled,omitzero"`    // since when it has this root
	Rooted     time.Time      `json:"rooted,omitzero"`      // since when it has had a root: from then on it speaks for itself alone
	Founding   bool           `json:"founding,omitzero"`    // the founding names it as a side
	Counts     time.Time      `json:"counts,omitzero"`      // since when it counts; absent: not yet
	Asks       []string       `json:"asks,omitempty"`       // it has a root and does not count: the founding does not name it, and these sides did not sign its root
	Named      act.ID         `json:"named,omitzero"`       // the act that named its root, which those sides would sign
	Registrars []Registrar    `json:"registrars,omitempty"` // who may vouch in place of the root
	Awaits     []Named        `json:"awaits,omitempty"`     // fingerprints whose keys, or signatures, are still to come
	Before     []Replaced     `json:"before,omitempty"`     // roots that it had, and how each was replaced
}

// Named is a root that was named.
type Named struct {
	Act         act.ID        `json:"act"`
	Fingerprint act.KeyID     `json:"fingerprint"`
	Holder      act.SubjectID `json:"holder"`
	Replaces    act.KeyID     `json:"replaces,omitempty"` // the root that the side has
	Own         bool          `json:"own,omitzero"`       // that root signed it: it is replaced at once
	Heard       []act.KeyID   `json:"heard,omitempty"`    // of a first root: keys of the party that signed it
	Waiting
	key jsontext.Value
}

// Replaced is a root that a side had.
type Replaced struct {
	Root   act.KeyID     `json:"root"`
	Holder act.SubjectID `json:"holder"`
	Until  time.Time     `json:"until"`            // when another took its place
	Own    bool          `json:"own,omitzero"`     // it signed that; else others did, without its word
	Signed []string      `json:"signed,omitempty"` // the sides that signed
}

// Registrar is one who vouches for a party's keys.
type Registrar struct {
	Person act.SubjectID `json:"person"`
	From   time.Time     `json:"from"`
	Until  time.Time     `json:"until,omitzero"`
}

// Side finds a side.
func (o Office) Side(side string) (Side, bool) {
	i := slices.IndexFunc(o.Sides, func(s Side) bool { return s.Side == side })
	if i < 0 {
		return Side{}, false
	}
	return o.Sides[i], true
}

// FirstRoot is the first root that the side had in the register, "" if it never had one.
func (s Side) FirstRoot() act.KeyID {
	if len(s.Before) > 0 {
		return s.Before[0].Root
	}
	return s.Root
}

// Registrar reports whether a key of a person may vouch for the side's keys at a moment.
func (s Side) Registrar(key act.KeyID, person act.SubjectID, at time.Time) bool {
	if s.Root == "" {
		return false
	}
	_, named := s.registrar(person, at)
	return key == s.Root || named
}

// registrar is since when a person was a registrar of the side who was one at a moment.
func (s Side) registrar(person act.SubjectID, at time.Time) (since time.Time, is bool) {
	i := slices.IndexFunc(s.Registrars, func(r Registrar) bool {
		return r.Person == person && !at.Before(r.From) && (r.Until.IsZero() || at.Before(r.Until))
	})
	if i < 0 {
		return since, false
	}
	return s.Registrars[i].From, true
}

// vouches reports whether a key of a person, by what its acts were taken for then, vouched for the side's keys at a moment: roots that
// were replaced since did, too. What they said stays said.
func (s Side) vouches(key act.KeyID, person act.SubjectID, at time.Time) bool {
	return s.Registrar(key, person, at) || slices.ContainsFunc(s.Before, func(b Replaced) bool { return b.Root == key && !at.After(b.Until) })
}

// Serving are the registrars whom nothing ended.
func (s Side) Serving() []Registrar {
	return slices.DeleteFunc(slices.Clone(s.Registrars), func(r Registrar) bool { return !r.Until.IsZero() })
}

// Organisation is the state of an organisation.
type Organisation struct {
	Name  string `json:"name"`
	Party string `json:"party,omitempty"`
}

// Person is the state of a person.
type Person struct {
	Organisation act.SubjectID   `json:"organisation,omitempty"`
	Party        string          `json:"party,omitempty"`
	Name         string          `json:"name,omitempty" class:"staff"`
	Roles        []Role          `json:"roles,omitempty"`
	Asked        []Asked         `json:"asked,omitempty"`     // of those roles, what other sides signed and this person's own did not: nothing changes before they say it again
	Proposals    []noun.Proposal `json:"proposals,omitempty"` // roles that one side must not give or take alone
}

// Role is one role that a person holds.
type Role struct {
	Role  string    `json:"role"`
	Until time.Time `json:"until,omitzero"`
	Alone bool      `json:"alone,omitzero"` // one side gave it, when there was no second
}

// Key is the state of a key.
type Key struct {
	ID               act.KeyID       `json:"id"`
	Person           act.SubjectID   `json:"person,omitempty" class:"staff"` // who is behind it
	Holder           act.SubjectID   `json:"holder,omitempty"`               // the same, where everybody is to know
	Party            string          `json:"party,omitempty"`
	Roles            []Role          `json:"roles,omitempty"` // of a key whose holder is not named
	Post             act.SubjectID   `json:"post,omitempty"`
	From             time.Time       `json:"from,omitzero"`
	Until            time.Time       `json:"until,omitzero"`
	Key              jsontext.Value  `json:"key,omitempty"` // absent: it ended before it was enrolled, or came with an office
	Device           string          `json:"device,omitempty" class:"staff"`
	Sealing          string          `json:"sealing,omitempty"`
	Brought          int             `json:"brought,omitzero"`     // how many acts it signed for the register before and brings into this one; which, it said (key-possessed)
	Possessed        time.Time       `json:"possessed,omitzero"`   // when its holder proved to hold it
	Vouched          time.Time       `json:"vouched,omitzero"`     // when its party's root or registrar vouched for it
	MissionOnly      bool            `json:"missionOnly,omitzero"` // a party's key for which nobody of the party vouched
	Revoked          bool            `json:"revoked,omitzero"`
	RevokedAt        time.Time       `json:"revokedAt,omitzero"` // when the office received it
	Reason           shape.Prose     `json:"reason,omitzero"`
	CompromisedSince time.Time       `json:"compromisedSince,omitzero"` // since when it is in doubt
	DisavowedSince   time.Time       `json:"disavowedSince,omitzero"`   // since when its own side alone says that it is
	Denied           time.Time       `json:"denied,omitzero"`           // others say that it is in doubt, and its own side said then that it is not
	Asked            []Asked         `json:"asked,omitempty"`           // ends of it that other sides signed, and its own did not: none counts before they say it again
	Proposals        []noun.Proposal `json:"proposals,omitempty"`
}

// timeless is the only period of subjects that are not bound to a time in the world.
func timeless(p fold.Period, conflicts []fold.Conflict) fold.Folded {
	return fold.Folded{Periods: []fold.Period{p}, Conflicts: conflicts}
}
