package kinds

import (
	"os"
	"testing"

	"github.com/go-json-experiment/json"
)

// The desk calls each kind of act by a name in five languages.
func TestKinds_have_names_in_the_desk(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../web/src/words/kinds.json")
	if err != nil {
		t.Fatal(err)
	}
	var names map[string][]string
	if err := json.Unmarshal(text, &names); err != nil {
		t.Fatal(err)
	}
	k := open(t)
	for _, s := range k.All() {
		written := 0
		for _, name := range names[string(s.Kind)] {
			if name != "" {
				written++
			}
		}
		if written != 5 {
			t.Errorf("%s lacks its name in en, ar, ru, tr and fa: a line in web/src/words/kinds.json", s.Kind)
		}
		delete(names, string(s.Kind))
	}
	for name := range names {
		t.Errorf("web/src/words/kinds.json names %s, which is no kind of act", name)
	}
}
