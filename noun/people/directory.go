package people

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/noun"
)

// Directory answers whose key it is. It is built from the states of this package's
// nouns and is used alike by an office when it takes an act and by whoever checks a copy
// of the register afterwards. A Directory is not safe for writing beside readers: take a
// Clone to change.
type Directory struct {
	offices   map[act.SubjectID]Office
	persons   map[act.SubjectID]Person
	keys      map[act.KeyID]enrolled
	roots     map[act.KeyID]enrolled // that came with an office: founders' and parties' root keys
	doubts    moments                // since when those are in doubt that are
	disavowed moments                // since when their own sides alone say that they are
	denied    moments                // of those in doubt, when their own sides said that they are not
	erased    map[act.SubjectID]map[act.ID][]Erasure
}

type enrolled struct {
	Key
	public act.PublicKey
}

// Author is who a key speaks for.
type Author struct {
	// Person is who it is: by the holder that the key names or, for readers who are told, by its
	// hidden one; else the key itself stands for whoever has it.
	Person act.SubjectID
	// Name is how everybody knows the author, whatever a reader is told: the named holder, else the
	// key itself. Entries and folds know authors by it, so that nothing adds up to something else
	// for who is told more.
	Name  act.SubjectID
	Party string
	Roles []string // those held at the moment that was asked about, sorted
	Key   act.PublicKey

	RevokedAt   time.Time // when the office learned that the key had ended; zero if it has not
	MissionOnly bool      // of a party's key: nobody of the party vouched for it
}

// NewDirectory is empty: nobody may speak but a founder.
func NewDirectory() *Directory {
	return &Directory{map[act.SubjectID]Office{}, map[act.SubjectID]Person{}, map[act.KeyID]enrolled{}, map[act.KeyID]enrolled{}, moments{}, moments{}, moments{}, map[act.SubjectID]map[act.ID][]Erasure{}}
}

// Clone copies the directory so that the copy can be changed.
func (d *Directory) Clone() *Directory {
	return &Directory{maps.Clone(d.offices), maps.Clone(d.persons), maps.Clone(d.keys), maps.Clone(d.roots), maps.Clone(d.doubts), maps.Clone(d.disavowed), maps.Clone(d.denied), maps.Clone(d.erased)}
}

// Put takes the latest state of a subject, as JSON of its state type.
func (d *Directory) Put(subject act.SubjectID, state []byte) error {
	var err error
	switch subject.Noun() {
	case OfficeNoun:
		err = d.putOffice(subject, state)
	case PersonNoun:
		var p Person
		err = json.Unmarshal(state, &p)
		d.persons[subject] = p
	case KeyNoun:
		err = d.putKey(state)
	}
	if err != nil {
		return fmt.Errorf("put %s into directory: %w", subject, err)
	}
	return nil
}

