package importer

import (
	"context"
	"fmt"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/published"
	"truce/judge/policy"
	"truce/office/reading"
	"truce/tool/answer"
	"truce/tool/query"
)

// Known answers what the office holds: which of some subjects, all of one noun, each with
// the rows that it was taken from; and one subject by periods.
type Known interface {
	Subject(ctx context.Context, id act.SubjectID) ([]answer.Item, error)
	Known(ctx context.Context, subjects []act.SubjectID) (map[act.SubjectID][]Taken, error)
	// Heads are the latest acts about a subject, none if nobody spoke of it.
	Heads(ctx context.Context, id act.SubjectID) ([]act.ID, error)
}

// Taken is a row that a subject was taken from. SHA256 is "" if it was written otherwise.
type Taken struct {
	Proposal Proposal // of zones
	SHA256   string
}

// InOffice looks subjects up in an office in this process, as the person may see them.
type InOffice struct {
	Room *reading.Room
	Who  policy.Person
}

// Known is part of the interface of that name.
func (k InOffice) Known(ctx context.Context, subjects []act.SubjectID) (map[act.SubjectID][]Taken, error) {
	if len(subjects) == 0 {
		return nil, nil
	}
	filter := query.Filter{Nouns: []string{subjects[0].Noun()}}
	for _, s := range subjects {
		filter.Subjects = append(filter.Subjects, string(s))
	}
	var items []answer.Item
	for after, more := (*query.Cursor)(nil), true; more; more = after != nil {
		page, err := k.Room.List(ctx, k.Who, filter, after, query.MaxPage)
		if err != nil {
			return nil, err
		}
		items, after = append(items, page.Items...), page.Next
	}
	return KnownItems(items)
}

// Subject is part of the interface Known.
func (k InOffice) Subject(ctx context.Context, id act.SubjectID) ([]answer.Item, error) {
	return k.Room.Subject(ctx, k.Who, id, query.Clocks{})
}

// Heads is part of the interface Known.
func (k InOffice) Heads(ctx context.Context, id act.SubjectID) ([]act.ID, error) {
	acts, err := k.Room.History(ctx, k.Who, id)
	if told := problem.From(err); told != nil && told.Kind == problem.KindNotFound {
		return nil, nil
	}
	return answer.Heads(acts), err
}

// KnownItems reads what was taken from where out of listed subjects: for clients that
// list them over a network.
func KnownItems(items []answer.Item) (map[act.SubjectID][]Taken, error) {
	known := make(map[act.SubjectID][]Taken, len(items))
	for _, item := range items {
		var s taken
		if err := json.Unmarshal(item.State, &s); err != nil {
			return nil, fmt.Errorf("read %s: %w", item.Subject, err)
		}
		known[item.Subject] = append(known[item.Subject], s.all()...)
	}
	return known, nil
}

// taken is all that is needed here of a state: of a report, a place or a tally its origin,
// of a zone those of its proposals.
type taken struct {
	Origin    *published.Row `json:"origin"`
	Boundary  *proposed      `json:"boundary"`
	Agreed    *proposed      `json:"agreed"`
	Proposals []proposed     `json:"proposals"`
}

type proposed struct {
	By     string         `json:"by"`
	Number int            `json:"number"`
	Origin *published.Row `json:"origin"`
}

func (t taken) all() []Taken {
	proposals := t.Proposals
	for _, p := range []*proposed{t.Boundary, t.Agreed} {
		if p != nil {
			proposals = append(proposals, *p)
		}
	}
	if len(proposals) == 0 {
		return []Taken{{SHA256: hashOf(t.Origin)}}
	}
	all := make([]Taken, len(proposals))
	for i, p := range proposals {
		all[i] = Taken{Proposal{p.By, p.Number}, hashOf(p.Origin)}
	}
	return all
}

func hashOf(origin *published.Row) string {
	if origin == nil {
		return ""
	}
	return origin.SHA256
}
