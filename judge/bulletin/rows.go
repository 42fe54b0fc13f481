package bulletin

import (
	"fmt"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/shape"
	"truce/noun/publication"
)

// Rules is the number of the rules by which this program makes bulletins: what the sections
// are, how their figures are counted from Rows, and how both are written. It is raised when
// any of that changes, with the reason:
//
//  1. as first released
//
// A bulletin names its number. A program has the rules of its own number and of all before it, and calls no bulletin wrong whose rules it
// does not have. What a later number says otherwise stands beside what the earlier ones do: a section says by which numbers it is in a
// bulletin (Section.Since); what Count makes of a record, and what else a number decides, asks Rows.Rules. A table or a member that a later
// number adds is left out where it is empty: rows of earlier numbers stay the bytes that they were.
const Rules = 1

// Rows are all that the editions of one bulletin are made from: which bulletin it is, and each
// record as it was counted. They are closed: sections know nothing else of a record, so that
// whatever folds come to say of it later, the same rows give the same bulletin. The digest of
// their bytes is signed with the bulletin, and the office keeps them beside its editions.
//
// They hold exact places, as the mission's edition does, and are for whoever may read that.
type Rows struct {
	Rules      int                    `json:"rules"`
	Folds      map[string]int         `json:"folds"`  // meaning of each noun by which its records were counted (noun.Noun)
	Office     string                 `json:"office"` // name of its subject, such as "hq"
	OfficeName string                 `json:"officeName"`
	Number     int                    `json:"number"`
	Correction int                    `json:"correction,omitzero"` // 0: as first published
	Kind       string                 `json:"kind"`
	Date       string                 `json:"date"`
	CutOff     string                 `json:"cutOff"`
	TimeZone   string                 `json:"timeZone"`
	From       time.Time              `json:"from"`
	Until      time.Time              `json:"until"`
	BeforeFrom time.Time              `json:"beforeFrom"`      // of the period before, which ends where this one begins
	Known      time.Time              `json:"known"`           // received time of the last entry that it rests on
	Registers  []publication.Register `json:"registers"`       // that it rests on, the office's own first
	Salt       string                 `json:"salt"`            // of digests: the id of the last act that it rests on
	Blind      string                 `json:"blind,omitempty"` // drawn for what is published (publication.Basis); "" of a draft
	Exercise   bool                   `json:"exercise,omitzero"`

	Parties      []CountedParty       `json:"parties,omitempty"` // whom the agreements name
	Words        []OwnWord            `json:"words,omitempty"`   // the office's own
	Force        []CountedForce       `json:"force,omitempty"`   // how each text stood
	Outcomes     []string             `json:"outcomes"`          // of verification, all that there are, in their order
	Reports      []CountedReport      `json:"reports,omitempty"`
	Files        []CountedFile        `json:"files,omitempty"`
	Rulings      []CountedRuling      `json:"rulings,omitempty"`
	Questions    []CountedQuestion    `json:"questions,omitempty"`
	Restrictions []CountedRestriction `json:"restrictions,omitempty"`
	Tallies      []CountedTally       `json:"tallies,omitempty"`
	Posts        []CountedPost        `json:"posts,omitempty"`
	Zones        []CountedZone        `json:"zones,omitempty"`
	Deadlines    []CountedDeadline    `json:"deadlines,omitempty"`
	Since        *Since               `json:"since,omitempty"` // nil: no bulletin of the kind was published before
	Late         []CountedLate        `json:"late,omitempty"`
	Corrections  []Corrected          `json:"corrections,omitempty"`
	Doubted      []CountedDoubted     `json:"doubted,omitempty"`
}

// Table names one sort of rows.
type Table string

// The sorts of rows.
const (
	ForceRows    Table = "force"
	Reports      Table = "reports"
	Files        Table = "files"
	Rulings      Table = "rulings"
	Questions    Table = "questions"
	Restricts    Table = "restrictions"
	TallyRows    Table = "tallies"
	Posts        Table = "posts"
	ZoneRows     Table = "zones"
	DeadlineRows Table = "deadlines"
	LateRows     Table = "late"
	Notices      Table = "corrections"
	DoubtedRows  Table = "doubted"
)

// Tables are all sorts of rows.
func Tables() []Table {
	return []Table{ForceRows, Reports, Files, Rulings, Questions, Restricts, TallyRows, Posts, ZoneRows, DeadlineRows, LateRows, Notices, DoubtedRows}
}

// Lies is how a place lies to zones and belts by law: certainly inside, or perhaps.
type Lies struct {
	Placed bool  `json:"placed,omitzero"` // the place is known well enough to say anything
	Zones  Cover `json:"zones,omitzero"`
	Belts  Cover `json:"belts,omitzero"`
}

// Cover names zones or belts by code, sorted.
type Cover struct {
	In    []string `json:"in,omitempty"`
	MayBe []string `json:"mayBe,omitempty"`
}

