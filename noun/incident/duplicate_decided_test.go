package incident_test

import (
	"testing"

	"truce/ground/act"
	"truce/ground/fold/foldtest"
	"truce/ground/shape"
	"truce/noun/incident"
)

func decides(other act.SubjectID, decision string) *incident.DuplicateDecided {
	return &incident.DuplicateDecided{Other: other, Decision: decision, Reason: shape.In("en", "x")}
}

func TestReport_is_told_apart_and_again_open(t *testing.T) {
	t.Parallel()
	h := report()
	h.By("person/1", "", observed(record()))
	different := func() (all []act.SubjectID) {
		for _, d := range foldtest.State[incident.Report](t, h.Fold(t)).Different {
			all = append(all, d.Report)
		}
		return all
	}
	before := foldtest.Text(t, h.Fold(t))
	h.By("person/2", "", decides("report/3", "different"))
	h.By("person/2", "", decides("report/2", "different"))
	if got := different(); len(got) != 2 || got[0] != "report/2" || got[1] != "report/3" {
		t.Errorf("told apart from %v", got)
	}
	h.By("person/3", "", decides("report/2", "open"))
	h.By("person/3", "", decides("report/3", "open"))
	if after := foldtest.Text(t, h.Fold(t)); after != before {
		t.Errorf("open again:\n%s\n%s", before, after)
	}
}

func TestReport_is_told_apart_by_two_at_once(t *testing.T) {
	t.Parallel()
	h := report()
	first := h.By("person/1", "", observed(record()))
	h.Knowing("person/2", "", decides("report/2", "different"), first)
	h.Knowing("person/3", "", decides("report/2", "different"), first) // says the same
	if f := h.Fold(t); len(f.Conflicts) != 0 {
		t.Errorf("conflicts %+v", f.Conflicts)
	}
	h.Knowing("person/4", "", decides("report/2", "open"), first)
	if f := h.Fold(t); len(f.Conflicts) != 1 || f.Conflicts[0].Field != "different" {
		t.Errorf("conflicts %+v", f.Conflicts)
	}
}

func TestDuplicateDecided_fits(t *testing.T) {
	t.Parallel()
	if decides("report/1", "different").Fits("report/1") == nil || decides("report/2", "different").Fits("report/1") != nil {
		t.Error("a report beside itself fits, or two do not")
	}
}
