package main

import "testing"

// Nobody knows whose people kept a team from moving: that is not a party, and not nobody.
func TestCount_names_a_party_that_is_not_known(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		of, by, values []string
		want           string
	}{
		"restrictions":          {[]string{"restrictions"}, []string{"party"}, []string{""}, "not known"},
		"a party's":             {[]string{"restrictions"}, []string{"party"}, []string{"RU"}, "RU"},
		"of several nouns":      {[]string{"incidents", "restrictions"}, []string{"party", "noun"}, []string{"", "restriction"}, "not known"},
		"the other of them":     {[]string{"incidents", "restrictions"}, []string{"party", "noun"}, []string{"", "incident"}, "-"},
		"reports of no party":   {[]string{"reports"}, []string{"party"}, []string{""}, "-"},
		"restrictions, no zone": {[]string{"restrictions"}, []string{"zone"}, []string{""}, "-"},
	} {
		if got := (&countCmd{Of: c.of}).valueOf(c.by, c.values, 0, c.values[0]); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
