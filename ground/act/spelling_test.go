package act

import (
	"regexp"
	"testing"

	"github.com/go-json-experiment/json"
)

func FuzzSubject(f *testing.F) {
	form := regexp.MustCompile(SubjectPattern)
	for _, text := range []string{"report/1", "r/1", "report/a/b", "report/-1", "report/1\n", "Report/1", "report/", "key/a:b._-"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := isSubject(text), form.MatchString(text); got != want {
			t.Fatalf("%q: %v, the pattern says %v", text, got, want)
		}
	})
}

// The usual header is read as a JSON decoder reads it.
func FuzzHeader(f *testing.F) {
	for _, text := range []string{
		usualStart + "kid" + usualEnd, usualStart + usualEnd, usualStart + `a","kid":"b` + usualEnd, usualStart + `\u0061` + usualEnd,
		`{"typ":"truce-act.1+sd-jwt","alg":"Ed25519"}`, usualStart + "kid" + usualEnd + " ", `{"alg":"ES256","kid":"k","typ":"` + Type + `"}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var want header
		wantErr := json.Unmarshal([]byte(text), &want, json.RejectUnknownMembers(true))
		got, err := parseHeader(strict.EncodeToString([]byte(text)))
		if (err == nil) != (wantErr == nil) || err == nil && got != want {
			t.Fatalf("%q: %+v, %v; a decoder says %+v, %v", text, got, err, want, wantErr)
		}
	})
}
