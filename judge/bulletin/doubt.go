package bulletin

import "path"

// Doubtful is a record of which a copy of the register does not tell enough: members of its
// acts are withheld. It may be in more or fewer figures than it seems, in those that its
// members in the clear leave open; each section says in which (Section.From).
type Doubtful struct {
	Table  Table  // among which rows it may be
	As     string // of a report: observation or allegation
	Event  string // of a report or a file, as rows of events are named
	Noun   string // of a late record
	Harm   bool   // a report that states harm
	Place  bool   // whether it has a place, and where: with it, whether it counts
	Source bool   // who told it: with it, whether two sources are independent
}

// Doubts are the figures that a copy cannot decide: paths of the JSON, in which * stands for
// any name.
func Doubts(all []Doubtful) map[string]bool {
	doubts := map[string]bool{}
	for _, s := range Sections() {
		for _, d := range all {
			open := s.From[d.Table]
			if open == nil {
				continue
			}
			for _, pattern := range open(d) {
				doubts[s.Name+"/"+pattern] = true
			}
		}
	}
	return doubts
}

// always leaves the same figures open, whatever the record in doubt.
func always(patterns ...string) func(Doubtful) []string {
	return func(Doubtful) []string { return patterns }
}

// placeless leaves figures open if the place is withheld.
func placeless(patterns ...string) func(Doubtful) []string {
	return func(d Doubtful) []string {
		if !d.Place {
			return nil
		}
		return patterns
	}
}

// matches reports whether a path is one of the patterns', or within one.
// Figures counts the figures of a bulletin, and those of them that a copy cannot decide.
func Figures(b Bulletin, doubtful []Doubtful) (all, open int, err error) {
	t, err := tree(b)
	if err != nil {
		return 0, 0, err
	}
	c := figures{doubts: Doubts(doubtful)}
	for _, section := range Sections() {
		c.count(section.Name, t[section.Name])
	}
	return c.all, c.open, nil
}

type figures struct {
	doubts    map[string]bool
	all, open int
}

func (c *figures) count(at string, v any) {
	if isFigure(v) {
		c.all++
		if matches(c.doubts, at) {
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
