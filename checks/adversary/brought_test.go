package adversary

import (
	"encoding/binary"
	"testing"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun/people"
	"truce/office/officetest"
)

// bringing are as many acts as one word brings, of which none was named before.
func bringing(word int) people.KeyPossessed {
	b := people.KeyPossessed{Brings: make([]act.ID, 500)}
	for i := range b.Brings {
		binary.BigEndian.PutUint64(b.Brings[i][:], uint64(word*500+i+1))
	}
	return b
}

// Broken: in an office that went on with nobody's work a key said again and again that it brings five hundred acts more; the fortieth word took
// the office two seconds, and a check of a copy with sixty a hundred.
func TestBrought_nothing_comes_where_no_register_was_before(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	_, err := w.Do(t, "monitor-1", "key-possessed", string(w.KeyOf("monitor-1")), bringing(0))
	officetest.WantProblem(t, err, problem.NothingBefore)
	unaltered(t, w)
}

// Where one was, a key brings tens of thousands, and no more; its state does not grow by them, and each is found.
func TestBrought_a_key_brings_all_its_work_and_no_more(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	heir := next(t, w, "next")
	signed := w.Sign(t, "monitor-1", "observation-filed", "report/late", officetest.Observation())
	other := w.Sign(t, "monitor-1", "observation-filed", "report/other", officetest.Observation())
	goesOn(t, heir, people.Predecessor{RegisterKey: w.Key(), Head: ending(t, w, heir.Key()).Head}, false)
	moves(t, heir, "monitor-1")
	moves(t, heir, "secretary")
	key := string(w.KeyOf("monitor-1"))
	first := bringing(0)
	first.Brings[17] = idOf(t, signed)
	heir.Must(t, "monitor-1", "key-possessed", key, first)
	_, err := heir.Do(t, "monitor-1", "key-possessed", key, first)
	officetest.WantProblem(t, err, problem.KeyPossessedAlready)
	for word := 1; word < people.MostBrought/500; word++ {
		heir.Must(t, "monitor-1", "key-possessed", key, bringing(word))
	}
	_, err = heir.Do(t, "monitor-1", "key-possessed", key, people.KeyPossessed{Brings: []act.ID{idOf(t, other)}})
	officetest.WantProblem(t, err, problem.BroughtTooMany)
	if state := status(t, heir, key); len(state) > 4_000 {
		t.Errorf("what it brings stands in its state, which is written anew with each word: %d bytes", len(state))
	}
	if _, err := heir.Submit(t.Context(), signed); err != nil {
		t.Error(err)
	}
	_, err = heir.Submit(t.Context(), other)
	officetest.WantProblem(t, err, problem.NotBrought)
	said, code := truce(t, t.TempDir(), "check", copyOf(t, heir, "administrator"))
	says(t, said, code, 0)
	unaltered(t, heir)
}
