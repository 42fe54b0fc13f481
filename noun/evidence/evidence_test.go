package evidence_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/fold/foldtest"
	"truce/ground/shape"
	"truce/noun"
	"truce/noun/evidence"
)

func deposit() *evidence.EvidenceDeposited {
	return &evidence.EvidenceDeposited{
		Kind: "photo", MediaType: "image/jpeg", Size: 1, Sealed: strings.Repeat("0f", 32), Description: shape.In("en", "crater"),
		TakenBy: "person/monitor-2", About: []act.SubjectID{"report/1"},
	}
}

func handed(from, to act.SubjectID) *evidence.CustodyTransferred {
	return &evidence.CustodyTransferred{From: from, To: to, At: time.Date(2017, 5, 7, 9, 0, 0, 0, time.UTC), Reason: shape.In("en", "deposit")}
}

func taken(from, to act.SubjectID) *evidence.CustodyTransferred {
	b := handed(from, to)
	b.Broken = true
	return b
}

func TestCustody(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		bodies []any
		holder act.SubjectID
		status string
	}{
		"deposited":              {[]any{deposit()}, "person/monitor-1", "in-custody"},
		"handed over":            {[]any{deposit(), handed("person/monitor-1", "person/c")}, "person/c", "in-custody"},
		"handed on":              {[]any{deposit(), handed("person/monitor-1", "person/b"), handed("person/b", "person/c")}, "person/c", "in-custody"},
		"by who did not hold it": {[]any{deposit(), taken("person/thief", "person/c")}, "person/monitor-1", "custody-broken"},
		"broken stays broken":    {[]any{deposit(), taken("person/thief", "person/c"), handed("person/monitor-1", "person/d")}, "person/d", "custody-broken"},
		"described anew":         {[]any{deposit(), handed("person/monitor-1", "person/c"), deposit()}, "person/c", "in-custody"},
		"handed over unknown":    {[]any{handed("person/monitor-1", "person/c")}, "person/c", "in-custody"},
	} {
		h := &foldtest.History{Subject: "evidence/1", Func: evidence.Fold}
		for _, body := range c.bodies {
			h.By("person/monitor-1", "", body)
		}
		f := h.Fold(t)
		s := foldtest.State[evidence.Evidence](t, f)
		if s.Holder != c.holder || f.Periods[0].Status != c.status {
			t.Errorf("%s: %s holds it, %s", name, s.Holder, f.Periods[0].Status)
		}
	}
}

// Its author says more of one file, on another device too: the last word stands, what is not said again stays, and nobody
// contradicts anybody.
// What another side says of the chain stands under its name: the piece stays where its holder's side says that it is, and its chain whole.
func TestCustody_what_others_say_stands_beside(t *testing.T) {
	t.Parallel()
	h := &foldtest.History{Subject: "evidence/1", Func: evidence.Fold}
	h.By("person/liaison-tr", "TR", deposit())
	h.By("person/custodian-ru", "RU", taken("person/secretary", "person/liaison-ru"))
	h.By("person/custodian", "", taken("person/liaison-tr", "person/custodian"))
	s := foldtest.State[evidence.Evidence](t, h.Fold(t))
	if s.Holder != "person/liaison-tr" || s.Broken || len(s.Custody) != 2 || s.Custody[0].Side != "RU" || !s.Custody[0].Broken || s.Custody[1].Side != noun.Mission {
		t.Errorf("others say: %+v", s)
	}
	h.By("person/liaison-tr", "TR", handed("person/liaison-tr", "person/custodian"))
	h.By("person/custodian", "", handed("person/custodian", "person/monitor-1"))
	if s := foldtest.State[evidence.Evidence](t, h.Fold(t)); s.Holder != "person/monitor-1" || s.Broken {
		t.Errorf("its holders hand it on: %+v", s)
	}
	h.By("person/custodian", "", taken("person/thief", "person/monitor-2"))
	if f := h.Fold(t); !foldtest.State[evidence.Evidence](t, f).Broken || f.Periods[0].Status != "custody-broken" || foldtest.State[evidence.Evidence](t, f).Holder != "person/monitor-1" {
		t.Errorf("a side that had it says that the chain is broken: %+v", f.Periods[0])
	}
}

func TestDeposit_again_keeps_what_is_not_said_again(t *testing.T) {
	t.Parallel()
	first, again := deposit(), deposit()
	first.TakenAt, first.Original = time.Date(2017, 5, 7, 9, 0, 0, 0, time.UTC), strings.Repeat("4f", 32)
	again.Original, again.Description, again.TakenBy = first.Original, shape.In("en", "another crater"), ""
	erased := &evidence.EvidenceDeposited{Kind: "photo", MediaType: "image/jpeg"}
	h := &foldtest.History{Subject: "evidence/1", Func: evidence.Fold}
	h.Knowing("person/monitor-1", "", first)
	h.Knowing("person/monitor-1", "", again)
	h.Knowing("person/monitor-1", "", erased)
	f := h.Fold(t)
	s := foldtest.State[evidence.Evidence](t, f)
	if len(f.Conflicts) != 0 || !s.TakenAt.Equal(first.TakenAt) || s.TakenBy != first.TakenBy || s.Description.Text != "another crater" || s.Original != first.Original || s.Sealed != first.Sealed {
		t.Errorf("%+v, conflicts %v", s.Deposit, f.Conflicts)
	}
}

// The office lost the file, and seals it otherwise when it comes again: nobody said anything else.
func TestDeposit_of_a_lost_file_again_is_no_conflict(t *testing.T) {
	t.Parallel()
	again := deposit()
	again.Sealed, again.SealedTo, again.Working = strings.Repeat("1f", 32), strings.Repeat("2f", 32), strings.Repeat("3f", 32)
	h := &foldtest.History{Subject: "evidence/1", Func: evidence.Fold}
	h.Knowing("person/monitor-1", "", deposit())
	h.Knowing("person/monitor-1", "", again)
	f := h.Fold(t)
	if s := foldtest.State[evidence.Evidence](t, f); len(f.Conflicts) != 0 || s.Sealed != again.Sealed {
		t.Errorf("sealed as %s, conflicts %v", s.Sealed, f.Conflicts)
	}
}

// Who says more of a piece takes it from nothing to which it belonged.
func TestDeposit_again_takes_nothing_away(t *testing.T) {
	t.Parallel()
	again := deposit()
	again.Description, again.About = shape.In("en", "nothing to see"), []act.SubjectID{"report/2", "report/1"}
	h := &foldtest.History{Subject: "evidence/1", Func: evidence.Fold}
	h.By("person/monitor-1", "", deposit())
	h.By("person/monitor-1", "", again)
	s := foldtest.State[evidence.Evidence](t, h.Fold(t))
	if !slices.Equal(s.About, []act.SubjectID{"report/1", "report/2"}) || s.Description.Text != "nothing to see" {
		t.Errorf("about %v, shows %q", s.About, s.Description.Text)
	}
}

func TestRefers(t *testing.T) {
	t.Parallel()
	if got := deposit().Refers(); !slices.Equal(got, []act.SubjectID{"report/1", "person/monitor-2"}) {
		t.Errorf("refers to %v", got)
	}
	if got := handed("person/a", "person/b").Refers(); !slices.Equal(got, []act.SubjectID{"person/a", "person/b"}) {
		t.Errorf("refers to %v", got)
	}
}
