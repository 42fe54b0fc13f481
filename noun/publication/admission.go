package publication

import (
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/problem"
	"truce/ground/timezone"
	"truce/noun"
)

// admission holds publications to their time and to the order of numbers. That a bulletin is as
// its act says is no matter of admission: whoever holds the record makes it again and compares.
func admission() noun.Admission {
	return noun.Admission{States: noun.BySelf, Rules: []noun.Rule{once, afterItsEnd, nextOfItsKind, nextCorrection, allEditions}}
}

// allEditions asks for each edition that there is, in their order. Which there are is a matter of these rules and their
// number, and not of the form: a bulletin with those of its time stays what it is when one is added.
func allEditions(q noun.Question) *problem.Problem {
	var of []Edition
	switch b := q.Body.(type) {
	case *BulletinPublished:
		of = b.Editions
	case *CorrectionPublished:
		of = b.Editions
	default:
		return nil
	}
	if !slices.EqualFunc(of, Editions(), func(e Edition, name string) bool { return e.Edition == name }) {
		return problem.Invalid(problem.BodyWrong, problem.P{"reason": "editions: each must be there once, " + strings.Join(Editions(), " before ")}).At("/editions")
	}
	return nil
}

// once refuses the bulletin of a day again, with whatever cut-off: it would have the name of the one that stands, and no effect.
func once(q noun.Question) *problem.Problem {
	if _, is := q.Body.(*BulletinPublished); !is {
		return nil
	}
	for _, s := range q.Facts.States(q.Act.Subject) {
		if held, is := stateOf(s); is && len(held.Issues) > 0 {
			return held.Again(q.Act.Subject)
		}
	}
	return nil
}

func afterItsEnd(q noun.Question) *problem.Problem {
	if b, is := q.Body.(*BulletinPublished); is {
		return b.Early(q.Received)
	}
	return nil
}

// Early refuses a bulletin of a period that is not over.
func (b BulletinPublished) Early(now time.Time) *problem.Problem {
	if !now.Before(b.Until) {
		return nil
	}
	return problem.Conflict(problem.BulletinTooEarly, problem.P{"expected": clockOf(b.TimeZone, b.Until), "now": clockOf(b.TimeZone, now)})
}

// clockOf is an instant as clocks of a bulletin's zone show it, by which whoever publishes it goes.
func clockOf(name string, t time.Time) string {
	zone, err := timezone.Load(name)
	if err != nil {
		zone, name = time.UTC, "UTC"
	}
	return t.In(zone).Format(time.DateTime) + " (" + name + ")"
}

// nextOfItsKind asks for the next number, and for an end after that of the last.
func nextOfItsKind(q noun.Question) *problem.Problem {
	b, is := q.Body.(*BulletinPublished)
	if !is {
		return nil
	}
	var all []Bulletin
	for _, s := range q.Facts.Of(Noun) {
		if held, is := stateOf(s); is {
			all = append(all, held)
		}
	}
	return b.Follows(all)
}

// Follows refuses a bulletin that is not the next of its kind after those that were published.
func (b BulletinPublished) Follows(all []Bulletin) *problem.Problem {
	last, is := LastOf(b.Kind, all)
	if b.Number != last.Number+1 || is && (b.Date < last.earliestNext() || !b.Until.After(last.Until)) {
		return outOfOrder(b.Kind, last.Number+1, b.Number, clockOf(b.TimeZone, last.Until))
	}
	return nil
}

// LastOf is the last bulletin of a kind, false if none was published.
func LastOf(kind string, all []Bulletin) (last Bulletin, is bool) {
	for _, held := range all {
		if held.Kind == kind && held.Number > last.Number {
			last, is = held, true
		}
	}
	return last, is
}

// earliestNext is the civil day of the next of its kind if none is missed: no week is shorter than seven days.
func (s Bulletin) earliestNext() string {
	days := 1
	if s.Kind == Weekly {
		days = 7
	}
	day, _ := time.Parse(time.DateOnly, s.Date)
	return day.AddDate(0, 0, days).Format(time.DateOnly)
}

func nextCorrection(q noun.Question) *problem.Problem {
	b, is := q.Body.(*CorrectionPublished)
	if !is {
		return nil
	}
	for _, s := range q.Facts.States(q.Act.Subject) {
		held, is := stateOf(s)
		if !is || len(held.Issues) == 0 {
			continue
		}
		if next := held.Last().Correction + 1; b.Number != next {
			return outOfOrder("correction", next, b.Number, clockOf(held.TimeZone, held.Last().Published))
		}
	}
	return nil
}

func stateOf(s noun.State) (held Bulletin, is bool) {
	err := json.Unmarshal(s.JSON, &held)
	return held, err == nil
}

func outOfOrder(kind string, next, found int, after string) *problem.Problem {
	return problem.Conflict(problem.BulletinOutOfOrder, problem.P{"kind": kind, "expected": next, "found": found, "earliest": after})
}
