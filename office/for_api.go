package office

import (
	"context"
)

// Stopping is closed when the office begins to close: long answers to readers end then.
func (f *Office) Stopping() <-chan struct{} { return f.stop }

// Ready answers nil if the writer takes work: what it does now is at most one batch.
func (f *Office) Ready(ctx context.Context) error {
	if _, lacking := f.Rules(); lacking != nil {
		return lacking
	}
	return f.control(ctx, func() error { return nil })
}
