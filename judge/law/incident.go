package law

import (
	"slices"

	"truce/ground/taxonomy"
	"truce/noun/agreement"
)

// Incident is what is known of an incident, for rules to ask. Place, time, zones, belts and
// the capacity of the accused party are filled in by the law: what stands there is not
// used. Empty words, and the word unknown, are not known; so is what Unknown names, such as
// "incident.killedMin".
type Incident struct {
	agreement.Incident
	Unknown []string
}

// facts are the members by their names in rules. A word of an office's own is what it is a kind of.
func (i Incident) facts() map[string]any {
	return map[string]any{
		"incident.event": taxonomy.Base(i.Event), "incident.means": i.Means, "incident.weapon": taxonomy.Base(i.Weapon),
		"incident.direction": i.Direction, "incident.effect": i.Effect, "incident.unit": taxonomy.Base(i.Unit),
		"incident.number": int64(i.Number), "incident.accused": i.Accused, "incident.capacity": i.Capacity,
		"incident.killedMin": int64(i.KilledMin), "incident.killedMax": int64(i.KilledMax),
		"incident.civiliansKilledMin": int64(i.CiviliansKilledMin), "incident.injuredMin": int64(i.InjuredMin),
		"incident.injuredMax": int64(i.InjuredMax), "incident.at": i.At,
		"place.zones": []string{}, "place.belts": []string{},
	}
}

// unknown are the names of the members that are not known.
func (i Incident) unknown() []string {
	names := slices.Clone(i.Unknown)
	for name, value := range i.facts() {
		if word, is := value.(string); is && (word == "" || word == "unknown") && name != "incident.capacity" {
			names = append(names, name)
		}
	}
	if i.Unit == "" {
		names = append(names, "incident.number")
	}
	if i.Accused == "" {
		names = append(names, "incident.capacity")
	}
	slices.Sort(names)
	return slices.Compact(names)
}
