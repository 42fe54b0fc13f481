package bulletin

import (
	"slices"
	"strings"

	"truce/noun/incident"
)

// measured are the bags of the three things that are counted.
type measured struct{ observed, alleged, incidents bag }

func (m *maker) measures(b *measured) Measures {
	return Measures{m.figure(b.observed, ReportUnit), m.figure(b.alleged, ReportUnit), m.figure(b.incidents, IncidentUnit)}
}

func (b *measured) report(r Item[incident.Report]) {
	if r.State.Type == incident.Observation {
		b.observed.put(r.Subject, r.Before)
	} else {
		b.alleged.put(r.Subject, r.Before)
	}
}

// table gathers rows by key.
type table struct {
	keys []string
	rows map[string]*measured
}

func newTable(keys ...string) *table {
	t := &table{rows: map[string]*measured{}}
	for _, key := range keys {
		t.at(key)
	}
	return t
}

func (t *table) at(key string) *measured {
	if t.rows[key] == nil {
		t.keys = append(t.keys, key)
		t.rows[key] = &measured{}
	}
	return t.rows[key]
}

func zonesOf(l Lies) Cover { return l.Zones }
func beltsOf(l Lies) Cover { return l.Belts }

// drawn are the codes of the zones in force in the period or the one before.
func (m *maker) drawn() []string {
	var codes []string
	for _, z := range m.in.Zones {
		codes = append(codes, z.Code)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

func (m *maker) belts() []string {
	var codes []string
	for _, z := range m.in.Zones {
		codes = append(codes, z.Belts...)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// lying sorts all that is counted by how it lies to zones or to belts: each record is in one
// row, so the rows add up. What lies in two zones at once has a row that names both.
func (m *maker) lying(cover func(Lies) Cover, codes []string) []ZoneRow {
	var keys []string
	for _, code := range codes {
		keys = append(keys, Inside+" "+code)
		if m.in.Edition == missionEdition {
			keys = append(keys, MayBe+" "+code)
		}
	}
	t := newTable(append(keys, Outside, Unknown)...)
	m.counted(
		func(r Item[incident.Report]) { t.at(m.rowOf(r.Lies, cover(r.Lies))).report(r) },
		func(i Item[incident.Incident]) {
			t.at(m.rowOf(i.Lies, cover(i.Lies))).incidents.put(i.Subject, i.Before)
		})
	slices.SortStableFunc(t.keys, byLie)
	rows := make([]ZoneRow, 0, len(t.keys))
	for _, key := range t.keys {
		lies, names, _ := strings.Cut(key, " ")
		row := ZoneRow{Row: key, Lies: lies, Measures: m.measures(t.rows[key])}
		if names != "" {
			row.Codes = strings.Split(names, "+")
		}
		rows = append(rows, row)
	}
	return rows
}

// rowOf is the row of a record. To strangers what may lie in a zone is not known well enough:
// to say more would tell that it is near a border.
func (m *maker) rowOf(l Lies, c Cover) string {
	switch {
	case !l.Placed, len(c.In) == 0 && len(c.MayBe) > 0 && m.in.Edition != missionEdition:
		return Unknown
	case len(c.In) > 0:
		return Inside + " " + strings.Join(c.In, "+")
	case len(c.MayBe) > 0:
		return MayBe + " " + strings.Join(c.MayBe, "+")
	}
	return Outside
}

// byLie puts the rows of a zone together and what lies in none last.
func byLie(a, b string) int {
	rank := func(key string) string {
		lies, names, _ := strings.Cut(key, " ")
		switch lies {
		case Outside:
			return "2"
		case Unknown:
			return "3"
		}
		return "1" + names + " " + lies
	}
	return strings.Compare(rank(a), rank(b))
}

func (m *maker) events() {
	t := newTable()
	key := func(event string) string {
		if event == "" {
			return NotStated
		}
		return event
	}
	m.counted(
		func(r Item[incident.Report]) { t.at(key(r.State.Event)).report(r) },
		func(i Item[incident.Incident]) { t.at(key(i.State.Event)).incidents.put(i.Subject, i.Before) })
	slices.Sort(t.keys)
	m.b.Events = make([]EventRow, 0, len(t.keys))
	for _, k := range t.keys {
		m.b.Events = append(m.b.Events, EventRow{k, m.measures(t.rows[k])})
	}
}
