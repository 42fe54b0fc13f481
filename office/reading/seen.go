package reading

import (
	"context"

	"truce/ground/act"
	"truce/judge/policy"
	"truce/tool/keep"
)

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
