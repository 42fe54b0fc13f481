package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestServe_of_a_copy_tells_a_browser_at_the_bare_address_which_one_to_open(t *testing.T) {
	t.Parallel()
	refused := false
	door := ticketed{"ticket", http.NotFoundHandler(), func(http.ResponseWriter, *http.Request, error) { refused = true }}
	ask := func(accept, tongue string) *httptest.ResponseRecorder {
		r, w := httptest.NewRequest(http.MethodGet, "/", nil), httptest.NewRecorder()
		r.Header.Set("Accept", accept)
		r.Header.Set("Accept-Language", tongue)
		door.ServeHTTP(w, r)
		return w
	}
	for tongue, want := range map[string]string{"en": "Open the address that `truce serve --copy` printed", "ar,en;q=0.5": "<p dir=auto>", "": "somebody&#39;s own copy"} {
		w := ask("text/html,application/xhtml+xml", tongue)
		if w.Code != http.StatusUnauthorized || !strings.Contains(w.Body.String(), want) || refused {
			t.Errorf("in %q: %d %s", tongue, w.Code, w.Body)
		}
	}
	if ask("application/json", "en"); !refused {
		t.Error("a program is refused otherwise than elsewhere")
	}
}
