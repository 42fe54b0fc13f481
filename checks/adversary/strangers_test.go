package adversary

import (
	"strings"
	"testing"

	"truce/ground/act"
	"truce/office/officetest"
)

// Broken: a stranger was told 401 of an act that was there and 404 of one that was not, at once, before anything of it was published.
func TestStranger_is_not_told_whether_an_act_is_there(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	ask := asking(t, w)
	there := w.Must(t, "monitor-1", "observation-filed", "report/1", officetest.Observation()).ID.String()
	absent := act.ID{7}.String()
	for _, rest := range []string{"", "/receipt", "/receipt?entry", "/receipt/step"} {
		is, not := ask("", "/api/acts/"+there+rest), ask("", "/api/acts/"+absent+rest)
		if is != strings.ReplaceAll(not, absent, there) || !strings.HasPrefix(is, "401") {
			t.Errorf("%s: %s, and of one that is not there %s", rest, is, not)
		}
		if known := ask("monitor-1", "/api/acts/"+there+rest); !strings.HasPrefix(known, "200") {
			t.Errorf("%s: who signs in: %s", rest, known)
		}
	}
	for _, rest := range []string{"/history", "/heads", "/explanation"} {
		is, not := ask("", "/api/subjects/report/1"+rest), ask("", "/api/subjects/report/9"+rest)
		if is != strings.ReplaceAll(not, "report/9", "report/1") {
			t.Errorf("%s: %s, and of what is not there %s", rest, is, not)
		}
	}
}
