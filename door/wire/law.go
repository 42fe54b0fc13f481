package wire

import (
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/force"
	"truce/judge/law"
	"truce/noun/agreement"
	"truce/noun/gazetteer"
	"truce/noun/zone"
)

// Limits of questions to the law that both sides know.
const (
	MaxAsked      = 1000    // places in one request
	MaxAskedBytes = 1 << 20 // bytes of one request
)

// Place is where and when something is asked about: a circle around a point or, with a
// sector, what is seen in it from the point.
type Place struct {
	_            struct{}  `additionalProperties:"false"`
	Lon          float64   `json:"lon" doc:"degrees east, WGS84"`
	Lat          float64   `json:"lat" doc:"degrees north, WGS84"`
	RadiusMetres float64   `json:"radiusMetres,omitzero" doc:"uncertainty of the place; absent: it is the point"`
	Sector       *Sector   `json:"sector,omitempty" doc:"instead of a radius: the place lies in it, seen from the point"`
	At           time.Time `json:"at,omitzero" doc:"when; absent: not known"`
	Until        time.Time `json:"until,omitzero" doc:"end of a stretch of time, not included"`
	Weapon       *Weapon   `json:"weapon,omitempty" doc:"to be judged by the lines of withdrawal"`
}

// Sector is a bearing and a distance range from an observer.
type Sector struct {
	_                struct{} `additionalProperties:"false"`
	BearingDegrees   float64  `json:"bearingDegrees" doc:"clockwise from true north"`
	HalfWidthDegrees float64  `json:"halfWidthDegrees" doc:"to each side, over 0 to 180"`
	MinMetres        float64  `json:"minMetres" doc:"nearest distance"`
	MaxMetres        float64  `json:"maxMetres" doc:"farthest distance"`
}

// Weapon is what was seen of a weapon. What is absent is not known.
type Weapon struct {
	_           struct{} `additionalProperties:"false"`
	Class       string   `json:"class,omitempty" doc:"word of the list weapon-class"`
	Millimetres float64  `json:"millimetres,omitzero" doc:"calibre"`
	Party       string   `json:"party,omitempty" doc:"whose it is"`
}

// Places asks about many places at once, as known at one moment.
type Places struct {
	_      struct{}  `additionalProperties:"false"`
	Known  time.Time `json:"known,omitzero" doc:"as this office knew the law then; absent: as it knows it now"`
	Places []Place   `json:"places" maxItems:"1000" nullable:"false"`
}

// Text is how one version of a text stood, with what is missing in the reader's language.
type Text struct {
	law.TextForce
	Told  string   `json:"told" doc:"the state in the reader's language"`
	Words []string `json:"words" nullable:"false" doc:"what is missing, in the reader's language"`
}

// Said is what the law says of one place and time.
type Said struct {
	law.Judgement
	Texts       []Text       `json:"texts" nullable:"false" doc:"how every text that the reader may know stood then, for whom, and what was missing"`
	NoForce     string       `json:"noForce,omitempty" doc:"in the reader's language, if no agreement was in force at any moment of the time"`
	Withdrawals []Withdrawal `json:"withdrawals,omitempty" doc:"of the weapon, by each rule that may concern it"`
}

// SaidOfAll answers Places in their order.
type SaidOfAll struct {
	Known   time.Time `json:"known,omitzero"`
	Answers []Said    `json:"answers" nullable:"false"`
}

// Withdrawal is the verdict of one rule with its reasons in the reader's language.
type Withdrawal struct {
	law.Withdrawal
	Why []Reason `json:"why" nullable:"false"`
}

// Reason is a ground: the key for programs, the words for people.
type Reason struct {
	law.Reason
	Words string `json:"words" doc:"in the reader's language"`
}

// IncidentLaw is what the law says of an incident.
type IncidentLaw struct {
	law.Lawful
	Texts       []Text       `json:"texts" nullable:"false" doc:"how every text stood then, for whom, and what was missing"`
	NoForce     string       `json:"noForce,omitempty" doc:"in the reader's language, if no agreement was in force at any moment of the time"`
	Engagements []Engagement `json:"engagements" nullable:"false"`
}

