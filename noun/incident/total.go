package incident

import (
	"slices"

	"truce/ground/act"
)

// Units of the totals. They are no words of the taxonomy: they count what is on file, not
// what happened.
const (
	ReportUnit   = "report"
	IncidentUnit = "incident"
)

// Figure is a number that can be traced: the records behind it, of which it is the count.
type Figure struct {
	Number int             `json:"number"`
	Unit   string          `json:"unit"`
	Of     []act.SubjectID `json:"of,omitempty"` // sorted, each once
}

// Found is a figure of one outcome.
type Found struct {
	Status string `json:"status"`
	Figure
}

// Totals are what is to be published together and never added: what was alleged, what was
// observed, what was found and what is unresolved. Each incident that counts is in one of
// Found or in Unresolved; each report is counted once, in however many files it is.
type Totals struct {
	Alleged     Figure  `json:"alleged"`     // allegations
	Observed    Figure  `json:"observed"`    // observations
	Incidents   Figure  `json:"incidents"`   // files that count: the sum of Found and Unresolved
	Found       []Found `json:"found"`       // files by outcome of verification, in the taxonomy's order
	Unresolved  Figure  `json:"unresolved"`  // files without an outcome
	Claimed     Figure  `json:"claimed"`     // of these, claimed to be confirmed, which their reports do not carry
	Ruled       Figure  `json:"ruled"`       // files on which a body issued a finding, whatever verification says
	BelowQuorum Figure  `json:"belowQuorum"` // of these, files on which no finding met its quorum
	Inside      Figure  `json:"inside"`      // files attributed to a party, and to no listed group
	Outside     Figure  `json:"outside"`     // files attributed to a listed group outside the ceasefire, and to no party
	Contested   Figure  `json:"contested"`   // files attributed to both
	Nobody      Figure  `json:"nobody"`      // files not attributed
}

// Total counts the incidents, as they stand, that count.
func Total(incidents map[act.SubjectID]Incident) Totals {
	t := Totals{Found: make([]Found, 0, len(findings()))}
	for _, status := range findings() {
		t.Found = append(t.Found, Found{Status: status})
	}
	for id, s := range incidents {
		if s.Counts() {
			t.add(id, s)
		}
	}
	for _, f := range []*Figure{&t.Alleged, &t.Observed} {
		f.close(ReportUnit)
	}
	for i := range t.Found {
		t.Found[i].close(IncidentUnit)
	}
	for _, f := range []*Figure{&t.Incidents, &t.Unresolved, &t.Claimed, &t.Ruled, &t.BelowQuorum, &t.Inside, &t.Outside, &t.Contested, &t.Nobody} {
		f.close(IncidentUnit)
	}
	return t
}

func (f *Figure) close(unit string) {
	slices.Sort(f.Of)
	f.Of = slices.Compact(f.Of)
	f.Number, f.Unit = len(f.Of), unit
}

func (t *Totals) add(id act.SubjectID, s Incident) {
	put := func(f *Figure, subject act.SubjectID, is bool) {
		if is {
			f.Of = append(f.Of, subject)
		}
	}
	for _, l := range s.Reports {
		put(&t.Alleged, l.Report, l.As == Allegation)
		put(&t.Observed, l.Report, l.As == Observation)
	}
	put(&t.Incidents, id, true)
	for i := range t.Found {
		put(&t.Found[i].Figure, id, t.Found[i].Status == s.Outcome)
	}
	put(&t.Unresolved, id, s.Outcome == "")
	put(&t.Claimed, id, s.Claimed != "")
	put(&t.Ruled, id, len(s.Findings) > 0)
	met := slices.ContainsFunc(s.Findings, func(f Finding) bool { return f.QuorumMet })
	put(&t.BelowQuorum, id, len(s.Findings) > 0 && !met)
	inside, outside := s.Actors()
	put(&t.Inside, id, len(inside) > 0 && len(outside) == 0)
	put(&t.Outside, id, len(outside) > 0 && len(inside) == 0)
	put(&t.Contested, id, len(inside) > 0 && len(outside) > 0)
	put(&t.Nobody, id, len(inside)+len(outside) == 0)
}

// HarmFigure is the harm of one status over several incidents. The unit is the person.
type HarmFigure struct {
	HarmTotal
	Of []act.SubjectID `json:"of"` // the incidents that have it, sorted
}

// TotalHarm adds up the rows of victims of the incidents that count. One person who was
// recorded in two incidents counts twice: rows of two incidents are never compared.
func TotalHarm(incidents map[act.SubjectID]Incident) []HarmFigure {
	var all []HarmFigure
	for _, status := range harmStatuses() {
		f := HarmFigure{HarmTotal: HarmTotal{Status: status}}
		for id, s := range incidents {
			i := slices.IndexFunc(s.Harm, func(h HarmTotal) bool { return h.Status == status })
			if i < 0 || !s.Counts() {
				continue
			}
			h := s.Harm[i]
			f.Confirmed, f.Reported, f.Civilians = f.Confirmed+h.Confirmed, f.Reported+h.Reported, f.Civilians+h.Civilians
			f.Min, f.Max = f.Min+h.Min, f.Max+h.Max
			f.Of = append(f.Of, id)
		}
		if slices.Sort(f.Of); len(f.Of) > 0 {
			all = append(all, f)
		}
	}
	return all
}
