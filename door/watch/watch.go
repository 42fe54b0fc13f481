package watch

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"truce/ground/act"
	"truce/noun"
	"truce/noun/people"
	"truce/office"
)

// Whose is for whom somebody watches.
type Whose struct {
	Party  string        // "" for somebody of the mission
	Person act.SubjectID // "" if it is not known
}

// Watch gathers, from the acts of a register in their order, what it tells of keys and of what they signed.
type Watch struct {
	said   map[act.KeyID][]said           // acts about each key
	roots  map[act.KeyID]rooting          // how each root of a party came
	signed map[act.KeyID]map[act.Kind]int // since the last look
	asking map[act.ID]said                // acts about people by which several sides sign
	since  int64                          // of the last look: entries from this index on are new
	size   int64
	last   time.Time // when the last entry was received
}

// said is an act about a key.
type said struct {
	kind     act.Kind
	received time.Time
	index    int64
	by       act.KeyID
	person   act.SubjectID
	party    string
}

// rooting is how a root was named.
type rooting struct {
	by       act.KeyID
	side     string // whose root it is
	party    string // of whoever named it
	founding bool
}

// New watches for somebody who last looked at so many entries.
func New(since int64) *Watch {
	return &Watch{said: map[act.KeyID][]said{}, roots: map[act.KeyID]rooting{}, signed: map[act.KeyID]map[act.Kind]int{}, asking: map[act.ID]said{}, since: since}
}

// Take takes the next act.
func (w *Watch) Take(j office.Judged) error {
	w.size, w.last = j.Index+1, j.Entry.Received
	switch b := j.Body.(type) {
	case *people.OfficeOpened:
		for _, f := range b.Founders {
			if key, err := act.ParsePublicKey(f.Key); err == nil && f.Party != "" {
				w.roots[key.ID()] = rooting{j.Act.Issuer, f.Party, j.Author.Party, true}
			}
		}
	case *people.RootNamed:
		w.roots[b.Fingerprint] = rooting{j.Act.Issuer, b.Party, j.Author.Party, false}
	}
	s := said{j.Act.Kind, j.Entry.Received, j.Index, j.Act.Issuer, j.Author.Person, j.Author.Party}
	if id, is := keyOf(j.Act.Subject); is {
		w.said[id] = append(w.said[id], s)
	}
	if slices.Contains([]string{people.OfficeNoun, people.PersonNoun, people.KeyNoun}, j.Act.Subject.Noun()) {
		w.asking[j.Act.ID] = s
	}
	if j.Index >= w.since && j.Author.Person != "" {
		if w.signed[j.Act.Issuer] == nil {
			w.signed[j.Act.Issuer] = map[act.Kind]int{}
		}
		w.signed[j.Act.Issuer][j.Act.Kind]++
	}
	return nil
}

// keyOf is the key that a subject is about.
func keyOf(subject act.SubjectID) (act.KeyID, bool) {
	name, is := strings.CutPrefix(string(subject), string(people.KeySubject("")))
	return act.KeyID(name), is
}

// mine reports whether what speaks for a party and a person speaks for whoever watches.
func (w Whose) mine(party string, person act.SubjectID) bool {
	return w.Party != "" && party == w.Party || w.Person != "" && person == w.Person
}