// putOffice takes the keys that come with an office: those of founders, and the roots of parties.
// A root that was replaced speaks no longer.
func (d *Directory) putOffice(subject act.SubjectID, state []byte) error {
	var o Office
	if err := json.Unmarshal(state, &o); err != nil {
		return err
	}
	d.offices[subject] = o
	d.putErased(subject, o)
	clear(d.roots)
	for _, office := range d.offices {
		for _, f := range office.Founders {
			if s, _ := office.Side(noun.SideOf(f.Party)); f.Party != "" && s.Root != "" && s.Root != f.ID {
				continue
			}
			if err := d.root(Key{ID: f.ID, Holder: f.Person, Party: f.Party, Key: f.Key}); err != nil {
				return err
			}
		}
		for _, s := range office.Sides {
			if s.Root == "" {
				continue
			}
			if err := d.root(Key{ID: s.Root, Holder: s.Holder, Party: s.Side, Key: s.Key, Vouched: s.Enrolled}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *Directory) root(k Key) error {
	public, err := act.ParsePublicKey(k.Key)
	if err == nil {
		d.roots[k.ID] = enrolled{k, public}
	}
	return err
}

// putKey takes what is known of a key by now. One that ended before it was ever enrolled
// checks nothing.
func (d *Directory) putKey(state []byte) error {
	var k Key
	if err := json.Unmarshal(state, &k); err != nil {
		return err
	}
	d.doubts.put(k.ID, k.CompromisedSince)
	d.disavowed.put(k.ID, k.DisavowedSince)
	d.denied.put(k.ID, k.Denied)
	if len(k.Key) == 0 { // one that came with the office, or was never enrolled
		d.keys[k.ID] = enrolled{Key: k}
		return nil
	}
	public, err := act.ParsePublicKey(k.Key)
	if err == nil {
		d.keys[k.ID] = enrolled{k, public}
	}
	return err
}

// Founded reports whether an office was opened.
func (d *Directory) Founded() bool { return len(d.offices) > 0 }

// Office answers the office that was opened first under the subject.
func (d *Directory) Office(subject act.SubjectID) (Office, bool) {
	o, is := d.offices[subject]
	return o, is
}

// KeyState tells how a key stands.
type KeyState int

// How a key stands.
const (
	Unknown KeyState = iota
	Enrolled
	Revoked
	Unproven  // nobody proved to hold it: it may sign that and nothing else
	Unvouched // its party has a root, and neither that nor a registrar let it speak
	Outside   // the period for which it was enrolled has not begun, or is over
)

// Author answers whom the key speaks for at the moment, and how it stands. Keys that do not
// speak, no longer or not yet, still answer their person, so that refusals can say more.
func (d *Directory) Author(id act.KeyID, at time.Time) (Author, KeyState) {
	k, known := d.keys[id]
	root, founds := d.roots[id]
	if !known && !founds {
		return Author{}, Unknown
	}
	if founds {
		root.Revoked, root.RevokedAt = k.Revoked, k.RevokedAt
		k = root
	}
	a := Author{
		Person: cmp.Or(k.Holder, k.Person, KeySubject(id)), Name: cmp.Or(k.Holder, KeySubject(id)),
		Party: k.Party, Roles: d.roles(k.Key, at), Key: k.public, RevokedAt: k.RevokedAt,
		MissionOnly: !founds && k.Party != "" && k.Vouched.IsZero(),
	}
	switch {
	case k.Revoked:
		return a, Revoked
	case founds:
		return a, Enrolled
	case k.Possessed.IsZero():
		return a, Unproven
	case a.MissionOnly && d.rooted(k.Party):
		return a, Unvouched
	case at.Before(k.From) || !k.Until.IsZero() && !at.Before(k.Until):
		return a, Outside
	}
	return a, Enrolled
}

// Speaking is whom the keys of a person that speak at the moment speak for.
func (d *Directory) Speaking(person act.SubjectID, at time.Time) (all []Author) {
	for id, k := range d.keys {
		if cmp.Or(k.Holder, k.Person) != person {
			continue
		}
		if author, standing := d.Author(id, at); standing == Enrolled {
			all = append(all, author)
		}
	}
	return all
}

// Behind is who an author is that entries and folds know by a name: the person behind a key, if
// this reader was told; else the name.
func (d *Directory) Behind(name act.SubjectID) act.SubjectID {
	if name.Noun() != KeyNoun {
		return name
	}
	id := act.KeyID(strings.TrimPrefix(name.Name(), keyPrefix))
	return cmp.Or(d.roots[id].Holder, d.keys[id].Holder, d.keys[id].Person, name)
}

// PartyOf is the party of an author whom entries and folds know by a name; nobody is of two.
func (d *Directory) PartyOf(name act.SubjectID) string {
	if name.Noun() == KeyNoun {
		return d.keys[act.KeyID(strings.TrimPrefix(name.Name(), keyPrefix))].Party
	}
	return d.persons[name].Party
}

// Enrolled is the party for which a key was enrolled, "" for the mission, by the key's subject; false if nobody enrolled it.
func (d *Directory) Enrolled(subject act.SubjectID) (party string, is bool) {
	id := act.KeyID(strings.TrimPrefix(subject.Name(), keyPrefix))
	if root, came := d.roots[id]; came {
		return root.Party, true
	}
	k, known := d.keys[id]
	return k.Party, known && len(k.Key.Key) > 0
}

// Brought is how many acts a key said that it brings, of those that it signed for the register before.
func (d *Directory) Brought(key act.KeyID) int { return d.keys[key].Brought }

// Roles are those that a key had at a moment.
func (d *Directory) Roles(id act.KeyID, at time.Time) []string {
	k, founds := d.roots[id]
	if !founds {
		k = d.keys[id]
	}
	return d.roles(k.Key, at)
}

// MissionOnly reports whether an act that a key signed for a party, and that was received at the
// moment, had nobody of the party vouch for the key.
func (d *Directory) MissionOnly(id act.KeyID, received time.Time) bool {
	if _, founds := d.roots[id]; founds {
		return false
	}
	k, known := d.keys[id]
	return known && k.Party != "" && (k.Vouched.IsZero() || !received.After(k.Vouched))
}

// rooted reports whether a party has a root by which it vouches for its people's keys.
func (d *Directory) rooted(party string) bool {
	_, is := d.Root(party)
	return is
}

// Awaited is who holds a root key that a party is to bring, if its fingerprint was named.
func (d *Directory) Awaited(office act.SubjectID, party string, key act.KeyID) (holder act.SubjectID, named bool) {
	s, _ := d.offices[office].Side(party)
	for _, n := range s.Awaits {
		if n.Fingerprint == key {
			return n.Holder, true
		}
	}
	return "", false
}

// Sides are all that there are, by their names.
func (d *Directory) Sides() (all []Side) {
	for _, subject := range slices.Sorted(maps.Keys(d.offices)) {
		all = append(all, d.offices[subject].Sides...)
	}
	slices.SortStableFunc(all, func(a, b Side) int { return cmp.Compare(a.Side, b.Side) })
	return all
}

// Registrar reports whether a key of a person vouches for a party's keys at the moment.
func (d *Directory) Registrar(party string, key act.KeyID, person act.SubjectID, at time.Time) bool {
	for _, o := range d.offices {
		if s, is := o.Side(party); is && s.Registrar(key, person, at) {
			return true
		}
	}
	return false
}

// roles are those of the key or of the holder whom it names, and what it is by itself: of a
// founder, of the root of a party or of one of its registrars. A root does nothing but vouch. A key that
// speaks for a party has no role of the mission, whatever its holder was given.
func (d *Directory) roles(k Key, at time.Time) []string {
	var held []string
	root, founds := d.roots[k.ID]
	if !founds || root.Party == "" {
		for _, r := range slices.Concat(k.Roles, d.persons[k.Holder].Roles) {
			if (r.Until.IsZero() || at.Before(r.Until)) && mayBe(k.Party, r.Role) {
				held = append(held, r.Role)
			}
		}
	}
	add := func(role string, is bool) {
		if is && !slices.Contains(held, role) {
			held = append(held, role)
		}
	}
	for _, o := range d.offices {
		for _, f := range o.Founders {
			add("administrator", f.Person == k.Holder && f.Party == "" && k.Party == "" && f.Removed.IsZero())
			add(RegistrarRole, f.ID == k.ID && f.Party != "")
		}
	}
	add(RegistrarRole, k.Party != "" && d.Registrar(k.Party, k.ID, k.Holder, at))
	slices.Sort(held)
	return held
}

// RegistrarRole is the role of a party's root and of whom it named.
const RegistrarRole = "registrar"

// Keys are all that were ever to speak, roots and founders' keys among them, by their ids.
func (d *Directory) Keys() []Key {
	all := map[act.KeyID]Key{}
	for id, k := range d.keys {
		all[id] = k.Key
	}
	for id, root := range d.roots {
		k := root.Key
		k.Revoked, k.RevokedAt = all[id].Revoked, all[id].RevokedAt
		all[id] = k
	}
	var keys []Key
	for _, id := range slices.Sorted(maps.Keys(all)) {
		keys = append(keys, all[id])
	}
	return keys
}

// AskedOf is what some sides signed about a subject without the word of one that it concerns.
type AskedOf struct {
	Subject act.SubjectID
	Asked
	Answers []noun.Answer // who said what of it
}

// Asked is all of that which waits at a moment and was not refused, by subject.
func (d *Directory) Asked(at time.Time) (all []AskedOf) {
	add := func(subject act.SubjectID, asked []Asked, proposals []noun.Proposal) {
		for _, a := range pending(asked, at) {
			p, _ := noun.Find(proposals, a.Act)
			all = append(all, AskedOf{subject, a, p.Answers})
		}
	}
	for subject, o := range d.offices {
		add(subject, o.Asked, o.Proposals)
	}
	for subject, p := range d.persons {
		add(subject, p.Asked, p.Proposals)
	}
	for id, k := range d.keys {
		add(KeySubject(id), k.Ending(at), k.Proposals)
	}
	slices.SortStableFunc(all, func(a, b AskedOf) int { return cmp.Compare(a.Subject, b.Subject) })
	return all
}

// Root is a party as a side that has a root; false if it has none.
func (d *Directory) Root(party string) (Side, bool) {
	for _, o := range d.offices {
		if s, is := o.Side(party); is && s.Root != "" {
			return s, true
		}
	}
	return Side{}, false
}
