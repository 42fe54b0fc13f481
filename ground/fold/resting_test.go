package fold_test

import (
	"slices"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
)

// An act wakes what rests of its own side, and what that names of it; a line through another side's act ends there. Each key on the way is
// told once, as of its latest act.
func TestResting_is_woken_by_its_own_side(t *testing.T) {
	t.Parallel()
	id := func(n byte) act.ID { return act.ID{n} }
	at := func(hour int) time.Time { return time.Date(2017, 5, 4, hour, 0, 0, 0, time.UTC) }
	entry := func(n byte, party, key string, prev ...act.ID) fold.Entry {
		return fold.Entry{ID: id(n), Party: party, Key: act.KeyID(key), Prev: prev, Received: at(int(n))}
	}
	rests := func() fold.Resting {
		all := fold.Resting{}
		for _, e := range []fold.Entry{
			entry(1, "TR", "a"), entry(2, "TR", "b", id(1)), entry(3, "TR", "a", id(2)),
			entry(4, "RU", "c"), entry(5, "TR", "a", id(4)), entry(6, "RU", "c", id(3)),
		} {
			all[e.ID] = e
		}
		return all
	}
	for name, c := range map[string]struct {
		by   fold.Entry
		want []byte
	}{
		"its own, and what that names":   {entry(9, "TR", "b", id(3)), []byte{3, 2, 1}},
		"another's":                      {entry(9, "RU", "c", id(3)), nil},
		"the mission's":                  {entry(9, "", "m", id(3), id(4)), nil},
		"by way of its own to another's": {entry(9, "TR", "b", id(5)), []byte{5}},
		"by way of another's to its own": {entry(9, "TR", "b", id(6)), nil},
	} {
		left := rests()
		var woken []byte
		for _, r := range left.Rouse(c.by) {
			woken = append(woken, r.ID[0])
			if !r.Received.Equal(at(9)) || !r.Came().Equal(at(int(r.ID[0]))) {
				t.Errorf("%s: %d counts from %s, and came %s", name, r.ID[0], r.Received, r.Came())
			}
		}
		if !slices.Equal(woken, c.want) || len(left) != 6-len(woken) {
			t.Errorf("%s woke %v and left %d", name, woken, len(left))
		}
	}
	roused := rests().Rouse(entry(9, "TR", "b", id(3)))
	if got := roused[2].Named; len(got) != 2 || got[0].Key != "b" || !got[0].Came.Equal(at(9)) || got[1].Key != "a" || !got[1].Came.Equal(at(3)) {
		t.Errorf("woken by %+v", got)
	}
}