// Engagement is the verdict of one prohibition with its reasons in the reader's language.
type Engagement struct {
	law.Engagement
	Why []Reason `json:"why" nullable:"false"`
}

// Versions are the versions of an agreement's text side by side.
type Versions struct {
	Agreement act.SubjectID `json:"agreement"`
	Versions  []Version     `json:"versions" nullable:"false"`
	Flags     []Flag        `json:"flags,omitempty" doc:"acts without the effect that their authors may think"`
}

// Flag tells of an act without the effect that its author may think: the key for programs,
// the words for people.
type Flag struct {
	agreement.Flag
	Words string `json:"words" doc:"in the reader's language"`
}

// Version is what a list needs of one version.
type Version struct {
	ID           string                  `json:"id"`
	Type         string                  `json:"type" doc:"draft, report or text"`
	Title        agreement.Texts         `json:"title"`
	Date         agreement.Date          `json:"date"`
	Digest       string                  `json:"digest" doc:"what a signature is of"`
	ProposedBy   string                  `json:"proposedBy,omitempty" doc:"absent: the mission"`
	Complete     bool                    `json:"complete"`
	Clauses      int                     `json:"clauses"`
	Signatures   []agreement.Signature   `json:"signatures,omitempty"`
	Missing      []string                `json:"missing,omitempty" doc:"parties whose signature is required and not there"`
	Extensions   []agreement.Extension   `json:"extensions,omitempty" doc:"with whose consent is missing: until then a claim"`
	Boundaries   []force.Member          `json:"boundaries,omitempty" doc:"who must consent to a zone or line under it, and when"`
	Declarations []agreement.Declaration `json:"declarations,omitempty" doc:"suspensions, resumptions and denunciations, with whose word is missing or why they have no effect"`
	Force        []agreement.Interval    `json:"force,omitempty" doc:"when it is in force"`
	Later        []Later                 `json:"later,omitempty" doc:"where it is in force by words that were received only afterwards"`
	Faults       []agreement.Fault       `json:"faults,omitempty"`
}

// Later is a stretch in which a version is in force by words that were received only afterwards.
type Later struct {
	agreement.Interval
	Words []string `json:"words" nullable:"false" doc:"whose, and when they were received, in the reader's language"`
}

// Differences are how two versions of a text differ, clause by clause.
type Differences struct {
	Agreement act.SubjectID          `json:"agreement"`
	Before    string                 `json:"before"`
	After     string                 `json:"after"`
	Clauses   []agreement.Difference `json:"clauses" nullable:"false"`
}

// Deadlines are when the obligations of the versions of an agreement are due.
type Deadlines struct {
	Agreement act.SubjectID `json:"agreement"`
	At        time.Time     `json:"at" doc:"how it lies overall is said for this instant"`
	Deadlines []Deadline    `json:"deadlines" nullable:"false" doc:"by version, in the order of the clauses"`
}

// Deadline is one deadline of one version, with how it was reckoned.
type Deadline struct {
	agreement.Due
	Standing string   `json:"standing" doc:"in-time, late, open, overdue, passed (by a text that was never in force), waiting or unknowable"`
	Words    []string `json:"words" nullable:"false" doc:"the steps of the reckoning in the reader's language"`
	Told     string   `json:"told" doc:"the standing in the reader's language"`
}

// Compared is how two proposals for one zone differ. Areas are in square metres on the
// ellipsoid.
type Compared struct {
	Zone          act.SubjectID  `json:"zone"`
	A             Proposal       `json:"a"`
	B             Proposal       `json:"b"`
	BothSquareM   float64        `json:"bothSquareMetres"`
	OnlyASquareM  float64        `json:"onlyASquareMetres"`
	OnlyBSquareM  float64        `json:"onlyBSquareMetres"`
	BordersApart  float64        `json:"bordersApartMetres" doc:"the farthest that a corner of one lies from the border of the other"`
	OnlyA         jsontext.Value `json:"onlyA" doc:"GeoJSON"`
	OnlyB         jsontext.Value `json:"onlyB" doc:"GeoJSON"`
	Slivers       []Sliver       `json:"slivers" nullable:"false" doc:"narrow or small parts of onlyA and onlyB"`
	Gaps          []Sliver       `json:"gaps" nullable:"false" doc:"ground that neither has though both are near"`
	Place         *ByBoth        `json:"place,omitempty" doc:"if a place was asked about"`
	SliverWidthM  float64        `json:"sliverWidthMetres" doc:"what counts as narrow"`
	SliverSquareM float64        `json:"sliverSquareMetres" doc:"what counts as small"`
}

