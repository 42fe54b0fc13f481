package copies

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"truce/ground/act"
	"truce/ground/register"
)

// Finding is something wrong with a copy.
type Finding struct {
	// First and Last are the entries, from 0, among which it is; the same if it is known
	// which, and -1 if it is not about entries.
	First, Last int64
	Act         act.ID        // zero if it can't be told
	Subject     act.SubjectID // likewise
	Path        string        // the file in which it shows, if it is one
	What        string        // what is wrong, in a sentence for a person
}

// String is a line for a person.
func (f Finding) String() string {
	where := f.Path
	switch {
	case f.First >= 0 && strings.HasPrefix(f.Path, "tile/") && !strings.HasPrefix(f.Path, "tile/entries/") && f.First != f.Last:
		where = fmt.Sprintf("%s (hashes of entries %d to %d)", f.Path, f.First, f.Last)
	case f.First >= 0 && f.First != f.Last:
		where = fmt.Sprintf("Entries %d to %d", f.First, f.Last)
	case f.First >= 0 && f.Subject != "":
		where = fmt.Sprintf("Entry %d (act %s about %s)", f.First, f.Act, f.Subject)
	case f.First >= 0:
		where = fmt.Sprintf("Entry %d", f.First)
	}
	// Package register names the entry in its sentence, too.
	if rest, is := strings.CutPrefix(f.What, fmt.Sprintf("Entry %d ", f.First)); is {
		return where + ": It " + rest
	}
	return where + ": " + f.What
}

// findings keeps the first ones by position, and counts all.
type findings struct {
	max  int
	all  int64
	list []Finding
}

// add keeps a finding. Those of acts come in order, so that dropping what comes after the
// list is full drops the later ones.
func (f *findings) add(found Finding) {
	f.all++
	i, _ := slices.BinarySearchFunc(f.list, found, func(a, b Finding) int {
		if before(a, b) > 0 {
			return 1
		}
		return -1 // what is found later about the same entry stands after it
	})
	if i < f.max {
		f.list = slices.Insert(f.list, i, found)
		f.list = f.list[:min(len(f.list), f.max)]
	}
}

// before orders by where a finding surely is: a stretch that may hold an exact position
// gives way to it. What is not about entries comes last.
func before(a, b Finding) int {
	return cmp.Or(cmp.Compare(uint64(a.Last), uint64(b.Last)), cmp.Compare(b.First, a.First))
}

// at is the listed finding about exactly this entry, nil if there is none.
func (f *findings) at(index int64) *Finding {
	for i := range f.list {
		if f.list[i].First == index && f.list[i].Last == index {
			return &f.list[i]
		}
	}
	return nil
}

// about begins a finding about one entry, with what the copy itself says of it.
func (c *check) about(index int64) (Finding, error) {
	f := Finding{First: index, Last: index}
	path, _ := register.TileAt(c.report.Head.Size, register.BundleLevel, index/register.TileWidth)
	entries, err := register.ReadBundle(c.ctx, c.src, path)
	if err != nil && len(entries) == 0 {
		return f, ignoreDamage(err)
	}
	if i := index % register.TileWidth; int64(len(entries)) > i {
		if e, err := register.ParseEntry(entries[i]); err == nil {
			a, _ := act.Parse(e.Act) // a zero act tells nothing, which is right
			f.Act, f.Subject = a.ID, a.Subject
		}
	}
	return f, nil
}
