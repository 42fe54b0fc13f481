package agreement

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"math/rand/v2"
)

func TestCompare_draft_and_signed_text(t *testing.T) {
	t.Parallel()
	got := map[string]Difference{}
	for _, d := range Compare(read(t, draftFile), read(t, signed)) {
		got[d.Topic] = d
	}
	for topic, want := range map[string]string{
		"working-group": Changed, "maps": Changed, "posts-manned": Changed, "hostilities": Changed,
		"disarmament": Removed, "obliged": Removed, "entry": Added, "duration": Added, "listed-groups": Added,
	} {
		if got[topic].Change != want {
			t.Errorf("%s: %+v", topic, got[topic])
		}
	}
	d := got["working-group"]
	if d.Before != "point_6__point_a" || d.After != "point_6__point_a" || !slices.Equal(d.Members, []string{"text", "obligations"}) {
		t.Errorf("%+v", d)
	}
	want := []TextDifference{{"text", "en", []Word{
		{Removed, "A"}, {Added, "The guarantors set up a"}, {Same, "joint working group"}, {Removed, "is set up"},
		{Same, "within"}, {Removed, "five days"}, {Added, "two weeks"}, {Same, "of signing."},
	}}}
	if !reflect.DeepEqual(d.Texts, want) {
		t.Errorf("%+v", d.Texts)
	}
}

func TestCompare_the_same(t *testing.T) {
	t.Parallel()
	v := read(t, signed)
	for _, d := range Compare(v, v) {
		if d.Change != Same || len(d.Members)+len(d.Texts) != 0 {
			t.Errorf("%+v", d)
		}
	}
	empty := v
	empty.Clauses = slices.Clone(v.Clauses)
	empty.Clauses[0].Obligations = []Obligation{}
	if d := Compare(v, empty)[0]; d.Change != Same {
		t.Errorf("an empty list is as good as none: %+v", d)
	}
}

func TestCompare_by_id_where_there_is_no_topic(t *testing.T) {
	t.Parallel()
	a := Version{Clauses: []Clause{{ID: "art_1", Topic: "x"}, {ID: "art_2"}}}
	b := Version{Clauses: []Clause{{ID: "art_2", Topic: "y"}, {ID: "art_9", Topic: "x"}, {ID: "art_1"}}}
	var got []string
	for _, d := range Compare(a, b) {
		got = append(got, d.Change+" "+d.Before+" "+d.After)
	}
	if !slices.Equal(got, []string{"same art_1 art_9", "same art_2 art_2", "added  art_1"}) {
		t.Errorf("%q", got)
	}
}

// What is removed and kept gives the first text, what is added and kept the second, and
// no comparison keeps fewer words than any common sequence.
func TestCompareWords_gives_both_texts_back(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	text := func() string {
		words := make([]string, r.IntN(12))
		for i := range words {
			words[i] = string(rune('a' + r.IntN(3)))
		}
		return strings.Join(words, " ")
	}
	for range 2000 {
		a, b := text(), text()
		var before, after []string
		kept := 0
		for _, w := range compareWords(a, b) {
			words := strings.Fields(w.Text)
			if w.Change != Added {
				before = append(before, words...)
			}
			if w.Change != Removed {
				after = append(after, words...)
			}
			if w.Change == Same {
				kept += len(words)
			}
		}
		if strings.Join(before, " ") != a || strings.Join(after, " ") != b {
			t.Fatalf("%q to %q: %q and %q", a, b, before, after)
		}
		if want := longest(strings.Fields(a), strings.Fields(b)); kept != want {
			t.Fatalf("%q to %q keeps %d words, not %d", a, b, kept, want)
		}
	}
}

// longest is the plain definition, slow.
func longest(a, b []string) int {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	if a[0] == b[0] {
		return 1 + longest(a[1:], b[1:])
	}
	return max(longest(a[1:], b), longest(a, b[1:]))
}
