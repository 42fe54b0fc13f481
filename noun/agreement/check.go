package agreement

import (
	"fmt"
	"slices"
	"strconv"
)

// Fault is one thing that is wrong with a version.
type Fault struct {
	Where   string `json:"where"`            // JSON pointer (RFC 6901) into the version
	Clause  string `json:"clause,omitempty"` // in which clause, if in one
	Problem string `json:"problem"`
}

func (f Fault) Error() string {
	if f.Clause == "" {
		return f.Problem
	}
	return "clause " + f.Clause + ": " + f.Problem
}

// Check answers everything that is wrong with a version beyond its shape, in the order in
// which it is written: what contradicts itself, refers to nothing, or counts from itself.
// Rules are not compiled here but with their clause, when it is filed.
func (v Version) Check() []Fault {
	c := review{v: v, names: map[string]bool{}}
	c.header()
	c.parties()
	c.events()
	for i, clause := range v.Clauses {
		c.at, c.clause = "/clauses/"+strconv.Itoa(i), clause.ID
		c.passage(clause)
	}
	c.at, c.clause = "", ""
	c.whole()
	c.circles()
	return c.found
}

type review struct {
	v      Version
	at     string          // pointer of the clause
	clause string          // its id
	names  map[string]bool // of obligations, prohibitions and ceilings
	found  []Fault
}

func (c *review) fault(where, problem string, args ...any) {
	c.found = append(c.found, Fault{c.at + where, c.clause, fmt.Sprintf(problem, args...)})
}

func (c *review) header() {
	c.date("/date", c.v.Date)
	if c.v.Source.Published != "" {
		c.date("/source/published", c.v.Source.Published)
	}
	if c.v.Replaces == c.v.ID {
		c.fault("/replaces", "a version cannot replace itself")
	}
	for i, l := range c.v.Languages {
		at := "/languages/" + strconv.Itoa(i)
		switch {
		case l.Original == (l.Translator != ""):
			c.fault(at, "language %s: either original, or somebody is named who put it so", l.Code)
		case l.Original && c.v.Wording == "paraphrase":
			c.fault(at, "language %s: a paraphrase is not the original", l.Code)
		}
	}
	c.texts("/title", c.v.Title)
}

func (c *review) date(where string, d Date) {
	if _, err := ParseDate(string(d)); err != nil {
		c.fault(where, "%s", err)
	}
}

// texts refuses wording of which nobody can tell whose it is.
func (c *review) texts(where string, t Texts) {
	for i, text := range t {
		at := where + "/" + strconv.Itoa(i)
		n := slices.IndexFunc(c.v.Languages, func(l Language) bool { return l.Code == text.Language })
		switch {
		case n < 0:
			c.fault(at, "language %s is not among the version's languages", text.Language)
		case c.v.Languages[n].Original && text.Translator != "":
			c.fault(at, "language %s is the original: it has no translator", text.Language)
		}
	}
}

func (c *review) parties() {
	for i, p := range c.v.Parties {
		at := "/parties/" + strconv.Itoa(i)
		if slices.ContainsFunc(c.v.Parties[:i], func(o Party) bool { return o.Code == p.Code }) {
			c.fault(at, "party %s stands twice", p.Code)
		}
		if p.MustSign && (p.Capacity == Listed || p.Capacity == Observer) {
			c.fault(at, "party %s is %s: it cannot be required to sign", p.Code, p.Capacity)
		}
		c.texts(at+"/names", p.Names)
	}
}

func (c *review) events() {
	for i, e := range c.v.Events {
		at := "/events/" + strconv.Itoa(i)
		if slices.ContainsFunc(c.v.Events[:i], func(o Event) bool { return o.ID == e.ID }) {
			c.fault(at, "event %s stands twice", e.ID)
		}
		c.texts(at+"/what", e.What)
	}
}

// whole checks what only the version as a whole can lack.
func (c *review) whole() {
	entries, durations, boundaries := 0, 0, 0
	for _, clause := range c.v.Clauses {
		if clause.Entry != nil {
			entries++
		}
		if clause.Duration != nil {
			durations++
		}
		if clause.Boundaries != nil {
			boundaries++
		}
	}
	if entries > 1 {
		c.fault("/clauses", "%d clauses say when the version enters into force: at most one can", entries)
	}
	if durations > 1 {
		c.fault("/clauses", "%d clauses say how long it lasts: at most one can", durations)
	}
	if boundaries > 1 {
		c.fault("/clauses", "%d clauses say who agrees on zones and lines: at most one can", boundaries)
	}
	if c.v.Type != "text" {
		return
	}
	if entries == 0 {
		c.fault("/clauses", "no clause says when the text enters into force")
	}
	if len(c.v.signatories()) == 0 {
		c.fault("/parties", "nobody is required to sign (mustSign)")
	}
}
