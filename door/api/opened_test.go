package api_test

import (
	"strconv"
	"strings"
	"testing"

	"truce/door/wire"
	"truce/ground/shape"
	"truce/noun/incident"
	"truce/tool/answer"
)

// TestReport_that_a_party_opens_later holds that what the party wrote while the report was in
// its compartment stays with the party, on every route that shows acts or what they hid.
func TestReport_that_a_party_opens_later(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	from := w.Size()
	o := observation(t, w)
	o.Compartment, o.Narrative = "party", shape.In("en", "among ourselves")
	closed := w.Must(t, "liaison-tr", "allegation-filed", "report/tr", incident.AllegationFiled(o)).ID
	o.Compartment, o.Narrative = "", shape.In("en", "for all")
	opened := w.Must(t, "liaison-tr", "allegation-filed", "report/tr", incident.AllegationFiled(o)).ID
	for who, sees := range map[string]bool{"liaison-tr": true, "liaison-ru": false, "monitor-1": false, "verifier-1": false, "secretary": false, "auditor-1": false} {
		told := read[wire.History](t, w.get(t, who, "/api/subjects/report/tr/history")).Acts
		if got := told[0].ID == closed; got != sees || told[len(told)-1].ID != opened {
			t.Errorf("%s: the history has %d acts", who, len(told))
		}
		explained := read[answer.Explanation](t, w.get(t, who, "/api/subjects/report/tr/explanation")).Steps
		if got := explained[0].ID == closed; got != sees || explained[len(explained)-1].ID != opened {
			t.Errorf("%s: %d steps are explained", who, len(explained))
		}
		for _, path := range []string{"/api/subjects/report/tr/history", "/api/subjects/report/tr/explanation", "/api/subjects/report/tr"} {
			if body := w.get(t, who, path).wants(t, ok).body; !sees && strings.Contains(body, "among ourselves") {
				t.Errorf("%s reads in %s: %s", who, path, body)
			}
		}
		for _, path := range []string{"", "/receipt", "/receipt?entry=1"} {
			w.get(t, who, "/api/acts/"+opened.String()+path).wants(t, ok)
			if r := w.get(t, who, "/api/acts/"+closed.String()+path); sees {
				r.wants(t, ok)
			} else {
				r.refuses(t, 404, "not-found")
			}
		}
		if r := w.get(t, who, "/register/hidden?from="+strconv.FormatInt(from, 10)); r.StatusCode == ok && strings.Contains(r.body, closed.String()+`","disclosures"`) != sees {
			t.Errorf("%s copies: %s", who, r.body) // that it hides something, everybody may know who has the register
		}
		changes, _, err := w.Reading.Changes(t.Context(), w.As(who), from, 10)
		if err != nil || (changes[0].ID == closed) != sees || changes[len(changes)-1].ID != opened {
			t.Errorf("%s hears of %+v, %v", who, changes, err)
		}
	}
}
