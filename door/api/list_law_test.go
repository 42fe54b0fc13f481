package api_test

import (
	"net/http"
	"testing"

	"truce/door/wire"
)

// What is asked of the law is told how far judging is; what cannot be read is refused; and
// strangers may not ask so finely that they would learn an exact place.
func TestList_by_law(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	exercise(t, w)
	page := read[wire.Page](t, w.get(t, "verifier-1", "/api/reports?within=dz-1,dz-2&mayBe=true&ground=zone/dz-1"))
	if page.Judged == nil || len(page.Items) != 0 {
		t.Errorf("no zone is in force: %+v", page)
	}
	if page = read[wire.Page](t, w.get(t, "verifier-1", "/api/reports")); page.Judged != nil || len(page.Items) != 2 {
		t.Errorf("the law was not asked: %+v", page)
	}
	if counts := read[wire.Counts](t, w.get(t, "verifier-1", "/api/counts?noun=report&by=within,relation,day")); counts.Judged == nil {
		t.Errorf("%+v", counts)
	}
	for query, status := range map[string]int{
		"incidents?within=dz-1": http.StatusOK, "counts?noun=incident&by=within": http.StatusOK,
		"incidents?within=dz-1&mayBe=true": http.StatusForbidden, "incidents?ground=zone/dz-1": http.StatusForbidden,
		"incidents?within=dz-1&known=2017-05-07": http.StatusForbidden, "counts?noun=incident&by=within,relation": http.StatusForbidden,
		"incidents?within=dz-1&mayBe=perhaps": http.StatusBadRequest, "counts?noun=incident&by=relation": http.StatusBadRequest,
	} {
		if got := w.get(t, "", "/api/"+query).StatusCode; got != status {
			t.Errorf("%s: %d, want %d", query, got, status)
		}
	}
}
