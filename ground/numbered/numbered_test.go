package numbered_test

import (
	"errors"
	"testing"

	"truce/ground/numbered"
)

type file struct {
	Format string `json:"format"`
	Name   string `json:"name"`
}

// A later form is told as that, and nothing of a form is passed over.
func TestRead(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"format":"truce-key-9","name":"a"}`:            "",
		`{"format":"truce-key-10","name":"a","more":[]}`: "newer",
		`{"format":"truce-key-8","name":"a"}`:            "other",
		`{"format":"truce-copy-10","name":"a"}`:          "other",
		`{"format":"truce-key-010","name":"a"}`:          "other",
		`{"format":"key","name":"a"}`:                    "other",
		`{"name":"a"}`:                                   "other",
		`{"format":"truce-key-9","more":1}`:              "wrong",
		`{"format":"truce-key-9","name":1}`:              "wrong",
		`{`:                                              "wrong",
	} {
		var f file
		err := numbered.Read([]byte(text), "truce-key-9", &f)
		_, newer := errors.AsType[numbered.NewerError](err)
		got := "wrong"
		switch {
		case err == nil && f.Name == "a":
			got = ""
		case newer:
			got = "newer"
		case errors.Is(err, numbered.ErrOther):
			got = "other"
		}
		if got != want {
			t.Errorf("%s: %s, want %s: %v", text, got, want, err)
		}
	}
}
