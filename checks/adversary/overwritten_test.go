package adversary

import (
	"testing"

	"github.com/go-json-experiment/json"

	"truce/noun/incident"
)

// Broken: a party entered a count of twelve, the secretary none under the same name, and the party's count was none. What the mission
// enters stands beside what the party said, and counts while the party says nothing.
func TestOverwritten_the_mission_enters_no_count_over_a_partys_own(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	vouchedFor(t, w, "second")
	b := incident.TallyPublished{Publisher: "TR", Date: "2017-05-06", Unit: "violation-case", Total: 3, Source: "x"}
	tally := func() (s incident.Tally) {
		if err := json.Unmarshal([]byte(status(t, w, string(b.Subject()))), &s); err != nil {
			t.Fatal(err)
		}
		return s
	}
	w.Must(t, "secretary", "tally-published", string(b.Subject()), b)
	if s := tally(); s.Total != 3 || s.Own || s.Recorded != nil {
		t.Errorf("while the party says nothing: %+v", s)
	}
	b.Total = 12
	w.Must(t, "second", "tally-published", string(b.Subject()), b)
	b.Total = 0
	if _, err := w.Submit(t.Context(), w.SignAfter(t, "secretary", "tally-published", string(b.Subject()), w.Heads(t, b.Subject()), b)); err != nil {
		t.Fatal(err)
	}
	if s := tally(); s.Total != 12 || !s.Own || s.Recorded == nil || s.Recorded.Total != 0 || s.Recorded.Versions != 2 {
		t.Errorf("over the party's own: %+v", s)
	}
}