// Point is a longitude and a latitude in degrees.
type Point [2]float64

// CountedReport is a report that counts. Like all records that are compared with the period
// before it is of the one or the other by when it began.
type CountedReport struct {
	Subject act.SubjectID `json:"subject"`
	Before  bool          `json:"before,omitzero"`
	As      string        `json:"as"`   // observation or allegation
	Side    string        `json:"side"` // whose people reported: a party, or the mission
	Event   string        `json:"event,omitempty"`
	Lies    Lies          `json:"lies,omitzero"`
	Near    *Point        `json:"near,omitempty"`  // to a tenth of a degree
	Where   *Where        `json:"where,omitempty"` // as the mission's map draws it
	Harm    *Stated       `json:"harm,omitempty"`
}

// Stated is the harm that one report states, in persons. What is absent it does not say; 0 is nobody.
type Stated struct {
	KilledMin  *int `json:"killedMin,omitempty"`
	KilledMax  *int `json:"killedMax,omitempty"`
	CivilMin   *int `json:"civilMin,omitempty"` // of those killed, known to be civilians
	InjuredMin *int `json:"injuredMin,omitempty"`
	InjuredMax *int `json:"injuredMax,omitempty"`
}

// CountedFile is an incident file that counts.
type CountedFile struct {
	Subject   act.SubjectID   `json:"subject"`
	Before    bool            `json:"before,omitzero"`
	Event     string          `json:"event"`
	Outcome   string          `json:"outcome,omitempty"` // of verification; "": unresolved
	Claimed   bool            `json:"claimed,omitzero"`  // to be confirmed, which its reports do not carry
	Lies      Lies            `json:"lies,omitzero"`
	Inside    []string        `json:"inside,omitempty"`  // parties that attributions name
	Outside   []string        `json:"outside,omitempty"` // listed groups that they name
	Findings  []CountedFound  `json:"findings,omitempty"`
	Positions []CountedStance `json:"positions,omitempty"`
	Victims   []CountedHarm   `json:"victims,omitempty"`
}

// CountedFound is what one body found on a file.
type CountedFound struct {
	Body      string   `json:"body"`
	Status    string   `json:"status"`
	Issued    string   `json:"issued"` // day
	Present   int      `json:"present"`
	Signed    int      `json:"signed"`
	Dissented int      `json:"dissented"`
	Absent    int      `json:"absent"`
	Needed    int      `json:"needed"`
	Lacking   []string `json:"lacking,omitempty"`
	QuorumMet bool     `json:"quorumMet"`
	Decided   bool     `json:"decided,omitzero"`   // the body found it; else it was only put before it
	NoClause  string   `json:"noClause,omitempty"` // why no clause of a text in force had set the body up (body.Basis)
}

// CountedRuling is what a body found during the period on a file of an earlier time.
type CountedRuling struct {
	Subject act.SubjectID `json:"subject"` // the file
	Event   string        `json:"event"`
	CountedFound
}

// CountedStance is one party's position on a file.
type CountedStance struct {
	Party    string `json:"party"`
	Position string `json:"position"`
}

// CountedHarm is how many of a file's victims have one status.
type CountedHarm struct {
	Status    string `json:"status"`
	Confirmed int    `json:"confirmed,omitzero"`
	Reported  int    `json:"reported,omitzero"`
	Civilians int    `json:"civilians,omitzero"`
	Min       int    `json:"min,omitzero"`
	Max       int    `json:"max,omitzero"`
}

// CountedQuestion is a question on a file that a party has not answered.
type CountedQuestion struct {
	Subject  act.SubjectID `json:"subject"` // the file
	Party    string        `json:"party"`
	Deadline time.Time     `json:"deadline"`
	Overdue  bool          `json:"overdue,omitzero"` // at the end of the period
}

// CountedRestriction is a restriction of movement.
type CountedRestriction struct {
	Subject   act.SubjectID `json:"subject"`
	Before    bool          `json:"before,omitzero"`
	Party     string        `json:"party,omitempty"` // absent: not known whose people
	Kind      string        `json:"kind"`
	Minutes   *int          `json:"minutes,omitempty"`  // absent: its end is not said
	Ongoing   bool          `json:"ongoing,omitzero"`   // it had not ended when it was recorded
	Prevented bool          `json:"prevented,omitzero"` // a visit or an inspection
	Blocked   bool          `json:"blocked,omitzero"`   // it kept somebody from seeing
	Zone      string        `json:"zone,omitempty"`     // that its author named
	Lies      Lies          `json:"lies,omitzero"`
}

// CountedTally is a count that one party published for a day.
type CountedTally struct {
	Subject      act.SubjectID `json:"subject"`
	Publisher    string        `json:"publisher"`
	Date         string        `json:"date"`
	UTCOffset    string        `json:"utcOffset,omitempty"`
	Unit         string        `json:"unit"`
	List         string        `json:"list,omitempty"` // of several of the unit
	Total        int           `json:"total"`
	Parts        []CountedPart `json:"parts,omitempty"`
	Inconsistent bool          `json:"inconsistent,omitzero"`
	Source       string        `json:"source"`
}

