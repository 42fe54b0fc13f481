package importer

import (
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// What names a row is of the form that any program makes of its fields, and two rows that differ never have the same: a field can hold
// whatever separates fields elsewhere.
func TestRow_is_named_by_its_fields(t *testing.T) {
	t.Parallel()
	for _, fields := range [][]string{
		{}, {""}, {"a", "b"}, {"a\x1fb"}, {"a", "", "b"}, {`a","b`}, {"\u0000\u0007\b\f\n\r\t\\\" / <&> \u2028\u2029 \u007f", "قلعة", "\U0001f600\uffff"},
	} {
		want, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		value := jsontext.Value(want)
		if err := value.Canonicalize(); err != nil {
			t.Fatal(err)
		}
		if got := canonicalList(fields); string(got) != string(value) {
			t.Errorf("%q: %s, want %s", fields, got, value)
		}
	}
	seen := map[string]bool{}
	for _, fields := range [][]string{{"a\x1fb", "c"}, {"a", "b\x1fc"}, {"a", "b", "c"}} {
		seen[Row{fields: fields}.SHA256()] = true
	}
	if len(seen) != 3 {
		t.Errorf("%d names of three rows", len(seen))
	}
}
