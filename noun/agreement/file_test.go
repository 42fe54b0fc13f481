package agreement

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"truce/ground/timezone"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

func TestParse_names_file_line_and_clause(t *testing.T) {
	t.Parallel()
	small, err := os.ReadFile("testdata/small.json")
	if err != nil {
		t.Fatal(err)
	}
	if _, problems := Parse("small.json", small, timezone.Load); len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, c := range []struct {
		name, old, with string
		want            string // of the problems, one a line
	}{
		{"not_JSON", `"type": "text",`, `"type" "text",`, `f.json:6: not JSON: invalid character '"' after object name (expecting ':')`},
		{"ends_too_early", "    }\n  ]\n}\n", "", `f.json:68: not JSON: it ends too early`},
		{"text_after_it", "    }\n  ]\n}\n", "    }\n  ]\n}\n{}", `f.json:71: not JSON: text after the document`},
		{"member_twice", `"type": "text",`, `"type": "text", "type": "draft",`, `f.json:6: not JSON: duplicate object member name`},
		{"too_deep", `"type": "text",`, `"type": ` + strings.Repeat("[", 30) + strings.Repeat("]", 30) + `,`, `f.json:6: not JSON: too many objects and lists within one another`},
		{"unknown_member", `"type": "text",`, `"type": "text", "kind": "x",`, `f.json:6: /versions/0/kind: unknown: want only members of the schema`},
		{"missing_member", `"must": "do",
              "what": [{"language": "en", "text": "Man`, `"what": [{"language": "en", "text": "Man`, `f.json:44: /versions/0/clauses/1/obligations/1/must: missing: want whether to do or to refrain`},
		{"wrong_type", `"most": 12`, `"most": "12"`, `f.json:35: /versions/0/clauses/1/ceilings/0/most: malformed: want a whole number`},
		{"bad_anchor", `"id": "art_3"`, `"id": "Article 3"`, `f.json:63: /versions/0/clauses/2/id: limit: want the form ^[a-z]+(_[A-Za-z0-9-]+)?(__[a-z]+_[A-Za-z0-9-]+)*$`},
		{"bad_day", `"date": "2020-01-15"`, `"date": "2020-02-30"`, `f.json:8: version text-1: "2020-02-30" is not a day of the years 1900 to 2200, such as 2017-05-04`},
		{"bad_published", `"published": "2020-01-15"`, `"published": "2020-13-01"`, `f.json:9: version text-1: "2020-13-01" is not a day of the years 1900 to 2200, such as 2017-05-04`},
		{"replaces_itself", `"type": "text",`, `"type": "text", "replaces": "text-1",`, `f.json:6: version text-1: a version cannot replace itself`},
		{"language_twice", `{"code": "fr", "translator": "Office of the mission"}`, `{"code": "en", "translator": "x"}`, "f.json:13: /versions/0/languages/1/code: limit: want each code once in the list"},
		{"language_of_nobody", `, "original": true`, ``, `f.json:12: version text-1: language en: either original, or somebody is named who put it so`},
		{"paraphrase_is_not_original", `"verbatim"`, `"paraphrase"`, `f.json:12: version text-1: language en: a paraphrase is not the original`},
		{"original_has_no_translator", `"text": "A truce"`, `"text": "A truce", "translator": "x"`, `f.json:7: version text-1: language en is the original: it has no translator`},
		{"text_twice_in_a_language", `"text": "Postes"`, `"text": "Postes"}, {"language": "fr", "text": "Places"`, `f.json:33: /versions/0/clauses/1/heading/2/language: limit: want each language once in the list`},
		{"party_twice", `"code": "B"`, `"code": "A"`, "f.json:18: version text-1: party A stands twice\nf.json:46: version text-1: clause art_2__para_1: party B is not among the version's parties"},
		{"listed_cannot_be_required", `"capacity": "listed"`, `"capacity": "listed", "mustSign": true`, `f.json:19: version text-1: party X is listed: it cannot be required to sign`},
		{"nobody_signs", `, "mustSign": true`, ``, `f.json:16: version text-1: nobody is required to sign (mustSign)`},
		{"event_twice", `{"id": "meeting", "what": [{"language": "en", "text": "First meeting"}]}`, `{"id": "meeting", "what": [{"language": "en", "text": "First meeting"}]}, {"id": "meeting", "what": [{"language": "en", "text": "x"}]}`, `f.json:22: version text-1: event meeting stands twice`},
		{"clause_twice", `"id": "art_3"`, `"id": "art_1"`, `f.json:63: version text-1: clause art_1: the id stands twice`},
		{"name_twice", `"id": "man"`, `"id": "build"`, "f.json:45: version text-1: clause art_2__para_1: the name build stands twice in the version\nf.json:50: version text-1: clause art_2__para_1: counts from itself: due:build after due:build"},
		{"dangling_clause", `"refers": ["art_1"]`, `"refers": ["art_9"]`, `f.json:32: version text-1: clause art_2__para_1: refers to clause art_9, which is not there`},
		{"dangling_event", `event:meeting`, `event:match`, `f.json:42: version text-1: clause art_2__para_1: counts from event match, which the version does not name`},
		{"dangling_obligation", `done:build`, `done:biuld`, `f.json:49: version text-1: clause art_2__para_1: counts from obligation biuld, which is not there`},
		{"deadline_that_is_none", `"due": {"after": "event:meeting", "count": 3, "unit": "working-days", "weekend": ["fri", "sat"]}`, `"where": ["z1"]`, `f.json:50: version text-1: clause art_2__para_1: counts from the deadline of build, which has none`},
		{"entry_of_which_nothing_speaks", `"entry": {"when": {"after": "signing", "count": 1, "unit": "days"}}`, `"obligations": [{"id": "q", "who": ["A"], "must": "do", "what": [{"language": "en", "text": "x"}], "due": {"after": "entry-into-force", "unit": "days"}}]`, "f.json:24: version text-1: no clause says when the text enters into force\nf.json:28: version text-1: clause art_1: counts from entry-into-force, of which no clause speaks"},
		{"two_entries", `"duration": {"when"`, `"entry": {"when": {"after": "signing", "unit": "days"}}, "duration": {"when"`, `f.json:24: version text-1: 2 clauses say when the version enters into force: at most one can`},
		{"two_durations", `"entry": {"when"`, `"duration": {"when": {"date": "2020-02-01"}}, "entry": {"when"`, `f.json:24: version text-1: 2 clauses say how long it lasts: at most one can`},
		{"two_who_agree_on_zones", `"duration": {"when"`, `"boundaries": {"consent": ["all"]}, "duration": {"when"`, ``},
		{"one_alone_agrees_on_zones", `"duration": {"when"`, `"boundaries": {"consent": ["B"]}, "duration": {"when"`, `f.json:65: version text-1: clause art_3: one party alone agrees on no boundary: name two at least`},
		{"a_stranger_agrees_on_zones", `"duration": {"when"`, `"boundaries": {"consent": ["A", "B", "C"]}, "duration": {"when"`, `f.json:65: version text-1: clause art_3: party C is not among the version's parties`},
		{"unknown_party", `"who": ["A", "B"]`, `"who": ["A", "C"]`, `f.json:46: version text-1: clause art_2__para_1: party C is not among the version's parties`},
		{"listed_party_is_not_bound", `"who": ["A", "B"]`, `"who": ["A", "X"]`, `f.json:46: version text-1: clause art_2__para_1: party X is listed: nothing binds it`},
		{"nobody_of_that_capacity", `"capacity": "bound"`, `"capacity": "observer"`, "f.json:46: version text-1: clause art_2__para_1: party B is observer: nothing binds it\nf.json:56: version text-1: clause art_2__para_1: bound: the version names none"},
		{"counts_from_itself", `"after": "event:meeting", "count": 3, "unit": "working-days", "weekend": ["fri", "sat"]`, `"after": "due:man", "count": 3, "unit": "days"`, `f.json:42: version text-1: clause art_2__para_1: counts from itself: due:build after due:man after due:build`},
		{"due_after_it_was_done", `"after": "event:meeting", "count": 3, "unit": "working-days", "weekend": ["fri", "sat"]`, `"after": "done:build", "count": 3, "unit": "days"`, `f.json:42: version text-1: clause art_2__para_1: counts from itself: due:build after due:build`},
		{"entry_counts_from_itself", `"after": "signing"`, `"after": "entry-into-force"`, `f.json:28: version text-1: clause art_1: counts from itself: entry-into-force after entry-into-force`},
		{"rule_without_unit", `"count": 1, "unit": "months", "monthEnd": "stick"`, `"count": 1`, `f.json:50: version text-1: clause art_2__para_1: a rule needs a date, or a trigger (after) with a unit`},
		{"date_and_trigger", `"date": "2020-12-31", "clock"`, `"date": "2020-12-31", "after": "signing", "clock"`, `f.json:65: version text-1: clause art_3: a rule with a date has only clock and timeZone beside it`},
		{"rule_with_a_bad_day", `"date": "2020-12-31"`, `"date": "2020-12-32"`, `f.json:65: version text-1: clause art_3: "2020-12-32" is not a day of the years 1900 to 2200, such as 2017-05-04`},
		{"working_days_without_weekend", `, "weekend": ["fri", "sat"]`, ``, `f.json:42: version text-1: clause art_2__para_1: working-days, and they alone, need a weekend`},
		{"holidays_of_days", `"after": "signing", "count": 1, "unit": "days"`, `"after": "signing", "count": 1, "unit": "days", "holidays": ["2020-01-16"]`, `f.json:28: version text-1: clause art_1: holidays are for working-days`},
		{"month_end_of_days", `"after": "signing", "count": 1, "unit": "days"`, `"after": "signing", "count": 1, "unit": "days", "monthEnd": "clip"`, `f.json:28: version text-1: clause art_1: monthEnd is for months`},
		{"inclusive_nothing", `"after": "signing", "count": 1, "unit": "days"`, `"after": "signing", "unit": "days", "counting": "inclusive"`, `f.json:28: version text-1: clause art_1: inclusive counting begins with 1, and not for hours`},
		{"hours_with_clock", `"after": "signing", "count": 1, "unit": "days"`, `"after": "signing", "count": 1, "unit": "hours", "clock": "12:00"`, `f.json:28: version text-1: clause art_1: hours are counted from the moment of the trigger: clock cannot be given`},
		{"no_working_days", `"count": 3, "unit": "working-days"`, `"unit": "working-days"`, `f.json:42: version text-1: clause art_2__para_1: working-days begin with 1`},
		{"bad_holiday", `"weekend": ["fri", "sat"]`, `"weekend": ["fri"], "holidays": ["2020-02-31"]`, `f.json:42: version text-1: clause art_2__para_1: "2020-02-31" is not a day of the years 1900 to 2200, such as 2017-05-04`},
		{"unknown_time_zone", `"Africa/Cairo"`, `"Africa/Kairo"`, `f.json:15: version text-1: time zone Africa/Kairo is not known`},
		{"unknown_time_zone_of_a_rule", `"clock": "12:00"`, `"clock": "12:00", "timeZone": "Africa/Kairo"`, `f.json:65: version text-1: clause art_3: time zone Africa/Kairo is not known`},
		{"rule_that_does_not_compile", `incident.event ==`, `incident.evnt ==`, `f.json:58: version text-1: clause art_2__para_1: prohibition fire: rule does not compile: undeclared reference to 'incident.evnt' (did you mean 'incident.event'?)`},
		{"rule_that_is_no_condition", `incident.event == \"mortar\"`, `incident.event`, `f.json:58: version text-1: clause art_2__para_1: prohibition fire: rule answers string: want true or false`},
		{"two_problems_in_order", `"timeZone": "Africa/Cairo"`, `"replaces": "text-1", "timeZone": "Africa/Kairo"`, "f.json:15: version text-1: a version cannot replace itself\nf.json:15: version text-1: time zone Africa/Kairo is not known"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			bad := strings.Replace(string(small), c.old, c.with, 1)
			if bad == string(small) {
				t.Fatal("nothing was changed")
			}
			_, problems := Parse("f.json", []byte(bad), timezone.Load)
			var got []string
			for _, p := range problems {
				got = append(got, p.Error())
			}
			if strings.Join(got, "\n") != c.want {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), c.want)
			}
		})
	}
}

