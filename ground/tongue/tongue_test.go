package tongue

import (
	"testing"

	"golang.org/x/text/language"
)

func TestAll(t *testing.T) {
	t.Parallel()
	added := false
	for i, one := range All() {
		if tag, err := language.Parse(one.Code); err != nil || tag.String() != one.Code {
			t.Errorf("%q is no language: %v", one.Code, err)
		}
		if one.Name == "" || one.Locale == "" || one.Dir != "ltr" && one.Dir != "rtl" {
			t.Errorf("%s is not whole: %+v", one.Code, one)
		}
		if added && !one.Added || i == 0 && one.Code != "en" {
			t.Errorf("%s: English is first, and what was added is last", one.Code)
		}
		added = one.Added
	}
}

func TestOf_offers_no_neighbour(t *testing.T) {
	t.Parallel()
	for reader, want := range map[string]string{"es-AR": "es", "prs": "fa", "ar-SY": "ar", "uk": "", "pt": ""} {
		if got, is := Of(language.MustParse(reader)); got.Code != want || is != (want != "") {
			t.Errorf("%s: %q, want %q", reader, got.Code, want)
		}
	}
}
