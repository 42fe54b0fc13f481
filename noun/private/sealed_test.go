package private_test

import (
	"bytes"
	"errors"
	"reflect"
	"testing"

	"truce/ground/shape"
	"truce/noun/private"
)

func TestReadPlain_reads_one_form(t *testing.T) {
	t.Parallel()
	c := private.Content{Salt: "s", Text: shape.In("en", "x"), Files: []string{"f"}}
	plain, err := c.Plain()
	if err != nil {
		t.Fatal(err)
	}
	if again, err := private.ReadPlain(append(bytes.Clone(plain), "   "...)); err != nil || !reflect.DeepEqual(again, c) {
		t.Errorf("%s is read as %+v, %v", plain, again, err)
	}
	for _, other := range [][]byte{
		bytes.Replace(plain, []byte("private-1"), []byte("private-2"), 1), bytes.Replace(plain, []byte(`"salt"`), []byte(`"more":1,"salt"`), 1), []byte(`{"salt":"s","text":{"text":"x","language":"en"}}`),
	} {
		if _, err := private.ReadPlain(other); !errors.Is(err, private.ErrForm) {
			t.Errorf("%s is read: %v", other, err)
		}
	}
}
