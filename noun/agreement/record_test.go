package agreement

import (
	"crypto/sha256"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/timezone"
)

func TestFulfilment_counts_by_the_mission_and_stands_by_a_party(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	h.add("RU", &FulfilmentRecorded{Version: v.ID, Obligation: "working-group", Outcome: "fulfilled", On: "2017-05-12", Source: "we did"})
	s := h.version(v.ID)
	if s.deadline("working-group").Done != nil || len(s.Fulfilments) != 1 || s.Fulfilments[0].By != "RU" {
		t.Errorf("a party's word counts: %+v", s.Fulfilments)
	}
	h.add("", &FulfilmentRecorded{Version: v.ID, Obligation: "working-group", Outcome: "fulfilled", On: "2017-05-20", Source: "list of members"})
	s = h.version(v.ID)
	d := s.deadline("working-group")
	if d.Done == nil || d.Done.Day != "2017-05-20" || d.StandsAt(instant(t, "2017-06-01T00:00:00Z")) != Late || len(s.Fulfilments) != 2 {
		t.Errorf("%+v", d)
	}
	h.add("", &FulfilmentRecorded{Version: v.ID, Obligation: "working-group", Outcome: "partly", On: "2017-05-20", Source: "members are missing"})
	if d := h.version(v.ID).deadline("working-group"); d.Done != nil {
		t.Errorf("still done: %+v", d)
	}
}

func TestEvents_count_by_the_mission_and_stand_by_a_party(t *testing.T) {
	t.Parallel()
	v := read(t, signed)
	v.Events = []Event{{ID: "meeting", What: Texts{{Language: "en", Text: "x"}}}}
	v.Clauses = slices.Clone(v.Clauses)
	v.Clauses[14].Obligations = []Obligation{{ID: "regulations", Who: []string{"guarantors"}, Must: "do", What: Texts{{Language: "en", Text: "x"}}, Due: &When{After: "event:meeting", Count: 2, Unit: Days}}}
	h := &history{t: t}
	h.add("", &AgreementDrafted{Version: v})
	h.add("TR", &TriggerRecorded{Event: "meeting", On: "2017-06-01", Source: "we were there"})
	if d := h.version(v.ID).deadline("regulations"); d.Status != Waiting {
		t.Errorf("a party's word counts: %+v", d)
	}
	h.add("", &TriggerRecorded{Event: "meeting", At: instant(t, "2017-06-02T08:00:00Z"), Source: "minutes"})
	if d := h.version(v.ID).deadline("regulations"); d.Day != "2017-06-04" || d.Clause != "point_6__point_c" {
		t.Errorf("%+v", d)
	}
	a, _ := h.at("2017-06-10T00:00:00Z")
	if len(a.Events) != 2 || a.Events[0].By != "TR" || a.Events[1].Source != "minutes" {
		t.Errorf("%+v", a.Events)
	}
}

func TestPositions_are_each_delegations_own(t *testing.T) {
	t.Parallel()
	v := read(t, draftFile)
	h := &history{t: t}
	h.add("", &AgreementDrafted{Version: v})
	h.add("TR", &PositionStated{Version: v.ID, Clause: "point_4", Party: "TR", Position: "rejects", On: "2017-05-03"})
	h.add("RU", &PositionStated{Version: v.ID, Clause: "point_4", Party: "RU", Position: "accepts", On: "2017-05-03"})
	h.add("TR", &PositionStated{Version: v.ID, Clause: "point_4", Party: "TR", Position: "proposes", On: "2017-05-04", Proposal: Texts{{Language: "en", Text: "Forces of the guarantors man the posts."}}})
	for say, body := range map[string]*PositionStated{
		SpeaksForAnother: {Version: v.ID, Clause: "point_4", Party: "IR", Position: "accepts", On: "2017-05-03"},
		NoSuchClause:     {Version: v.ID, Clause: "point_99", Party: "RU", Position: "accepts", On: "2017-05-03"},
		NoSuchVersion:    {Version: "none", Clause: "point_4", Party: "RU", Position: "accepts", On: "2017-05-03"},
	} {
		if id := h.add("RU", body); !flagged(h, say, id) {
			t.Errorf("%s is not flagged", say)
		}
	}
	var got []string
	for _, p := range h.version(v.ID).Positions {
		if p.Clause == "point_4" {
			got = append(got, p.Party+" "+p.Position)
		}
	}
	if !slices.Equal(got, []string{"TR proposes", "RU accepts"}) {
		t.Errorf("%v", got)
	}
}

func TestFlags_for_what_is_not_there(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	for say, body := range map[string]any{
		NoSuchObligation: &FulfilmentRecorded{Version: v.ID, Obligation: "none", Outcome: "partly", On: "2017-06-01", Source: "x"},
		NoSuchVersion:    &FulfilmentRecorded{Version: "none", Obligation: "maps", Outcome: "partly", On: "2017-06-01", Source: "x"},
	} {
		if id := h.add("", body); !flagged(h, say, id) {
			t.Errorf("%s is not flagged", say)
		}
	}
	if id := h.add("RU", &ExtensionConsented{Version: "none", Party: "RU", Until: "2018-05-04", On: "2017-10-31"}); !flagged(h, NoSuchVersion, id) {
		t.Error("a consent to nothing is not flagged")
	}
	if id := h.add("RU", &ClausesFiled{Version: "none", Part: 1, Clauses: v.Clauses[:1]}); !flagged(h, NoSuchVersion, id) {
		t.Error("clauses of nothing are not flagged")
	}
}

