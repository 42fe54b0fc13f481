package office

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-json-experiment/json"

	"truce/noun/gazetteer"
	"truce/tool/keep"
)

// places keeps the gazetteer in memory, made when somebody asks for a name.
type places struct {
	changes atomic.Int64 // commits that changed a place
	mu      sync.Mutex   // of those who ask; the writer never waits for it
	made    int64        // changes when the index was made
	index   *gazetteer.Index
}

// note is told by the writer what a commit added.
func (p *places) note(taken []taken) {
	for _, t := range taken {
		if t.act.Subject.Noun() == gazetteer.Noun {
			p.changes.Add(1)
			return
		}
	}
}

// Places answers the gazetteer as of the last commit. It is made when it is asked for
// first after a change, which takes a tenth of a second for ten thousand places. It is
// public reference data: nothing in it is withheld from anybody.
func (f *Office) Places(ctx context.Context) (*gazetteer.Index, error) {
	p := &f.places
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.changes.Load() // before reading: what is committed meanwhile is read again
	if p.index != nil && p.made == now {
		return p.index, nil
	}
	listed, err := f.listedPlaces(ctx)
	if err != nil {
		return nil, storageProblem(f.folder, err)
	}
	p.index, p.made = gazetteer.NewIndex(listed), now
	return p.index, nil
}

func (f *Office) listedPlaces(ctx context.Context) (listed []gazetteer.Place, err error) {
	err = f.store.Read(ctx, func(r keep.Reader) error {
		return r.NounAsOf(gazetteer.Noun, time.Time{}, func(row keep.Row) error {
			var s gazetteer.Place
			if err := json.Unmarshal([]byte(row.State), &s); err != nil {
				return fmt.Errorf("read %s: %w", row.Subject, err)
			}
			listed = append(listed, s)
			return nil
		})
	})
	return listed, err
}
