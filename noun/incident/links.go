package incident

import (
	"slices"

	"truce/ground/act"
	"truce/ground/fold"
)

// links are what was said of each report, whether it belongs in the file, in the order in which
// it was last said.
type links []linkSaid

type linkSaid struct {
	link Link
	in   fold.Field[bool]
}

func (l *links) say(g fold.Graph, by act.ID, link Link, in bool) {
	said := linkSaid{}
	if i := slices.IndexFunc(*l, func(s linkSaid) bool { return s.link.Report == link.Report }); i >= 0 {
		said = (*l)[i]
		*l = slices.Delete(*l, i, i+1)
	}
	said.link = link
	said.in.Set(g, by, in)
	*l = append(*l, said)
}

// list are those in the file. Where one was taken out and put in by people who did not know of
// each other, the last said stands, and a conflict tells it.
func (l links) list() (all []Link) {
	for _, s := range l {
		if s.in.Value() {
			all = append(all, s.link)
		}
	}
	return all
}

func (l links) conflicts() (all []fold.Conflict) {
	for _, s := range l {
		if c, is := s.in.Conflict("report " + s.link.Report.Name()); is {
			all = append(all, c)
		}
	}
	return all
}
