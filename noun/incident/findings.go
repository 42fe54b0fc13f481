package incident

import (
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
)

// Finding is what one body found, with who was there.
type Finding struct {
	Body      act.SubjectID `json:"body"`
	Status    string        `json:"status"`
	Text      string        `json:"text,omitempty" class:"narrative"`
	Seats     []Seat        `json:"seats"`
	Quorum    Quorum        `json:"quorum"`
	QuorumMet bool          `json:"quorumMet"`
	Present   int           `json:"present"` // monitors, each once; those who signed or dissented too
	Signed    int           `json:"signed"`
	Dissented int           `json:"dissented"`
	Absent    int           `json:"absent"`
	Lacking   []string      `json:"lacking,omitempty"` // needed parties of which nobody was there
	By        act.SubjectID `json:"by" class:"staff"`  // who recorded it
	Issued    string        `json:"issued"`            // day, UTC
	Versions  int           `json:"versions"`
}

// bodies keeps the latest finding of each body.
type bodies struct {
	all []*body // in the order in which they first found
}

type body struct {
	id       act.SubjectID
	issued   fold.Field[FindingIssued]
	by       act.SubjectID
	versions int
}

func (f *bodies) find(g fold.Graph, e fold.Entry, b *FindingIssued) {
	i := slices.IndexFunc(f.all, func(x *body) bool { return x.id == b.Body })
	if i < 0 {
		i = len(f.all)
		f.all = append(f.all, &body{id: b.Body})
	}
	f.all[i].issued.Set(g, e.ID, *b)
	f.all[i].by = e.Person
	f.all[i].versions++
}

func (f *bodies) list() []Finding {
	var all []Finding
	for _, x := range f.all {
		b := x.issued.Value()
		finding := Finding{
			Body: b.Body, Status: b.Status, Text: b.Text, Seats: b.Seats, Quorum: b.Quorum,
			By: x.by, Issued: b.At.UTC().Format(time.DateOnly), Versions: x.versions,
		}
		finding.count()
		all = append(all, finding)
	}
	return all
}

// count holds those who were there to the quorum. A monitor named twice counts once, as
// named first.
func (f *Finding) count() {
	counted, there := map[act.SubjectID]bool{"": false}, map[string]bool{}
	for _, s := range f.Seats {
		if counted[s.Monitor] {
			continue
		}
		counted[s.Monitor] = s.Monitor != ""
		switch s.Presence {
		case "absent":
			f.Absent++
			continue
		case "signed":
			f.Signed++
		case "dissented":
			f.Dissented++
		}
		f.Present++
		there[s.Party] = true
	}
	for _, party := range f.Quorum.Parties {
		if !there[party] && !slices.Contains(f.Lacking, party) {
			f.Lacking = append(f.Lacking, party)
		}
	}
	f.QuorumMet = f.Present >= f.Quorum.Needed && len(f.Lacking) == 0
}

func (f *bodies) conflicts() []fold.Conflict {
	var found []fold.Conflict
	for _, x := range f.all {
		if c, is := x.issued.Conflict("finding of " + string(x.id)); is {
			found = append(found, c)
		}
	}
	return found
}
