package reading

import (
	"context"
	"slices"

	"truce/ground/act"
	"truce/judge/policy"
	"truce/tool/keep"
	"truce/tool/query"
)

// MayHave decides whether somebody is handed a form of what a record stands for, such as its file: of what one's own side
// deposited no policies withhold it from those who need it.
func (m *Room) MayHave(who policy.Person, what policy.Action, id act.SubjectID) (bool, error) {
	if m.office.May(who, what) {
		return true, nil
	}
	party, err := m.partyOf(id)
	return err == nil && m.office.Policy().May(who, what, policy.Subject{ID: id, Exists: true, Party: party}).Allowed, err
}

// All are all records of a noun of which the reader may know, with what they are now: whoever copies what they stand for asks
// what a page asks. Nothing of them is handed out yet.
func (m *Room) All(ctx context.Context, who policy.Person, noun string, each func(act.SubjectID, []byte) error) error {
	rights := m.shown(who).rows
	if rights.Nouns != nil && !slices.Contains(rights.Nouns, noun) {
		return nil
	}
	return m.office.Read(ctx, func(r keep.Reader) error {
		var after *query.Cursor
		for {
			rows, err := r.List(ctx, query.Filter{Nouns: []string{noun}, Compartments: rights.Compartments}, after, query.MaxPage)
			if err != nil || len(rows) == 0 {
				return err
			}
			for _, row := range rows {
				if err := each(row.Subject, []byte(row.State)); err != nil {
					return err
				}
			}
			last := rows[len(rows)-1]
			after = &query.Cursor{From: cursorTime(last.From), ID: last.ID}
		}
	})
}

// Seen is what a subject is now, as far as its rows are there for the reader at all: whoever hands out what a subject stands for,
// such as its file, asks what its page asks. Nothing of it is handed out yet, so that nothing is noted, and nothing is left out.
func (m *Room) Seen(ctx context.Context, who policy.Person, id act.SubjectID) (states [][]byte, err error) {
	rights := m.shown(who).rows
	err = m.office.Read(ctx, func(r keep.Reader) error {
		rows, err := r.CurrentRows(id)
		for _, row := range rows {
			if rights.Shows(row.Noun, row.Compartment) {
				states = append(states, []byte(row.State))
			}
		}
		return err
	})
	return states, err
}
