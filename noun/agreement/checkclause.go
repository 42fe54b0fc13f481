package agreement

import (
	"slices"
	"strconv"
	"strings"
)

// passage checks one clause.
func (c *review) passage(clause Clause) {
	i, _ := strconv.Atoi(c.at[strings.LastIndexByte(c.at, '/')+1:])
	if slices.ContainsFunc(c.v.Clauses[:i], func(o Clause) bool { return o.ID == clause.ID }) {
		c.fault("/id", "the id stands twice")
	}
	for j, id := range clause.Refers {
		if _, is := c.v.Clause(id); !is {
			c.fault("/refers/"+strconv.Itoa(j), "refers to clause %s, which is not there", id)
		}
	}
	c.texts("/heading", clause.Heading)
	c.texts("/text", clause.Text)
	if clause.Entry != nil {
		c.when("/entry/when", &clause.Entry.When)
	}
	if d := clause.Duration; d != nil {
		c.when("/duration/when", &d.When)
		c.who("/duration/consent", d.Consent)
	}
	if l := clause.Suspension; l != nil {
		c.who("/suspension/who", l.Who)
	}
	if l := clause.Denunciation; l != nil {
		c.who("/denunciation/who", l.Who)
	}
	if b := clause.Boundaries; b != nil {
		c.who("/boundaries/consent", b.Consent)
		if len(c.v.named(b.Consent)) < 2 {
			c.fault("/boundaries/consent", "one party alone agrees on no boundary: name two at least")
		}
	}
	c.obligations(clause)
	c.prohibitions(clause)
	for j, o := range clause.Ceilings {
		at := "/ceilings/" + strconv.Itoa(j)
		c.name(at, o.ID)
		c.who(at+"/who", o.Who)
	}
}

func (c *review) obligations(clause Clause) {
	for j, o := range clause.Obligations {
		at := "/obligations/" + strconv.Itoa(j)
		c.name(at, o.ID)
		c.who(at+"/who", o.Who)
		c.texts(at+"/what", o.What)
		c.when(at+"/from", o.From)
		c.when(at+"/until", o.Until)
		c.when(at+"/due", o.Due)
	}
}

func (c *review) prohibitions(clause Clause) {
	for j, p := range clause.Prohibitions {
		at := "/prohibitions/" + strconv.Itoa(j)
		c.name(at, p.ID)
		c.who(at+"/who", p.Who)
		c.texts(at+"/what", p.What)
		c.when(at+"/from", p.From)
	}
}

func (c *review) name(where, id string) {
	if c.names[id] {
		c.fault(where+"/id", "the name %s stands twice in the version", id)
	}
	c.names[id] = true
}

// who refuses to bind those whom the version does not name, or names as not bound.
func (c *review) who(where string, who []string) {
	for i, code := range who {
		at := where + "/" + strconv.Itoa(i)
		if capacities, is := GroupOf(code); is {
			if !slices.ContainsFunc(c.v.Parties, func(p Party) bool { return slices.Contains(capacities, p.Capacity) }) {
				c.fault(at, "%s: the version names none", code)
			}
			continue
		}
		p, named := c.v.party(code)
		switch {
		case !named:
			c.fault(at, "party %s is not among the version's parties", code)
		case p.Capacity != Guarantor && p.Capacity != Bound:
			c.fault(at, "party %s is %s: nothing binds it", code, p.Capacity)
		}
	}
}

// GroupOf answers the capacities that a word for several parties stands for.
func GroupOf(who string) ([]string, bool) {
	switch who {
	case "guarantors":
		return []string{Guarantor}, true
	case "bound":
		return []string{Bound}, true
	case "all":
		return []string{Guarantor, Bound}, true
	}
	return nil, false
}

// when checks a rule and that its trigger is there.
func (c *review) when(where string, w *When) {
	if w == nil {
		return
	}
	if err := w.check(); err != nil {
		c.fault(where, "%s", err)
		return
	}
	switch kind, name := reference(w.After); kind {
	case EntryIntoForce:
		if !slices.ContainsFunc(c.v.Clauses, func(o Clause) bool { return o.Entry != nil }) {
			c.fault(where+"/after", "counts from entry-into-force, of which no clause speaks")
		}
	case "due", "done":
		c.dangling(where, kind, name)
	case "event":
		if !slices.ContainsFunc(c.v.Events, func(e Event) bool { return e.ID == name }) {
			c.fault(where+"/after", "counts from event %s, which the version does not name", name)
		}
	}
}

func (c *review) dangling(where, kind, name string) {
	_, o, found := c.v.Obligation(name)
	switch {
	case !found:
		c.fault(where+"/after", "counts from obligation %s, which is not there", name)
	case kind == "due" && o.Due == nil:
		c.fault(where+"/after", "counts from the deadline of %s, which has none", name)
	}
}

// CheckRules compiles the prohibitions of a clause.
func (clause Clause) CheckRules() []Fault {
	var found []Fault
	for i, p := range clause.Prohibitions {
		if _, err := Compile(p.Rule); err != nil {
			where := "/prohibitions/" + strconv.Itoa(i) + "/rule"
			found = append(found, Fault{where, clause.ID, "prohibition " + p.ID + ": " + err.Error()})
		}
	}
	return found
}
