package agreement

import (
	"fmt"
	"slices"
	"time"
)

// Facts are what has been recorded so far. They are the only thing, beside the version
// itself, on which a reckoning depends.
type Facts struct {
	Triggers map[string]Trigger // by name: "signing", "event:…", "done:…"
	Extended map[string]Date    // by obligation: the last day to which all consented
}

// Due is by when an obligation is due, by one version, or what is still missing to say
// so, with every step of the reckoning.
type Due struct {
	Version    string   `json:"version"`
	Clause     string   `json:"clause"`
	Obligation string   `json:"obligation"`
	Rule       When     `json:"rule"`
	Status     string   `json:"status"`            // reckoned, waiting or unknowable
	Trigger    *Trigger `json:"trigger,omitempty"` // from which it was counted
	Moment              // Until is the first instant that is too late
	Steps      []Step   `json:"steps"`
	Done       *Trigger `json:"done,omitempty"` // as recorded
}

// Standings of a Due.
const (
	InTime  = "in-time"
	Late    = "late"
	Open    = "open"
	Overdue = "overdue"
	Passed  = "passed" // its day has passed by a text that was never in force: nobody is overdue by it
)

// StandsAt answers at an instant: fulfilled in time or late, open, or overdue; and ""
// while it is not known when it is due. A fulfilment that is known by the day counts with
// the end of that day where the deadline ends with a day, else it is late only if the
// whole day is.
func (d Due) StandsAt(t time.Time) string {
	switch {
	case d.Status != Reckoned:
		return ""
	case d.Done != nil && d.late(*d.Done):
		return Late
	case d.Done != nil:
		return InTime
	case t.Before(d.Until):
		return Open
	}
	return Overdue
}

func (d Due) late(done Trigger) bool {
	if done.At.IsZero() {
		return done.Day > d.Day
	}
	return !done.At.Before(d.Until)
}

// StandsAt is how a deadline of the version stands at an instant. Nobody is overdue by a text that was not in force by then.
func (v VersionState) StandsAt(d Due, t time.Time) string {
	standing := d.StandsAt(t)
	if standing == Overdue && !slices.ContainsFunc(v.Force, func(i Interval) bool { return !t.Before(i.From) }) {
		return Passed
	}
	return standing
}

// DueOf reckons when an obligation of the version is due. It is pure. The error says
// that there is no such obligation or that nothing is said of when it is due.
func DueOf(v Version, obligation string, facts Facts, zones TimeZones) (Due, error) {
	c, o, found := v.Obligation(obligation)
	if !found || o.Due == nil {
		return Due{}, fmt.Errorf("version %s has no obligation %q with a deadline", v.ID, obligation)
	}
	r := reckoning{v, facts, zones, map[string]bool{}}
	got := r.due(o)
	d := Due{
		Version: v.ID, Clause: c.ID, Obligation: o.ID, Rule: *o.Due, Status: got.status,
		Trigger: got.trigger, Moment: got.Moment, Steps: got.steps,
	}
	if done, is := facts.Triggers["done:"+o.ID]; is {
		d.Done = &done
	}
	return d, nil
}

type reckoning struct {
	v     Version
	facts Facts
	zones TimeZones
	open  map[string]bool // triggers being worked out
}

type reckoned struct {
	Moment
	trigger *Trigger
	steps   []Step
	status  string
}

func (r reckoning) due(o Obligation) reckoned {
	got := r.when(*o.Due)
	until, is := r.facts.Extended[o.ID]
	if !is || got.status != Reckoned || until <= got.Day {
		return got
	}
	moved := *o.Due
	moved.Clock = ""
	loc, _ := r.location(moved)
	got.steps = append(got.steps, Step{Say: SayExtended, Day: until})
	got.Moment, got.steps, _ = moved.moment(until, loc, got.steps)
	return got
}

// when works out one rule, and before it whatever it counts from.
func (r reckoning) when(w When) reckoned {
	loc, err := r.location(w)
	if err != nil {
		return reckoned{status: Unknowable, steps: []Step{{Say: SayNoTimeZone, Name: r.timeZone(w)}}}
	}
	if w.Date != "" {
		m, steps, _ := w.moment(w.Date, loc, []Step{{Say: SayFixedDay, Day: w.Date}})
		return reckoned{m, nil, steps, Reckoned}
	}
	trigger, steps, status := r.trigger(w.After)
	steps = append(steps, w.say())
	if status != Reckoned {
		return reckoned{steps: steps, status: status}
	}
	m, counted, known := w.count(trigger, loc)
	got := reckoned{m, &trigger, append(steps, counted...), Reckoned}
	if !known {
		got.status = Unknowable
	}
	return got
}

func (w When) say() Step {
	s := Step{Say: SayCountFrom, Count: w.Count, Unit: w.Unit, Name: w.After}
	if w.Counting == inclusive {
		s.Say = SayCountIncl
	}
	return s
}

func (r reckoning) timeZone(w When) string {
	if w.TimeZone != "" {
		return w.TimeZone
	}
	return r.v.TimeZone
}

func (r reckoning) location(w When) (*time.Location, error) { return r.zones(r.timeZone(w)) }
