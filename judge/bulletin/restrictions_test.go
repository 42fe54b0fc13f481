package bulletin_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"truce/judge/bulletin"
	"truce/noun/incident"
)

// Whose people it was need not be known, nor whether it ended: the bulletin says so, in a row of its own.
func TestRestrictions_of_people_whom_nobody_knows(t *testing.T) {
	t.Parallel()
	in := bulletin.Input{Spec: bulletin.Spec{Kind: "daily", Date: "2017-05-07", CutOff: "24:00", TimeZone: "UTC"}, Restrictions: []bulletin.Item[incident.Restriction]{
		{Subject: "restriction/1", State: incident.Restriction{RestrictionRecorded: incident.RestrictionRecorded{Kind: "denied", Outcome: "turned-back"}}},
		{Subject: "restriction/2", State: incident.Restriction{RestrictionRecorded: incident.RestrictionRecorded{Kind: "denied", Outcome: "unresolved", Ongoing: true}}},
	}}
	b := made(t, in, "mission")
	rows := bulletin.Content[bulletin.Restrictions](b, "restrictions").Rows
	if len(rows) != 1 || rows[0].Row != "not-known denied" || rows[0].Party != "" || *rows[0].Cases.Number != 2 ||
		*rows[0].Ongoing.Number != 1 || *rows[0].NoEnd.Number != 1 || len(rows[0].Minutes.Of) != 0 {
		t.Errorf("%+v", rows)
	}
	for language, said := range map[string]string{"en": "Not known whose people", "ar": "لا يُعرف أفراد أي طرف", "es": "No se sabe de quién era la gente"} {
		var page bytes.Buffer
		err := b.HTML(&page, bulletin.HTMLOptions{Language: language, Location: time.UTC})
		if err != nil || !strings.Contains(page.String(), said) {
			t.Errorf("%s: %q is not said (%v)", language, said, err)
		}
	}
}
