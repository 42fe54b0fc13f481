package incident

import (
	"slices"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun"
)

// file is an incident while its acts are added up.
type file struct {
	fold.Graph
	Incident
	look         fold.Look
	opened       fold.Field[IncidentOpened]
	links        links
	steps        steps
	positions    positions
	attributions attributions
	bodies       bodies
	victims      victims
}

// FoldIncident adds up the acts about an incident and the reports that it gathers.
func FoldIncident(_ act.SubjectID, entries []fold.Entry, look fold.Look) fold.Folded {
	f := file{Graph: fold.NewGraph(entries), look: look}
	for _, e := range entries {
		f.take(e)
	}
	s := f.Incident
	o := f.opened.Value()
	s.Title, s.Event, s.Zone, s.Area, s.Exercise = o.Title, o.Event, o.Zone, o.Area, o.Exercise
	s.Reports = f.links.list()
	where, lacks := s.gather(look, f.steps.distinct)
	s.conclude(f.steps, lacks)
	s.Requests, s.Positions = f.positions.asked(f.Graph), f.positions.latest
	s.Attributions = f.attributions.list()
	s.Attribution = attributed(s.Actors())
	s.Findings = f.bodies.list()
	s.Victims, s.SameVictims, s.Harm = f.victims.list(), f.victims.same(), f.victims.totals()
	return fold.Folded{Periods: []fold.Period{s.period(where)}, Conflicts: f.conflicts()}
}

func (f *file) take(e fold.Entry) {
	stepped := f.steps.latest.Seen(f.Graph, e)
	switch b := e.Body.(type) {
	case *IncidentOpened:
		f.opened.Set(f.Graph, e.ID, *b)
	case *ReportLinked:
		f.links.say(f.Graph, e.ID, Link{Report: b.Report, By: e.Person, Reason: b.Reason}, true)
	case *ReportUnlinked:
		f.links.say(f.Graph, e.ID, Link{Report: b.Report}, false)
	case *IncidentAssessed:
		wrong := f.steps.take(f.Graph, stepped, e.ID, b.Status)
		distinct, noClause := distinctBy(f.look, b, e.Received)
		if wrong == "" && isFinding(b.Status) {
			f.steps.distinct = distinct
		}
		f.Assessments = append(f.Assessments, Assessment{b.Status, b.Obstacle, b.Body, noClause, b.Reason, e.Person, e.Received, wrong, e.Doubted})
	case *AnswerRequested:
		f.positions.ask(e, b)
	case *PositionTaken:
		f.ignore(e, "position-taken", f.positions.take(f.Graph, e, b))
	case *AttributionMade:
		f.attributions.make(f.Graph, e, b)
	case *AttributionWithdrawn:
		f.ignore(e, "attribution-withdrawn", f.attributions.withdraw(f.Graph, e, b))
	case *FindingDrafted:
		f.bodies.draft(f.Graph, e, b, f.look)
	case *noun.Endorsed:
		f.ignore(e, "endorsed", f.bodies.answer(e, b))
	case *SeatRecorded:
		f.ignore(e, "seat-recorded", f.bodies.record(b))
	case *HarmRecorded:
		f.victims.record(f.Graph, e, b)
	case *SameVictimProposed:
		f.victims.propose(e, b)
	case *SameVictimDecided:
		f.ignore(e, "same-victim-decided", f.victims.decide(f.Graph, e, b))
	}
}

// ignore notes an act that had no effect, if there is a reason why it had none.
func (f *file) ignore(e fold.Entry, kind act.Kind, why string) {
	if why != "" {
		f.Ignored = append(f.Ignored, ignored(e, kind, why))
	}
}

func (f *file) conflicts() []fold.Conflict {
	return slices.Concat(fold.Conflicts(
		func() (fold.Conflict, bool) { return f.opened.Conflict("opening") },
		func() (fold.Conflict, bool) { return f.steps.status.Conflict("status") }),
		f.links.conflicts(), f.positions.conflicts(), f.attributions.conflicts(), f.bodies.conflicts(), f.victims.conflicts())
}