// Names are who they are, for a line.
func (w Whose) Names() string {
	var names []string
	for _, name := range []string{w.Party, string(w.Person)} {
		if name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(names, " and ")
}

// Key is a key that speaks, or is to speak, or spoke, for whoever watches.
type Key struct {
	ID      act.KeyID
	Person  act.SubjectID
	Party   string    // for which it speaks; "" for the mission
	Root    bool      // the party's root: it speaks for nobody, and vouches
	Since   time.Time // when it was enrolled
	By      By        // who let it speak
	Vouched time.Time // when somebody of the party vouched for it; zero: nobody did
	Voucher By
	State   people.KeyState
	Ended   time.Time
	Signed  map[act.Kind]int // since the last look
	New     bool             // since the last look
	Gone    bool             // it ended since the last look
}

// By is who did something.
type By struct {
	Key    act.KeyID
	Person act.SubjectID
	Side   string
	As     string // root or registrar of the party, "" for anybody else
}

// MissionOnly reports that nobody of the party for which a key speaks vouched for it, and it is not its root.
func (k Key) MissionOnly() bool { return k.Party != "" && !k.Root && k.Vouched.IsZero() }

// Foreign reports that a key is to speak for a party or its officer, is new to who watches, and that nobody of the party
// had a hand in it: a root that no earlier root named, a key that only the mission let speak, or one with which the
// officer is to speak for another side.
func (k Key) Foreign(party string) bool {
	if party == "" || !k.New || k.State == people.Revoked {
		return false
	}
	return k.Party != party || k.MissionOnly() || k.Root && k.By.As == ""
}

// Seen is what was told when somebody last looked.
type Seen struct {
	At   time.Time            `json:"at"`
	Size int64                `json:"size"` // entries of the register
	Keys map[act.KeyID]string `json:"keys"` // how each stood
}

// Looked reports whether there was such a look.
func (s Seen) Looked() bool { return !s.At.IsZero() }

// Told is what there is to tell.
type Told struct {
	Whose
	Keys  []Key    // the party's root first, then by when they were enrolled
	Asked []Threat // against this side
	Size  int64
	Since Seen
}

// Tell tells what the register adds up to for somebody, against what was seen before.
func (w *Watch) Tell(d *people.Directory, whose Whose, before Seen, now time.Time) Told {
	told := Told{Whose: whose, Size: w.size, Since: before}
	for _, k := range d.Keys() {
		if whose.mine(k.Party, d.Behind(people.KeySubject(k.ID))) {
			told.Keys = append(told.Keys, w.key(d, k, before, now))
		}
	}
	slices.SortStableFunc(told.Keys, func(a, b Key) int {
		return cmp.Or(-compareBool(a.Root, b.Root), a.Since.Compare(b.Since), cmp.Compare(a.ID, b.ID))
	})
	if whose.Party != "" || whose.Person != "" {
		side := noun.SideOf(whose.Party)
		told.Asked = slices.DeleteFunc(w.Threats(d), func(t Threat) bool { return !slices.Contains(t.CanRefuse, side) && !t.against(told.Keys) })
	}
	return told
}

// Threat is what some sides signed without the word of one that it concerns, and who signed it.
type Threat struct {
	people.AskedOf
	Signers []Signer // in their order
}

// Signer is who signed for a side, and when the register received that.
type Signer struct {
	By
	Received time.Time
}

// against reports whether it is about one of some keys.
func (t Threat) against(keys []Key) bool {
	return slices.ContainsFunc(keys, func(k Key) bool { return people.KeySubject(k.ID) == t.Subject })
}

// Threats are those of all sides, as of the last entry.
func (w *Watch) Threats(d *people.Directory) (all []Threat) {
	for _, a := range d.Asked(w.last) {
		t := Threat{AskedOf: a}
		for _, answer := range a.Answers {
			if answer.Answer == noun.Yes {
				s := w.asking[answer.Act]
				t.Signers = append(t.Signers, Signer{By{Key: s.by, Person: s.person, Side: answer.Voice}, answer.Received})
			}
		}
		all = append(all, t)
	}
	return all
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func (w *Watch) key(d *people.Directory, k people.Key, before Seen, now time.Time) Key {
	_, standing := d.Author(k.ID, now)
	told := Key{ID: k.ID, Person: cmp.Or(k.Holder, k.Person), Party: k.Party, State: standing, Ended: k.RevokedAt, Vouched: k.Vouched, Signed: w.signed[k.ID]}
	if side, is := d.Root(k.Party); is && side.Root == k.ID {
		told.Root, told.Since, told.Vouched = true, side.Enrolled, time.Time{}
		told.By = w.rooted(k.ID)
	}
	for _, s := range w.said[k.ID] {
		if s.kind == "key-enrolled" && told.Since.IsZero() {
			told.Since, told.By = s.received, w.by(d, s, k.Party)
		}
		if !told.Root && told.Voucher.Key == "" && s.received.Equal(k.Vouched) && s.party == k.Party {
			told.Voucher = w.by(d, s, k.Party)
		}
	}
	was, known := before.Keys[k.ID]
	told.New = !known
	told.Gone = known && standing == people.Revoked && was != standingWord(people.Revoked)
	return told
}

// rooted is who named the root. As is told only where an earlier root of the party did, or the party founded the office
// with it.
func (w *Watch) rooted(id act.KeyID) By {
	r := w.roots[id]
	by := By{Key: r.by, Side: noun.SideOf(r.party)}
	if was := w.roots[r.by]; was.side == r.side && r.side != "" && !r.founding && r.by != id {
		by.As = "root"
	}
	if r.founding && r.by == id {
		by.As = "founder"
	}
	return by
}

// by is who made an act about a key.
func (w *Watch) by(d *people.Directory, s said, party string) By {
	by := By{Key: s.by, Person: s.person, Side: noun.SideOf(s.party)}
	if s.party == "" || s.party != party {
		return by
	}
	if w.roots[s.by].side == party {
		by.As = "root"
	} else if d.Registrar(s.party, s.by, s.person, s.received) {
		by.As = "registrar"
	}
	return by
}

// Foreign are the new keys in which nobody of the party had a hand.
func (t Told) Foreign() []Key {
	return slices.DeleteFunc(slices.Clone(t.Keys), func(k Key) bool { return !k.Foreign(t.Party) })
}

// Seen is what is to be remembered of this look.
func (t Told) Seen(now time.Time) Seen {
	s := Seen{At: now.UTC(), Size: t.Size, Keys: map[act.KeyID]string{}}
	for _, k := range t.Keys {
		s.Keys[k.ID] = standingWord(k.State)
	}
	return s
}

// Acts are how many acts were signed in the party's name since the last look, by kind, with all keys.
func (t Told) Acts() map[act.Kind]int {
	all := map[act.Kind]int{}
	for _, k := range t.Keys {
		for kind, n := range k.Signed {
			all[kind] += n
		}
	}
	return all
}

// Kinds are the kinds of a count, in their order.
func Kinds(n map[act.Kind]int) []act.Kind { return slices.Sorted(maps.Keys(n)) }

// standingWord is how a key stands, for the file.
func standingWord(s people.KeyState) string {
	switch s {
	case people.Enrolled:
		return "speaks"
	case people.Revoked:
		return "ended"
	case people.Unproven:
		return "unproven"
	case people.Unvouched:
		return "unvouched"
	case people.Outside:
		return "outside"
	}
	return "unknown"
}
