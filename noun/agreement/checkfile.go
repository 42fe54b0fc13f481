package agreement

import (
	"strconv"

	"github.com/go-json-experiment/json"
)

// checkFile checks what acts need not be asked each time: that rules compile, that time
// zones are known, that each clause fits into an act.
func (v Version) checkFile(zones TimeZones) []Fault {
	var found []Fault
	timeZone := func(at, clause, name string) {
		if _, err := zones(name); err != nil && name != "" {
			found = append(found, Fault{at + "/timeZone", clause, "time zone " + name + " is not known"})
		}
	}
	timeZone("", "", v.TimeZone)
	for i, clause := range v.Clauses {
		at := "/clauses/" + strconv.Itoa(i)
		for _, w := range clause.whens() {
			timeZone(at+w.where, clause.ID, w.when.TimeZone)
		}
		for _, f := range clause.CheckRules() {
			found = append(found, Fault{at + f.Where, f.Clause, f.Problem})
		}
		if text, err := json.Marshal(clause); err != nil || len(text) > MaxPartBytes {
			found = append(found, Fault{at, clause.ID, "a clause holds at most " + strconv.Itoa(MaxPartBytes) + " bytes"})
		}
	}
	header := v
	header.Clauses = nil
	if text, err := json.Marshal(header); err != nil || len(text) > MaxPartBytes {
		found = append(found, Fault{"", "", "a version without its clauses holds at most " + strconv.Itoa(MaxPartBytes) + " bytes"})
	}
	return found
}

type placedWhen struct {
	where string
	when  When
}

// whens are all the rules of a clause.
func (clause Clause) whens() []placedWhen {
	var all []placedWhen
	add := func(where string, w *When) {
		if w != nil {
			all = append(all, placedWhen{where, *w})
		}
	}
	if clause.Entry != nil {
		add("/entry/when", &clause.Entry.When)
	}
	if clause.Duration != nil {
		add("/duration/when", &clause.Duration.When)
	}
	for j, o := range clause.Obligations {
		at := "/obligations/" + strconv.Itoa(j)
		add(at+"/from", o.From)
		add(at+"/until", o.Until)
		add(at+"/due", o.Due)
	}
	for j, p := range clause.Prohibitions {
		add("/prohibitions/"+strconv.Itoa(j)+"/from", p.From)
	}
	return all
}
