package exercise

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/taxonomy"
	"truce/noun/incident"
	"truce/office/house"
	"truce/scenario"
	"truce/tool/query"
)

// unused are words that the exercise cannot use yet, and why. What becomes of use leaves
// this list: the test says so.
func unused() map[string]string {
	return map[string]string{
		"site":                                 "no kind of act names protected sites yet",
		"relief-decision":                      "no kind of act about relief yet",
		"weapon-disposition":                   "no kind of act about inventories yet",
		"evidence-kind video":                  "nobody made a film",
		"disclosure-class":                     "stands in tags, not in bodies",
		"party-position no-answer-by-deadline": "worked out and never taken: states",
	}
}

// TestWords names every word of the taxonomies that no act of the exercise uses.
func TestWords(t *testing.T) {
	t.Parallel()
	x := syria(t)
	used := map[string]map[string]bool{"role": {}, "status": {"reported": true}} // where every incident begins
	all := allKinds(t)
	for _, l := range x.script {
		if completes(l) {
			continue
		}
		words(bodyOf(t, all, l), used)
		if strings.Contains(string(l.Body), `"draft": true`) {
			used["status"]["draft"] = true
		}
	}
	for _, tag := range taxonomy.Languages() {
		writes := func(name string) bool { return written(scene(t, name), tag.String()) }
		if !slices.ContainsFunc(scenario.Names(), writes) {
			t.Errorf("nobody of any scenario wrote anything in %s", tag)
		}
	}
	for _, p := range x.People() {
		used["role"][p.Role] = true
	}
	allowed := unused()
	for _, list := range taxonomy.Default().Lists() {
		name := string(list.Name())
		for _, code := range list.Codes() {
			_, may := allowed[name]
			if _, one := allowed[name+" "+code]; one {
				may = true
			}
			if used[name][code] == may {
				t.Errorf("%s %s: used %v, among those that cannot be used yet %v", name, code, used[name][code], may)
			}
		}
	}
}

// written reports whether somebody wrote a narrative in the language.
func written(x *Exercise, language string) bool {
	return x.Language == language || slices.ContainsFunc(x.script, func(l line) bool {
		return strings.Contains(string(l.Body), `"narrative"`) && strings.Contains(string(l.Body), `"language": "`+language+`"`)
	})
}

// usedKinds names every kind of act that neither the exercise nor a story uses.
func usedKinds(t *testing.T, o *house.House) {
	used := map[act.Kind]bool{ // by Load itself
		"office-opened": true, "organisation-registered": true, "person-registered": true, "role-granted": true, "key-enrolled": true, "key-possessed": true,
	}
	for _, l := range syria(t).script {
		used[l.Kind] = true
	}
	for _, spec := range o.Kinds().All() {
		if !used[spec.Kind] && !toldInStories(t, spec.Kind) {
			t.Errorf("%s: no act of the exercise (scenario/syria-2017/acts) nor of a story (testdata/story) is of this kind: write one", spec.Kind)
		}
	}
}

func toldInStories(t *testing.T, kind act.Kind) bool {
	t.Helper()
	stories, err := filepath.Glob("../../testdata/story/*.txtar")
	if err != nil || len(stories) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	return slices.ContainsFunc(stories, func(file string) bool {
		text, err := os.ReadFile(file)
		return err == nil && strings.Contains(string(text), `"kind": "`+string(kind)+`"`)
	})
}

// conflicts names every kind of conflict that the exercise does not leave open, and
// those that it leaves open without being asked to.
func conflicts(t *testing.T, o *house.House) {
	want := map[string]string{ // field as it begins, and where
		"record":                   "report/2017-08-11-homs-drone",
		"status":                   "incident/2017-07-26-ghouta",
		"opening":                  "incident/2017-06-30-homs-looting",
		"position of TR":           "incident/2017-06-13-daraa-strike",
		"attribution to SY-GOV":    "incident/2017-06-13-daraa-strike",
		"finding of ":              "incident/2017-06-13-daraa-strike",
		"victim b-3":               "incident/2017-06-13-daraa-strike",
		"same victim a-3 b-4":      "incident/2017-06-13-daraa-strike",
		"tally":                    "tally/TR-2020-04-01-violation-case",
		"restriction":              "restriction/2018-02-20-camera",
		"establishment":            "post/idlib-op-8",
		"position from 2018-04-03": "post/idlib-op-8",
		"listing":                  "place/X-bridge",
		"variant ":                 "place/C3446",
		"position from 2017-09-01": "post/ghouta-op-3",
	}
	for _, item := range list(t, o, mission, query.Filter{}) {
		for _, c := range item.Conflicts {
			if !expected(want, c.Field, string(item.Subject)) {
				t.Errorf("%s: %s is in conflict", item.Subject, c.Field)
			}
		}
	}
	for field, where := range want {
		if !strings.HasSuffix(where, " seen") {
			t.Errorf("nothing is in conflict about %s at %s", field, where)
		}
	}
	for id, settled := range map[act.SubjectID]time.Time{ // in conflict then, and no more
		"incident/2017-09-19-idlib": on(9, 20, 12), "tally/TR-2017-09-16-violation-case": on(9, 17, 9),
	} {
		if then, now := subject(t, o, id, settled), subject(t, o, id, time.Time{}); len(then.Conflicts) == 0 || len(now.Conflicts) > 0 {
			t.Errorf("%s: then %v, now %v", id, then.Conflicts, now.Conflicts)
		}
	}
}

