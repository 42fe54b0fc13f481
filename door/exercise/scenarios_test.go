package exercise

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"truce/ground/act"
	"truce/judge/bulletin"
	"truce/judge/policy"
	"truce/noun/agreement"
	"truce/noun/incident"
	"truce/noun/publication"
	"truce/office/house"
	"truce/scenario"
	"truce/tool/query"
)

// What holds for the first scenario because nothing in the code knows of it holds for each of
// the others, whatever their parties, places, languages and clocks are.
func TestScenarios(t *testing.T) {
	t.Parallel()
	for _, name := range scenario.Names() {
		if name == scenario.Default {
			continue // TestSyria2017 looks at it
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, release := releasing(t, scene(t, name), "person/secretary", t.TempDir())
			for what, look := range map[string]func(*testing.T, *house.House){
				"stories":   func(t *testing.T, o *house.House) { storiesOf(t, o, name) },
				"every row": rows, "zones": everyZone, "parties": everyParty, "bulletins are made again from a copy": func(t *testing.T, o *house.House) { everyBulletin(t, o, release) },
			} {
				t.Run(what, func(t *testing.T) {
					t.Parallel()
					look(t, o)
				})
			}
		})
	}
}

// rows are read by everybody of the exercise, and hold no word of the first scenario.
func rows(t *testing.T, o *house.House) {
	for _, who := range []policy.Person{mission, verifier, {}} {
		all := list(t, o, who, query.Filter{Nouns: o.Kinds().Names()})
		if len(all) == 0 {
			t.Errorf("%+v sees nothing", who)
		}
		for _, item := range all {
			for _, word := range []string{"Asia/Damascus", `"SY-GOV"`, `"NUSRA"`, "Syria"} {
				if strings.Contains(string(item.State), word) {
					t.Errorf("%s holds %s", item.Subject, word)
				}
			}
		}
	}
}

// everyZone holds that what lies in zones is counted by them, and nothing where there is none.
func everyZone(t *testing.T, o *house.House) {
	f := query.Filter{Nouns: []string{"incident"}, Counted: true}
	counts, err := o.Reading.Count(t.Context(), verifier, f, []string{"within"})
	if err != nil {
		t.Fatal(err)
	}
	zones := len(list(t, o, mission, query.Filter{Nouns: []string{"zone"}}))
	if records := len(list(t, o, verifier, f)); records == 0 || (len(counts) == 0) != (zones == 0) {
		t.Errorf("%d records, %d zones: %+v", records, zones, counts)
	}
}

// everyParty holds that parties are those of the agreements, and that one whom none names is kept.
func everyParty(t *testing.T, o *house.House) {
	all := map[act.SubjectID]agreement.Agreement{}
	for _, item := range list(t, o, mission, query.Filter{Nouns: []string{agreement.Noun}}) {
		all[item.Subject] = stateOf[agreement.Agreement](t, item)
	}
	named := agreement.PartiesOf(all)
	unnamed := 0
	for _, item := range list(t, o, verifier, query.Filter{Nouns: []string{"report"}}) {
		if accused := stateOf[incident.Report](t, item).Accused; accused != "" && named.Named(accused) == nil {
			unnamed++
		}
	}
	if len(named.Codes()) < 3 || unnamed == 0 {
		t.Errorf("parties %v, and %d accused whom no agreement names: want some", named.Codes(), unnamed)
	}
}

func everyBulletin(t *testing.T, o *house.House, release act.ID) {
	dir := copied(t, o, policy.Person{ID: "person/secretary", Roles: []string{"secretariat"}}, release)
	for _, p := range publishedBy(t, o) {
		for _, edition := range publication.Editions() {
			text, err := o.Bulletins.Read(t.Context(), mission, p.Subject.Name(), -1, edition)
			if err != nil {
				t.Fatal(err)
			}
			if r := recounted(t, text, dir); len(r.Differences) > 0 {
				t.Errorf("%s %s: %+v", p.Subject, edition, r.Differences)
			}
			b, err := bulletin.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			for _, lang := range bulletin.Languages() {
				var page bytes.Buffer
				if err := b.HTML(&page, bulletin.HTMLOptions{Language: lang, Location: time.UTC}); err != nil || page.Len() == 0 {
					t.Errorf("%s in %s: %v", p.Subject, lang, err)
				}
			}
		}
	}
}
