package agreement

import "truce/ground/shape"

// Clause is one numbered passage of a version. Its ID is an anchor as in Akoma Ntoso
// (eId): "art_1__para_2".
type Clause struct {
	ID           string        `json:"id" pattern:"^[a-z]+(_[A-Za-z0-9-]+)?(__[a-z]+_[A-Za-z0-9-]+)*$" maxlen:"80" doc:"anchor (Akoma Ntoso eId)"`
	Topic        string        `json:"topic,omitempty" pattern:"^[a-z0-9][a-z0-9-]{0,39}$" doc:"matter that it settles, by which versions are compared"`
	Refers       []string      `json:"refers,omitempty" pattern:"^[a-z]+(_[A-Za-z0-9-]+)?(__[a-z]+_[A-Za-z0-9-]+)*$" maxlen:"50" doc:"clauses of the version that it cites"`
	Heading      Texts         `json:"heading" maxlen:"20" doc:"its heading"`
	Text         Texts         `json:"text,omitempty" maxlen:"20" doc:"what it says"`
	Entry        *Entry        `json:"entry,omitempty" doc:"if the clause says when the version enters into force"`
	Duration     *Duration     `json:"duration,omitempty" doc:"if the clause says how long it lasts"`
	Suspension   *Leave        `json:"suspension,omitempty" doc:"if the clause says who may suspend it for itself"`
	Denunciation *Leave        `json:"denunciation,omitempty" doc:"if the clause says who may end it for itself"`
	Boundaries   *Boundaries   `json:"boundaries,omitempty" doc:"if the clause says who agrees on zones and lines drawn under the version; where none says so, all who must sign it"`
	Obligations  []Obligation  `json:"obligations,omitempty" maxlen:"50" doc:"who must do or refrain from what"`
	Prohibitions []Prohibition `json:"prohibitions,omitempty" maxlen:"50" doc:"what an incident would breach"`
	Ceilings     []Ceiling     `json:"ceilings,omitempty" maxlen:"50" doc:"most that anyone may have"`
	Note         shape.Prose   `json:"note,omitzero" maxlen:"2000" doc:"remark of who entered it"`
}

// Entry is the rule by which a version enters into force: with the beginning of the day
// that When counts to, or at its hour.
type Entry struct {
	When When `json:"when" doc:"the day"`
}

// Duration is how long a version is in force: to the end of the day that When counts to.
type Duration struct {
	When    When     `json:"when" doc:"its last day"`
	Consent []string `json:"consent,omitempty" pattern:"^(guarantors|bound|all|[A-Z][A-Z0-9-]{0,15})$" maxlen:"50" doc:"all of whom must consent to an extension; absent: it cannot be extended"`
}

// Leave is who may suspend or denounce a version for itself, without the others.
type Leave struct {
	Who        []string `json:"who" pattern:"^(guarantors|bound|all|[A-Z][A-Z0-9-]{0,15})$" maxlen:"50" doc:"who may, each for itself"`
	NoticeDays int      `json:"noticeDays,omitzero" min:"1" max:"3660" doc:"days from the declaration to its effect; absent: from the day after it was received"`
}

// Boundaries is who agrees on the zones and lines that are drawn under a version: all of them, and two parties at least.
type Boundaries struct {
	Consent []string `json:"consent" pattern:"^(guarantors|bound|all|[A-Z][A-Z0-9-]{0,15})$" maxlen:"50" doc:"all of whom must consent, as they are when it takes effect; two parties at least"`
}

// Obligation is what somebody must do, or not do, for a time or by a day.
type Obligation struct {
	ID    string   `json:"id" pattern:"^[a-z0-9][a-z0-9-]{0,39}$" doc:"name of the obligation within the version"`
	Who   []string `json:"who" pattern:"^(guarantors|bound|all|[A-Z][A-Z0-9-]{0,15})$" maxlen:"50" doc:"party codes, or guarantors, bound, all as they are over time"`
	Must  string   `json:"must" pattern:"^(do|refrain)$" doc:"whether to do or to refrain"`
	What  Texts    `json:"what" maxlen:"20" doc:"what"`
	Where []string `json:"where,omitempty" pattern:"^[A-Za-z0-9._:-]{1,40}$" maxlen:"50" doc:"zones, belts or lines by code; absent: everywhere"`
	From  *When    `json:"from,omitempty" doc:"first day; absent: entry into force"`
	Until *When    `json:"until,omitempty" doc:"last day; absent: as long as the version is in force"`
	Due   *When    `json:"due,omitempty" doc:"last day on which it can be fulfilled in time"`
}

// Prohibition is a rule that package law runs on each incident while it binds. An
// incident for which it is true engages the clause.
type Prohibition struct {
	ID    string   `json:"id" pattern:"^[a-z0-9][a-z0-9-]{0,39}$" doc:"name of the prohibition within the version"`
	Who   []string `json:"who" pattern:"^(guarantors|bound|all|[A-Z][A-Z0-9-]{0,15})$" maxlen:"50" doc:"whom it binds"`
	What  Texts    `json:"what" maxlen:"20" doc:"what is forbidden"`
	Where []string `json:"where,omitempty" pattern:"^[A-Za-z0-9._:-]{1,40}$" maxlen:"50" doc:"zones, belts or lines by code; absent: everywhere"`
	From  *When    `json:"from,omitempty" doc:"first day; absent: entry into force"`
	Rule  string   `json:"rule" maxlen:"1000" doc:"condition in CEL over incident and place"`
}

// Ceiling is the most of something that a party may have in a place.
type Ceiling struct {
	ID    string   `json:"id" pattern:"^[a-z0-9][a-z0-9-]{0,39}$" doc:"name of the ceiling within the version"`
	Who   []string `json:"who" pattern:"^(guarantors|bound|all|[A-Z][A-Z0-9-]{0,15})$" maxlen:"50" doc:"for each of whom"`
	Of    string   `json:"of" pattern:"^[a-z][a-z0-9-]{0,39}$" doc:"what is counted: a kind of post, or a unit such as observer"`
	Where []string `json:"where,omitempty" pattern:"^[A-Za-z0-9._:-]{1,40}$" maxlen:"50" doc:"zones, belts or lines by code; absent: everywhere"`
	Most  int      `json:"most" min:"0" max:"10000000" doc:"how many at most"`
}
