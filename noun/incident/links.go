package incident

import (
	"cmp"
	"maps"
	"slices"

	"truce/ground/act"
	"truce/ground/fold"
)

// links are what was said of each report, whether it belongs in the file, by when it was last said.
type links struct {
	of      map[act.SubjectID]*linkSaid
	ordinal int
}

type linkSaid struct {
	link Link
	in   fold.Field[bool]
	last int // the higher, the later it was said
}

func (l *links) say(g fold.Graph, by act.ID, link Link, in bool) {
	if l.of == nil {
		l.of = map[act.SubjectID]*linkSaid{}
	}
	said, is := l.of[link.Report]
	if !is {
		said = &linkSaid{}
		l.of[link.Report] = said
	}
	l.ordinal++
	said.link, said.last = link, l.ordinal
	said.in.Set(g, by, in)
}

// said are all, in the order in which they were last said.
func (l *links) said() []*linkSaid {
	return slices.SortedFunc(maps.Values(l.of), func(a, b *linkSaid) int { return cmp.Compare(a.last, b.last) })
}

// list are those in the file. Where one was taken out and put in by people who did not know of
// each other, the last said stands, and a conflict tells it.
func (l *links) list() (all []Link) {
	for _, s := range l.said() {
		if s.in.Value() {
			all = append(all, s.link)
		}
	}
	return all
}

func (l *links) conflicts() (all []fold.Conflict) {
	for _, s := range l.said() {
		if c, is := s.in.Conflict("report " + s.link.Report.Name()); is {
			all = append(all, c)
		}
	}
	return all
}