func TestParse_version_twice(t *testing.T) {
	t.Parallel()
	small, err := os.ReadFile("testdata/small.json")
	if err != nil {
		t.Fatal(err)
	}
	d, _ := Parse("small.json", small, timezone.Load)
	again := d.Versions[0]
	again.Clauses = again.Clauses[:1]
	d.Versions = append(d.Versions, again)
	twice, err := Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	_, problems := Parse("f.json", twice, timezone.Load)
	if len(problems) != 1 || !strings.HasSuffix(problems[0].Error(), "version text-1: the version stands twice") {
		t.Errorf("got %v", problems)
	}
}

func TestParse_clause_too_long_for_an_act(t *testing.T) {
	t.Parallel()
	small, err := os.ReadFile("testdata/small.json")
	if err != nil {
		t.Fatal(err)
	}
	d, _ := Parse("small.json", small, timezone.Load)
	c := &d.Versions[0].Clauses[1]
	for i := range 49 {
		o := c.Obligations[0]
		o.ID, o.Due = "o"+string(rune('a'+i%26))+string(rune('a'+i/26)), nil
		o.What = Texts{{Language: "en", Text: strings.Repeat("x", 1_000)}}
		c.Obligations = append(c.Obligations[:1+i], o)
	}
	c.Obligations[0].Due = &When{Date: "2020-03-01"}
	long, err := Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	_, problems := Parse("f.json", long, timezone.Load)
	if len(problems) != 1 || problems[0].Text != "a clause holds at most 36000 bytes" || problems[0].Clause != "art_2__para_1" {
		t.Errorf("got %v", problems)
	}
}