// CountedPart is a tally's number for one area.
type CountedPart struct {
	Area   string `json:"area"`
	Name   string `json:"name"`
	Number int    `json:"number"`
}

// CountedPost is a post that stood, at one of its places.
type CountedPost struct {
	Subject act.SubjectID `json:"subject"`
	Now     bool          `json:"now,omitzero"`    // during the period
	Before  bool          `json:"before,omitzero"` // during the one before
	Kind    string        `json:"kind"`
	Zone    string        `json:"zone,omitempty"` // that it was established for
	Lies    Lies          `json:"lies,omitzero"`
	At      *Point        `json:"at,omitempty"`
	Near    *Point        `json:"near,omitempty"` // to a tenth of a degree
}

// CountedZone is a zone as it was drawn during the period.
type CountedZone struct {
	Code        string    `json:"code"`
	Names       []Text    `json:"names,omitempty"`
	Now         bool      `json:"now,omitzero"`    // in force during the period
	Before      bool      `json:"before,omitzero"` // in force during the one before
	Approximate bool      `json:"approximate,omitzero"`
	Parts       [][]Point `json:"parts,omitempty"` // outer borders, thinned out
	Belts       []string  `json:"belts,omitempty"`
}

// CountedDeadline is a deadline that is overdue or near.
type CountedDeadline struct {
	Due
	Agreed bool `json:"agreed,omitzero"` // its text was in force at some time: the public edition may name it
}

// CountedDoubted is a record that is counted and rests on acts of keys in doubt.
type CountedDoubted struct {
	Subject act.SubjectID `json:"subject"`
	Before  bool          `json:"before,omitzero"`
	Wholly  bool          `json:"wholly,omitzero"` // on such acts alone
}

// Since is the last published bulletin of the kind.
type Since struct {
	Number int       `json:"number"`
	Known  time.Time `json:"known"`
}

// CountedLate are the records of one noun about earlier times that became known, or changed,
// since then.
type CountedLate struct {
	Noun    string `json:"noun"`
	Added   Crowd  `json:"added,omitzero"`
	Changed Crowd  `json:"changed,omitzero"`
}

// Crowd is a number of records, with their ids if they are few enough to be listed, and else
// with their digest.
type Crowd struct {
	N      int             `json:"n"`
	Of     []act.SubjectID `json:"of,omitempty"`
	Digest string          `json:"digest,omitempty"`
}

// Corrected is a published correction.
type Corrected struct {
	Bulletin   act.SubjectID `json:"bulletin"`
	Number     int           `json:"number"` // of the bulletin
	Correction int           `json:"correction"`
	What       shape.Prose   `json:"what"`
	Reason     shape.Prose   `json:"reason"`
	Published  time.Time     `json:"published"`
}

// Closed are rows with their bytes and the digest by which a bulletin names them.
type Closed struct {
	Rows
	Text   []byte
	Digest string
}

// Close writes rows down. The same rows are always the same bytes.
func (r Rows) Close() (Closed, error) {
	text, err := json.Marshal(r, json.Deterministic(true))
	if err != nil {
		return Closed{}, fmt.Errorf("write rows of bulletin: %w", err)
	}
	return Closed{r, text, Digest(text)}, nil
}

// ReadRows reads rows that were kept. It answers OtherRules for those of rules that this program does not have.
func ReadRows(text []byte) (Closed, error) { return own().readRows(text) }

func (b rulebook) readRows(text []byte) (Closed, error) {
	var of struct {
		Rules int `json:"rules"`
	}
	if err := json.Unmarshal(text, &of); err != nil {
		return Closed{}, fmt.Errorf("read rows of bulletin: %w", err)
	}
	if !b.has(of.Rules) {
		return Closed{}, OtherRules{of.Rules, b.last}
	}
	c := Closed{Text: text, Digest: Digest(text)}
	if err := json.Unmarshal(text, &c.Rows, json.RejectUnknownMembers(true)); err != nil {
		return Closed{}, fmt.Errorf("read rows of bulletin: %w", err)
	}
	return c, nil
}

// OtherRules says that a bulletin or its rows were made by rules that this program does not
// have: by a later program, or by one that is no longer kept. It is no verdict on the bulletin.
type OtherRules struct{ Number, Last int }

// Never reports that no program ever had rules of that number: they are counted from 1.
func (e OtherRules) Never() bool { return e.Number < 1 }

// Error names both numbers.
func (e OtherRules) Error() string {
	if e.Never() {
		return fmt.Sprintf("it names the rules of number %d, and there never were any: they are counted from 1", e.Number)
	}
	return fmt.Sprintf("it was made by the rules of number %d, which this program does not have: its last number is %d", e.Number, e.Last)
}
