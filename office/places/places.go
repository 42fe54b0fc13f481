// Package places keeps an office's gazetteer at hand: which place a name means.
package places

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/noun/gazetteer"
	"truce/office"
	"truce/tool/keep"
)

// Places keeps the gazetteer in memory, made when somebody asks for a name. It answers from
// when the office is open that was given its Part.
type Places struct {
	office  *office.Office
	changes atomic.Int64 // commits that changed a place
	mu      sync.Mutex   // of those who ask; the writer never waits for it
	made    int64        // changes when the index was made
	index   *gazetteer.Index
}

// Part notes when a place changed.
func (p *Places) Part() office.Part {
	changed := func() { p.changes.Add(1) }
	return office.Part{
		Opened: func(f *office.Office) { p.office = f },
		InStep: &office.InStep{
			Nouns: []string{gazetteer.Noun},
			Load:  func(context.Context) error { changed(); return nil },
			Learn: func(keep.Tx, []act.SubjectID, time.Time) (func(), error) { return changed, nil },
		},
	}
}

// Index answers the gazetteer as of the last commit. It is made when it is asked for first
// after a change, which takes a tenth of a second for ten thousand places. It is public
// reference data: nothing in it is withheld from anybody.
func (p *Places) Index(ctx context.Context) (*gazetteer.Index, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.changes.Load() // before reading: what is committed meanwhile is read again
	if p.index != nil && p.made == now {
		return p.index, nil
	}
	listed, err := p.listed(ctx)
	if err != nil {
		return nil, err
	}
	p.index, p.made = gazetteer.NewIndex(listed), now
	return p.index, nil
}

func (p *Places) listed(ctx context.Context) (listed []gazetteer.Place, err error) {
	err = p.office.Read(ctx, func(r keep.Reader) error {
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
