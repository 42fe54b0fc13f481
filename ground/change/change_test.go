package change_test

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/change"
)

// told writes changes as lines: member, before, after.
func told(changes []change.Change) string {
	var lines []string
	for _, c := range changes {
		lines = append(lines, strings.TrimSpace(c.Member+" "+or(c.Before)+" "+or(c.After)))
	}
	return strings.Join(lines, "; ")
}

func or(v jsontext.Value) string {
	if v == nil {
		return "-"
	}
	return string(v)
}

func TestBetween(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ before, after, want string }{
		"nothing":                        {`{"a":1}`, `{"a":1}`, ``},
		"a member came":                  {`{}`, `{"a":1}`, `a - 1`},
		"a member went":                  {`{"a":1,"b":2}`, `{"b":2}`, `a 1 -`},
		"a member changed":               {`{"a":1}`, `{"a":"x"}`, `a 1 "x"`},
		"null is not there":              {`{"a":null}`, `{"a":1}`, `a - 1`},
		"false is there":                 {`{"a":false}`, `{"a":true}`, `a false true`},
		"deeper":                         {`{"a":{"b":{"c":1}}}`, `{"a":{"b":{"c":2}}}`, `a.b.c 1 2`},
		"a whole object came":            {`{}`, `{"a":{"b":1,"c":[1]}}`, `a.b - 1; a.c - [1]`},
		"a whole object went":            {`{"a":{"b":1}}`, `{}`, `a.b 1 -`},
		"an empty object came":           {`{}`, `{"a":{}}`, `a - {}`},
		"another kind of value":          {`{"a":[1]}`, `{"a":{"b":1}}`, `a [1] {"b":1}`},
		"one put at the end":             {`{"a":[1]}`, `{"a":[1,2]}`, `a[1] - 2`},
		"one put first":                  {`{"a":[1,2]}`, `{"a":[0,1,2]}`, `a[0] - 0`},
		"one taken from within":          {`{"a":[1,2,3]}`, `{"a":[1,3]}`, `a[1] 2 -`},
		"one changed within":             {`{"a":[{"b":1},{"b":2}]}`, `{"a":[{"b":1},{"b":3}]}`, `a[1].b 2 3`},
		"the order is that of what came": {`{"z":1,"y":1}`, `{"c":1,"b":1,"z":2}`, `c - 1; b - 1; z 1 2; y 1 -`},
	} {
		got, err := change.Between(jsontext.Value(c.before), jsontext.Value(c.after))
		if err != nil || told(got) != c.want {
			t.Errorf("%s: got %q, %v; want %q", name, told(got), err, c.want)
		}
	}
}

func TestBetween_refuses_what_is_no_JSON(t *testing.T) {
	t.Parallel()
	for _, broken := range []string{`{"a":`, `{"a":[1,`, `{"a" 1}`} {
		if got, err := change.Between(jsontext.Value(`{"a":[1]}`), jsontext.Value(broken)); err == nil {
			t.Errorf("%s: %q", broken, told(got))
		}
	}
}
