package incident

import (
	"truce/ground/act"
	"truce/ground/place"
	"truce/ground/published"
	"truce/ground/shape"
)

// Record is the minimum violation record: what one report says. Every member may be
// absent while it is a draft; Missing tells what it lacks before it counts.
type Record struct {
	Event       string          `json:"event,omitempty" code:"event" doc:"what happened"`
	Means       string          `json:"means,omitempty" code:"means" doc:"how the reporter knows"`
	Weapon      string          `json:"weapon,omitempty" code:"weapon-class" doc:"weapon class; unknown is a value"`
	Direction   string          `json:"direction,omitempty" code:"direction" doc:"of fire or explosion, seen from the observer"`
	Count       *Count          `json:"count,omitempty" doc:"how many, and of what"`
	Time        *place.Extent   `json:"time,omitempty" doc:"when it happened"`
	Place       *place.Place    `json:"place,omitempty" class:"exact-place" doc:"where it happened, with precision"`
	Area        string          `json:"area,omitempty" pattern:"^[A-Za-z0-9._:-]{1,40}$" doc:"place code of the sub-district or larger, for everyone"`
	Zone        string          `json:"zone,omitempty" pattern:"^[A-Za-z0-9._:-]{1,40}$" doc:"zone that the reporter names; the law decides for itself"`
	Post        act.SubjectID   `json:"post,omitempty" pattern:"^post/" doc:"post from which it was observed"`
	Observer    *place.Position `json:"observer,omitempty" class:"exact-place" doc:"where the observer stood, if not at the post"`
	Sight       *Sight          `json:"sight,omitempty" class:"exact-place" doc:"bearing and distance range, when no place is known"`
	Effect      string          `json:"effect,omitempty" code:"effect" doc:"what it did; unknown is a value"`
	Harm        *Harm           `json:"harm,omitzero" doc:"people killed and injured, as reported"`
	Accused     string          `json:"accused,omitempty" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"party that the reporter accuses: a claim, never an attribution"`
	Evidence    []act.SubjectID `json:"evidence,omitempty" pattern:"^evidence/" maxlen:"50" doc:"files that belong to it"`
	Source      *Source         `json:"source,omitempty" class:"source" doc:"who told the reporter, sealed to named people"`
	SealedTo    string          `json:"sealedTo,omitempty" pattern:"^[0-9a-f]{64}$" doc:"digest of the custodians whom the author's device knew, as two sides endorsed them; said whether there is a source or not"`
	Narrative   shape.Prose     `json:"narrative,omitzero" class:"narrative" maxlen:"8000" doc:"free text in the reporter's words"`
	Note        shape.Prose     `json:"note,omitzero" class:"party" maxlen:"4000" doc:"for the reporter's own party only"`
	Origin      *Origin         `json:"origin,omitempty" doc:"the published record that it was taken from"`
	Compartment string          `json:"compartment,omitempty" pattern:"^party$" doc:"party: only the reporter's own party sees this report"`
	Exercise    bool            `json:"exercise,omitzero" doc:"true for everything that did not happen"`
	Draft       bool            `json:"draft,omitzero" doc:"true while the reporter has not finished"`
}

// Count is a number with its counting unit: a bare number is refused.
type Count struct {
	Number  int    `json:"number" min:"1" max:"1000000" doc:"how many"`
	Unit    string `json:"unit" code:"counting-unit" doc:"of what"`
	AtLeast bool   `json:"atLeast,omitzero" doc:"true if there may have been more"`
}

// Sight is a bearing and a distance range from where the observer stood. It is drawn and
// judged as a sector.
type Sight struct {
	BearingDegrees   float64 `json:"bearingDegrees" min:"0" below:"360" doc:"clockwise from true north"`
	HalfWidthDegrees float64 `json:"halfWidthDegrees" over:"0" max:"180" doc:"uncertainty to either side"`
	MinMetres        float64 `json:"minMetres" min:"0" max:"100000" doc:"nearest distance"`
	MaxMetres        float64 `json:"maxMetres" over:"0" max:"100000" doc:"farthest distance, more than the nearest"`
}

// Harm is a range of people killed and injured, as this report has it. Each end that is absent is not said; 0 is
// said: nobody.
type Harm struct {
	KilledMin          *int `json:"killedMin,omitempty" min:"0" max:"1000000" doc:"people killed, at least"`
	KilledMax          *int `json:"killedMax,omitempty" min:"0" max:"1000000" doc:"people killed, at most"`
	CiviliansKilledMin *int `json:"civiliansKilledMin,omitempty" min:"0" max:"1000000" doc:"of those killed at least, known to be civilians"`
	InjuredMin         *int `json:"injuredMin,omitempty" min:"0" max:"1000000" doc:"people injured, at least"`
	InjuredMax         *int `json:"injuredMax,omitempty" min:"0" max:"1000000" doc:"people injured, at most"`
}

// Source is who told the reporter. The identity is encrypted before it leaves the
// author's device; the office never sees it.
type Source struct {
	Sealed string `json:"sealed" maxlen:"24000" pattern:"^-----BEGIN AGE ENCRYPTED FILE-----" doc:"age armour, to the custodians"`
	Direct *bool  `json:"direct,omitempty" doc:"true if the source saw or heard it, false if it was told by others; absent: not said"`
}

// Origin names the published record that a report was taken from.
type Origin = published.Row

// Encloses says whether the report is for its reporter's party alone.
func (r Record) Encloses() (alone bool, with []act.SubjectID) { return r.Compartment == "party", nil }

// Unfinished reports whether a record lacks something without which it is only a draft, and does not say that it is one.
func (r Record) Unfinished() bool { return !r.Draft && len(r.Missing()) > 0 }

// Missing names the members without which a report is only a draft, in the order of the
// form. A report taken from published data need not tell where its observer stood. Some of them are hidden: no fold
// asks for them of a report that says that it is finished, which admission held to it.
func (r Record) Missing() []string {
	var missing []string
	lacks := func(name string, is bool) {
		if is {
			missing = append(missing, name)
		}
	}
	lacks("event", r.Event == "")
	lacks("means", r.Means == "")
	lacks("weapon", r.Weapon == "")
	lacks("count", r.Count == nil)
	lacks("time", r.Time == nil || r.Time.From.IsZero())
	lacks("place", (r.Place == nil || r.Place.Empty()) && r.Sight == nil)
	lacks("observer", firstHand(r.Means) && r.Post == "" && r.Observer == nil)
	lacks("effect", r.Effect == "")
	return missing
}

// firstHand are the means for which somebody stood somewhere.
func firstHand(means string) bool {
	return means == "saw" || means == "heard"
}
