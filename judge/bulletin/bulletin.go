package bulletin

import (
	"time"

	"truce/ground/act"
)

// Format names the form of a bulletin and the rules by which its figures are counted.
const Format = "truce-bulletin-1"

// Bulletin is one edition of a bulletin. Its sections are in the order in which they are
// read; each is there, however empty.
type Bulletin struct {
	Format       string       `json:"format"`
	Header       Header       `json:"header"`
	Counts       Counts       `json:"counts"`
	Zones        []ZoneRow    `json:"zones"`  // of all that is counted, by how it lies to zones
	Belts        []ZoneRow    `json:"belts"`  // the same, to belts
	Events       []EventRow   `json:"events"` // the same, by kind
	Coverage     []Watch      `json:"coverage"`
	Tallies      Tallies      `json:"tallies"`
	Findings     []Finding    `json:"findings"`
	Answers      Answers      `json:"answers"`
	Attribution  Attribution  `json:"attribution"`
	Harm         Harm         `json:"harm"`
	Restrictions Restrictions `json:"restrictions"`
	Deadlines    Deadlines    `json:"deadlines"`
	Late         LateAdded    `json:"late"`
	Corrections  []Notice     `json:"corrections"`
	Map          Map          `json:"map"`
}

// Sections are the names of the sections in the order in which they are read.
func Sections() []string {
	return []string{"header", "counts", "zones", "belts", "events", "coverage", "tallies", "findings", "answers",
		"attribution", "harm", "restrictions", "deadlines", "late", "corrections", "map"}
}

// Header says what it is and what it was made from.
type Header struct {
	Office     string    `json:"office"`
	OfficeName string    `json:"officeName"`
	Origin     string    `json:"origin"` // of the register's tree heads
	Number     int       `json:"number"`
	Correction int       `json:"correction,omitzero"`
	Kind       string    `json:"kind"`
	Date       string    `json:"date"`
	CutOff     string    `json:"cutOff"`
	TimeZone   string    `json:"timeZone"`
	From       time.Time `json:"from"`
	Until      time.Time `json:"until"`
	BeforeFrom time.Time `json:"beforeFrom"` // of the period before, which ends where this one begins
	Known      time.Time `json:"known"`      // received time of the last entry that it rests on
	Size       int64     `json:"size"`       // entries that it rests on
	Root       string    `json:"root"`
	Edition    string    `json:"edition"`
	Rules      []string  `json:"rules"`
	Exercise   bool      `json:"exercise,omitzero"`
}

// Counts are kept apart and never added: reports as they came in, and files as they stand.
type Counts struct {
	Alleged     Figure    `json:"alleged"`    // allegations
	Observed    Figure    `json:"observed"`   // observations
	Incidents   Figure    `json:"incidents"`  // files: the sum of found and unresolved
	Found       []Outcome `json:"found"`      // by outcome of verification
	Unresolved  Figure    `json:"unresolved"` // files without an outcome
	Claimed     Figure    `json:"claimed"`    // of these, claimed to be confirmed, which their reports do not carry
	Ruled       Figure    `json:"ruled"`      // files on which a body issued a finding
	BelowQuorum Figure    `json:"belowQuorum"`
}

// Outcome is one outcome of verification.
type Outcome struct {
	Row   string `json:"row"` // code of the taxonomy
	Files Figure `json:"files"`
}

// Measures are the three things that are counted, each in its unit.
type Measures struct {
	Observed  Figure `json:"observed"`
	Alleged   Figure `json:"alleged"`
	Incidents Figure `json:"incidents"`
}

// ZoneRow is what lies in one way to the zones or the belts. The rows of a table add up.
type ZoneRow struct {
	Row   string   `json:"row"`
	Lies  string   `json:"lies"`            // inside, may-be, outside or unknown
	Codes []string `json:"codes,omitempty"` // in all of which it lies, or in some of which it may
	Measures
}

