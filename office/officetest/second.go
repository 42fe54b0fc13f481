package officetest

import (
	"context"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"truce/ground/act"
	"truce/ground/register"
	"truce/noun/people"
	"truce/office"
	"truce/tool/keep"
)

const secondOrigin = "second.exercise.truce"

// Second founds another office with a register and a clock of its own, which holds the
// entries of the first: so the same people write in both.
func Second(t testing.TB, first *World) *World {
	t.Helper()
	w := &World{
		Folder: t.TempDir(), Origin: secondOrigin, Clock: NewClock(), Keys: maps.Clone(first.Keys), Seals: first.Seals, Rand: first.Rand,
		Audience: []act.RegisterID{first.Audience[1], first.Audience[0]},
	}
	for name, text := range map[string]string{"register.key": first.second.secret, "register.pub": first.second.public} {
		if err := os.WriteFile(filepath.Join(w.Folder, name), []byte(text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w.Clock.Set(first.Clock.Now())
	w.Reopen(t)
	t.Cleanup(func() { w.Close() })
	w.Keys["administrator-2"] = w.newKey(t)
	_, err := w.Found(context.Background(), office.Founding{
		Code: "second", Name: "Second office (exercise)", Founder: "person/administrator-2", Rules: people.Ruling{ChosenNames: true}}, w.Keys["administrator-2"])
	if err != nil {
		t.Fatalf("found office: %v", err)
	}
	w.enrolFrom(t, first)
	w.Fetch(t, first, 0, first.Size())
	return w
}

// enrolFrom has the second office know the first one's administrator, who then enrols everybody
// there by the same acts: whoever writes in a register must be known in it.
func (w *World) enrolFrom(t testing.TB, first *World) {
	t.Helper()
	const who = "person/administrator"
	w.Must(t, "administrator-2", "organisation-registered", "organisation/second", people.OrganisationRegistered{Name: "second (exercise)"})
	w.Must(t, "administrator-2", "person-registered", who, people.PersonRegistered{Organisation: "organisation/second", Name: "administrator (fictional role)"})
	w.Must(t, "administrator-2", "role-granted", who, people.RoleGranted{Role: "administrator"})
	jwk, err := w.Keys["administrator"].Public().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	subject := string(people.KeySubject(w.Keys["administrator"].Public().ID()))
	w.Must(t, "administrator-2", "key-enrolled", subject, people.KeyEnrolled{Person: who, Holder: who, Key: jwk})
	w.Must(t, "administrator", "key-possessed", subject, people.KeyPossessed{})
	for _, e := range first.entries(t, 1, first.Size()) {
		if _, err := w.Submit(t.Context(), e.Entry.Act+"~"+act.FormatDisclosures(e.Hidden)); err != nil {
			t.Fatal(err)
		}
	}
}

// Fetch takes entries of another office's register, from one index to another.
func (w *World) Fetch(t testing.TB, from *World, first, end int64) {
	t.Helper()
	entries := from.entries(t, first, end)
	if err := w.TakeForeign(context.Background(), from.Key(), first, entries); err != nil {
		t.Fatalf("take entries %d to %d of %s: %v", first, end, from.Verifier().Name(), err)
	}
}

// FetchSome takes some entries of another office's register: some that are here, and some
// more, but not always all.
func (w *World) FetchSome(t testing.TB, from *World, r *rand.Rand) {
	t.Helper()
	held := w.Held(t, from.Verifier().Name())
	first := r.Int64N(held + 1)
	w.Fetch(t, from, first, first+r.Int64N(from.Size()-first+1))
}

// Held is how many entries of a register are here.
func (w *World) Held(t testing.TB, origin string) (size int64) {
	t.Helper()
	err := w.Read(context.Background(), func(r keep.Reader) error {
		all, err := r.Registers()
		for _, register := range all {
			if register.Origin == origin {
				size = register.Tree.Size()
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return size
}

func (w *World) entries(t testing.TB, first, end int64) (all []office.Replayed) {
	t.Helper()
	err := w.Read(context.Background(), func(r keep.Reader) error {
		return r.Entries(w.Verifier().Name(), first, end, func(e keep.Entry) error {
			hidden, err := act.ParseDisclosures(e.Hidden)
			all = append(all, office.Replayed{Entry: register.Entry{Received: e.Received, Act: e.JWS}, Hidden: hidden})
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
