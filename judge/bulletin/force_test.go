package bulletin_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"truce/ground/force"
	"truce/judge/bulletin"
	"truce/noun/agreement"
	"truce/noun/publication"
)

// The bytes that are signed say what was in force: for how much of the period, for whom, where,
// and why not. Strangers are told of no text that never was, and not what is being negotiated.
func TestForce_is_in_what_is_signed(t *testing.T) {
	t.Parallel()
	stretch := func(from, until time.Time) force.Interval { return force.Interval{From: from, Until: until} }
	both := []force.Member{{Party: "NORTE"}, {Party: "SUR"}}
	gap := func(from, until time.Time, state, why string, parties, where []string) force.Gap {
		return force.Gap{Interval: stretch(from, until), State: state, Parties: parties, Where: where,
			Why: []force.Lack{{Say: why, Name: "SUR", At: from}, {Say: force.ExtensionWaits, Name: "SUR", At: at(9, 0)}}}
	}
	for name, c := range map[string]struct {
		gaps         []force.Gap
		held         string
		rows, public []string // Row, without the agreement and the version
		page         string
	}{
		"in force": {nil, bulletin.Always, []string{"2017-05-07T00:00:00Z in-force"}, nil, "in force"},
		"lapsed": {[]force.Gap{gap(at(3, 0), time.Time{}, force.Ended, force.Lapsed, nil, nil)}, bulletin.Never,
			[]string{"2017-05-07T00:00:00Z ended"}, nil, "No agreement was in force in this period."},
		"suspended at noon": {[]force.Gap{gap(at(7, 12), at(9, 0), force.Suspended, force.SuspendedBy, nil, nil)}, bulletin.Partly,
			[]string{"2017-05-07T00:00:00Z in-force", "2017-05-07T12:00:00Z suspended"}, nil, "SUR suspended it from 2017-05-07 12:00"},
		"denounced by one": {[]force.Gap{gap(at(2, 0), time.Time{}, force.Ended, force.Denounced, []string{"SUR"}, nil)}, bulletin.Always,
			[]string{"2017-05-07T00:00:00Z ended SUR", "2017-05-07T00:00:00Z in-force"}, nil, "SUR denounced it"},
		"suspended in a zone": {[]force.Gap{gap(at(2, 0), time.Time{}, force.Suspended, force.SuspendedBy, nil, []string{"dz-1"})}, bulletin.Always,
			[]string{"2017-05-07T00:00:00Z in-force", "2017-05-07T00:00:00Z suspended dz-1"}, nil, "<code>dz-1</code>: "},
		"never signed": {[]force.Gap{gap(time.Time{}, time.Time{}, force.Waits, force.Unsigned, nil, nil)}, bulletin.Never,
			[]string{"2017-05-07T00:00:00Z waits"}, []string{}, "No agreement was in force in this period."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := agreement.VersionState{Version: agreement.Version{ID: "text", Type: "text"}, Standing: force.Force{Members: both, Gaps: c.gaps}}
			if name != "never signed" {
				v.Force = []agreement.Interval{{From: at(1, 0)}}
			}
			draft := agreement.VersionState{Version: agreement.Version{ID: "draft", Type: "draft"}, Standing: force.Force{Members: both}}
			in := bulletin.Input{
				Spec:       bulletin.Spec{Kind: "daily", Date: "2017-05-07", CutOff: "24:00", TimeZone: "UTC"},
				Agreements: []bulletin.Agreement{{Subject: "agreement/a", State: agreement.Agreement{Versions: []agreement.VersionState{draft, v}}}},
				Period:     bulletin.Span{From: at(7, 0), Until: at(8, 0)}, Before: bulletin.Span{From: at(6, 0), Until: at(7, 0)},
			}
			for _, edition := range publication.Editions() {
				b := made(t, in, edition)
				s := bulletin.Content[bulletin.Forces](b, "force")
				want := c.rows
				if edition == publication.Public && c.public != nil {
					want = c.public
				}
				if got := rowsOf(s); s.Held != c.held || !slices.Equal(got, want) {
					t.Errorf("%s: %s %q, want %s %q", edition, s.Held, got, c.held, want)
				}
				text, err := b.Bytes()
				if err != nil || bytes.Contains(text, []byte(force.ExtensionWaits)) && edition == publication.Public {
					t.Errorf("%s: %v; strangers are told whose consent is missing: %s", edition, err, text)
				}
				var page bytes.Buffer
				if err := b.HTML(&page, bulletin.HTMLOptions{Language: "en", Location: time.UTC}); err != nil || !strings.Contains(page.String(), c.page) {
					t.Errorf("%s: the page lacks %q, %v", edition, c.page, err)
				}
			}
		})
	}
}

func rowsOf(s bulletin.Forces) []string {
	all := []string{}
	for _, r := range s.Rows {
		all = append(all, strings.TrimPrefix(r.Row, fmt.Sprintf("%s %s ", r.Agreement.Name(), r.Version)))
	}
	slices.Sort(all)
	return all
}
