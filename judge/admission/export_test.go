package admission

import (
	"maps"
	"slices"

	"truce/ground/edition"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/ground/timezone"
	"truce/noun"
)

// Next are the rules of a program that has one number more, by which acts of all kinds go by one rule more, and those about a
// noun by another.
func (r *Rules) Next(all func(noun.Question) *problem.Problem, of string, more noun.Rule) *Rules {
	next := *r
	next.last++
	next.general = append(slices.Clone(r.general), noun.Since(next.last, func(q *inquiry) *problem.Problem { return all(q.question()) }))
	next.nouns = maps.Clone(r.nouns)
	changed := *r.nouns[of]
	changed.Rules = append(slices.Clone(changed.Rules), noun.Since(next.last, more))
	next.nouns[of] = &changed
	return &next
}

// With are the rules of a program that has other lists, and one number more.
func (r *Rules) With(written shape.Lists, zones edition.List[*timezone.Database]) *Rules {
	next := *r
	next.last++
	next.lists = lists{written, zones}
	return &next
}
