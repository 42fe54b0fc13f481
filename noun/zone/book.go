package zone

import (
	"fmt"
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun"
)

// book holds all that was put forward about one zone or line, and what was said of it.
type book struct {
	graph   fold.Graph
	motions []*motion // in the order of the acts, proposals and lapses
	byAct   map[act.ID]*motion
	numbers map[numbered][]*motion // those that nothing replaced
	lapsing map[*motion][]*motion  // what was put forward to end each
	roots   noun.Roots
	flags   []Flag
	all     []stretch // all of time, one after another
}

func newBook(code string, entries []fold.Entry, look fold.Look) *book {
	b := &book{
		graph: fold.NewGraph(entries), byAct: map[act.ID]*motion{}, numbers: map[numbered][]*motion{}, lapsing: map[*motion][]*motion{}, roots: noun.NewRoots(look),
	}
	for i, e := range entries {
		b.propose(i, e)
	}
	known := agreements{look, map[act.SubjectID][]version{}}
	for _, m := range b.motions {
		m.code = code
		if m.terms != nil {
			m.rests = known.version(m.terms.Agreement, m.terms.Version)
		}
	}
	for _, m := range b.motions { // a lapse may come before what it ends
		b.aim(m)
	}
	for _, m := range b.motions {
		m.moments = m.about().rests.moments()
	}
	for i, e := range entries {
		b.hear(i, e)
	}
	for _, m := range b.motions {
		m.await(len(entries), time.Time{})
		m.conclude()
	}
	b.enforce()
	return b
}

func (b *book) propose(at int, e fold.Entry) {
	m := motionOf(at, e)
	if m == nil {
		return
	}
	m.Recorded = e.Party == "" && m.By != ""
	m.waits = b.roots.Waits(e, m.By)
	if key, is := m.numbered(); is {
		b.numbers[key] = append(slices.DeleteFunc(b.numbers[key], func(o *motion) bool {
			known := b.graph.Knew(m.Act, o.Act) && (o.Recorded || !m.Recorded)
			if known {
				o.replacedAt, o.replaced = at, e.Received
			}
			return known
		}), m)
	}
	b.motions = append(b.motions, m)
	b.byAct[e.ID] = m
}

// aim finds what a lapse would end.
func (b *book) aim(m *motion) {
	if m.lapse == nil || m.Why != "" {
		return
	}
	target := b.byAct[m.lapse.Proposal]
	if target == nil || target.lapse != nil || target.Became == Refused {
		m.Became, m.Why = Refused, NoSuchProposal
		return
	}
	m.target, m.Digest = target, target.Digest
	b.lapsing[target] = append(b.lapsing[target], m)
}

// hear takes what a party says of a proposal.
func (b *book) hear(at int, e fold.Entry) {
	w, is := wordOf(e, b.roots)
	if !is {
		return
	}
	m := b.byAct[w.proposal]
	if m == nil {
		b.flags = append(b.flags, Flag{NoSuchProposal, w.Party, e.ID})
		return
	}
	m.await(at, e.Received)
	m.hear(at, w, b.graph)
}

// conflicts are proposals of the same number, and words of the same party, made without
// knowing of each other.
func (b *book) conflicts() []fold.Conflict {
	var found []fold.Conflict
	for _, m := range b.motions {
		found = append(found, m.contested()...)
		key, is := m.numbered()
		same := b.numbers[key]
		if !is || len(same) < 2 || same[0] != m {
			continue
		}
		c := fold.Conflict{Field: fmt.Sprintf("proposal %d of %s", m.terms.Number, m.who())}
		for _, o := range same {
			c.Acts = append(c.Acts, o.Act)
		}
		found = append(found, c)
	}
	return found
}

// exercise reports whether what stands for a stretch was put forward as an exercise: what is put forward beside it does not
// make it one.
func (b *book) exercise(s stretch) bool {
	m := b.shown(s)
	return m != nil && m.terms.Exercise
}
