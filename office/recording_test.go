package office

import (
	"context"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/fold/foldtest"
	"truce/tool/keep"
)

// Recording is everything that the office holds, for the test of the folds' meaning.
func (f *Office) Recording(ctx context.Context) (r foldtest.Recording, err error) {
	err = f.store.Read(ctx, func(read keep.Reader) error {
		err := read.Entries(f.heads.origin, 0, f.Size(), func(e keep.Entry) error {
			entry, err := f.Decode(e)
			if err != nil {
				return err
			}
			body, err := json.Marshal(entry.Body, json.Deterministic(true))
			r.Entries = append(r.Entries, foldtest.Recorded{
				Subject: e.Subject, ID: entry.ID, Kind: entry.Kind, Prev: entry.Prev, Key: entry.Key, Person: entry.Person,
				Party: entry.Party, Issued: entry.Issued, Received: entry.Received, Origin: entry.Origin, Body: body,
			})
			return err
		})
		if err != nil {
			return err
		}
		for _, name := range f.kinds.Names() {
			err := read.NounAsOf(name, time.Time{}, func(row keep.Row) error {
				r.States = append(r.States, foldtest.Held{Subject: row.Subject, From: row.From, Until: row.Until, State: jsontext.Value(row.State)})
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return r, err
}
