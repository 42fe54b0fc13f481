package kinds

import (
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
)

// Whatever moments acts name, in whatever order: as long as each act fits by itself, a fold
// tells what held as periods that follow one another.
func TestFolds_give_periods_that_follow_one_another(t *testing.T) {
	t.Parallel()
	k, r := open(t), rand.New(rand.NewPCG(11, 12))
	for _, n := range k.Nouns() {
		examples := map[act.Kind][]byte{}
		for _, kind := range n.Kinds {
			examples[kind.Name] = example(t, reflect.TypeOf(kind.Body))
		}
		for range 100 {
			var entries []fold.Entry
			for range 1 + r.IntN(6) {
				kind := n.Kinds[r.IntN(len(n.Kinds))]
				body := reflect.New(reflect.TypeOf(kind.Body))
				if err := json.Unmarshal(examples[kind.Name], body.Interface()); err != nil {
					t.Fatal(err)
				}
				atOtherTimes(body.Elem(), r)
				if fitsAlone(body.Interface(), n.Name) {
					entries = append(entries, sometime(body.Interface(), kind.Name, entries, r))
				}
			}
			folded := n.Fold(act.SubjectID(n.Name+"/1"), fold.Order(entries), nobody)
			if err := folded.Check(); err != nil {
				t.Errorf("%s: %v. Its acts: %+v", n.Name, err, entries)
				break
			}
		}
	}
}

func fitsAlone(body any, noun string) bool {
	b, checks := body.(interface{ Fits(act.SubjectID) error })
	return !checks || b.Fits(act.SubjectID(noun+"/1")) == nil
}

// sometime is an act that knows of some of those before it.
func sometime(body any, kind act.Kind, before []fold.Entry, r *rand.Rand) fold.Entry {
	e := entryOf(body, kind, len(before))
	e.Prev = nil
	for _, b := range before {
		if r.IntN(2) == 0 {
			e.Prev = append(e.Prev, b.ID)
		}
	}
	return e
}

// atOtherTimes sets every time in a body to one of a few, so that some are equal.
func atOtherTimes(v reflect.Value, r *rand.Rand) {
	if _, is := v.Interface().(time.Time); is {
		v.Set(reflect.ValueOf(time.Date(2017, 5, 7, r.IntN(4), 0, 0, 0, time.UTC)))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				atOtherTimes(v.Field(i), r)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			atOtherTimes(v.Index(i), r)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			atOtherTimes(v.Elem(), r)
		}
	}
}
