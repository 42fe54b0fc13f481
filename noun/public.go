package noun

import (
	"slices"
	"strings"
	"time"
)

// Public is what strangers are shown of a noun's rows: the public edition. Only the functions
// Shown, Everything and Inside make one, so that a noun cannot forget to say it; a new member
// of a state stays inside until its noun names it.
type Public struct {
	all    bool
	paths  []string
	but    []string
	why    string
	times  Times
	moves  Moves
	before Edit
}

// Edit is what is done to a whole state before strangers are shown of it. The zone is that by which they are told days: of when the
// office received something they are told no more than the day (force.DayOf).
type Edit func(state string, zone func() *time.Location) (string, error)

// Moves is when strangers are told what became known of a noun.
type Moves int

// When.
const (
	WithEdition Moves = iota // with the next publication: nobody sees in the second in which something came in that it did
	AtOnce                   // as soon as it is received: what binds people, and what forms need
	WhenSigned               // it is a publication itself: as soon as it is received, unless the rules delay what strangers are told
)

// Times is how exactly strangers are told when a row began, ended, and became known.
type Times int

// How exactly. Who shows strangers anything says which; until then they are told days.
const (
	timesUnsaid Times = iota
	Exact             // as the row has them, but since when the office knew: that is told by the day
	ByDay             // the days, by the office's zone: not the minute of a call, nor what is in conflict
	InWorldOnly       // exact, but not since when the office knew, nor what is in conflict: how people negotiated is theirs
)

// Shown names the members of the state that strangers are shown, each with everything below
// it; names are joined by dots, positions in lists left out ("versions.title").
func Shown(paths ...string) Public { return Public{paths: paths} }

// Everything is for reference data that is public by itself; why says so.
func Everything(why string) Public { return Public{all: true, why: why} }

// Inside is for nouns of which strangers are told nothing, not even that there are rows.
func Inside(why string) Public { return Public{why: why} }

// But leaves out members of these names wherever they stand below a member that is shown.
func (p Public) But(names ...string) Public { p.but = names; return p }

// Told says how exactly strangers are told the times of rows.
func (p Public) Told(times Times) Public { p.times = times; return p }

// Moving says when strangers are told what became known.
func (p Public) Moving(moves Moves) Public { p.moves = moves; return p }

// Moves is when strangers are told what became known.
func (p Public) Moves() Moves { return p.moves }

// Before is done to a whole state before members are left out: some elements of a list may be
// for strangers and others not.
func (p Public) Before(edit Edit) Public { p.before = edit; return p }

func (p Public) said() bool { return p.Any() || p.why != "" }

func (p Public) timesSaid() bool { return !p.Any() || p.times != timesUnsaid }

// Any reports whether strangers are shown rows of the noun at all.
func (p Public) Any() bool { return p.all || len(p.paths) > 0 }

// Why says why everything or nothing is shown; "" where members are named.
func (p Public) Why() string { return p.why }

// Paths are the members that are named, in the order of the noun.
func (p Public) Paths() []string { return slices.Clone(p.paths) }

// Times is how exactly strangers are told the times of rows.
func (p Public) Times() Times { return p.times }

// Edit answers the state of which members are then left out.
func (p Public) Edit(state string, zone func() *time.Location) (string, error) {
	if p.before == nil {
		return state, nil
	}
	return p.before(state, zone)
}

// Shows reports whether strangers are shown the member at the path, or something below it.
func (p Public) Shows(path string) bool {
	if p.all {
		return true
	}
	for _, shown := range p.paths {
		switch {
		case path == shown || strings.HasPrefix(shown, path) && shown[len(path)] == '.':
			return true
		case strings.HasPrefix(path, shown) && path[len(shown)] == '.':
			return !p.leavesOut(path[len(shown)+1:])
		}
	}
	return false
}

func (p Public) leavesOut(below string) bool {
	for name := range strings.SplitSeq(below, ".") {
		if slices.Contains(p.but, name) {
			return true
		}
	}
	return false
}
