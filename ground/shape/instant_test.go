package shape

import (
	"regexp"
	"testing"
)

func FuzzInstant(f *testing.F) {
	form := regexp.MustCompile(instantPattern)
	for _, text := range []string{
		"2017-05-07T04:30:00Z", "2017-05-07T04:30:00.123456789+02:00", "2017-05-07T04:30:00.1234567890Z", "2200-12-31T23:59:59-23:59",
		"2201-01-01T00:00:00Z", "1899-12-31T00:00:00Z", "2017-05-07T04:30:60Z", "2017-05-07T04:30:00", "2017-05-07T04:30:00.Z", "",
		"2017-05-07t04:30:00Z", "2017-05-07T04:30:00+24:00", "2017-05-07T04:30:00+19:60", "2017-05-07T04:30:00Z ", "2017-05-07T04:30:00.5",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := isInstant(text), form.MatchString(text); got != want {
			t.Fatalf("%q: %v, the form says %v", text, got, want)
		}
	})
}
