package bulletin

import (
	"truce/ground/act"
	"truce/noun/incident"
)

// maker makes one edition.
type maker struct {
	in     Input
	b      *Bulletin
	doubts map[string]bool
}

// Made is a bulletin, and which of its figures a copy of the register cannot decide because
// members are withheld from it: paths of the JSON, in which * stands for any name.
type Made struct {
	Bulletin
	Doubts map[string]bool
}

// Make makes an edition. It is pure.
func Make(in Input) Made {
	m := &maker{in: in, b: &Bulletin{Format: Format}, doubts: map[string]bool{}}
	m.header()
	m.counts()
	m.b.Zones = m.lying(zonesOf, m.drawn())
	m.b.Belts = []ZoneRow{}
	if in.Edition == missionEdition { // a belt is a strip along a border: finer than the public edition's squares
		m.b.Belts = m.lying(beltsOf, m.belts())
	}
	m.events()
	m.coverage()
	m.unseenZones()
	m.tallies()
	m.findings()
	m.answers()
	m.attribution()
	m.harm()
	m.restrictions()
	m.deadlines()
	m.late()
	m.corrections()
	m.mapped()
	m.doubtful()
	return Made{*m.b, m.doubts}
}

// Rules are the names of the rules by which it was made.
func Rules() []string { return []string{Format, string(matching)} }

func (m *maker) header() {
	in := m.in
	m.b.Header = Header{
		Office: in.Office.Name, OfficeName: in.Office.Title, Origin: in.Office.Origin, Number: in.Number,
		Correction: in.Correction, Kind: in.Spec.Kind, Date: in.Spec.Date, CutOff: in.Spec.CutOff, TimeZone: in.Spec.TimeZone,
		From: in.Period.From.UTC(), Until: in.Period.Until.UTC(), BeforeFrom: in.Before.From.UTC(),
		Known: in.Known.UTC(), Size: in.Size, Root: in.Root, Edition: in.Edition, Rules: Rules(), Exercise: m.exercise(),
	}
}

// exercise reports whether anything in it did not happen: then all of it is marked.
func (m *maker) exercise() bool {
	for _, r := range m.in.Reports {
		if r.State.Exercise {
			return true
		}
	}
	for _, i := range m.in.Incidents {
		if i.State.Exercise {
			return true
		}
	}
	for _, r := range m.in.Restrictions {
		if r.State.Exercise {
			return true
		}
	}
	return m.exerciseAround()
}

func (m *maker) exerciseAround() bool {
	for _, t := range m.in.Tallies {
		if t.State.Exercise {
			return true
		}
	}
	for _, p := range m.in.Posts {
		if p.State.Exercise {
			return true
		}
	}
	for _, z := range m.in.Zones {
		if z.Exercise {
			return true
		}
	}
	return false
}

// counted hands on each report and each file that counts.
func (m *maker) counted(report func(Item[incident.Report]), file func(Item[incident.Incident])) {
	for _, r := range m.in.Reports {
		if r.State.Status == "logged" && r.State.Compartment == "" {
			report(r)
		}
	}
	for _, i := range m.in.Incidents {
		if i.State.Counts() {
			file(i)
		}
	}
}

func (m *maker) counts() {
	var alleged, observed bag
	m.counted(func(r Item[incident.Report]) {
		if r.State.Type == incident.Observation {
			observed.put(r.Subject, r.Before)
		} else {
			alleged.put(r.Subject, r.Before)
		}
	}, func(Item[incident.Incident]) {})
	now, before := incident.Total(m.files(false)), incident.Total(m.files(true))
	files := func(of func(incident.Totals) incident.Figure) Figure {
		b := bag{of2(of(now).Of), of2(of(before).Of)}
		return m.figure(b, IncidentUnit)
	}
	c := &m.b.Counts
	c.Alleged, c.Observed = m.figure(alleged, ReportUnit), m.figure(observed, ReportUnit)
	c.Incidents = files(func(t incident.Totals) incident.Figure { return t.Incidents })
	for i, found := range now.Found {
		c.Found = append(c.Found, Outcome{found.Status, files(func(t incident.Totals) incident.Figure { return t.Found[i].Figure })})
	}
	c.Unresolved = files(func(t incident.Totals) incident.Figure { return t.Unresolved })
	c.Claimed = files(func(t incident.Totals) incident.Figure { return t.Claimed })
	c.Ruled = files(func(t incident.Totals) incident.Figure { return t.Ruled })
	c.BelowQuorum = files(func(t incident.Totals) incident.Figure { return t.BelowQuorum })
	m.attributed(files)
}

func of2(of []act.SubjectID) heap { return heap{of, len(of)} }

// files are those of the period or of the one before.
func (m *maker) files(before bool) map[act.SubjectID]incident.Incident {
	files := map[act.SubjectID]incident.Incident{}
	for _, i := range m.in.Incidents {
		if i.Before == before {
			files[i.Subject] = i.State
		}
	}
	return files
}
