package bulletin

import "path"

// Unreckoned is a record of which a copy of the register does not tell enough: members of its
// acts are withheld. It may be in more or fewer figures than it seems, in those that its
// members in the clear leave open; each section says in which (Section.From).
type Unreckoned struct {
	Table  Table  // among which rows it may be
	As     string // of a report: observation or allegation
	Event  string // of a report or a file, as rows of events are named
	Noun   string // of a late record
	Harm   bool   // a report that states harm; a file of which it is withheld what became of people
	Place  bool   // whether it has a place, and where: with it, whether it counts
	Source bool   // who told it: with it, whether two sources are independent
}

// NotReckoned are the figures that a copy cannot decide: paths of the JSON, in which * stands for
// any name.
func (b Bulletin) NotReckoned(all []Unreckoned) map[string]bool {
	open := map[string]bool{}
	for _, s := range b.sections {
		for _, d := range all {
			leaves := s.From[d.Table]
			if leaves == nil {
				continue
			}
			for _, pattern := range leaves(d) {
				open[s.Name+"/"+pattern] = true
			}
		}
	}
	return open
}

// always leaves the same figures open, whatever the record.
func always(patterns ...string) func(Unreckoned) []string {
	return func(Unreckoned) []string { return patterns }
}

// placeless leaves figures open if the place is withheld.
func placeless(patterns ...string) func(Unreckoned) []string {
	return func(d Unreckoned) []string {
		if !d.Place {
			return nil
		}
		return patterns
	}
}

// Figures counts the figures of a bulletin, and those of them that a copy cannot decide.
func Figures(b Bulletin, unreckoned []Unreckoned) (all, open int, err error) {
	t, err := tree(b)
	if err != nil {
		return 0, 0, err
	}
	c := figures{patterns: b.NotReckoned(unreckoned)}
	for _, section := range b.sections {
		c.count(section.Name, t[section.Name])
	}
	return c.all, c.open, nil
}

type figures struct {
	patterns  map[string]bool
	all, open int
}

func (c *figures) count(at string, v any) {
	if isFigure(v) {
		c.all++
		if matches(c.patterns, at) {
			c.open++
		}
		return
	}
	members, _ := v.(map[string]any)
	if rows, are := rowsIn(v); are && v != nil {
		members = rows
	}
	for name, member := range members {
		c.count(at+"/"+pathName(name), member)
	}
}

// matches reports whether a path is one of the patterns', or within one.
func matches(patterns map[string]bool, at string) bool {
	for ; at != "." && at != ""; at = path.Dir(at) {
		for p := range patterns {
			if is, _ := path.Match(p, at); is {
				return true
			}
		}
	}
	return false
}
