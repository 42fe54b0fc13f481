package agreement

import (
	"slices"
	"strconv"
	"strings"
)

// circles refuses rules that count, through however many others, from themselves. The
// day on which an obligation is fulfilled is an event of the world; but one that is due
// only after it was fulfilled can never be due, so that counts as a circle too.
func (c *review) circles() {
	after := map[string]string{} // what each counts from
	where := map[string]Fault{}
	for i, clause := range c.v.Clauses {
		at := "/clauses/" + strconv.Itoa(i)
		if clause.Entry != nil {
			after[EntryIntoForce] = node(clause.Entry.When.After)
			where[EntryIntoForce] = Fault{at + "/entry/when/after", clause.ID, ""}
		}
		for j, o := range clause.Obligations {
			if o.Due != nil {
				after["due:"+o.ID] = node(o.Due.After)
				where["due:"+o.ID] = Fault{at + "/obligations/" + strconv.Itoa(j) + "/due/after", clause.ID, ""}
			}
		}
	}
	reported := map[string]bool{}
	for _, start := range inOrderOf(where) {
		if circle := circle(start, after); circle != nil && !reported[circle[0]] {
			for _, n := range circle {
				reported[n] = true
			}
			f := where[circle[0]]
			f.Problem = "counts from itself: " + strings.Join(append(circle, circle[0]), " after ")
			c.found = append(c.found, f)
		}
	}
}

// node joins due:x and done:x: both wait for obligation x.
func node(trigger string) string {
	if kind, name := reference(trigger); kind == "done" {
		return "due:" + name
	}
	return trigger
}

func inOrderOf(where map[string]Fault) []string {
	nodes := make([]string, 0, len(where))
	for n := range where {
		nodes = append(nodes, n)
	}
	slices.Sort(nodes)
	return nodes
}

// circle follows the one trigger of each rule from the start and answers the circle that
// it comes back to the start by.
func circle(start string, after map[string]string) []string {
	path := []string{start}
	for n := after[start]; n != ""; n = after[n] {
		if n == start {
			return path
		}
		if slices.Contains(path, n) {
			return nil
		}
		path = append(path, n)
	}
	return nil
}
