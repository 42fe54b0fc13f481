package admission

import (
	"cmp"
	"hash/maphash"
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/problem"
	"truce/noun"
	"truce/noun/people"
)

// Ledger is the facts of a register that is read from its first entry, with no office and no
// database. Of most acts it keeps some fifty bytes; whole it keeps those of which a rule asks
// more: acts about people and the law, publications, pieces of evidence, gathered reports.
//
// A Ledger is for one goroutine.
type Ledger struct {
	rules     *Rules
	directory *people.Directory
	seed      maphash.Seed
	// Of each act, under half of its id, its subject: who could make two acts share half an id
	// has broken SHA-256 to 64 bits and gains that an unknown prev is taken for a known one.
	// Subjects stand for themselves by a hash whose seed nobody knows.
	acts    map[[16]byte]said
	firsts  map[uint64]opening
	words   words
	recalls map[act.SubjectID][]fold.Entry
	inside  map[act.SubjectID]inside // what is, or was, for one party alone
	crowd   map[uint64]*Open         // of subjects about which there is more than one act
	resting map[short]rested         // what acts that rest say, of those that are kept whole
	folded  folded
	commits []commit // of the register, the earliest first
	brought map[act.KeyID]people.Brought
	waiting []fold.Entry // of the commit that is being read: no state knows of them yet
	about   []act.SubjectID
	at      time.Time // of that commit
	beyond  beyond
	err     error
}

// opening is a noun.First, with words by their numbers.
type opening struct {
	kind, person, party uint32
	id                  act.ID
}

// said is an act: the hash of what it is about, and for which party and with which key it was made, by their numbers among the words.
type said struct {
	subject    uint64
	party, key uint32
}

// commit is what was received at one moment.
type commit struct {
	first    int64 // index of its first entry
	received time.Time
}

// words gives equal words one number.
type words struct {
	numbers map[string]uint32
	all     []string
}

func (w *words) number(word string) uint32 {
	n, is := w.numbers[word]
	if !is {
		n = uint32(len(w.all))
		w.numbers[word], w.all = n, append(w.all, word)
	}
	return n
}

// NewLedger is that of an empty register.
func NewLedger(r *Rules) *Ledger {
	l := &Ledger{
		rules: r, directory: people.NewDirectory(), seed: maphash.MakeSeed(),
		acts: map[[16]byte]said{}, firsts: map[uint64]opening{}, words: words{numbers: map[string]uint32{}},
		recalls: map[act.SubjectID][]fold.Entry{}, inside: map[act.SubjectID]inside{},
		crowd: map[uint64]*Open{}, resting: map[short]rested{}, brought: map[act.KeyID]people.Brought{},
	}
	l.folded = newFolded(r)
	return l
}

// Rules are those by which the register is read.
func (l *Ledger) Rules() *Rules { return l.rules }

// Admit decides about the next entry. Entries come in the order of the register; those that
// were received at one moment are of one commit.
func (l *Ledger) Admit(c Candidate) (Verdict, error) {
	l.settle(c.Received)
	l.beyond.asked = l.beyond.asked[:0]
	v, err := l.rules.Admit(c, l)
	if v.Outcome == Refused && l.restsOnBeyond(c, v) {
		v.Outcome = Beyond
	}
	return v, err
}

// Lacks tells why the next entry cannot be judged here, nil if it can: the rules in force when it was received are none that
// the program has. Nothing is then wrong with its form, either, which goes by the same number.
func (l *Ledger) Lacks(received time.Time) *problem.Problem {
	l.settle(received)
	t, _, has := l.rules.InForce(l.directory, func() []fold.Entry { return l.recalls[people.OfficeSubject(l.rules.origin)] }, received)
	if has {
		return nil
	}
	return l.rules.Lacking(t)
}

