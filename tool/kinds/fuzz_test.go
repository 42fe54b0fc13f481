package kinds

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/go-json-experiment/json"

	"truce/ground/fold"
	"truce/ground/fold/foldtest"
)

// recorded is one act of a recorded story, with the story.
type recorded struct {
	story foldtest.Recording
	act   foldtest.Recorded
}

func allRecorded(f *testing.F) (all []recorded) {
	f.Helper()
	files, err := filepath.Glob(filepath.Join(meanings, "*.json"))
	if err != nil || len(files) == 0 {
		f.Fatalf("no recordings: %v", err)
	}
	for _, file := range files {
		var r foldtest.Recording
		text, err := os.ReadFile(file)
		if err == nil {
			err = json.Unmarshal(text, &r)
		}
		if err != nil {
			f.Fatalf("%s: %v", file, err)
		}
		for _, e := range r.Entries {
			all = append(all, recorded{r, e})
		}
	}
	return all
}

// FuzzFold puts another body into an act of a recorded story. What its kind takes is folded with the other acts about its
// subject: nothing panics, the periods are in order, and it is the same each time.
func FuzzFold(f *testing.F) {
	k, err := New(words)
	if err != nil {
		f.Fatal(err)
	}
	all := allRecorded(f)
	for i, e := range all {
		if len(e.act.Body) < 4096 {
			f.Add(uint16(i), string(e.act.Body))
		}
	}
	f.Fuzz(func(t *testing.T, number uint16, text string) {
		of := all[int(number)%len(all)]
		spec, _ := k.Spec(of.act.Kind)
		body, err := spec.Shape.ReadRev([]byte(text), spec.Form().Rev, nil)
		if err != nil {
			return
		}
		if rules, has := body.(fits); has && rules.Fits(of.act.Subject) != nil {
			return
		}
		n, _ := k.Noun(of.act.Subject.Noun())
		first := n.Fold(of.act.Subject, fold.Order(k.entries(t, of, body)), of.story.Look)
		if err := first.Check(); err != nil {
			t.Errorf("%s of %s: %v", of.act.Kind, of.act.Subject, err)
		}
		again := n.Fold(of.act.Subject, fold.Order(k.entries(t, of, body)), of.story.Look)
		if foldtest.Text(t, first) != foldtest.Text(t, again) {
			t.Errorf("the same acts about %s add up to two things", of.act.Subject)
		}
	})
}

// entries are the acts about the subject of one of them, which has the body.
func (k *Kinds) entries(t *testing.T, of recorded, body any) (all []fold.Entry) {
	t.Helper()
	about := slices.DeleteFunc(slices.Clone(of.story.Entries), func(e foldtest.Recorded) bool { return e.Subject != of.act.Subject })
	for _, e := range about {
		if e.ID == of.act.ID {
			all = append(all, e.Entry(body))
			continue
		}
		spec, _ := k.Spec(e.Kind)
		own := reflect.New(spec.body).Interface()
		if err := json.Unmarshal(e.Body, own); err != nil {
			t.Fatal(err)
		}
		all = append(all, e.Entry(own))
	}
	return all
}
