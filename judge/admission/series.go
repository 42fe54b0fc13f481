package admission

import (
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/problem"
	"truce/judge/bulletin"
	"truce/noun"
	"truce/noun/people"
	"truce/noun/publication"
)

// ofTheSeries holds a bulletin to the day of the office and to the bulletin of its kind before it, and a bulletin and a correction to
// knowing all that there was to know: nobody leaves out what came in by signing later what was drafted before.
func ofTheSeries(q *inquiry) *problem.Problem {
	switch b := q.c.Body.(type) {
	case *publication.BulletinPublished:
		o, _ := q.facts.Directory().Office(people.OfficeSubject(q.origin))
		s := bulletin.Series{Terms: o.Terms, Zones: q.lists.zones.At(q.Under()).Load}
		all, err := bulletinsOf(q.facts.Of(publication.Noun))
		if err != nil {
			return problem.Internal(problem.StorageFailed).Because(err)
		}
		var published time.Time
		if last, is := publication.LastOf(b.Kind, all); is {
			s.Before, published = &last, last.Issues[0].Published
		}
		if refusal := s.Refuses(*b); refusal != nil {
			return refusal
		}
		return q.knowsAllBy(b.Basis, b.Until, published)
	case *publication.CorrectionPublished:
		all, err := bulletinsOf(q.facts.States(q.c.Act.Subject))
		if err != nil {
			return problem.Internal(problem.StorageFailed).Because(err)
		}
		if len(all) > 0 && len(all[0].Issues) > 0 {
			return q.knowsAllBy(b.Basis, all[0].Until, all[0].Last().Published)
		}
	}
	return nil
}

// knowsAllBy refuses a basis that ends before the last entry that was received before the period of the bulletin ended, or before what
// was published that the bulletin follows or corrects; and one that is no beginning of this register, as long as it says.
func (q *inquiry) knowsAllBy(b publication.Basis, until, published time.Time) *problem.Problem {
	own := b.Own()
	if own.Origin != q.origin || own.Size > q.c.Index || !q.facts.Arrived(own.Size-1).Equal(b.Known) {
		return problem.Conflict(problem.BulletinNotAsMade).At("/known")
	}
	next := q.facts.Arrived(own.Size) // the first entry that it does not rest on
	left := own.Size < q.c.Index && (next.Before(until) || !next.After(b.Known))
	if !left && !b.Known.Before(published) {
		return nil
	}
	by := until
	if published.After(by) {
		by = published
	}
	return problem.Conflict(problem.BulletinLeavesOut, problem.P{"size": own.Size, "until": by}).At("/known")
}

// bulletinsOf are the bulletins of states, ordered by their subjects.
func bulletinsOf(states []noun.State) ([]publication.Bulletin, error) {
	sorted := slices.SortedFunc(slices.Values(states), func(a, b noun.State) int { return strings.Compare(string(a.Subject), string(b.Subject)) })
	all := make([]publication.Bulletin, len(sorted))
	for i, s := range sorted {
		if err := json.Unmarshal(s.JSON, &all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}
