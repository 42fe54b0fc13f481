package bulletin

import (
	"path"

	"truce/noun/incident"
)

// doubtful names the figures that rest on members that were withheld from a copy. Each
// record in doubt may be in more or fewer figures than it seems: in those that its members
// in the clear leave open.
func (m *maker) doubtful() {
	for _, r := range m.in.Reports {
		if r.Doubt.Place {
			m.doubtReport(r)
		}
	}
	for _, i := range m.in.Incidents {
		if i.Doubt.Place {
			m.doubtPlace(i)
		}
		if i.Doubt.Place || i.Doubt.Source {
			m.doubt("counts/found/*/files", "counts/unresolved", "counts/claimed")
		}
	}
	for _, i := range m.in.Asked {
		if i.Doubt.Place {
			m.doubt("answers/asked/*/*")
		}
	}
	for _, p := range m.in.Posts {
		if p.Doubt.Place {
			m.doubt("coverage/*/*", "zones/*/observed", "map/posts")
		}
	}
	for _, r := range m.in.Restrictions {
		if r.Doubt.Place {
			m.doubt("coverage/*/restricted", "coverage/*/status")
		}
	}
	if m.in.LateDoubt {
		m.doubt("late/rows/report/*", "late/rows/incident/*")
	}
	for _, l := range m.in.Late {
		if l.Doubt != (Doubt{}) {
			m.doubt("late/rows/" + l.Subject.Noun() + "/*")
		}
	}
}

func (m *maker) doubt(patterns ...string) {
	for _, p := range patterns {
		m.doubts[p] = true
	}
}

// doubtReport: without a place a report is a draft and does not count.
func (m *maker) doubtReport(r Item[incident.Report]) {
	as := "alleged"
	if r.State.Type == incident.Observation {
		as = "observed"
	}
	event := r.State.Event
	if event == "" {
		event = NotStated
	}
	m.doubt("counts/"+as, "zones/*/"+as, "belts/*/"+as, "events/"+event+"/"+as, "map/squares", "map/marks", "map/left")
	if as == "observed" {
		m.doubt("coverage/*/observed", "coverage/*/status")
	}
	if r.State.Harm != nil {
		m.doubt("harm/stated/" + r.State.Type + "/*")
	}
}

// doubtPlace: a file counts, lies and spans as its reports do.
func (m *maker) doubtPlace(i Item[incident.Incident]) {
	m.doubt("counts/incidents", "counts/ruled", "counts/belowQuorum", "zones/*/incidents", "belts/*/incidents",
		"events/"+i.State.Event+"/incidents", "attribution/*", "attribution/actors/*/files", "answers/positions/*/files",
		"harm/people/*/*", "findings/*", "findings/*/*")
}

// matches reports whether a path is one of the patterns', or within one.
func matches(patterns map[string]bool, at string) bool {
	for ; at != "." && at != ""; at = path.Dir(at) {
		for p := range patterns {
			if is, _ := path.Match(p, at); is {
				return true
			}
		}
	}
	return false
}
