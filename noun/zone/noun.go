package zone

import (
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/force"
	"truce/noun"
)

// Zones are areas with the belts around them.
func Zones() noun.Noun {
	return noun.Noun{
		Name: Noun, Plural: "zones", Named: noun.ByConsent,
		About: "De-escalation zones with their belts, by the boundaries that were in force.",
		State: Zone{}, Fold: Fold, Rules: 1,
		Kinds: []noun.Kind{
			{Name: "zone-proposed", Body: ZoneProposed{}, Opens: true, Group: "keep-law", Several: true, About: "A boundary was put forward for a zone."},
			{Name: "zone-consented", Body: ZoneConsented{}, Group: "keep-law", About: "A party consented to one proposal for a zone."},
			{Name: "zone-objected", Body: ZoneObjected{}, Group: "keep-law", About: "A party objected to one proposal for a zone."},
			{Name: "zone-lapsed", Body: ZoneLapsed{}, Group: "keep-law", Several: true, About: "It was proposed that a boundary ends."},
		},
		Admission: admission(),
		Public:    public("boundary", "belts"),
		Part:      noun.Law, Placed: noun.Placed{Map: noun.Ground, Drawn: "boundary.geometry", Open: true},
		Screen: "/zones/:name",
	}
}

// Lines are contact lines and lines of withdrawal.
func Lines() noun.Noun {
	return noun.Noun{
		Name: LineNoun, Plural: "lines", Named: noun.ByConsent,
		About: "Contact lines and lines of withdrawal.",
		State: Line{}, Fold: FoldLine, Rules: 1,
		Kinds: []noun.Kind{
			{Name: "line-drawn", Body: LineDrawn{}, Opens: true, Group: "keep-law", Several: true, About: "A course was put forward for a line."},
			{Name: "line-consented", Body: LineConsented{}, Group: "keep-law", About: "A party consented to one proposal for a line."},
			{Name: "line-objected", Body: LineObjected{}, Group: "keep-law", About: "A party objected to one proposal for a line."},
			{Name: "line-lapsed", Body: LineLapsed{}, Group: "keep-law", Several: true, About: "It was proposed that a line ends."},
		},
		Admission: admission(),
		Public:    public("course", "kind", "left", "right", "withdrawals"),
		Part:      noun.Law, Placed: noun.Placed{Map: noun.Ground, Drawn: "course.geometry", Open: true},
		Plain: "lines are drawn among the zones; by itself one is a few members",
	}
}

// public is what was drawn and held, for whom, and why it holds no longer. Who proposed and
// consented, when, and how the mission knows, stays inside; so does whose consent is missing.
func public(drawn string, own ...string) noun.Public {
	paths := []string{"code", "status", "exercise", "for", "why"}
	for _, member := range append(own, "act", "digest", "agreed", "force", "agreement", "version", "clause", "approximate", "exercise", "names", "geometry", "edges") {
		paths = append(paths, drawn+"."+member, "agreed."+member)
	}
	return noun.Shown(paths...).Told(noun.InWorldOnly).Moving(noun.AtOnce).Before(told)
}

// told leaves of what is missing what strangers may read.
func told(state string, zone func() *time.Location) (string, error) {
	var all map[string]jsontext.Value
	if err := json.Unmarshal([]byte(state), &all); err != nil || all["why"] == nil {
		return state, err
	}
	var why []force.Lack
	if err := json.Unmarshal(all["why"], &why); err != nil {
		return "", err
	}
	var err error
	if all["why"], err = json.Marshal(force.Told(why, zone()), json.Deterministic(true)); err != nil {
		return "", err
	}
	text, err := json.Marshal(all, json.Deterministic(true))
	return string(text), err
}