func TestFold_a_version_ends_where_its_successor_begins(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	next := v
	next.ID, next.Replaces, next.Date = "protocol", v.ID, "2017-09-15"
	h.add("", &AgreementDrafted{Version: next})
	for _, party := range v.signatories() {
		h.sign(next, party, Guarantor, "2017-09-15")
	}
	if s := h.version(v.ID); len(s.Force) != 1 || !s.Force[0].Until.Equal(instant(t, "2017-09-15T21:00:00Z")) {
		t.Errorf("in force %v", s.Force)
	}
	for at, want := range map[string]string{"2017-09-15T20:59:59Z": v.ID, "2017-09-15T21:00:00Z": "protocol"} {
		if a, p := h.at(at); !slices.Equal(a.InForce, []string{want}) || p.Status != InForce {
			t.Errorf("at %s in force: %v", at, a.InForce)
		}
	}
	if got := boundBy(h.version(v.ID), "run-posts", "2017-10-01T00:00:00Z"); len(got) != 0 {
		t.Errorf("still bound by the replaced version: %v", got)
	}
}

// Two offices that hold the same acts see the same, in whatever order they came.
func TestFold_order_of_arrival_does_not_matter(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	h.add("", &AgreementDrafted{Version: read(t, draftFile)})
	base := fold.Heads(h.entries)
	h.beside("TR", &PositionStated{Version: v.ID, Clause: "point_1", Party: "TR", Position: "accepts", On: "2017-05-04"}, base...)
	h.beside("TR", &PositionStated{Version: v.ID, Clause: "point_1", Party: "TR", Position: "reserves", On: "2017-05-04"}, base...)
	h.beside("", &PartyJoined{Party: "GRP-1", Capacity: Bound, From: "2017-07-20", Source: "x"}, base...)
	h.beside("GRP-1", &PartyJoined{Party: "GRP-1", Capacity: Observer, From: "2017-07-20"}, base...)
	for _, party := range v.signatories() {
		consent(h, party, "2018-05-04", "2017-10-31")
	}
	h.add("", &FulfilmentRecorded{Version: v.ID, Obligation: "maps", Outcome: "fulfilled", On: "2017-06-04", Source: "x"})
	want := written(t, h.folded())
	r := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		entries := slices.Clone(h.entries)
		r.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
		f := Fold(timezone.Load)("agreement/syria-2017", fold.Order(entries), nil)
		if got := written(t, f); got != want {
			t.Fatal("another order, another state")
		}
	}
	if got := len(h.folded().Conflicts); got != 1 { // what the mission records contests no party's own word
		t.Errorf("%d conflicts", got)
	}
}

func written(t *testing.T, f fold.Folded) [sha256.Size]byte {
	t.Helper()
	text, err := json.Marshal(struct {
		States    []any
		Conflicts []fold.Conflict
	}{states(f), f.Conflicts}, json.Deterministic(true))
	if err != nil {
		t.Fatal(err)
	}
	return sha256.Sum256(text)
}

func states(f fold.Folded) []any {
	var all []any
	for _, p := range f.Periods {
		all = append(all, p.From, p.Until, p.Status, p.State)
	}
	return all
}

func TestState_reads_back_as_it_was_written(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	consent(h, "RU", "2018-05-04", "2017-10-31")
	a, _ := h.at("2017-07-20T00:00:00Z")
	text, err := json.Marshal(a, json.Deterministic(true))
	if err != nil {
		t.Fatal(err)
	}
	var again Agreement
	if err := json.Unmarshal(text, &again, json.RejectUnknownMembers(true)); err != nil {
		t.Fatal(err)
	}
	twice, err := json.Marshal(again, json.Deterministic(true))
	if err != nil || string(twice) != string(text) {
		t.Errorf("%v: the state changed on the way", err)
	}
	if s := again.Versions[0]; !s.InForceAt(instant(t, "2017-07-20T00:00:00Z")) || s.ID != v.ID || s.Signatures[0].Act == (act.ID{}) {
		t.Errorf("%+v", s.Force)
	}
}

// What the mission records of a party without a root key counts while the party itself says nothing, and never again.
func TestFold_the_mission_writes_over_no_partys_own_word(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	position := func(of *history) (said []string) {
		for _, p := range of.version(v.ID).Positions {
			said = append(said, p.Position)
		}
		return said
	}
	stated := PositionStated{Version: v.ID, Clause: "point_1", Party: "SY-GOV", Position: "rejects", On: "2017-05-04", Source: "a newspaper"}
	h.add("", &stated)
	if got := position(h); !slices.Equal(got, []string{"rejects"}) {
		t.Errorf("recorded: %v", got)
	}
	own := PositionStated{Version: v.ID, Clause: "point_1", Party: "SY-GOV", Position: "accepts", On: "2017-05-05"}
	h.add("SY-GOV", &own)
	again := h.add("", &stated)
	if got := position(h); !slices.Equal(got, []string{"accepts"}) || !flagged(h, RecordedOnly, again) || len(h.folded().Conflicts) != 0 {
		t.Errorf("recorded again: %v", got)
	}
	h.add("GRP-1", &PartyJoined{Party: "GRP-1", Capacity: Bound, From: "2017-07-20"})
	if id := h.add("", &PartyJoined{Party: "GRP-1", Capacity: Observer, From: "2017-08-20", Source: "a newspaper"}); !flagged(h, RecordedOnly, id) {
		t.Error("the mission makes an observer of who joined itself")
	}
}
