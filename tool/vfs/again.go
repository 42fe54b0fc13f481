package vfs

import (
	"cmp"
	"errors"
	"slices"
	"sync"

	"truce/tool/disk"
)

// unsynced is what of a file was written and not synced, by whichever connection. A sync that fails may have lost any of it for ever though
// it can still be read, and later ones answer nil (https://www.usenix.org/conference/atc20/presentation/rebello). SQLite counts on more: of what
// stands in its log it writes again only what the transaction that failed wrote, not what was committed before without a sync
// (synchronous = NORMAL), and of a database nothing that it copied from the log before. So all of it is written again here, to the letter, and
// nothing is believed to last before a sync that follows.
type unsynced struct {
	syncing sync.Mutex // one sync at a time: what the one loses the other would call lasting

	mu     sync.Mutex // while something is written: nothing older is written over it
	ranges []span
	sorted int  // as many ranges there were when they were last put together
	owed   bool // they are to be written again ahead of the next sync
	end    int64
}

// span is from one offset up to another.
type span struct{ from, to int64 }

// begin notes how long a file is.
func (u *unsynced) begin(f disk.File) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	info, err := f.Stat()
	if err == nil {
		u.end = info.Size()
	}
	return err
}

// change writes something between two offsets. What was between the end of the file and the first is written too, as zeros.
func (u *unsynced) change(from, to int64, write func() error) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.note(span{min(from, u.end), to})
	u.end = max(u.end, to)
	return write()
}

// cut gives the file another length.
func (u *unsynced) cut(size int64, truncate func() error) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	if err := truncate(); err != nil {
		return err
	}
	if size > u.end {
		u.note(span{u.end, size})
	}
	u.end = size
	return nil
}

// note keeps ranges that follow one another as one, and puts all of them together when there are twice as many as before.
func (u *unsynced) note(s span) {
	if last := len(u.ranges) - 1; last >= 0 && s.from <= u.ranges[last].to && s.to >= u.ranges[last].from {
		u.ranges[last] = span{min(s.from, u.ranges[last].from), max(s.to, u.ranges[last].to)}
		return
	}
	if u.ranges = append(u.ranges, s); len(u.ranges) > 2*u.sorted+1024 {
		u.ranges = together(u.ranges)
		u.sorted = len(u.ranges)
	}
}

// together sorts ranges and makes one of those that touch.
func together(all []span) []span {
	slices.SortFunc(all, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	kept := all[:0]
	for _, s := range all {
		if last := len(kept) - 1; last >= 0 && s.from <= kept[last].to {
			kept[last].to = max(kept[last].to, s.to)
		} else {
			kept = append(kept, s)
		}
	}
	return kept
}

// sync makes all of it last.
func (u *unsynced) sync(f disk.File) error {
	u.syncing.Lock()
	defer u.syncing.Unlock()
	now, err := u.due(f)
	if err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		u.mu.Lock()
		defer u.mu.Unlock()
		u.ranges, u.owed = together(append(u.ranges, now...)), true
		return errors.Join(err, u.again(f))
	}
	return nil
}

// due takes what a sync is to make last, written again where that is owed. It is handed over by whoever calls: what is written meanwhile
// is for the next one.
func (u *unsynced) due(f disk.File) ([]span, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if err := u.again(f); err != nil {
		return nil, err
	}
	now := u.ranges
	u.ranges, u.sorted = nil, 0
	return now, nil
}

// again writes all of it once more, if that is owed. mu is held.
func (u *unsynced) again(f disk.File) error {
	if !u.owed {
		return nil
	}
	for _, s := range together(u.ranges) {
		if s.to = min(s.to, u.end); s.from >= s.to {
			continue
		}
		if err := disk.Again(f, s.from, s.to); err != nil {
			return err
		}
	}
	u.owed = false
	return nil
}

// any reports whether there is something.
func (u *unsynced) any() bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	return len(u.ranges) > 0
}
