package office

import (
	"fmt"
	"slices"
	"time"

	"truce/tool/keep"
)

// arrivals are the entries of all registers in the order in which they came to this office,
// read by whole commits.
type arrivals struct {
	registers []keep.Register
	next      []int64     // of each register
	known     []time.Time // when the entry before that one came
}

func newArrivals(registers []keep.Register) *arrivals {
	return &arrivals{registers, make([]int64, len(registers)), make([]time.Time, len(registers))}
}

func (a *arrivals) left() bool {
	for i, r := range a.registers {
		if a.next[i] < r.Tree.Size() {
			return true
		}
	}
	return false
}

// read answers the next entries: of each register some, up to the moment by which all that
// came is among them. A commit whose end is not in sight waits for the next time.
func (a *arrivals) read(r keep.Reader) ([]keep.Entry, error) {
	var all []keep.Entry
	var horizon time.Time // zero: there is nothing beyond
	for i, register := range a.registers {
		stretch, err := a.stretch(r, i)
		if err != nil {
			return nil, err
		}
		all = append(all, stretch...)
		if end := a.next[i] + int64(len(stretch)); end < register.Tree.Size() {
			if last := stretch[len(stretch)-1].Known; horizon.IsZero() || last.Before(horizon) {
				horizon = last
			}
		}
	}
	if len(a.registers) > 1 {
		slices.SortStableFunc(all, func(x, y keep.Entry) int { return x.Known.Compare(y.Known) })
	}
	all = before(all, horizon)
	if len(all) == 0 {
		return nil, fmt.Errorf("more than %d entries came at %s", rebuildBatch+maxBatch, horizon)
	}
	a.advance(all)
	return all, nil
}

// stretch are the next entries of one register. Nothing comes before what stands ahead of it: a time that says so is
// somebody's lie, and it came with that.
func (a *arrivals) stretch(r keep.Reader, i int) (entries []keep.Entry, err error) {
	from, size, last := a.next[i], a.registers[i].Tree.Size(), a.known[i]
	err = r.Entries(a.registers[i].Origin, from, min(from+rebuildBatch+maxBatch, size), func(e keep.Entry) error {
		if e.Index != from+int64(len(entries)) {
			return fmt.Errorf("entry %d is missing", from+int64(len(entries)))
		}
		if e.Known.Before(last) {
			e.Known = last
		}
		last = e.Known
		entries = append(entries, e)
		return nil
	})
	if err == nil && len(entries) == 0 && from < size {
		err = fmt.Errorf("entry %d is missing", from)
	}
	return entries, err
}

// before cuts off what came at the horizon or later.
func before(entries []keep.Entry, horizon time.Time) []keep.Entry {
	if horizon.IsZero() {
		return entries
	}
	end := len(entries)
	for end > 0 && !entries[end-1].Known.Before(horizon) {
		end--
	}
	return entries[:end]
}

func (a *arrivals) advance(entries []keep.Entry) {
	for i, register := range a.registers {
		for _, e := range entries {
			if e.Origin == register.Origin {
				a.next[i]++
				a.known[i] = e.Known
			}
		}
	}
}