func expected(want map[string]string, field, where string) bool {
	for begins, at := range want {
		if strings.HasPrefix(field, begins) && strings.TrimSuffix(at, " seen") == where {
			want[begins] = where + " seen"
			return true
		}
	}
	return false
}

// states names every state of the nouns that nothing in the exercise is in.
func states(t *testing.T, o *house.House) {
	text := map[string]string{}
	statuses := map[string]map[string]bool{}
	overdue := false
	for _, item := range list(t, o, verifier, query.Filter{}) {
		text[item.Noun] += string(item.State) + "\n"
		if statuses[item.Noun] == nil {
			statuses[item.Noun] = map[string]bool{}
		}
		statuses[item.Noun][item.Status] = true
		if item.Noun == incident.IncidentNoun {
			s := stateOf[incident.Incident](t, item)
			overdue = overdue || s.PositionOf("SY-GOV", on(12, 31, 0).AddDate(3, 0, 0)) == incident.NoAnswer
		}
	}
	if !overdue {
		t.Error("no party was asked and kept silent")
	}
	for noun, want := range map[string][]string{
		"report": {"draft", "logged", "withdrawn"}, "post": {"standing", "closed"}, "tally": {"published"},
		"incident": {"reported", "logged", "under-verification", "confirmed", "probable", "possible", "not-established", "refuted",
			"not-investigable", "closed", "reopened", "withdrawn"},
		"zone": {"proposed", "in-force", "ended"}, "line": {"proposed", "in-force"}, "agreement": {"drafted", "in-force", "ended"}, "place": {"listed"}, "evidence": {"in-custody", "custody-broken"},
		"restriction": {"passed", "turned-back", "cancelled", "other-way", "went-on", "unresolved"},
	} {
		for _, status := range want {
			if !statuses[noun][status] {
				t.Errorf("no %s is %s", noun, status)
			}
		}
	}
	for noun, want := range map[string][]string{
		"incident": {
			`"claimed":"confirmed"`, `"independent-source"`, `"direct-source"`, `"independent":true`,
			`"quorumMet":true`, `"quorumMet":false`, `"lacking":[`, `"presence":"present"`, `"presence":"signed"`, `"presence":"dissented"`, `"presence":"absent"`,
			`"late":true`, `"answered":"`, `"elsewhere":"NUSRA"`, `"attribution":"not-attributed"`, `"attribution":"attributed"`, `"attribution":"disputed"`,
			`"withdrawn":true`, `"decision":"accepted"`, `"decision":"rejected"`, `"retracted":true`, `"earlier":[`,
			`"status":"killed"`, `"status":"injured"`, `"status":"missing"`, `"status":"detained"`, `"civil":"civilian"`, `"civil":"combatant"`, `"civil":"unknown"`,
			`"ignored":[`, `"why":"not-proposed"`, `"wrong":"`,
		},
		"zone": {`"became":"open"`, `"became":"consented"`, `"became":"superseded"`, `"says":"objects"`, `"why":"taken-back"`,
			`"missing":["IR"`, `"missing":["IR","TR"]`, `"belts":[`},
		"line": {`"kind":"contact"`, `"kind":"withdrawal"`, `"rule":"total"`, `"rule":"per-side"`, `"lapses":[`, `"left":"SY-OPP"`},
		"agreement": {
			`"type":"draft"`, `"type":"report"`, `"type":"text"`, `"position":"accepts"`, `"position":"rejects"`, `"position":"reserves"`, `"position":"proposes"`,
			`"outcome":"fulfilled"`, `"outcome":"partly"`, `"outcome":"not-fulfilled"`, `"capacity":"guarantor"`, `"capacity":"bound"`, `"capacity":"observer"`, `"capacity":"listed"`,
			`"why":"consent-missing"`, `"why":"recorded-only"`, `"say":"no-such-clause"`, `"say":"no-such-obligation"`, `"by":"RU"`,
		},
		"evidence":    {`"working"`, `"custody":[`, `"broken":true`},
		"place":       {`"variant":true`, `"variants":[`},
		"restriction": {`"prevented":"incident/`, `"minutes":`},
		"tally":       {`"own":true`, `"confirmedByOther":0`},
		"report":      {`"compartment"`, `"note"`, `"near"`},
	} {
		for _, part := range want {
			if !strings.Contains(text[noun], part) && !slices.Contains(hiddenFromVerifiers(), part) {
				t.Errorf("no %s has %s", noun, part)
			}
		}
	}
}

// hiddenFromVerifiers are for one party alone: records looks for them as that party.
func hiddenFromVerifiers() []string { return []string{`"compartment"`, `"note"`} }
