package agreement

import (
	"time"

	"cel.dev/cel-go/cel"

	"truce/ground/taxonomy"
)

// Incident is what a rule can ask of an incident. Words are those of the taxonomies, ""
// where nothing is said. Places are worked out by package law first: a rule never
// computes with geometry or with time.
type Incident struct {
	Event, Means, Weapon, Direction, Effect    string
	Unit                                       string
	Number                                     int
	Accused, Capacity                          string // the accused party, and as what it stands on that day
	KilledMin, KilledMax                       int
	CiviliansKilledMin, InjuredMin, InjuredMax int
	At                                         time.Time
	Zones, Belts                               []string // codes, at most maxPlaces each
}

const maxPlaces = 20

// Field is one name that rules may use.
type Field struct {
	Name string // "incident.event"
	Type string // string, int, time or strings
	Doc  string
	of   func(Incident) any
}

// Fields are all names that rules may use.
func Fields() []Field {
	return []Field{
		{"incident.event", "string", "what happened (list event)", func(i Incident) any { return taxonomy.Base(i.Event) }},
		{"incident.means", "string", "how it is known (list means)", func(i Incident) any { return i.Means }},
		{"incident.weapon", "string", "weapon class (list weapon-class)", func(i Incident) any { return taxonomy.Base(i.Weapon) }},
		{"incident.direction", "string", "of fire (list direction)", func(i Incident) any { return i.Direction }},
		{"incident.effect", "string", "what it did (list effect)", func(i Incident) any { return i.Effect }},
		{"incident.unit", "string", "counting unit (list counting-unit)", func(i Incident) any { return taxonomy.Base(i.Unit) }},
		{"incident.number", "int", "how many units", func(i Incident) any { return int64(i.Number) }},
		{"incident.accused", "string", "code of the party accused", func(i Incident) any { return i.Accused }},
		{"incident.capacity", "string", "guarantor, bound, observer, listed, or empty", func(i Incident) any { return i.Capacity }},
		{"incident.killedMin", "int", "people killed, at least", func(i Incident) any { return int64(i.KilledMin) }},
		{"incident.killedMax", "int", "people killed, at most", func(i Incident) any { return int64(i.KilledMax) }},
		{"incident.civiliansKilledMin", "int", "of those killed, known to be civilians", func(i Incident) any { return int64(i.CiviliansKilledMin) }},
		{"incident.injuredMin", "int", "people injured, at least", func(i Incident) any { return int64(i.InjuredMin) }},
		{"incident.injuredMax", "int", "people injured, at most", func(i Incident) any { return int64(i.InjuredMax) }},
		{"incident.at", "time", "when it happened", func(i Incident) any { return i.At }},
		{"place.zones", "strings", "codes of the zones in which it lies", func(i Incident) any { return atMost(i.Zones) }},
		{"place.belts", "strings", "codes of the belts in which it lies", func(i Incident) any { return atMost(i.Belts) }},
	}
}

func atMost(codes []string) []string { return codes[:min(len(codes), maxPlaces)] }

func (f Field) celType() *cel.Type {
	switch f.Type {
	case "int":
		return cel.IntType
	case "time":
		return cel.TimestampType
	case "strings":
		return cel.ListType(cel.StringType)
	}
	return cel.StringType
}

func (i Incident) fields() map[string]any {
	all := make(map[string]any, 20)
	for _, f := range Fields() {
		all[f.Name] = f.of(i)
	}
	return all
}
