package adversary

import (
	"fmt"
	"strings"
	"testing"

	"truce/ground/act"
	"truce/ground/shape"
	"truce/noun/incident"
	"truce/office/officetest"
)

// A monitor leaves as many acts open about an incident as can be. A verifier of the same side, who saw none of them, is
// heard nevertheless, and so is a second one; the monitor's own rest beyond four.
func TestMachine_one_key_crowds_out_nobody_of_its_own_side(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	opened := w.Must(t, "secretary", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar"})
	w.Enrol(t, "verifier-2", "mission", "verifier")
	rests := 0
	for i := range 30 {
		report := fmt.Sprintf("report/%d", i%4+1)
		r, err := w.Submit(t.Context(), w.SignAfter(t, "monitor-1", "report-linked", "incident/1", []act.ID{opened.ID}, incident.ReportLinked{Report: act.SubjectID(report)}))
		if err != nil {
			t.Fatal(err)
		}
		if r.Rests {
			rests++
		}
	}
	if rests != 26 {
		t.Errorf("%d of 30 rest, want all but 4 of one key", rests)
	}
	for i, who := range []string{"verifier-1", "verifier-2", "monitor-2", "secretary"} {
		var kind act.Kind = "answer-requested"
		var body any = incident.AnswerRequested{Party: "TR", Deadline: officetest.Date(6, 8), Question: shape.In("en", "What happened?")}
		if strings.HasPrefix(who, "monitor") {
			kind, body = "report-linked", incident.ReportLinked{Report: "report/1"}
		}
		r, err := w.Submit(t.Context(), w.SignAfter(t, who, kind, "incident/1", []act.ID{opened.ID}, body))
		if err != nil || r.Rests {
			t.Errorf("the %d. other of the side, %s, is crowded out: %+v, %v", i+1, who, r, err)
		}
	}
	unaltered(t, w)
}

// Whoever looks at the subject, at how it came to be so, at its history or at the receipt is told which acts rest and
// what wakes them.
func TestMachine_what_rests_is_told_wherever_one_looks(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	first, _ := claims(t, w, "liaison-tr", "report/1", nil, 1)
	ids, rest := claims(t, w, "liaison-tr", "report/1", first, 6)
	if rest != 2 {
		t.Fatalf("%d of 6 rest, want 2", rest)
	}
	resting := ids[len(ids)-1].String()
	key := keyFile(t, w, "secretary")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"show", "report/1"}, {"show", "--history", "report/1"}, {"explain", "report/1"}} {
		said, code := truce(t, t.TempDir(), append(args, "--confirm-clock", "--data", w.Folder, "--key", key)...)
		says(t, said, code, 0, "has effect once an act of that side that has effect names it (truce sign --after "+resting+")")
		if n := strings.Count(said, "rests: its author or side"); n != 2 {
			t.Errorf("%s tells of %d acts that rest, want 2", args[0], n)
		}
	}
	said, code := truce(t, t.TempDir(), "receipt", resting, "--confirm-clock", "--data", w.Folder, "--key", key)
	says(t, said, code, 0, "rests: its author or side had too many acts open here")
}