// Whatever is read is written so that it is read again as the same.
func TestMarshal_is_read_again_as_the_same(t *testing.T) {
	t.Parallel()
	for _, name := range []string{draftFile, reported, signed, "testdata/small.json"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !readsBack(t, data) {
			t.Errorf("%s has problems", name)
		}
	}
}

// readsBack reports whether the data is an agreement file; if so, it must survive.
func readsBack(t *testing.T, data []byte) bool {
	t.Helper()
	d, problems := Parse("f", data, timezone.Load)
	for _, p := range problems {
		if p.Line < 1 || p.Line > 1+bytes.Count(data, []byte{'\n'}) {
			t.Fatalf("a line outside the file: %v", p)
		}
	}
	if len(problems) > 0 {
		return false
	}
	written, err := Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	again, problems := Parse("f", written, timezone.Load)
	if len(problems) > 0 {
		t.Fatalf("what was written is not read: %v", problems)
	}
	if twice, err := Marshal(again); err != nil || !bytes.Equal(written, twice) {
		t.Fatalf("%v: written\n%s\nagain\n%s", err, written, twice)
	}
	return true
}

func FuzzParse(f *testing.F) {
	small, err := os.ReadFile("testdata/small.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(small)
	f.Add([]byte(`{"agreement": "a", "versions": [{"id": "v", "type": "draft", "title": [{"language": "en", "text": "x"}],
 "date": "2020-01-01", "source": {"name": "x"}, "wording": "verbatim", "languages": [{"code": "en", "original": true}], "timeZone": "UTC",
 "parties": [{"code": "A", "names": [{"language": "en", "text": "x"}], "capacity": "bound"}],
 "clauses": [{"id": "art_1", "heading": [{"language": "en", "text": "x"}], "obligations": [{"id": "o", "who": ["all"], "must": "do",
 "what": [{"language": "en", "text": "x"}], "due": {"after": "signing", "count": 1, "unit": "days"}}]}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) { readsBack(t, data) })
}

// Marshal writes the document as a file for people: indented, members in a fixed order.
func Marshal(d Document) ([]byte, error) {
	data, err := json.Marshal(d, json.Deterministic(true), jsontext.WithIndent("  "))
	return append(data, '\n'), err
}