// How rows lie.
const (
	Inside  = "inside"
	MayBe   = "may-be"
	Outside = "outside"
	Unknown = "unknown" // the place is not known, or not well enough
)

// EventRow is one kind of event.
type EventRow struct {
	Row string `json:"row"` // code of the taxonomy, or not-stated
	Measures
}

// NotStated is the row of what says nothing.
const NotStated = "not-stated"

// Watch is what is known by now of who watched a zone.
type Watch struct {
	Row         string `json:"row"` // the zone's code
	Names       []Text `json:"names,omitempty"`
	Status      string `json:"status"` // observed, impeded or not-observed
	Posts       Figure `json:"posts"`
	Observed    Figure `json:"observed"`   // observations made inside for certain
	Restricted  Figure `json:"restricted"` // restrictions that kept somebody from seeing
	Approximate bool   `json:"approximate,omitzero"`
}

// Statuses of coverage.
const (
	Observed    = "observed"
	Impeded     = "impeded" // watched, and kept from seeing some of it
	NotObserved = "not-observed"
)

// Tallies are what the parties published for the days of the period: claims, beside each
// other, which change no count of ours.
type Tallies struct {
	Rule  string     `json:"rule"`
	Days  []TallyDay `json:"days"`
	Shown []Claim    `json:"shown"` // each tally as published
}

// TallyDay lays two tallies of one day beside each other.
type TallyDay struct {
	Row     string      `json:"row"` // 2017-05-07 RU TR
	Date    string      `json:"date"`
	A       string      `json:"a"` // publisher
	B       string      `json:"b"`
	Matched Figure      `json:"matched"` // at most
	OnlyA   Figure      `json:"onlyA"`   // at least, in A's unit
	OnlyB   Figure      `json:"onlyB"`
	Areas   []TallyArea `json:"areas"`
	OneUnit bool        `json:"oneUnit"`
	OneDay  bool        `json:"oneDay"`
	OffByA  int         `json:"offByA,omitzero"` // parts less total
	OffByB  int         `json:"offByB,omitzero"`
}

// TallyArea is one area of a comparison.
type TallyArea struct {
	Row           string `json:"row"`
	Name          string `json:"name"`
	A             int    `json:"a"`
	B             int    `json:"b"`
	MatchedAtMost int    `json:"matchedAtMost"`
}

// Claim is one party's tally.
type Claim struct {
	Row          string `json:"row"` // 2017-05-07 RU
	Publisher    string `json:"publisher"`
	Date         string `json:"date"`
	Total        Figure `json:"total"` // in the publisher's unit
	Inconsistent bool   `json:"inconsistent,omitzero"`
	Source       string `json:"source"`
}

// Finding is what a body found on one file of the period, and who was there.
type Finding struct {
	Row       string   `json:"row"`
	File      Figure   `json:"file"`
	Event     string   `json:"event"`
	Body      string   `json:"body"`
	Status    string   `json:"status"`
	Issued    string   `json:"issued"` // day
	Present   int      `json:"present"`
	Signed    int      `json:"signed"`
	Dissented int      `json:"dissented"`
	Absent    int      `json:"absent"`
	Needed    int      `json:"needed"`
	Lacking   []string `json:"lacking,omitempty"` // parties of which nobody was there
	QuorumMet bool     `json:"quorumMet"`
}

// Answers are what parties were asked and said.
type Answers struct {
	Days      int          `json:"days"` // how far back questions are looked for
	Asked     []Asked      `json:"asked"`
	Positions []PositionOf `json:"positions"` // on the files of the period
}

// Asked is one party's open questions.
type Asked struct {
	Row     string    `json:"row"`     // party
	Open    Figure    `json:"open"`    // not answered, in time so far
	Overdue Figure    `json:"overdue"` // not answered by the deadline
	Oldest  time.Time `json:"oldest"`  // deadline
}

// PositionOf is how many files a party takes one position on.
type PositionOf struct {
	Row      string `json:"row"`
	Party    string `json:"party"`
	Position string `json:"position"`
	Files    Figure `json:"files"`
}

