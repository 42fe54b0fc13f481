package judging

import (
	"context"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/judge/law"
	"truce/judge/policy"
	"truce/noun/incident"
	"truce/tool/keep"
	"truce/tool/query"
)

// LawOf answers the law of an incident, as known at a moment (zero: now). It is for readers
// of exact places: in which zone, and how far from its border, tells where it was.
func (j *Judging) LawOf(ctx context.Context, who policy.Person, id act.SubjectID, known time.Time) (law.Lawful, error) {
	if !who.Known() {
		return law.Lawful{}, problem.Unauthenticated(problem.SignInNeeded)
	}
	if id.Noun() != incident.IncidentNoun {
		return law.Lawful{}, problem.NotFound(problem.NothingFound, problem.P{"id": id})
	}
	if _, err := j.room.Subject(ctx, who, id, query.Clocks{Known: known}); err != nil {
		return law.Lawful{}, err
	}
	if !j.room.Reads(who, "exact-place") {
		return law.Lawful{}, j.office.Policy().Refusal(policy.Read("exact-place"))
	}
	told := law.Lawful{Subject: id}
	err := j.office.Read(ctx, func(r keep.Reader) error {
		rows, err := r.RowsAsOf(id, known)
		if err != nil || len(rows) == 0 {
			return err
		}
		facts, err := factsOf(r, rows[0], known)
		say(&told, j.Law(), rows[0], facts, known)
		return err
	})
	return told, err
}

func say(l *law.Lawful, s *law.Snapshot, row keep.Row, facts law.Incident, known time.Time) {
	place, when := law.PlaceOf(row.Where, nil), law.When{From: row.From, Until: row.Until, Known: known}
	l.From, l.Until = row.From, row.Until
	l.Judgement, l.Engagements = s.At(place, when), s.Engages(facts, place, when)
}

// factsOf gathers what rules may ask of an incident: what its file says, and what its
// reports say as long as they do not contradict one another.
func factsOf(r keep.Reader, row keep.Row, known time.Time) (law.Incident, error) {
	var file incident.Incident
	if err := json.Unmarshal([]byte(row.State), &file); err != nil {
		return law.Incident{}, err
	}
	var reports []incident.Report
	for _, link := range file.Reports {
		rows, err := r.RowsAsOf(link.Report, known)
		if err != nil {
			return law.Incident{}, err
		}
		if len(rows) == 0 || !rows[0].Counts || rows[0].Compartment != "" {
			continue // what it does not show to everybody must not show here
		}
		var report incident.Report
		if err := json.Unmarshal([]byte(rows[0].State), &report); err != nil {
			return law.Incident{}, err
		}
		reports = append(reports, report)
	}
	return incidentFacts(file, reports), nil
}

// incidentFacts prefers observations: allegations are asked only where there is none.
func incidentFacts(file incident.Incident, reports []incident.Report) law.Incident {
	var f facts
	for _, kind := range []string{incident.Observation, incident.Allegation} {
		for _, r := range reports {
			if r.Type == kind {
				f.take(r.Record)
			}
		}
		if f.asked > 0 {
			break
		}
	}
	f.harm(file)
	f.Event, f.Accused = file.Event, accused(file)
	return f.Incident
}

// facts of several reports: a member on which they differ is not known.
type facts struct {
	law.Incident
	asked int
}

func (f *facts) take(r incident.Record) {
	f.asked++
	f.word("incident.means", &f.Means, r.Means)
	f.word("incident.weapon", &f.Weapon, r.Weapon)
	f.word("incident.direction", &f.Direction, r.Direction)
	f.word("incident.effect", &f.Effect, r.Effect)
	if r.Count == nil {
		return
	}
	if f.Unit != "" && (f.Unit != r.Count.Unit || f.Number != r.Count.Number) || r.Count.AtLeast {
		f.Unknown = append(f.Unknown, "incident.number")
	}
	f.word("incident.unit", &f.Unit, r.Count.Unit)
	f.Number = r.Count.Number
}

func (f *facts) word(name string, held *string, says string) {
	switch {
	case says == "" || says == "unknown" || says == *held:
	case *held == "":
		*held = says
	default:
		f.Unknown = append(f.Unknown, name)
	}
}

// harm is what observations state, else what allegations do. Reports do not say together
// how many were civilians.
func (f *facts) harm(file incident.Incident) {
	f.Unknown = append(f.Unknown, "incident.civiliansKilledMin")
	stated := file.HarmObserved
	if stated == nil {
		stated = file.HarmAlleged
	}
	if stated == nil {
		stated = &incident.StatedHarm{}
	}
	f.number("incident.killedMin", &f.KilledMin, stated.KilledMin)
	f.number("incident.killedMax", &f.KilledMax, stated.KilledMax)
	f.number("incident.injuredMin", &f.InjuredMin, stated.InjuredMin)
	f.number("incident.injuredMax", &f.InjuredMax, stated.InjuredMax)
}

// number is known where it is said: that nobody was killed has to be said, too.
func (f *facts) number(name string, held *int, says *int) {
	if says == nil {
		f.Unknown = append(f.Unknown, name)
		return
	}
	*held = *says
}

// accused is the one to whom every attribution that stands attributes it, if they agree. What
// a reporter accuses is no attribution.
func accused(file incident.Incident) string {
	if file.Attribution != incident.Attributed {
		return ""
	}
	for _, a := range file.Attributions {
		if !a.Withdrawn {
			return a.Actor
		}
	}
	return ""
}
