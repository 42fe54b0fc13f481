package incident

import (
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/shape"
	"truce/noun"
	"truce/noun/body"
)

// Finding is what one body found, or was asked to find, with how each seat stands to it. What it found stays while
// something else is drafted for it: the draft then stands beside.
type Finding struct {
	Draft     act.ID        `json:"draft"` // the act that seats answer
	Body      act.SubjectID `json:"body"`
	Status    string        `json:"status"`
	Text      shape.Prose   `json:"text,omitzero" class:"narrative"`
	Seats     []Seat        `json:"seats,omitempty"`
	Quorum    Quorum        `json:"quorum"`
	QuorumMet bool          `json:"quorumMet"`          // reckoned from the body's rule
	Alone     string        `json:"alone,omitempty"`    // the one side that sits in the body: this is that side's word, and never decided
	Mandate   *body.Mandate `json:"mandate,omitempty"`  // the clause by which the body says that it was set up
	NoClause  string        `json:"noClause,omitempty"` // why no clause of a text in force set it up when this was put before it: as body.Basis.Lacks says
	Decided   bool          `json:"decided"`            // the body found it, by its rule; until then it is a draft
	Refused   []string      `json:"refused,omitempty"`  // seats that answered no or dissented, where the body cannot find it any more, whatever others answer
	Doubted   bool          `json:"doubted,omitzero"`   // decided, and it would not be without what was signed with keys in doubt
	Since     time.Time     `json:"since,omitzero"`     // decided: when the last answer that was needed was received
	QuorumAt  time.Time     `json:"quorumAt,omitzero"`  // when the answer was received by which the quorum was met, be it a dissent
	Present   int           `json:"present"`            // seats that took part: only those that signed, dissented or refused themselves
	Signed    int           `json:"signed"`             // themselves
	Dissented int           `json:"dissented"`          // themselves
	Absent    int           `json:"absent"`             // as somebody recorded
	Lacking   []string      `json:"lacking,omitempty"`  // needed parties of which nobody took part
	By        act.SubjectID `json:"by" class:"staff"`   // who drafted it
	Issued    string        `json:"issued,omitempty"`   // decided: the day that the draft names, UTC
	Ahead     bool          `json:"ahead,omitzero"`     // decided, and the draft names a time that had not come by then
	Versions  int           `json:"versions"`
}

// Seat is how one seat of the body stands to a finding.
type Seat struct {
	Seat        string      `json:"seat"`
	Party       string      `json:"party,omitempty"`
	MissionOnly bool        `json:"missionOnly,omitzero"` // the key was vouched for by the mission only
	Doubted     bool        `json:"doubted,omitzero"`     // the key was in doubt
	Presence    string      `json:"presence"`             // signed, dissented, refused: itself; present, absent: as recorded; unanswered
	Recorded    bool        `json:"recorded,omitzero"`    // not signed: somebody else says so
	Source      string      `json:"source,omitempty"`     // how that is known
	Meets       bool        `json:"meets,omitzero"`       // did not answer: its word, a dissent too, would meet the quorum
	Finds       bool        `json:"finds,omitzero"`       // did not answer: even with its dissent the body would then have found it
	Reason      shape.Prose `json:"reason,omitzero" class:"narrative"`
}

// Quorum is what the body's rule asks for.
type Quorum struct {
	Needed  int      `json:"needed"`       // how many voices must take part
	Yes     int      `json:"yes,omitzero"` // of n-of-m: how many must sign
	Parties []string `json:"parties,omitempty"`
	Rule    string   `json:"rule,omitempty"`
}

// bodies keeps what each body found, the latest draft for it, and what seats said of each.
type bodies struct {
	all    []*found // in the order in which they first found
	drafts map[act.ID]*draft
	docket noun.Docket
}

type found struct {
	id       act.SubjectID
	drafted  fold.Field[act.ID]
	decided  act.ID // the draft that it found last: what is drafted since stands beside it until the body finds that
	versions int
}

type draft struct {
	FindingDrafted
	of       *found
	by       fold.Entry
	term     body.Term
	recorded map[string]SeatRecorded
	alone    map[string]bool // seats whose keys the mission alone vouched for
	doubted  map[string]bool // seats whose keys were in doubt
}

func (f *bodies) draft(g fold.Graph, e fold.Entry, b *FindingDrafted, look fold.Look) {
	i := slices.IndexFunc(f.all, func(x *found) bool { return x.id == b.Body })
	if i < 0 {
		i = len(f.all)
		f.all = append(f.all, &found{id: b.Body})
	}
	x := f.all[i]
	x.drafted.Set(g, e.ID, e.ID)
	x.versions++
	d := &draft{FindingDrafted: *b, of: x, by: e, recorded: map[string]SeatRecorded{}, alone: map[string]bool{}, doubted: map[string]bool{}}
	if state, held := look(b.Body, time.Time{}); held {
		var s body.Body
		if json.Unmarshal(state, &s) == nil {
			d.term, _ = s.At(e.Received)
		}
	}
	if f.drafts == nil {
		f.drafts = map[act.ID]*draft{}
	}
	f.drafts[e.ID] = d
	f.docket.Propose(e, "", func(p noun.Proposal) noun.Standing {
		if d.term.Reckon(p.Answers).Decided {
			return noun.InForce
		}
		return noun.Waits
	}, func(fold.Entry, noun.Standing) { x.decided = e.ID })
}

func (f *bodies) of(id act.ID) *draft { return f.drafts[id] }

