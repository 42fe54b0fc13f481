package main

import (
	"testing"

	"truce/noun/word"
)

func TestLabels_name_each_language_once(t *testing.T) {
	t.Parallel()
	got, err := labels{"es=Robo de caballos, de noche", "en=Theft=x"}.read()
	if err != nil || len(got) != 2 || got[0] != (word.Label{Language: "en", Text: "Theft=x"}) || got[1] != (word.Label{Language: "es", Text: "Robo de caballos, de noche"}) {
		t.Errorf("%v, %v", got, err)
	}
	for _, wrong := range []labels{{"en=A", "en=B"}, {"en=A", "es=B", "en=A"}, {"en"}, {"=A"}, {"en="}} {
		if got, err := wrong.read(); err == nil {
			t.Errorf("%q are taken: %v", wrong, got)
		}
	}
}
