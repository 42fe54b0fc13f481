package act_test

import (
	"reflect"
	"testing"

	"truce/ground/act"
)

// What is read again is what was read at first, however it is spelt.
func TestParseKept(t *testing.T) {
	t.Parallel()
	a, ds := sign(t, newKeys(t)[act.Ed25519], report, reportHides...)
	texts := map[string]string{
		"as usual": act.FormatSDJWT(a, ds), "nothing held": a.Compact(),
		"spelt otherwise": compact(goodHeader, edited(t, goodPayload, `"iss":"k"`, ` "iss" : "\u006b"`)) + "~",
		"by ES256":        compact(edited(t, goodHeader, "Ed25519", "ES256"), withPrev(t, 2)),
	}
	for name, text := range texts {
		want, hidden, err := act.ParseSDJWT(text)
		if err != nil {
			t.Fatal(name, err)
		}
		got, held, err := act.ParseKept(want.ID, want.Compact(), act.FormatDisclosures(hidden))
		if err != nil || !reflect.DeepEqual(got, want) || !reflect.DeepEqual(held, hidden) {
			t.Errorf("%s: %+v, %v; want %+v", name, got, err, want)
		}
	}
	for name, text := range map[string]string{"nothing": "", "one part": "a", "no payload": "a.b.c", "not JSON": compact(goodHeader, `body`)} {
		if _, _, err := act.ParseKept(act.ID{}, text, ""); err == nil {
			t.Errorf("%s: read", name)
		}
	}
}