// Proposal names one of two that are compared.
type Proposal struct {
	Act          act.ID          `json:"act"`
	By           string          `json:"by,omitempty"`
	Became       string          `json:"became,omitempty"`
	Number       int             `json:"number,omitzero"`
	SquareMetres float64         `json:"squareMetres"`
	Agreed       *zone.Interval  `json:"agreed,omitempty" doc:"for which time all consented"`
	Force        []zone.Interval `json:"force,omitempty" doc:"when, in that time, the text was in force that it rests on"`
}

// Sliver is a small or narrow piece of ground.
type Sliver struct {
	Of           string         `json:"of" doc:"a, b or gap"`
	SquareMetres float64        `json:"squareMetres"`
	WidthMetres  float64        `json:"widthMetres" doc:"mean"`
	Geometry     jsontext.Value `json:"geometry" doc:"GeoJSON"`
}

// ByBoth is where a place lies by the one proposal and by the other.
type ByBoth struct {
	A      law.Where `json:"a"`
	B      law.Where `json:"b"`
	AWords string    `json:"aWords" doc:"in the reader's language"`
	BWords string    `json:"bWords"`
}

// Look is a drawing that somebody wants looked at before it is put forward.
type Look struct {
	_          struct{}       `additionalProperties:"false"`
	Geometry   jsontext.Value `json:"geometry" doc:"RFC 7946 Polygon or MultiPolygon, WGS84"`
	Edges      string         `json:"edges" enum:"geodesic,straight"`
	BeltMetres float64        `json:"beltMetres,omitzero" minimum:"0" maximum:"200000" doc:"draw a belt of this width around it"`
}

// Looked is what an office says of a drawing that it would take.
type Looked struct {
	SquareMetres     float64        `json:"squareMetres" doc:"on the ellipsoid"`
	Geometry         jsontext.Value `json:"geometry" doc:"with its edges as they are meant"`
	Belt             jsontext.Value `json:"belt,omitempty" doc:"GeoJSON"`
	BeltSquareMetres float64        `json:"beltSquareMetres,omitzero"`
	Places           []PlaceIn      `json:"places" nullable:"false" doc:"of the gazetteer, inside or on the border"`
	People           int            `json:"people" doc:"who live in the settlements among them, as far as the gazetteer says"`
	MorePeople       bool           `json:"morePeople" doc:"of some of them it does not say"`
	MorePlaces       bool           `json:"morePlaces,omitzero" doc:"there are more than are told"`
}

// PlaceIn is a place of the gazetteer inside a drawing.
type PlaceIn struct {
	Place  act.SubjectID    `json:"place"`
	Code   string           `json:"code"`
	Kind   string           `json:"kind"`
	People *int             `json:"people,omitempty" doc:"who live there, as the gazetteer has it; absent: it does not say"`
	Names  []gazetteer.Name `json:"names,omitempty"`
}

// Parties are whom the agreements name. Nobody else is a party; a code that is not here is
// taken as it is written, and shown as one that no agreement names.
type Parties struct {
	Parties []Party `json:"parties" nullable:"false"`
}

// Party is one of them.
type Party struct {
	Code   string            `json:"code"`
	Names  agreement.Texts   `json:"names,omitempty" doc:"what agreements call it, by language"`
	Listed bool              `json:"listed,omitzero" doc:"it is a group outside the ceasefire now"`
	Agreed bool              `json:"agreed,omitzero" doc:"a text that entered into force names it; otherwise it stands only in what is being negotiated"`
	Named  []agreement.Named `json:"named,omitempty" doc:"by which version, as what, from when until when"`
}
