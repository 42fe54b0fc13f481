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
		{"liaison-tr", "position-taken", "finding-drafted"},
		{"administrator", "role-granted", "position-taken"},
	} {
		me := read[wire.Me](t, w.get(t, c.who, "/api/me"))
		if !slices.Contains(me.May, c.may) || slices.Contains(me.May, c.not) {
			t.Errorf("%s: want %s and not %s, got %v", c.who, c.may, c.not, me.May)
		}
	}
}

// A screen asks for actions, not for roles: which role may do what is said in the policies alone.
func TestMe_tells_what_one_may_do(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for who, want := range map[string][]string{
		"monitor-1":     {"upload", "read-working-copy", "read-draft-bulletin", "read-exact-place", "read-file", "read-narrative", "read-party"},
		"auditor-1":     {"copy-register", "read-file", "read-log", "read-party"},
		"administrator": {"copy-register", "read-file", "read-metrics", "read-staff", "read-party"},
		"liaison-tr":    {"copy-register", "upload", "read-working-copy", "read-draft-bulletin", "read-exact-place", "read-file", "read-narrative"},
	} {
		got := read[wire.Me](t, w.get(t, who, "/api/me")).Can
		slices.Sort(want)
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", who, got, want)
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
