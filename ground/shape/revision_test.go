package shape_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"truce/ground/shape"
)

type firstNote struct {
	Text  string      `json:"text" maxlen:"5" pattern:"^[a-z]*$"`
	Count *firstCount `json:"count,omitempty"`
}

type firstCount struct {
	Number int `json:"number" max:"9"`
}

// laterNote is firstNote as it grew: a member inside another, and limits.
type laterNote struct {
	Text  string      `json:"text" maxlen:"5" maxlen3:"9" pattern:"^[a-z]*$" pattern2:"^[a-z0-9]*$"`
	Count *laterCount `json:"count,omitempty"`
}

type laterCount struct {
	Number int    `json:"number" max:"9" max2:"99"`
	Unit   string `json:"unit,omitempty" since:"2" maxlen:"3"`
	Of     string `json:"of" since:"3"`
}

// What was signed by a revision is read by that one for ever: members at any depth, and limits, are of a later one.
func TestRevisions_hold_the_whole_form(t *testing.T) {
	t.Parallel()
	s := shapeOf[laterNote](t)
	if s.Rev() != 3 {
		t.Fatalf("revision %d", s.Rev())
	}
	if first := shapeOf[firstNote](t); first.Fixed(1) != s.Fixed(1) || s.Fixed(1) == s.Fixed(2) || s.Fixed(2) == s.Fixed(3) {
		t.Error("the first revision is another form than it was, or a later one is the same")
	}
	for text, from := range map[string]struct{ since, until int }{
		`{"text":"abc"}`: {1, 3}, `{"text":"abc1"}`: {2, 3}, `{"text":"abcdef"}`: {3, 3},
		`{"text":"a","count":{"number":9}}`: {1, 2}, `{"text":"a","count":{"number":10}}`: {2, 2},
		`{"text":"a","count":{"number":9,"unit":"x"}}`: {2, 2}, `{"text":"a","count":{"number":9,"of":"x"}}`: {3, 3}, `{"text":"a","count":{"number":100}}`: {9, 9},
	} {
		for rev := 1; rev <= 3; rev++ {
			_, err := s.ReadRev([]byte(text), rev, nil)
			if good := err == nil; good != (from.since <= rev && rev <= from.until) {
				t.Errorf("%s by revision %d: %v", text, rev, err)
			}
		}
	}
	_, err := s.ReadRev([]byte(`{"text":"a","count":{"number":9,"unit":"x"}}`), 1, nil)
	if fault, is := errors.AsType[shape.Fault](err); !is || fault.Rule != shape.Unknown || fault.Where != "/count" {
		t.Errorf("a member that the revision does not have: %v", err)
	}
	if schema, err := s.Schema("note", "", 0, 1); err != nil || !strings.Contains(string(schema), `"maximum": 99`) || strings.Contains(string(schema), `"maximum": 9,`) {
		t.Errorf("the schema is not of the latest revision: %v\n%s", err, schema)
	}
}

func TestRevisions_are_whole_numbers_after_the_first(t *testing.T) {
	t.Parallel()
	type early struct {
		Name string `json:"name" since:"1"`
	}
	type limited struct {
		Name string `json:"name" maxlen:"3" maxlen1:"4"`
	}
	for _, typ := range []reflect.Type{reflect.TypeFor[early](), reflect.TypeFor[limited]()} {
		if _, err := shape.Of(typ, words); err == nil {
			t.Errorf("%s has a shape", typ)
		}
	}
}
