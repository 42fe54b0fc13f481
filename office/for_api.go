package office

import (
	"context"

	"truce/tool/keep"
)

// Stopping is closed when the office begins to close: long answers to readers end then.
func (f *Office) Stopping() <-chan struct{} { return f.stop }

// Ready answers nil if an act that is handed in now would be looked at and could be kept. The writer tries to
// write, so a disk that is full, fails or became read-only is told of before anybody's report is refused. A copy, and a backup that is studied, take nothing.
func (f *Office) Ready(ctx context.Context) error {
	if err := f.Takes(); err != nil {
		return err
	}
	if _, lacking := f.Rules(); lacking != nil {
		return lacking
	}
	return f.control(ctx, f.writer.ready)
}

// ready runs between commits.
func (w *writer) ready() error {
	if err := w.clock.wrong(w.office.Now(), w.last); err != nil {
		return err
	}
	return w.office.StorageProblem(w.office.store.Write(keep.Tx.Try))
}
