package keep

import (
	"cmp"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/register"
)

// Act is a signed statement as it is kept: once, however many registers hold it.
type Act struct {
	ID      act.ID
	Subject act.SubjectID
	JWS     string // as its author signed it
	Hidden  string // its disclosures, each ended by a tilde; they can be missing
}

// Entry is one line of a register, with its act and what was found out about it at receipt.
type Entry struct {
	Act
	Origin   string // of the register
	Index    int64  // in the register, from 0
	Received time.Time
	Leaf     tlog.Hash     // RFC 6962
	Person   act.SubjectID // whose key it was, then and there
	Party    string
	Known    time.Time   // when this office had the entry: of its own register, Received
	Woken    fold.Waking // set by Effective: how an act that rested came to have effect
	Idle     string      // why it has no effect here, a problem's key; empty: it has
}

// Register is one of which entries are kept.
type Register struct {
	Origin string
	Tree   register.Tree
	Last   time.Time // Entry.Known of its last entry; zero if it has none
}

// Record reads registers and acts.
type Record interface {
	// Registers are the own one first, if it has a tree, and then those of others by when
	// they came. TreeError: what is kept of one of them was damaged or changed.
	Registers() ([]Register, error)
	// Held is how many entries of all registers are kept.
	Held() (int64, error)
	// Entries hands the entries of a register from (included) to to (excluded) to fn, in order.
	// Those that are not there are passed over.
	Entries(origin string, from, to int64, fn func(Entry) error) error
	// About are all entries of all registers with acts about a subject, the own register's
	// first, each register's in order.
	About(subject act.SubjectID) ([]Entry, error)
	// FirstAbout is the first of About, or ErrNotFound.
	FirstAbout(subject act.SubjectID) (Entry, error)
	// Knows looks for an act among those about its subject, which its id contains.
	Knows(subject act.SubjectID, id act.ID) (Known, error)
	// KnowsSubject reports whether any act is about the subject.
	KnowsSubject(subject act.SubjectID) (bool, error)
	// Signed are the subjects of acts by authors whom entries know by these names, that this office had by an instant.
	// It reads all entries.
	Signed(names []act.SubjectID, by time.Time) ([]act.SubjectID, error)
	// Erased are the acts by whose force something was erased here to the end.
	Erased() ([]act.ID, error)
	// Cosigned hands the own register's heads of a size and larger that others cosigned to fn, the smallest
	// first, until it answers that it wants no more.
	Cosigned(from int64, fn func(size int64, note string) (more bool, err error)) error
}

// RecordWriter adds to the record. Nothing takes from it but the erasure of what an act hides.
type RecordWriter interface {
	// Append writes an entry of a register that has a tree. The caller has looked whether it is
	// there. An act that another entry holds already is not kept a second time: Act need only
	// have its ID and Subject then, and what else is in it is not read.
	Append(e Entry) error
	// Correct writes again what is kept beside the bytes of an entry that is there: the act's id, its
	// subject, whose it was, the hash, whether it has effect and its disclosures. Somebody changed it there.
	Correct(e Entry) error
	// Disclose writes anew what is kept of what the act of an entry that is there hides: its
	// disclosures, each ended by a tilde.
	Disclose(origin string, index int64, hidden string) error
	// PutErased notes that what an act erases was erased here to the end.
	PutErased(by act.ID) error
	// PutTree keeps the tree of a register, once a commit. The first ever is the own one's.
	PutTree(origin string, tree register.Tree) error
	// PutCosigned keeps an own head with its cosignatures; a later one of the size replaces it.
	PutCosigned(size int64, note string) error
}

// Known is what is there about a subject, and about one act of it.
type Known struct {
	Acts  []act.ID // about the subject, in the order of About
	First Entry    // of those: its ID, Person, Party and JWS alone
	Act   bool     // the act is there, in whichever register
	Own   bool     // the own register holds it
	Index int64    // in the own register, if it holds it
}

// Subject reports whether some act is about it.
func (k Known) Subject() bool { return len(k.Acts) > 0 }

// Own is the own register; ErrNotFound before it has a tree.
func Own(r Record) (Register, error) {
	all, err := r.Registers()
	if err == nil && len(all) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Register{}, err
	}
	return all[0], nil
}

// EntryAt is one entry of a register, or ErrNotFound.
func EntryAt(r Record, origin string, index int64) (e Entry, err error) {
	err = ErrNotFound
	read := r.Entries(origin, index, index+1, func(found Entry) error { e, err = found, nil; return nil })
	if read != nil {
		err = read
	}
	return e, err
}

