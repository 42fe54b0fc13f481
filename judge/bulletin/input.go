package bulletin

import (
	"math"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun/agreement"
	"truce/noun/incident"
	"truce/noun/post"
	"truce/noun/publication"
	"truce/noun/word"
)

// Input is what one office knew at one moment, as folds say it. Count makes Rows of it.
type Input struct {
	Office     Office
	Spec       Spec
	Rules      int // by the number of which it is made; 0: the program's own
	Number     int
	Correction int // 0: as first published
	Known      time.Time
	Registers  []publication.Register // the office's own first
	Salt       string                 // of digests: the id of the last act that it rests on
	Blind      string                 // of the digests of rows and of the mission's edition; "" of a draft

	Period, Before Span
	Days           []string                     // civil days of the period
	Reports        []Item[incident.Report]      // of the period and of the one before
	Incidents      []Item[incident.Incident]    // likewise
	Restrictions   []Item[incident.Restriction] // likewise
	Tallies        []Item[incident.Tally]       // of the days of the period
	Posts          []Item[post.Post]            // their periods that meet one of the two
	Zones          []Zone                       // in force during one of the two, by code
	Agreements     []Agreement
	Words          []word.Word               // the office's own
	Asked          []Item[incident.Incident] // of the last AnswersDays, with questions
	Ruled          []Item[incident.Incident] // of earlier times, changed during the period, with findings
	Since          *Since                    // nil: no bulletin of the kind was published before
	Late           []Late
	LateWithheld   bool // there may be more of them than a copy tells
	Corrections    []Corrected
}

// Office is whose bulletin it is.
type Office struct {
	Name  string // of its subject, such as "hq"
	Title string
}

// Item is one record as it was known. It is of the period, or of the one before, by when it
// began.
type Item[S any] struct {
	Subject     act.SubjectID
	From, Until time.Time
	Before      bool
	State       S
	Lies        Lies
	Where       *Where // where the mission's map draws it
	Withheld    Withheld
	Doubted     fold.Doubt // how far it rests on acts of keys in doubt
}

// Where is a place as far as it is known: a circle, or a sector seen from where somebody stood.
type Where struct {
	Lon              float64 `json:"lon"`
	Lat              float64 `json:"lat"`
	RadiusMetres     float64 `json:"radiusMetres"` // of a sector: the farthest
	FromMetres       float64 `json:"fromMetres,omitzero"`
	BearingDegrees   float64 `json:"bearingDegrees,omitzero"`
	HalfWidthDegrees float64 `json:"halfWidthDegrees,omitzero"` // 0: a circle
}

// rounded is a place to ten metres or so.
func (w *Where) rounded() *Where {
	if w == nil {
		return nil
	}
	r := *w
	r.Lon, r.Lat = rounded(w.Lon, 4), rounded(w.Lat, 4)
	return &r
}

func rounded(x float64, decimals int) float64 {
	scale := math.Pow10(decimals)
	return math.Round(x*scale) / scale
}

// Withheld is what a copy of the register does not tell of a record because members of its acts
// are withheld from it. In an office it is always zero.
type Withheld struct {
	Place  bool // whether it has one, and where: with it, whether it counts
	Source bool // who told it: with it, whether two sources are independent
	Harm   bool // what became of those whom a file names by rows
}

// Zone is a zone as it was drawn during the period.
type Zone struct {
	Code        string
	Names       []Text
	Now, Before bool // in force during the period, during the one before
	Approximate bool
	Exercise    bool
	Doubted     fold.Doubt
	Parts       [][]Point // outer borders
	Belts       []string
}

// Agreement is one agreement as it was known.
type Agreement struct {
	Subject act.SubjectID
	State   agreement.Agreement
	Doubted fold.Doubt
}

// Late is a record about an earlier time that became known, or changed, since the last
// bulletin.
type Late struct {
	Subject  act.SubjectID
	Changed  bool // it was known before
	Withheld Withheld
}

// Text is a text in one language.
type Text struct {
	Language string `json:"language"`
	Text     string `json:"text"`
}