// Take adds an entry, with what became of it. What was refused, or kept without effect, is there,
// so that later acts may follow it, and has no other effect; nor has an act that is there already.
func (l *Ledger) Take(c Candidate, v Verdict) {
	l.settle(c.Received)
	if n := len(l.commits); n == 0 || !l.commits[n-1].received.Equal(c.Received) {
		l.commits = append(l.commits, commit{c.Index, c.Received})
	}
	subject, key := l.hash(c.Act.Subject), [16]byte(c.Act.ID[:16])
	_, twice := l.acts[key]
	if !twice {
		l.acts[key] = said{subject, l.words.number(v.Author.Party), l.words.number(string(c.Act.Issuer))}
	}
	if v.Outcome == Beyond && !twice {
		l.beyond.add(c.Act.Subject)
	}
	if twice || v.Outcome == Refused || v.Outcome == Kept || v.Outcome == Beyond {
		return
	}
	l.encloses(c, subject, v.Author)
	roused := l.stands(subject, c, v)
	switch {
	case !v.Rests:
	case l.Reads(c.Act):
		l.resting[shortOf(c.Act.ID)] = rested{c, v.Author}
		return
	default:
		return
	}
	l.rouse(roused, c.Received)
	if _, is := l.firsts[subject]; !is {
		l.firsts[subject] = opening{l.words.number(string(c.Act.Kind)), l.words.number(string(v.Author.Name)), l.words.number(v.Author.Party), c.Act.ID}
	}
	if l.Reads(c.Act) {
		l.keep(c, v.Author, c.Received)
	}
}

// rested is an act that rests, to be kept once it is named.
type rested struct {
	c      Candidate
	author people.Author
}

// stands takes an act among those that stand open, and answers those that it rouses. The only act
// about a subject is kept with what else is known of that subject, unless others are judged by that.
func (l *Ledger) stands(subject uint64, c Candidate, v Verdict) []short {
	o, is := l.crowd[subject]
	if !is {
		first, spoken := l.firsts[subject]
		governs := l.rules.kinds.Governs(c.Act.Subject.Noun())
		if !spoken && !governs {
			return nil
		}
		opened := OpenOf(governs)
		if o = &opened; spoken {
			o.open = []standing{{id: first.id, by: Whose{l.words.all[first.party], act.SubjectID(l.words.all[first.person])}}}
		}
		l.crowd[subject] = o
	}
	return o.take(c.Act, WhoseOf(v.Author), c.Received, v.Rests)
}

// rouse keeps what acts say that rest no longer, in the order of the register, as received at a moment.
func (l *Ledger) rouse(roused []short, at time.Time) {
	for _, id := range roused {
		r, whole := l.resting[id]
		if !whole {
			continue
		}
		delete(l.resting, id)
		l.keep(r.c, r.author, at)
		slices.SortFunc(l.recalls[r.c.Act.Subject], func(a, b fold.Entry) int { return cmp.Compare(a.Index, b.Index) })
	}
}

// Unseen is an act of which the author of another must have known.
func (l *Ledger) Unseen(a act.Act, received time.Time) (act.ID, bool) {
	l.beyond.ask(a.Subject)
	return l.crowd[l.hash(a.Subject)].Unseen(a, received)
}

// Crowds reports whether an act would be one too many open ones.
func (l *Ledger) Crowds(a act.Act, by Whose) (act.ID, bool) {
	return l.crowd[l.hash(a.Subject)].Crowds(a, by)
}

// Reads reports whether a rule may ask what an act says, once it is taken: only of such acts
// does Take need the body.
func (l *Ledger) Reads(a act.Act) bool {
	return l.recalled(a) || l.addsUp(a) || l.rules.ofNoun(a.Subject).Compartments
}

func (l *Ledger) recalled(a act.Act) bool {
	return slices.Contains(l.rules.ofNoun(a.Subject).Recalls, a.Kind)
}

func (l *Ledger) addsUp(a act.Act) bool {
	return l.rules.ofNoun(a.Subject).States != noun.NotAsked || l.rules.ofPeople(a.Subject)
}

// keep keeps an act whole, as one that counts from a moment.
func (l *Ledger) keep(c Candidate, author people.Author, at time.Time) {
	e := fold.EntryOf(c.Act, c.Body)
	e.Person, e.Party, e.Received, e.Origin, e.Index = author.Name, author.Party, c.Received, l.rules.origin, c.Index
	e.MissionOnly = l.directory.MissionOnly(c.Act.Issuer, c.Received)
	e = e.Wake(fold.Waking{At: at})
	if l.recalled(c.Act) {
		l.recalls[c.Act.Subject] = append(l.recalls[c.Act.Subject], e)
	}
	if l.addsUp(c.Act) {
		l.waiting, l.about = append(l.waiting, e), append(l.about, c.Act.Subject)
	}
}

func (l *Ledger) hash(subject act.SubjectID) uint64 { return maphash.String(l.seed, string(subject)) }

