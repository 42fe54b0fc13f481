package incident_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/noun/incident"
)

// The desk (web/src/trust/source.ts) writes what is sealed as it is written here, byte for byte.
func TestWriteSource_is_that_of_the_vectors(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../testdata/vectors/source.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []struct {
		Name     string         `json:"name"`
		Register act.RegisterID `json:"register"`
		Author   act.KeyID      `json:"author"`
		Text     string         `json:"text"`
		Plain    string         `json:"plain"`
		Bytes    int            `json:"bytes"`
	}
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	for _, v := range all {
		got, err := incident.WriteSource(v.Register, v.Author, v.Text)
		if said := strings.TrimRight(string(got), " "); err != nil || said != v.Plain || len(got) != v.Bytes {
			t.Errorf("%s: %d bytes %s, %v, want %d bytes %s", v.Name, len(got), said, err, v.Bytes, v.Plain)
		}
		if s, err := incident.ReadSource(got); err != nil || s.Text != v.Text || s.Author != v.Author || s.Register != v.Register {
			t.Errorf("%s is read as %+v, %v", v.Name, s, err)
		}
	}
}

func TestReadSource_refuses_what_is_not_of_the_form(t *testing.T) {
	t.Parallel()
	good, err := incident.WriteSource("r", "a", "x")
	if err != nil {
		t.Fatal(err)
	}
	for _, plain := range [][]byte{
		nil, []byte("Abu Omar"), bytes.Replace(good, []byte("source-1"), []byte("source-2"), 1),
		bytes.Replace(good, []byte(`"text"`), []byte(`"more":1,"text"`), 1), append(bytes.Clone(good), '{'),
	} {
		if s, err := incident.ReadSource(plain); !errors.Is(err, incident.ErrSourceForm) {
			t.Errorf("%q is read as %+v, %v", plain, s, err)
		}
	}
	if _, err := incident.WriteSource("r", "a", strings.Repeat("x", incident.LongSourceBytes)); !errors.Is(err, incident.ErrSourceLong) {
		t.Errorf("too much is written: %v", err)
	}
}
