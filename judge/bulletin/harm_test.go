package bulletin_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"truce/ground/act"
	"truce/judge/bulletin"
	"truce/noun/incident"
	"truce/noun/publication"
)

// "Nobody was killed" and "not said" are two things in a bulletin, too, and the most is none where one report leaves it open.
func TestHarm_that_is_not_said_is_no_number(t *testing.T) {
	t.Parallel()
	for name, k := range map[string]struct {
		reports []incident.Harm
		killed  string
		page    string
	}{
		"nobody speaks of the killed":   {[]incident.Harm{{InjuredMin: new(2), InjuredMax: new(2)}}, "not-said not-said", ">not said<"},
		"nobody was killed":             {[]incident.Harm{{KilledMin: new(0), KilledMax: new(0)}}, "0 0", ""},
		"one speaks of them":            {[]incident.Harm{{InjuredMin: new(2)}, {KilledMin: new(3), KilledMax: new(3)}}, "3 3", ""},
		"one leaves the most open":      {[]incident.Harm{{KilledMin: new(7)}, {KilledMin: new(1), KilledMax: new(3)}}, "8 not-said", "at least <b>"},
		"the least is said by one only": {[]incident.Harm{{KilledMax: new(7)}}, "not-said 7", "at most <b>"},
	} {
		in := bulletin.Input{Spec: bulletin.Spec{Kind: "daily", Date: "2017-05-07"}}
		for i, h := range k.reports {
			in.Reports = append(in.Reports, bulletin.Item[incident.Report]{Subject: act.SubjectID(fmt.Sprint("report/", i)),
				State: incident.Report{Type: incident.Observation, Status: "logged", Record: incident.Record{Event: "mortar", Harm: &h}}})
		}
		b := made(t, in, publication.Mission)
		said := bulletin.Content[bulletin.Harm](b, "harm").Stated[0]
		if got := numbered(said.KilledMin) + " " + numbered(said.KilledMax); got != k.killed {
			t.Errorf("%s: killed %s, want %s", name, got, k.killed)
		}
		var page bytes.Buffer
		if err := b.HTML(&page, bulletin.HTMLOptions{Language: "en", Location: time.UTC}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(page.String(), k.page) {
			t.Errorf("%s: the page does not have %q", name, k.page)
		}
	}
}

func numbered(f bulletin.Figure) string {
	switch {
	case f.NotSaid && f.Number == nil:
		return "not-said"
	case f.Number == nil:
		return "?"
	}
	return fmt.Sprint(*f.Number)
}
