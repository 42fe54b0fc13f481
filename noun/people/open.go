package people

import (
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/noun"
)

// openIn are what acts put forward about a subject and a yes can still bring into force at a moment: not what was refused for good, nor
// what something else came before, nor what is over or too old to be signed.
func openIn[S interface {
	put() []noun.Proposal
	open(p noun.Proposal, at time.Time) bool
}](state []byte, at time.Time) []noun.Proposal {
	var s S
	_ = json.Unmarshal(state, &s) // it was written by this program
	return slices.DeleteFunc(s.put(), func(p noun.Proposal) bool {
		return p.Standing != noun.Waits || Lapsed(p, at) || !s.open(p, at)
	})
}

func (o Office) put() []noun.Proposal { return o.Proposals }

// open reports whether something that waits can still come. The founding did: a side signs it when it comes, however late.
func (o Office) open(p noun.Proposal, at time.Time) bool {
	r, releases := o.Release(p.Act)
	_, refused := refusedBy(o.Asked, p.Act)
	named := slices.ContainsFunc(o.Sides, func(s Side) bool {
		n, is := s.Naming(p.Act)
		return is && (!n.Refused.IsZero() || !n.Own && n.Late(at))
	})
	return p.Kind != "office-opened" && !refused && !named && !o.Outdated(p) && (!releases || at.Before(r.Until))
}

func (p Person) put() []noun.Proposal { return p.Proposals }

func (p Person) open(asks noun.Proposal, _ time.Time) bool {
	_, refused := refusedBy(p.Asked, asks.Act)
	return !refused
}

func (k Key) put() []noun.Proposal { return k.Proposals }

func (k Key) open(p noun.Proposal, _ time.Time) bool {
	_, refused := refusedBy(k.Asked, p.Act)
	return !refused
}
