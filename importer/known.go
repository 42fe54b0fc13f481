package importer

import (
	"context"
	"fmt"

	"github.com/go-json-experiment/json"

	"truce/act"
	"truce/incident"
	"truce/office"
	"truce/policy"
	"truce/store"
)

// Known answers which of the subjects the office holds, each with the hash of the row
// that it was taken from; "" if it was not taken from a row.
type Known interface {
	Known(ctx context.Context, subjects []act.SubjectID) (map[act.SubjectID]string, error)
}

// InOffice looks reports up in an office in this process, as the person may see them.
type InOffice struct {
	Office *office.Office
	Who    policy.Person
}

// Known is part of the interface of that name.
func (k InOffice) Known(ctx context.Context, subjects []act.SubjectID) (map[act.SubjectID]string, error) {
	filter := store.Filter{Nouns: []string{incident.ReportNoun}}
	for _, s := range subjects {
		filter.Subjects = append(filter.Subjects, string(s))
	}
	page, err := k.Office.List(ctx, k.Who, filter, nil, store.MaxPage)
	if err != nil {
		return nil, err
	}
	return KnownItems(page.Items)
}

// KnownItems reads the hashes out of listed reports: for clients that list them over a
// network. There is one item for each report.
func KnownItems(items []office.Item) (map[act.SubjectID]string, error) {
	known := make(map[act.SubjectID]string, len(items))
	for _, item := range items {
		var state struct {
			Origin *incident.Origin `json:"origin"`
		} // of a report's state, all that is needed here
		if err := json.Unmarshal(item.State, &state); err != nil {
			return nil, fmt.Errorf("read %s: %w", item.Subject, err)
		}
		known[item.Subject] = ""
		if state.Origin != nil {
			known[item.Subject] = state.Origin.SHA256
		}
	}
	return known, nil
}
