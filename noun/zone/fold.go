package zone

import (
	"truce/ground/act"
	"truce/ground/fold"
)

// Fold adds up the acts about a zone: one period for each boundary that was agreed on and
// each way in which the text stood that it rests on, and for the time when there was none.
func Fold(subject act.SubjectID, entries []fold.Entry, look fold.Look) fold.Folded {
	b := newBook(subject.Name(), entries, look)
	f := fold.Folded{Conflicts: b.conflicts()}
	all := b.all
	for i, s := range all {
		z := Zone{Code: subject.Name(), Status: s.status, Exercise: b.exercise(s), Resting: s.resting()}
		switch {
		case s.status == InForce:
			z.Boundary = boundaryOf(s.motion)
		case s.motion != nil:
			z.Agreed = boundaryOf(s.motion)
		}
		if i == len(all)-1 {
			for _, m := range b.notEnacted() {
				z.Proposals = append(z.Proposals, *boundaryOf(m))
			}
			z.Lapses, z.Flags = b.lapses(), b.flags
		}
		p := b.period(s, subject)
		p.Kind, p.Zone, p.State = Noun, z.Code, z
		f.Periods = append(f.Periods, p)
	}
	return f
}

func boundaryOf(m *motion) *Boundary {
	return &Boundary{m.Told, *m.body.(*ZoneProposed)}
}

// FoldLine adds up the acts about a line as Fold does those about a zone.
func FoldLine(subject act.SubjectID, entries []fold.Entry, look fold.Look) fold.Folded {
	b := newBook(subject.Name(), entries, look)
	f := fold.Folded{Conflicts: b.conflicts()}
	all := b.all
	for i, s := range all {
		l := Line{Code: subject.Name(), Status: s.status, Exercise: b.exercise(s), Resting: s.resting()}
		p := b.period(s, subject)
		switch {
		case s.status == InForce:
			l.Course = courseOf(s.motion)
		case s.motion != nil:
			l.Agreed = courseOf(s.motion)
		}
		if i == len(all)-1 {
			for _, m := range b.notEnacted() {
				l.Proposals = append(l.Proposals, *courseOf(m))
			}
			l.Lapses, l.Flags = b.lapses(), b.flags
		}
		if p.Kind = b.lineKind(s); p.Kind == "" {
			p.Kind = "other"
		}
		p.State = l
		f.Periods = append(f.Periods, p)
	}
	return f
}

func courseOf(m *motion) *Course { return &Course{m.Told, *m.body.(*LineDrawn)} }