// SizeAt is how many entries of a register, of the first most, its office had received at an
// instant, and the last of them. ErrNotFound says that there were none.
func SizeAt(r Record, origin string, most int64, at time.Time) (int64, Entry, error) {
	low, high := int64(0), most // entries before low were received by then, those from high on were not
	for low < high {
		middle := low + (high-low)/2
		e, err := EntryAt(r, origin, middle)
		switch {
		case err != nil:
			return 0, e, err
		case e.Received.After(at):
			high = middle
		default:
			low = middle + 1
		}
	}
	if low == 0 {
		return 0, Entry{}, ErrNotFound
	}
	e, err := EntryAt(r, origin, low-1)
	return low, e, err
}

// Home chooses, of two entries of one act, the one by which all offices that hold the same
// entries order it and say whose it was: that of the register which received it first by its
// own clock; of two at one moment that of the register whose origin comes first, and there
// the first. An entry without effect counts only where there is no other.
func Home(a, b Entry) Entry {
	if cmp.Or(compareIdle(a, b), a.Received.Compare(b.Received), cmp.Compare(a.Origin, b.Origin), cmp.Compare(a.Index, b.Index)) > 0 {
		return b
	}
	return a
}

func compareIdle(a, b Entry) int {
	switch {
	case a.Idle == "" && b.Idle != "":
		return -1
	case a.Idle != "" && b.Idle == "":
		return 1
	}
	return 0
}

// Acts takes entries about one subject and answers each act once: its home entry, with Known
// as this office first had the act. They keep the order in which acts first occur.
func Acts(entries []Entry) []Entry {
	if len(entries) < 2 {
		return entries
	}
	place := make(map[act.ID]int, len(entries))
	acts := make([]Entry, 0, len(entries))
	for _, e := range entries {
		i, seen := place[e.ID]
		if !seen {
			place[e.ID], acts = len(acts), append(acts, e)
			continue
		}
		known := acts[i].Known
		if e.Known.Before(known) {
			known = e.Known
		}
		acts[i] = Home(acts[i], e)
		acts[i].Known = known
	}
	return acts
}

// Crowded is why an entry is idle whose side had too many open acts beside it: it has effect once
// an act of its side that has effect names it.
const Crowded = "crowded"

// Effective is Acts without those that have no effect here, and tells of those that rested since when they have.
func Effective(entries []Entry) ([]Entry, error) {
	acts := Acts(entries)
	woken, err := Woken(acts)
	if err != nil {
		return nil, err
	}
	var effective []Entry
	for _, e := range acts {
		if e.Idle == Crowded {
			e.Woken = woken[e.ID]
		}
		if e.Idle == "" || !e.Woken.At.IsZero() {
			effective = append(effective, e)
		}
	}
	return effective, nil
}

// Resting are, of acts about one subject as Acts gives them, those that have no effect yet and will
// have one when an act of their side that has effect names them.
func Resting(acts []Entry) (map[act.ID]bool, error) {
	woken, err := Woken(acts)
	rests := map[act.ID]bool{}
	for _, e := range acts {
		if e.Idle == Crowded && woken[e.ID].At.IsZero() {
			rests[e.ID] = true
		}
	}
	return rests, err
}

// Woken tells, of acts about one subject as Acts gives them, of those that rested and that an act with effect names, or one of
// them that was woken so, how the first such act of their side woke them.
func Woken(acts []Entry) (map[act.ID]fold.Waking, error) {
	if !slices.ContainsFunc(acts, func(e Entry) bool { return e.Idle == Crowded }) {
		return nil, nil
	}
	rests := fold.Resting{}
	var by []fold.Entry // acts that have effect
	for _, e := range acts {
		if e.Idle != "" && e.Idle != Crowded {
			continue
		}
		a, _, err := act.ParseKept(e.ID, e.JWS, "")
		if err != nil {
			return nil, err
		}
		entry := fold.EntryOf(a, nil)
		entry.Party, entry.Received = e.Party, e.Received
		if e.Idle == Crowded {
			rests[e.ID] = entry
		} else {
			by = append(by, entry)
		}
	}
	slices.SortStableFunc(by, func(a, b fold.Entry) int { return a.Received.Compare(b.Received) })
	woken := map[act.ID]fold.Waking{}
	for _, e := range by {
		for _, r := range rests.Rouse(e) {
			woken[r.ID] = fold.Waking{At: e.Received, By: r.Named}
		}
	}
	return woken, nil
}

// Firsts takes entries as About gives them and answers each act once, by its first entry: the
// own register's, if that holds it.
func Firsts(entries []Entry) []Entry {
	seen := make(map[act.ID]bool, len(entries))
	return slices.DeleteFunc(slices.Clone(entries), func(e Entry) bool {
		before := seen[e.ID]
		seen[e.ID] = true
		return before
	})
}
