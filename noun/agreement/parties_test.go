package agreement_test

import (
	"slices"
	"testing"
	"time"

	"truce/ground/act"
	"truce/noun/agreement"
)

func day(d int) time.Time { return time.Date(2025, 4, d, 0, 0, 0, 0, time.UTC) }

func TestParties(t *testing.T) {
	t.Parallel()
	name := func(text string) agreement.Texts { return agreement.Texts{{Language: "es", Text: text}} }
	draft := agreement.VersionState{Version: agreement.Version{ID: "draft", Type: "draft"}, Memberships: []agreement.Membership{
		{Party: "NORTE", Capacity: agreement.Bound, Names: name("Norte, borrador")}, {Party: "ISLOTE", Capacity: agreement.Observer},
		{Party: "RAIDERS", Capacity: agreement.Bound},
	}}
	text := agreement.VersionState{Version: agreement.Version{ID: "text", Type: "text"}, Force: []agreement.Interval{{From: day(7), Until: day(27)}},
		Memberships: []agreement.Membership{
			{Party: "NORTE", Capacity: agreement.Guarantor, Names: name("Norte")},
			{Party: "RAIDERS", Capacity: agreement.Bound, Interval: agreement.Interval{Until: day(10)}},
			{Party: "RAIDERS", Capacity: agreement.Listed, Interval: agreement.Interval{From: day(10)}},
		}}
	p := agreement.PartiesOf(map[act.SubjectID]agreement.Agreement{"agreement/a": {Versions: []agreement.VersionState{draft, text}}})
	if got := p.Codes(); !slices.Equal(got, []string{"ISLOTE", "NORTE", "RAIDERS"}) {
		t.Errorf("codes %v", got)
	}
	if got := p.Names("NORTE").In("es"); got != "Norte" {
		t.Errorf("a name is that of what was agreed, not of the draft: %q", got)
	}
	if !p.Agreed("NORTE") || p.Agreed("ISLOTE") || p.Agreed("NOBODY") || p.Named("NOBODY") != nil {
		t.Error("who is agreed and who is named")
	}
	for d, want := range map[int]bool{1: false, 8: false, 10: true, 20: true, 28: true} {
		if got := p.Listed("RAIDERS", day(d)); got != want {
			t.Errorf("listed on the %dth: %v", d, got)
		}
	}
	if p.Listed("NOBODY", day(20)) {
		t.Error("nobody lists whom no agreement names")
	}
}