// settle ends the commit that was being read, if the next entry is of another.
func (l *Ledger) settle(next time.Time) {
	if next.Equal(l.at) {
		return
	}
	l.at = next
	for i, e := range l.waiting {
		l.folded.add(l.about[i], e)
		l.bring(e)
	}
	for _, subject := range l.folded.changedPeople() {
		if states := l.States(subject); len(states) > 0 {
			l.fail(l.directory.Put(subject, states[0].JSON))
		}
	}
	clear(l.waiting)
	l.waiting, l.about = l.waiting[:0], l.about[:0]
}

// bring takes what a key says that it brings from the register before.
func (l *Ledger) bring(e fold.Entry) {
	b, is := e.Body.(*people.KeyPossessed)
	if !is || len(b.Brings) == 0 {
		return
	}
	if l.brought[e.Key] == nil {
		l.brought[e.Key] = people.Brought{}
	}
	l.brought[e.Key].Take(b)
}

// Brings reports whether a key said that it brings an act.
func (l *Ledger) Brings(key act.KeyID, id act.ID, _ time.Time) bool {
	_, is := l.brought[key][id]
	return is
}

func (l *Ledger) fail(err error) {
	if l.err == nil {
		l.err = err
	}
}

// Signed is for which party an act was made, and with which key.
func (l *Ledger) Signed(id act.ID) (string, act.KeyID, bool) {
	of, came := l.acts[[16]byte(id[:16])]
	if !came {
		return "", "", false
	}
	return l.words.all[of.party], act.KeyID(l.words.all[of.key]), true
}

// Arrived is when an entry was received, of those that were taken; the zero time of any other.
func (l *Ledger) Arrived(index int64) time.Time {
	i, is := slices.BinarySearchFunc(l.commits, index, func(c commit, at int64) int { return cmp.Compare(c.first, at) })
	if !is {
		i--
	}
	if i < 0 {
		return time.Time{}
	}
	return l.commits[i].received
}

// Directory is who may speak, as of the last commit. It must not be changed.
func (l *Ledger) Directory() *people.Directory { return l.directory }

// End is who may speak after the last act that was taken.
func (l *Ledger) End() *people.Directory {
	l.settle(l.at.Add(time.Microsecond))
	return l.directory
}

// Err is the first state that did not add up, nil if all did.
func (l *Ledger) Err() error { return l.err }

// Precedes tells how an earlier act lies to a subject.
func (l *Ledger) Precedes(subject act.SubjectID, prev act.ID) Precedence {
	l.beyond.ask(subject)
	of, came := l.acts[[16]byte(prev[:16])]
	switch {
	case !came:
		return NotHere
	case of.subject != l.hash(subject):
		return OfAnother
	}
	return OfTheSubject
}

// Known reports whether anybody spoke of a subject.
func (l *Ledger) Known(subject act.SubjectID) bool {
	l.beyond.ask(subject)
	_, is := l.firsts[l.hash(subject)]
	return is
}

// First is who first spoke of a subject.
func (l *Ledger) First(subject act.SubjectID) (noun.First, bool) {
	l.beyond.ask(subject)
	o, is := l.firsts[l.hash(subject)]
	if !is {
		return noun.First{}, false
	}
	return noun.First{Kind: act.Kind(l.words.all[o.kind]), Person: act.SubjectID(l.words.all[o.person]), Party: l.words.all[o.party]}, true
}

// Heads are the latest acts about a subject.
func (l *Ledger) Heads(subject act.SubjectID) []act.ID {
	l.beyond.ask(subject)
	key := l.hash(subject)
	if o, is := l.crowd[key]; is {
		return o.Heads()
	}
	if first, is := l.firsts[key]; is {
		return []act.ID{first.id}
	}
	return nil
}

// Recall are the acts about a subject that its noun recalls.
func (l *Ledger) Recall(subject act.SubjectID) []fold.Entry {
	l.beyond.ask(subject)
	return l.recalls[subject]
}

// States are the states of a subject as of the last commit.
func (l *Ledger) States(subject act.SubjectID) []noun.State {
	l.beyond.ask(subject)
	states, err := l.folded.states(subject)
	l.fail(err)
	return states
}

// Of are the latest states of all subjects of a noun.
func (l *Ledger) Of(name string) (all []noun.State) {
	l.beyond.askAll(name)
	for _, subject := range l.folded.ofNoun[name] {
		if states := l.States(subject); len(states) > 0 {
			all = append(all, states[len(states)-1])
		}
	}
	return all
}
