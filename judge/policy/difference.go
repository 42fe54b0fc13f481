package policy

import (
	"slices"
	"strings"

	"github.com/cedar-policy/cedar-go"

	"truce/noun/people"
)

// Difference is what became of one policy between two sets.
type Difference struct {
	ID     string // of the policy; or the name of a file that holds none
	What   string // added, removed, changed
	Before string // its text, "" if there was none
	After  string
}

// Differences tell, policy by policy, what one set says otherwise than the one before. What only
// comments or layout changed is not told: it decides nothing.
func Differences(before, after []people.PolicyFile) (all []Difference) {
	was, is := texts(before), texts(after)
	var ids []string
	for id := range is {
		ids = append(ids, id)
	}
	for id := range was {
		if _, still := is[id]; !still {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		d := Difference{ID: id, What: "changed", Before: was[id], After: is[id]}
		switch {
		case d.Before == d.After:
			continue
		case d.Before == "":
			d.What = "added"
		case d.After == "":
			d.What = "removed"
		}
		all = append(all, d)
	}
	return all
}

// texts are the policies of a set by id, each in one way of writing.
func texts(files []people.PolicyFile) map[string]string {
	all := map[string]string{}
	for _, f := range files {
		list, err := cedar.NewPolicyListFromBytes(f.Name, []byte(f.Text))
		if err != nil || strings.HasSuffix(f.Name, ".cedarschema") {
			all[f.Name] = f.Text
			continue
		}
		for _, one := range list {
			all[string(one.Annotations()["id"])] = string(one.MarshalCedar())
		}
	}
	return all
}
