package shape_test

import (
	"errors"
	"testing"

	"truce/ground/shape"
)

func TestRead_takes_languages_that_there_are(t *testing.T) {
	t.Parallel()
	type told struct {
		Note shape.Prose `json:"note"`
		In   string      `json:"in" language:"plain"`
	}
	s := shapeOf[told](t)
	for language, good := range map[string]bool{
		"ar": true, "ku": true, "ckb": true, "prs": true, "und": true, "sr-Latn": true, "ku-Arab": true, "sjc": true,
		"zzz": false, "zz": false, "iw": false, "sr-Zzzx": false, "EN": false, "english": false, "ar-SY": false,
	} {
		_, err := s.Read([]byte(`{"note":{"text":"a","language":"` + language + `"},"in":"ar"}`))
		if fault, _ := errors.AsType[shape.Fault](err); good != (err == nil) || !good && (fault.Where != "/note/language" || fault.Rule != shape.Language && fault.Rule != shape.Limit) {
			t.Errorf("%s: %v", language, err)
		}
	}
	_, err := s.Read([]byte(`{"note":{"text":"a","language":"ar"},"in":"zzz"}`))
	if fault, _ := errors.AsType[shape.Fault](err); fault.Rule != shape.Language || fault.Where != "/in" || fault.Code != "zzz" {
		t.Errorf("a plain member takes zzz: %v", err)
	}
}
