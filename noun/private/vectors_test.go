package private_test

import (
	"os"
	"reflect"
	"testing"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/noun/private"
)

// The desk (web/src/trust/private.ts) reckons the digest of what is filed as it is reckoned here.
func TestCommitment_is_that_of_the_vectors(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../testdata/vectors/private.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []struct {
		Name       string          `json:"name"`
		Subject    act.SubjectID   `json:"subject"`
		Content    private.Content `json:"content"`
		Commitment string          `json:"commitment"`
		Plain      string          `json:"plain"`
	}
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	for _, v := range all {
		if got := v.Content.Commitment(v.Subject); got != v.Commitment {
			t.Errorf("%s: %s, want %s", v.Name, got, v.Commitment)
		}
		if got, err := private.ReadPlain([]byte(v.Plain)); err != nil || !reflect.DeepEqual(got, v.Content) {
			t.Errorf("%s: what is sealed is read as %+v, %v", v.Name, got, err)
		}
	}
}