// answer takes what a seat says itself. Who holds no seat says nothing here.
func (f *bodies) answer(e fold.Entry, b *noun.Endorsed) (ignored string) {
	d := f.of(b.Act)
	if d == nil {
		return "no-such-draft"
	}
	seat, holds := d.term.SeatOf(e.Person, e.Party, e.Received)
	if !holds {
		return "no-seat"
	}
	if p, _ := f.docket.Find(b.Act); p.Standing == noun.Waits && !d.of.drafted.Stands(b.Act) {
		return "draft-replaced"
	}
	if !f.docket.Answer(e, seat.Seat, b) {
		return "answered-before"
	}
	d.alone[seat.Seat], d.doubted[seat.Seat] = e.MissionOnly, e.Doubted
	return ""
}

func (f *bodies) record(b *SeatRecorded) (ignored string) {
	d := f.of(b.Draft)
	if d == nil {
		return "no-such-draft"
	}
	if _, is := d.term.Seat(b.Seat); !is {
		return "no-seat"
	}
	d.recorded[b.Seat] = *b
	return ""
}

func (f *bodies) list() []Finding {
	var all []Finding
	for _, x := range f.all {
		last := x.drafted.Value()
		if f.of(x.decided) != nil && x.decided != last {
			all = append(all, f.finding(x, x.decided))
		}
		all = append(all, f.finding(x, last))
	}
	return all
}

func (f *bodies) finding(x *found, id act.ID) Finding {
	d := f.of(id)
	p, _ := f.docket.Find(id)
	finding := Finding{
		Draft: id, Body: d.Body, Status: d.Status, Text: d.Text, Alone: d.term.Alone,
		Mandate: d.term.Mandate, NoClause: d.term.Basis.Lacks(d.by.Received), Since: p.Since, Decided: p.Standing == noun.InForce,
		By: d.by.Person, Versions: x.versions,
	}
	if finding.Decided {
		finding.Issued, finding.Ahead = d.At.UTC().Format(time.DateOnly), ahead(p.Since, d.At)
	}
	finding.count(d, p)
	return finding
}

// count says of each seat how it stands, and holds those that took part to the body's rule.
func (f *Finding) count(d *draft, p noun.Proposal) {
	for _, seat := range d.term.Seats {
		f.Seats = append(f.Seats, d.seat(seat, p))
	}
	for _, s := range f.Seats {
		switch s.Presence {
		case "signed":
			f.Signed++
		case "dissented":
			f.Dissented++
		case "absent":
			f.Absent++
		}
	}
	f.Present = len(p.Answers)
	if rule := d.term.Decision; rule != nil {
		f.Quorum = Quorum{rule.Quorum, rule.Needed, rule.Sides, rule.Rule}
	}
	r := d.term.Reckon(p.Answers)
	f.QuorumMet, f.Lacking = r.QuorumMet, r.Lacking
	f.QuorumAt = d.quorumAt(p.Answers)
	f.Refused = d.refused(p.Answers)
	for i, s := range f.Seats {
		if !p.Answered(s.Seat) {
			with := d.term.Reckon(append(slices.Clone(p.Answers), noun.Answer{Voice: s.Seat, Answer: noun.Dissent}))
			f.Seats[i].Meets, f.Seats[i].Finds = with.QuorumMet && !r.QuorumMet, with.Decided && !r.Decided
		}
	}
	f.Doubted = f.Decided && (d.by.Doubted || !d.term.Reckon(d.sound(p.Answers)).Decided)
}

// refused are the seats by whose answers the body cannot find it any more, even if all others sign: a seat answers once.
func (d *draft) refused(answers []noun.Answer) (by []string) {
	best := slices.Clone(answers)
	for _, s := range d.term.Seats {
		if !slices.ContainsFunc(answers, func(a noun.Answer) bool { return a.Voice == s.Seat }) {
			best = append(best, noun.Answer{Voice: s.Seat, Answer: noun.Yes})
		}
	}
	if d.term.Reckon(best).Decided {
		return nil
	}
	for _, a := range answers {
		if a.Answer != noun.Yes {
			by = append(by, a.Voice)
		}
	}
	return by
}

// quorumAt is when the answer was received by which the quorum was met; no answer takes it away again.
func (d *draft) quorumAt(answers []noun.Answer) time.Time {
	for i, a := range answers {
		if d.term.Reckon(answers[:i+1]).QuorumMet {
			return a.Received
		}
	}
	return time.Time{}
}

// sound are the answers of seats whose keys were not in doubt.
func (d *draft) sound(answers []noun.Answer) []noun.Answer {
	return slices.DeleteFunc(slices.Clone(answers), func(a noun.Answer) bool { return d.doubted[a.Voice] })
}

func (d *draft) seat(seat body.Seat, p noun.Proposal) Seat {
	s := Seat{Seat: seat.Seat, Party: seat.Party, Presence: "unanswered"}
	if r, is := d.recorded[seat.Seat]; is {
		s.Presence, s.Recorded, s.Source, s.Reason = r.Presence, true, r.Source, r.Reason
	}
	for _, a := range p.Answers {
		if a.Voice == seat.Seat { // its own word stands above what others recorded
			presence := map[string]string{noun.Yes: "signed", noun.No: "refused", noun.Dissent: "dissented"}[a.Answer]
			s = Seat{Seat: seat.Seat, Party: seat.Party, Presence: presence, Reason: a.Reason, MissionOnly: d.alone[seat.Seat], Doubted: d.doubted[seat.Seat]}
		}
	}
	return s
}

func (f *bodies) conflicts() []fold.Conflict {
	var all []fold.Conflict
	for _, x := range f.all {
		if c, is := x.drafted.Conflict("finding of " + string(x.id)); is {
			all = append(all, c)
		}
	}
	return all
}
