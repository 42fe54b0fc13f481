package main

import (
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
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

// printJSON writes indented JSON, for people and programs alike.
func (e *env) printJSON(v any) error {
	if err := json.MarshalWrite(e.eyes(), v, jsontext.WithIndent("  "), json.Deterministic(true)); err != nil {
		return err
	}
	e.printf("\n")
	return nil
}
