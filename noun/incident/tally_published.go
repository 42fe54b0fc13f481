package incident

import (
	"errors"
	"fmt"
	"time"

	"truce/ground/act"
	"truce/ground/published"
	"truce/ground/taxonomy"
	"truce/noun"
)

// TallyPublished is a count that one party published for a day: of one unit, and of one list where it publishes several of
// that unit. It is a claim about
// how many, kept beside what was observed and never added to it: it names no cases. A
// tally whose parts do not add up is kept as it was published, and marked.
//
//	{"publisher": "RU", "date": "2017-05-07", "utcOffset": "+03:00", "unit": "firing-case", "total": 18,
//	 "parts": [{"area": "SY01", "name": "Damascus", "number": 10}, {"area": "SY06", "name": "Latakia", "number": 3},
//	           {"area": "SY12", "name": "Daraa", "number": 3}, {"area": "SY05", "name": "Hama", "number": 2}],
//	 "source": "Bulletin of the Russian part of the joint commission, 7 May 2017"}
type TallyPublished struct {
	Publisher        string         `json:"publisher" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"party that published it"`
	Date             string         `json:"date" pattern:"^[0-9]{4}-[0-9]{2}-[0-9]{2}$" doc:"the day that it counts"`
	UTCOffset        string         `json:"utcOffset,omitempty" pattern:"^[+-](0[0-9]|1[0-4]):[0-5][0-9]$" doc:"the day's time zone, as hours and minutes ahead of UTC; absent: not published, placed as UTC"`
	Unit             string         `json:"unit" code:"counting-unit" doc:"of what it counts"`
	List             string         `json:"list,omitempty" pattern:"^[a-z0-9][a-z0-9-]{0,19}$" doc:"which of several counts of this unit that the party publishes for the day, by a short name; absent: the only one"`
	Total            int            `json:"total" min:"0" max:"1000000" doc:"the number published for the whole day"`
	Parts            []Part         `json:"parts,omitempty" maxlen:"64" doc:"the numbers published by area"`
	ConfirmedByOther *int           `json:"confirmedByOther,omitempty" min:"0" max:"1000000" doc:"how many of them, so it says, another party confirmed"`
	Source           string         `json:"source" maxlen:"500" doc:"where it was published"`
	Origin           *published.Row `json:"origin,omitempty" doc:"the row of a table that it was taken from"`
	Exercise         bool           `json:"exercise,omitzero" doc:"true for everything that did not happen"`
}

// Part is the number for one area.
type Part struct {
	Area   string `json:"area" pattern:"^[A-Za-z0-9._:-]{1,40}$" doc:"place code, usually of a province"`
	Name   string `json:"name" maxlen:"100" doc:"as published"`
	Number int    `json:"number" min:"0" max:"1000000" doc:"how many there"`
}

// Fits refuses another name than the party, the day, the unit and the list, a day that the calendar lacks,
// and an area that stands twice.
func (b TallyPublished) Fits(subject act.SubjectID) error {
	if _, err := time.Parse(time.DateOnly, b.Date); err != nil {
		return fmt.Errorf("date: there is no day %s", b.Date)
	}
	if want := b.Subject(); subject != want {
		return fmt.Errorf("the subject must be %s: one tally for each party, day, unit and list", want)
	}
	seen := map[string]bool{}
	for _, p := range b.Parts {
		if seen[p.Area] {
			return errors.New("parts: an area stands twice")
		}
		seen[p.Area] = true
	}
	return nil
}

// Subject is that of the tally, such as "tally/RU-2017-05-07-firing-case", or with a list
// "tally/RU-2017-05-07-firing-case:north".
func (b TallyPublished) Subject() act.SubjectID {
	name := TallyNoun + "/" + b.Publisher + "-" + b.Date + "-" + b.Unit
	if b.List != "" {
		name += ":" + b.List
	}
	return act.SubjectID(name)
}

// Refers names the office's own word.
func (b TallyPublished) Refers() []act.SubjectID { return noun.OwnWords(taxonomy.CountingUnit, b.Unit) }
