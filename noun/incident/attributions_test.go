package incident_test

import (
	"slices"
	"testing"

	"truce/ground/fold/foldtest"
	"truce/ground/shape"
	"truce/noun/incident"
)

func blame(actor, confidence string) *incident.AttributionMade {
	return &incident.AttributionMade{Actor: actor, Confidence: confidence, Basis: []string{"crater"}, Reason: shape.In("en", "x")}
}

func TestAttributions(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		acts          func(h *foldtest.History)
		sum           string
		actors        []string
		rows, ignored int
	}{
		"nobody says": {func(*foldtest.History) {}, incident.NotAttributed, nil, 0, 0},
		"one says": {func(h *foldtest.History) { h.By("person/1", "", blame("SY-GOV", "likely")) },
			incident.Attributed, []string{"SY-GOV"}, 1, 0},
		"two say the same": {func(h *foldtest.History) {
			h.By("person/1", "", blame("SY-GOV", "likely"))
			h.By("person/2", "", blame("SY-GOV", "contested"))
		}, incident.Attributed, []string{"SY-GOV"}, 2, 0},
		"two say otherwise": {func(h *foldtest.History) {
			h.By("person/1", "", blame("SY-GOV", "likely"))
			h.By("person/2", "", blame("NUSRA", "likely"))
		}, incident.Disputed, []string{"NUSRA", "SY-GOV"}, 2, 0},
		"one grows surer": {func(h *foldtest.History) {
			h.By("person/1", "", blame("SY-GOV", "contested"))
			h.By("person/1", "", blame("SY-GOV", "established"))
		}, incident.Attributed, []string{"SY-GOV"}, 1, 0},
		"taken back": {func(h *foldtest.History) {
			h.By("person/1", "", blame("SY-GOV", "likely"))
			h.By("person/1", "", &incident.AttributionWithdrawn{Actor: "SY-GOV", Reason: shape.In("en", "x")})
		}, incident.NotAttributed, nil, 1, 0},
		"taken back by another": {func(h *foldtest.History) {
			h.By("person/1", "", blame("SY-GOV", "likely"))
			h.By("person/2", "", &incident.AttributionWithdrawn{Actor: "SY-GOV", Reason: shape.In("en", "x")})
		}, incident.Attributed, []string{"SY-GOV"}, 1, 1},
		"made again after it was taken back": {func(h *foldtest.History) {
			h.By("person/1", "", blame("SY-GOV", "likely"))
			h.By("person/1", "", &incident.AttributionWithdrawn{Actor: "SY-GOV", Reason: shape.In("en", "x")})
			h.By("person/1", "", blame("SY-GOV", "contested"))
		}, incident.Attributed, []string{"SY-GOV"}, 1, 0},
	} {
		h := file(nil)
		c.acts(h)
		f := h.Fold(t)
		s := foldtest.State[incident.Incident](t, f)
		if s.Attribution != c.sum || !slices.Equal(s.Actors(), c.actors) {
			t.Errorf("%s: %s, to %v", name, s.Attribution, s.Actors())
		}
		if len(s.Attributions) != c.rows || len(s.Ignored) != c.ignored || len(f.Conflicts) != 0 {
			t.Errorf("%s: %+v, ignored %+v, conflicts %v", name, s.Attributions, s.Ignored, f.Conflicts)
		}
	}
}

func TestAttributions_of_one_author_on_two_devices_conflict(t *testing.T) {
	t.Parallel()
	h := file(nil)
	first := h.By("person/1", "", blame("SY-GOV", "likely"))
	h.Knowing("person/1", "", blame("SY-GOV", "established"), first)
	h.Knowing("person/1", "", &incident.AttributionWithdrawn{Actor: "SY-GOV", Reason: shape.In("en", "x")}, first)
	h.Knowing("person/2", "", blame("SY-GOV", "unknown"), first) // another author does not contradict
	if f := h.Fold(t); len(f.Conflicts) != 1 || f.Conflicts[0].Field != "attribution to SY-GOV" {
		t.Errorf("conflicts %+v", f.Conflicts)
	}
}
