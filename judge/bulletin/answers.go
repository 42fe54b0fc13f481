package bulletin

import (
	"html/template"
	"strings"
	"time"

	"truce/ground/taxonomy"
)

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

// answersSection is what the parties were asked, and which positions they took.
func answersSection() Section {
	return part[Answers]{
		name: "answers",
		from: From{Questions: always("asked/*/*"), Files: placeless("positions/*/files")},
		make: func(m *maker) Answers { return Answers{AnswersDays, m.asked(), m.positions()} },
		page: func(p *page, a Answers) []block {
			return []block{p.noteWith("answers-note", a.Days), p.askedTable(a.Asked), p.positionTable(a.Positions)}
		},
	}.section()
}

func (m *maker) asked() []Asked {
	open, overdue, oldest := bags{}, bags{}, map[string]time.Time{}
	for _, q := range m.Questions {
		into := open
		if q.Overdue {
			into = overdue
		}
		into.at(q.Party).put(q.Subject, false)
		if first, is := oldest[q.Party]; !is || q.Deadline.Before(first) {
			oldest[q.Party] = q.Deadline
		}
	}
	all := []Asked{}
	for _, party := range sorted(oldest) {
		all = append(all, Asked{party, m.single(*open.at(party), QuestionUnit), m.single(*overdue.at(party), QuestionUnit), oldest[party]})
	}
	return all
}

func (m *maker) positions() []PositionOf {
	taken := bags{}
	for _, f := range m.Files {
		for _, p := range f.Positions {
			taken.at(p.Party+" "+p.Position).put(f.Subject, f.Before)
		}
	}
	all := []PositionOf{}
	for _, key := range sorted(taken) {
		party, position, _ := strings.Cut(key, " ")
		all = append(all, PositionOf{key, party, position, m.figure(*taken[key], IncidentUnit)})
	}
	return all
}

func (p *page) askedTable(all []Asked) block {
	if len(all) == 0 {
		return p.none("none-asked")
	}
	return tableOf(all,
		column[Asked]{head: p.word("party"), cell: func(a Asked) template.HTML { return p.party(a.Row) }},
		column[Asked]{head: p.word("open"), number: true, cell: func(a Asked) template.HTML { return p.figure(a.Open) }},
		column[Asked]{head: p.word("overdue"), number: true, cell: func(a Asked) template.HTML { return p.figure(a.Overdue) }},
		column[Asked]{head: p.word("oldest"), number: true, cell: func(a Asked) template.HTML { return p.clock(a.Oldest) }})
}

func (p *page) positionTable(all []PositionOf) block {
	if len(all) == 0 {
		return p.none("none-positions")
	}
	return tableOf(all,
		column[PositionOf]{head: p.word("party"), cell: func(o PositionOf) template.HTML { return p.party(o.Party) }},
		column[PositionOf]{head: p.word("position"), cell: func(o PositionOf) template.HTML { return p.term(taxonomy.PartyPosition, o.Position) }},
		column[PositionOf]{head: p.word("incidents"), number: true, cell: func(o PositionOf) template.HTML { return p.figure(o.Files) }})
}
