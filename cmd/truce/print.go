package main

import (
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/text/language"

	"truce/ground/taxonomy"
	"truce/tool/answer"
)

// stamp writes a time as people of all sides read it: UTC, to the second.
func stamp(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format("2006-01-02 15:04:05Z")
}

// period writes a half-open stretch of time.
func period(from, until time.Time) string {
	switch {
	case from.IsZero():
		return "at no stated time"
	case until.IsZero():
		return "since " + stamp(from)
	case until.Sub(from) < time.Second:
		return "at " + stamp(from)
	}
	return stamp(from) + " until " + stamp(until)
}

// when writes the time of a row as well as it is known, and no better.
func when(i answer.Item) string {
	switch {
	case i.From.IsZero():
		return "at no stated time"
	case i.Days != nil && (i.Precision == "" || i.Precision == "day"):
		return days(*i.Days)
	case i.Days != nil:
		return days(*i.Days) + ", known to the " + known(i.Precision)
	case i.Precision == "hour" || i.Precision == "part-of-day":
		return period(i.From.Truncate(time.Hour), i.Until.Truncate(time.Hour)) + ", known to the " + known(i.Precision)
	}
	return period(i.From, i.Until)
}

// began is the beginning of it, for a cell of a table.
func began(i answer.Item) string {
	switch {
	case i.Days != nil:
		return days(*i.Days)
	case i.Precision == "hour" || i.Precision == "part-of-day":
		return i.From.UTC().Format("2006-01-02 15:00Z") + " (" + known(i.Precision) + ")"
	}
	return stamp(i.From)
}

func days(d answer.Days) string {
	if d.First == d.Last {
		return d.First + " (" + d.Zone + ")"
	}
	return d.First + " to " + d.Last + " (" + d.Zone + ")"
}

// known is the word for a precision, as it is called in the list.
func known(precision string) string {
	term, _ := taxonomy.Default().List(taxonomy.TimePrecision).Term(precision)
	return strings.ToLower(term.Label(language.English))
}

// printJSON writes indented JSON, for people and programs alike.
func (e *env) printJSON(v any) error {
	if err := json.MarshalWrite(e.eyes(), v, jsontext.WithIndent("  "), json.Deterministic(true)); err != nil {
		return err
	}
	e.printf("\n")
	return nil
}
