package folded

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"

	"truce/door/copies"
	"truce/ground/register"
	"truce/office"
	"truce/office/house"
	"truce/tool/store"
)

// fold checks the copy and folds each act as soon as it is checked. If anything is wrong in the end, what was folded is
// thrown away.
func (f *folding) fold(ctx context.Context) (copies.Report, made, error) {
	aside := f.place + asideSuffix
	if err := os.RemoveAll(aside); err != nil {
		return copies.Report{}, made{}, err
	}
	defer os.RemoveAll(aside)
	report, open, err := f.replay(ctx, aside)
	if held := report.StillHeld; err == nil && report.OK() && len(held) > 0 { // made before it was erased: nothing of it is shown
		f.o.Check.Erased = held
		if err := os.RemoveAll(aside); err != nil {
			return report, made{}, err
		}
		report, open, err = f.replay(ctx, aside)
		report.StillHeld = held
	}
	if err != nil || !report.OK() {
		return report, made{}, err
	}
	if err := f.settle(ctx, aside, report.Key); err != nil {
		return report, made{}, err
	}
	m := f.stamp(report, open)
	if seal, err := f.sealOf(m, aside); err == nil {
		m.Seal = seal
	} else if !errors.Is(err, errSeal) && !errors.Is(err, fs.ErrPermission) {
		return report, made{}, err
	}
	if err := m.write(aside); err != nil {
		return report, made{}, err
	}
	if err := os.RemoveAll(f.place); err != nil { // it was broken off before its stamp
		return report, made{}, err
	}
	return report, m, os.Rename(aside, f.place)
}

// replay has the check and the fold at work at once: the one hands its acts to the other.
func (f *folding) replay(ctx context.Context, aside string) (report copies.Report, open map[string]int64, err error) {
	key, err := copies.KeyOf(ctx, register.Folder(f.o.Check.Files), f.o.Check)
	if err != nil {
		return report, nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	acts, done := make(chan office.Judged, waiting), make(chan struct{})
	var failed error
	go func() {
		defer close(done)
		o := f.options(aside)
		o.Copied.Key, o.Store = key, store.Open
		if open, failed = office.Replay(ctx, o, received(ctx, acts)); failed != nil {
			stop() // nobody takes acts any more
		}
	}()
	check := f.o.Check
	check.Each = func(j office.Judged) error {
		if f.o.Check.Each != nil {
			if err := f.o.Check.Each(j); err != nil {
				return err
			}
		}
		select {
		case acts <- j:
			return nil
		case <-done:
			return errStopped
		}
	}
	report, err = copies.Check(ctx, register.Folder(check.Files), check, f.tell)
	if err != nil || !report.OK() {
		stop()
	}
	close(acts)
	<-done
	if err != nil || !report.OK() {
		return report, nil, unlessStopped(err, failed)
	}
	return report, open, failed
}

// waiting is how many acts may be checked and not folded.
const waiting = 4096

var errStopped = errors.New("folding stopped")

// unlessStopped is why both ended: the check may only have found that folding had failed.
func unlessStopped(err, failed error) error {
	if errors.Is(err, errStopped) || errors.Is(err, context.Canceled) && failed != nil && !errors.Is(failed, context.Canceled) {
		return failed
	}
	return err
}

// received are the acts until there are no more.
func received(ctx context.Context, acts <-chan office.Judged) iter.Seq2[office.Judged, error] {
	return func(yield func(office.Judged, error) bool) {
		for {
			select {
			case j, more := <-acts:
				if !more || !yield(j, nil) {
					return
				}
			case <-ctx.Done():
				yield(office.Judged{}, ctx.Err())
				return
			}
		}
	}
}

// settle has everything done that an office does behind its commits, so that whoever opens the folder writes nothing.
func (f *folding) settle(ctx context.Context, aside, key string) error {
	o := f.options(aside)
	o.Copied.Key = key
	h, err := house.Open(ctx, o)
	if err != nil {
		return err
	}
	f.tell.At("judge by the law", 0, 0, "records")
	return errors.Join(h.CatchUp(ctx), h.Close())
}
