package bulletin_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"truce/ground/act"
	"truce/judge/bulletin"
	"truce/noun/agreement"
	"truce/noun/incident"
	"truce/noun/publication"
)

// Who is a party, what it is called, and who is a listed group come from the agreements. What
// none of them names keeps its code and says so; the public edition takes no name from a draft.
func TestParties_come_from_the_agreements(t *testing.T) {
	t.Parallel()
	called := func(code, capacity, name string) agreement.Membership {
		return agreement.Membership{Party: code, Capacity: capacity, Names: agreement.Texts{{Language: "es", Text: name}}}
	}
	force := []agreement.Interval{{From: at(1, 0)}}
	in := bulletin.Input{
		Office: bulletin.Office{Name: "hq"}, Number: 1, Known: at(8, 1), Registers: []publication.Register{{Origin: "test", Size: 9, Root: "00"}},
		Spec:   bulletin.Spec{Kind: "daily", Date: "2017-05-07", CutOff: "24:00", TimeZone: "UTC"},
		Period: bulletin.Span{From: at(7, 0), Until: at(8, 0)}, Before: bulletin.Span{From: at(6, 0), Until: at(7, 0)},
		Agreements: []bulletin.Agreement{{Subject: "agreement/a", State: agreement.Agreement{Versions: []agreement.VersionState{
			{Version: agreement.Version{ID: "text", Type: "text"}, Force: force, Memberships: []agreement.Membership{
				called("NORTE", agreement.Guarantor, "Alianza del Norte"), called("CORSARIOS", agreement.Listed, "Los Corsarios")}},
			{Version: agreement.Version{ID: "draft", Type: "draft"}, Memberships: []agreement.Membership{called("ISLOTE", agreement.Bound, "El Islote")}},
		}}}},
	}
	for i, actor := range []string{"NORTE", "CORSARIOS", "ISLOTE", "NADIE"} {
		in.Incidents = append(in.Incidents, bulletin.Item[incident.Incident]{
			Subject: act.SubjectID(fmt.Sprint("incident/", i)), From: at(7, 3), State: incident.Incident{
				Event: "mortar", Status: "reported", Observed: 1, Attributions: []incident.Attribution{{Actor: actor}}},
		})
	}
	rows, _ := bulletin.Count(in)
	closed, err := rows.Close()
	if err != nil {
		t.Fatal(err)
	}
	for edition, named := range map[string]string{publication.Mission: "El Islote", publication.Public: "ISLOTE"} {
		b := bulletin.Make(closed, edition)
		if a := bulletin.Content[bulletin.Attribution](b, "attribution"); a.Inside.N() != 3 || a.Outside.N() != 1 {
			t.Errorf("%s: to parties %d, to listed groups %d", edition, a.Inside.N(), a.Outside.N())
		}
		var page bytes.Buffer
		if err := b.HTML(&page, bulletin.HTMLOptions{Language: "en", Location: time.UTC}); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{
			"<td>Alianza del Norte</td>", "Los Corsarios (listed", ">" + named + " <small>(no agreement in force names it)", ">NADIE <small>(no agreement in force names it)",
		} {
			if !strings.Contains(page.String(), want) {
				t.Errorf("%s: the page lacks %s", edition, want)
			}
		}
		if strings.Contains(page.String(), "El Islote") != (edition == publication.Mission) {
			t.Errorf("%s: a name that is still being negotiated", edition)
		}
	}
}
