package scan_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/scan"
)

// FuzzScan: of valid JSON the walk finds what a decoder finds; on anything else it ends.
func FuzzScan(f *testing.F) {
	for _, text := range []string{
		`{}`, `[]`, ` { "a" : 1 , "b\"c":[ true,{"d":null} ] } `, `["x",-1.5e3,"\u0041\\",[[]],{}]`, `{"a"`, `[1,`, `"`, `{"a":}`, ``, `[}`, `{"a":1]`, `"\`, `{"\`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v := jsontext.Value(text)
		members, elements := map[string]string{}, []string{}
		note := func(name []byte, value jsontext.Value) error { members[string(name)] = string(value); return nil }
		mErr := scan.EachMember(v, note)
		eErr := scan.EachElement(v, func(e jsontext.Value) error { elements = append(elements, string(e)); return nil })
		if !v.IsValid() {
			return
		}
		switch v.Kind() {
		case '{':
			var want map[string]json.RawMessage
			decode(t, v, &want, mErr)
			for name, value := range want {
				if members[name] != string(value) {
					t.Fatalf("%s: member %q is %q", v, name, members[name])
				}
			}
			if len(members) != len(want) {
				t.Fatalf("%s: %d members", v, len(members))
			}
		case '[':
			var want []json.RawMessage
			decode(t, v, &want, eErr)
			if !slices.EqualFunc(want, elements, func(a json.RawMessage, b string) bool { return string(a) == b }) {
				t.Fatalf("%s: elements %q", v, elements)
			}
		}
	})
}

func decode(t *testing.T, v jsontext.Value, into any, scanned error) {
	t.Helper()
	if err := json.Unmarshal(v, into); err != nil || scanned != nil {
		t.Fatalf("%s: %v, %v", v, err, scanned)
	}
}
