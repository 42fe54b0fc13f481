package reading

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/change"
	"truce/tool/answer"
)

// changed tells what differs between two lists of the periods of a subject. A period that
// begins at another time than before is another period, unless there is one on each side.
func changed(before, after []answer.Item) (all []answer.MemberChange, err error) {
	left := slices.Clone(before)
	several := len(before) > 1 || len(after) > 1
	tell := func(from time.Time, old, now *answer.Item) {
		if !several {
			from = time.Time{}
		}
		changes, cannot := differing(from, old, now)
		all, err = append(all, changes...), errors.Join(err, cannot)
	}
	for _, item := range after {
		i := slices.IndexFunc(left, func(b answer.Item) bool { return !several || b.From.Equal(item.From) })
		if i < 0 {
			tell(item.From, nil, &item)
			continue
		}
		old := left[i]
		left = slices.Delete(left, i, i+1)
		tell(item.From, &old, &item)
	}
	for _, gone := range left {
		tell(gone.From, &gone, nil)
	}
	return all, err
}

// differing compares two periods, one of which may be nil.
func differing(period time.Time, before, after *answer.Item) ([]answer.MemberChange, error) {
	old, err := members(before)
	if err != nil {
		return nil, err
	}
	now, err := members(after)
	if err != nil {
		return nil, err
	}
	found, err := change.Between(old, now)
	all := make([]answer.MemberChange, 0, len(found))
	for _, c := range found {
		if c.Member != "subject" && c.Member != "noun" { // whose period it is does not change
			all = append(all, answer.MemberChange{Period: period, Change: c})
		}
	}
	return all, err
}

// members are those of a period; of none, none.
func members(item *answer.Item) (jsontext.Value, error) {
	if item == nil {
		return nil, nil
	}
	return json.Marshal(item, json.Deterministic(true))
}

// replaced notes of each change which later act changed the same member again. Places in
// lists move, so what lies in lists is left out.
func replaced(steps []answer.Step) {
	type member struct {
		period int64
		name   string
	}
	next := map[member]act.ID{}
	for _, step := range slices.Backward(steps) {
		for i := range step.Changes {
			c := &step.Changes[i]
			if strings.Contains(c.Member, "[") {
				continue
			}
			m := member{c.Period.UnixMicro(), c.Member}
			c.ReplacedBy, next[m] = next[m], step.ID
		}
	}
}