// Attribution is who is said to have done it. The four add up to the files of the period;
// what is said of single actors does not, because two may be named for one file.
type Attribution struct {
	Inside    Figure  `json:"inside"`    // to parties alone
	Outside   Figure  `json:"outside"`   // to listed groups outside the ceasefire alone
	Contested Figure  `json:"contested"` // to both
	Nobody    Figure  `json:"nobody"`
	Actors    []Actor `json:"actors"`
}

// Actor is one that is named by attributions that stand.
type Actor struct {
	Row     string `json:"row"`
	Outside bool   `json:"outside,omitzero"`
	Files   Figure `json:"files"`
}

// Harm is what became of people: of victims recorded one by one, confirmed and reported
// apart; and what reports state, which may tell of one person more than once.
type Harm struct {
	People []HarmRow  `json:"people"`
	Stated []StatedBy `json:"stated"`
}

// HarmRow is one status over the files of the period.
type HarmRow struct {
	Row       string `json:"row"` // killed, injured, missing or detained
	Confirmed Figure `json:"confirmed"`
	Reported  Figure `json:"reported"`
	Civilians Figure `json:"civilians"` // of both, those known to be civilians
	Min       int    `json:"min"`       // confirmed, if every open proposal turns out to be one person
	Max       int    `json:"max"`       // confirmed and reported, if none does
}

// StatedBy is what the reports of one sort state.
type StatedBy struct {
	Row        string `json:"row"` // observation or allegation
	KilledMin  Figure `json:"killedMin"`
	KilledMax  Figure `json:"killedMax"`
	CivilMin   Figure `json:"civilMin"` // of those killed, known to be civilians
	InjuredMin Figure `json:"injuredMin"`
	InjuredMax Figure `json:"injuredMax"`
}

// Restrictions are how the mission was kept from moving and seeing.
type Restrictions struct {
	Total Figure       `json:"total"`
	Rows  []Restricted `json:"rows"` // by party and type: they add up
}

// Restricted is what one party's people did in one way.
type Restricted struct {
	Row       string `json:"row"`
	Party     string `json:"party"`
	Type      string `json:"type"`
	Cases     Figure `json:"cases"`
	Minutes   Figure `json:"minutes"` // of those that have ended
	Prevented Figure `json:"prevented"`
}

// Deadlines are what is due soon, and what is overdue, by the version and clause that says so.
type Deadlines struct {
	Days int   `json:"days"` // how far ahead
	Rows []Due `json:"rows"`
}

// Due is one deadline.
type Due struct {
	Row        string        `json:"row"`
	Agreement  act.SubjectID `json:"agreement"`
	Version    string        `json:"version"`
	InForce    bool          `json:"inForce"` // of the version, at the end of the period
	Clause     string        `json:"clause"`
	Obligation string        `json:"obligation"`
	What       []Text        `json:"what,omitempty"`
	Who        []string      `json:"who,omitempty"`
	Day        string        `json:"day"`   // last day on which it is in time
	Until      time.Time     `json:"until"` // first instant that is too late
	Status     string        `json:"status"`
}

// LateAdded are records about earlier times that became known, or changed, since the last
// bulletin of the kind.
type LateAdded struct {
	SinceNumber int       `json:"sinceNumber,omitzero"` // 0: there was none
	SinceKnown  time.Time `json:"sinceKnown,omitzero"`
	Rows        []LateRow `json:"rows"`
}

// LateRow is one sort of record.
type LateRow struct {
	Row     string `json:"row"` // noun
	Added   Figure `json:"added"`
	Changed Figure `json:"changed"`
}

// Notice is a correction that was published.
type Notice struct {
	Row        string    `json:"row"`
	Bulletin   string    `json:"bulletin"`
	Number     int       `json:"number"`
	Correction int       `json:"correction"`
	What       string    `json:"what"`
	Why        string    `json:"why"`
	Published  time.Time `json:"published"`
}
