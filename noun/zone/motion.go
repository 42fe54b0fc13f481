package zone

import (
	"math"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/fold"
)

// motion is a proposal, or a proposal that one lapse, and what is said of it.
type motion struct {
	Told
	body       any    // *ZoneProposed or *LineDrawn; nil for a lapse
	terms      *Terms // nil for a lapse
	names      Names
	geometry   jsontext.Value
	lapse      *Lapsing
	target     *motion     // what a lapse would end
	rests      version     // the text that it rests on
	waits      bool        // recorded of a party that puts forward with a key of its own: it replaces nothing of what that did
	replacedAt int         // place among the acts of the one that replaced it
	replaced   time.Time   // receipt of that one
	moments    []time.Time // still to come, at which others may be asked than before: the text that it rests on comes, or somebody joins or leaves it
	parties    map[string]*party
	second     bool      // two parties are asked that it would bind
	passed     bool      // all who must consent, do
	passedAt   int       // how many acts came before
	last       time.Time // the last of the consents that count
	settled    time.Time // when all had consented: receipt of the last word that it took, or when whoever had not left
	code       string    // of the zone or line
}

const never = math.MaxInt

// motionOf reads an act that puts something forward; nil for any other.
func motionOf(at int, e fold.Entry) *motion {
	m := &motion{
		Told:       Told{Act: e.ID, Received: e.Received, Became: Open},
		replacedAt: never, passedAt: at, parties: map[string]*party{},
	}
	switch b := e.Body.(type) {
	case *ZoneProposed:
		m.body, m.terms, m.names, m.geometry = b, &b.Terms, b.Names, b.Geometry
	case *LineDrawn:
		m.body, m.terms, m.names, m.geometry = b, &b.Terms, b.Names, b.Geometry
	case *ZoneLapsed:
		m.lapse = &b.Lapsing
	case *LineLapsed:
		m.lapse = &b.Lapsing
	default:
		return nil
	}
	m.from(e)
	return m
}

// from works out whose proposal it is. One that speaks for another has no effect.
func (m *motion) from(e fold.Entry) {
	party, source := "", ""
	if m.terms != nil {
		party, source = m.terms.Party, m.terms.Source
		m.Digest, _ = Digest(m.geometry) // a body that was taken in is JSON
	} else {
		party, source = m.lapse.Party, m.lapse.Source
	}
	if party == "" {
		party = e.Party
	}
	m.By = party
	if why := speaks(e, party, source); why != "" {
		m.Became, m.Why = Refused, why
	}
}

// speaks decides whether an act may speak for the party: its own people, or the mission if
// it says how it knows. Nobody else. It answers why not.
func speaks(e fold.Entry, party, source string) string {
	switch {
	case e.Party == party:
		return ""
	case e.Party != "":
		return SpeaksForAnother
	case source == "":
		return NoSource
	}
	return ""
}

// numbered is what a proposal is called by whose it is: a later one of the same party and number, made by someone who knew of it, replaces it. What
// the mission records of a party replaces nothing that it put forward itself.
type numbered struct {
	by     string
	waits  bool
	number int
}

func (m *motion) numbered() (numbered, bool) {
	if m.terms == nil || m.Became == Refused {
		return numbered{}, false
	}
	return numbered{m.By, m.waits, m.terms.Number}, true
}

func (m *motion) who() string {
	if m.By == "" {
		return "the mission"
	}
	return m.By
}

// meant is from which moment it was to take effect.
func (m *motion) meant() time.Time {
	if m.terms != nil {
		return m.terms.From
	}
	return m.lapse.Until
}

// effect is when it takes effect, once all consented: as meant, or with the last consent,
// whichever is later. Nobody can be bound by a boundary before all agreed to it.
func (m *motion) effect() time.Time {
	if m.last.After(m.meant()) {
		return m.last
	}
	return m.meant()
}

func short(id act.ID) string { return id.String()[:8] }
