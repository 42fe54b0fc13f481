package people

import (
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
)

// roles are what was said of each role of a person, in the order in which it was last said.
type roles []roleSaid

type roleSaid struct {
	role string
	fold.Field[holding]
}

// holding is whether somebody holds a role, and until when.
type holding struct {
	held  bool
	until time.Time
	alone bool // one side said so, when there was no second
}

func (r *roles) set(g fold.Graph, by act.ID, role string, h holding) {
	said := roleSaid{role: role}
	if i := slices.IndexFunc(*r, func(s roleSaid) bool { return s.role == role }); i >= 0 {
		said = (*r)[i]
		*r = slices.Delete(*r, i, i+1)
	}
	said.Set(g, by, h)
	*r = append(*r, said)
}

// list are the roles that are held.
func (r roles) list() (all []Role) {
	for _, s := range r {
		if h := s.Value(); h.held {
			all = append(all, Role{s.role, h.until, h.alone})
		}
	}
	return all
}

func (r roles) conflicts() (all []fold.Conflict) {
	for _, s := range r {
		if c, is := s.Conflict("role " + s.role); is {
			all = append(all, c)
		}
	}
	return all
}
