package office

import (
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/judge/admission"
	"truce/noun/people"
	"truce/tool/keep"
)

// about is the acts about one subject as the writer keeps them in memory, once there are many: so
// that one more costs what it adds, and not everything again.
type about struct {
	first   keep.Entry       // as keep.Known.First
	index   map[act.ID]int64 // of every act, in the own register; elsewhere is -1
	open    admission.Open   // of the own register
	history *fold.History    // acts that have effect
	resting fold.Resting
	woken   map[act.ID]time.Time // of acts that rested, when the one was received that woke them
	told    *people.Directory    // by which entries say for whom the mission alone vouched
}

const elsewhere = -1

// manyActs is from how many acts on a subject is kept in memory: fewer are read as fast as
// they are found.
const manyActs = admission.MaxOpen

// maxKept bounds how many acts of such subjects are in memory at one time.
const maxKept = 40_000

// abouts are those that are kept.
type abouts struct {
	of   map[act.SubjectID]*about
	acts int
}

// put keeps one more, if it is worth it, and lets go of all others if they became too many.
func (k *abouts) put(subject act.SubjectID, a *about) {
	if len(a.index) < manyActs {
		return
	}
	if k.of == nil || k.acts > maxKept {
		k.of, k.acts = map[act.SubjectID]*about{}, 0
	}
	k.of[subject] = a
	k.acts += len(a.index)
}

func (k *abouts) drop(subject act.SubjectID) { delete(k.of, subject) }

func (f *Office) newAbout(subject act.SubjectID) *about {
	return &about{
		index: map[act.ID]int64{}, open: admission.OpenOf(f.kinds.Governs(subject.Noun())), history: fold.NewHistory(nil),
		resting: fold.Resting{}, woken: map[act.ID]time.Time{},
	}
}

// about answers what is kept about a subject, or reads it, as this office held it at a moment; all
// for the zero time.
func (f *refolder) about(tx keep.Record, o *Office, subject act.SubjectID, at time.Time) (*about, error) {
	if a, is := f.abouts.of[subject]; is {
		return a, nil
	}
	held, err := tx.About(subject)
	if err != nil {
		return nil, err
	}
	a, err := o.readAbout(subject, held, at)
	if err == nil {
		f.abouts.put(subject, a)
	}
	return a, err
}

// readAbout reads entries as keep.Record.About gives them.
func (f *Office) readAbout(subject act.SubjectID, held []keep.Entry, at time.Time) (*about, error) {
	a := f.newAbout(subject)
	var known []keep.Entry
	for _, e := range held {
		if at.IsZero() || !e.Known.After(at) {
			known = append(known, e)
		}
	}
	if len(known) > 0 {
		a.first = known[0]
	}
	read := map[act.ID]fold.Entry{}
	var effective []fold.Entry
	for _, e := range keep.Acts(known) {
		if e.Idle != "" && e.Idle != keep.Crowded {
			continue
		}
		entry, err := f.Decode(e)
		if err != nil {
			return nil, err
		}
		if read[e.ID] = entry; e.Idle == "" {
			effective = append(effective, entry)
		} else {
			a.resting[e.ID] = entry
		}
	}
	for _, e := range known {
		a.note(e, read[e.ID].Prev, f.heads.origin)
	}
	slices.SortStableFunc(effective, func(x, y fold.Entry) int { return x.Received.Compare(y.Received) })
	for _, e := range effective {
		effective = append(effective, a.rouse(e)...)
	}
	a.history = fold.NewHistory(effective)
	return a, nil
}

// note counts an entry in, of whichever register, without adding it up.
func (a *about) note(e keep.Entry, prev []act.ID, own string) {
	if len(a.index) == 0 {
		a.first = e
	}
	if e.Origin != own {
		if _, is := a.index[e.ID]; !is {
			a.index[e.ID] = elsewhere
		}
		return
	}
	a.index[e.ID] = e.Index
	if e.Idle == "" || e.Idle == keep.Crowded {
		a.open.Take(act.Act{ID: e.ID, Prev: prev}, admission.Whose{Party: e.Party, Name: e.Person}, e.Received, e.Idle == keep.Crowded)
	}
}

// rouse answers the acts that an act with effect wakes.
func (a *about) rouse(by fold.Entry) []fold.Entry {
	roused := a.resting.Rouse(by)
	for _, r := range roused {
		a.woken[r.ID], a.told = by.Received, nil // it was marked when it came
	}
	return roused
}

// moves reports whether an entry is one more of an act that is there, or of another register; or whether it names an act that rested
// and by another register's clock was woken later.
func (a *about) moves(e keep.Entry, prev []act.ID, own string) bool {
	index, noted := a.index[e.ID]
	return e.Origin != own || noted && index != e.Index || slices.ContainsFunc(prev, func(id act.ID) bool { return a.woken[id].After(e.Received) })
}

// add has an act take its place among those that add up. One that is there already changes nothing.
func (a *about) add(e fold.Entry, rests bool) {
	if rests && !a.history.Has(e.ID) {
		a.resting[e.ID] = e
		return
	}
	for _, r := range fold.Order(a.rouse(e)) {
		a.history.Add(r)
	}
	a.history.Add(e)
}

// entries are the acts that have effect, in their order, as a directory knows their authors.
func (a *about) entries(d *people.Directory) []fold.Entry {
	all := a.history.Entries()
	if a.told != d {
		for i := range all {
			signed(&all[i], a.first.Subject, d)
		}
		a.told = d
	}
	return all
}

// known is what there is to know about an act among them.
func (a *about) known(id act.ID) keep.Known {
	k := keep.Known{First: a.first}
	if len(a.index) > 0 {
		k.Acts = []act.ID{a.first.ID} // who asks for others asks the index
	}
	i, is := a.index[id]
	k.Act, k.Own, k.Index = is, is && i != elsewhere, i
	return k
}
