package api_test

import (
	"slices"
	"testing"

	"truce/door/wire"
	"truce/ground/act"
)

// What a screen offers hangs on this; what is done with it the office decides each time.
func TestMe_tells_what_one_may_write(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct {
		who      string
		may, not act.Kind
	}{
		{"verifier-1", "incident-assessed", "observation-filed"},
		{"monitor-1", "observation-filed", "incident-assessed"},
		{"liaison-tr", "position-taken", "finding-issued"},
		{"administrator", "role-granted", "position-taken"},
	} {
		me := read[wire.Me](t, w.get(t, c.who, "/api/me"))
		if !slices.Contains(me.May, c.may) || slices.Contains(me.May, c.not) {
			t.Errorf("%s: want %s and not %s, got %v", c.who, c.may, c.not, me.May)
		}
	}
}

func TestSteps(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	got := read[wire.Steps](t, w.get(t, "", "/api/steps")).Steps
	if !slices.Contains(got["reported"], "confirmed") || slices.Contains(got["confirmed"], "under-verification") || !slices.Equal(got["closed"], []string{"reopened"}) {
		t.Errorf("got %v", got)
	}
}
