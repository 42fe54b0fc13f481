package exercise

import (
	"context"
	"crypto/rand"
	"log/slog"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/judge/policy"
	"truce/office"
	"truce/office/house"
	"truce/office/officetest"
	"truce/scenario"
	"truce/tool/answer"
	"truce/tool/query"
)

var (
	mission  = policy.Person{ID: "person/secretary", Roles: []string{"secretariat"}}
	verifier = policy.Person{ID: "person/verifier-1", Roles: []string{"verifier"}}
)

func syria(t testing.TB) *Exercise {
	t.Helper()
	return scene(t, scenario.Default)
}

// scene is the exercise of that name.
func scene(t testing.TB, name string) *Exercise {
	t.Helper()
	folder, err := scenario.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	x, err := Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// played is an office into which the exercise was loaded.
func played(t testing.TB, x *Exercise) *house.House {
	t.Helper()
	o, _, err := tryToPlay(t, x, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// releasing is played, with a release of all that a reader may see, which the mission and all parties' roots signed.
func releasing(t testing.TB, x *Exercise, reader act.SubjectID, folder string) (*house.House, act.ID) {
	t.Helper()
	o, all, err := tryToPlay(t, x, folder)
	if err != nil {
		t.Fatal(err)
	}
	w := officetest.World{House: o, Keys: map[string]act.PrivateKey{}, Rand: rand.Reader, Audience: []act.RegisterID{o.ID()}, Clock: officetest.NewClock()}
	w.Clock.Set(o.Now())
	for _, p := range all {
		switch {
		case p.Root:
			w.Keys["root-"+p.Party] = p.Key
		case p.Name == x.Founder:
			w.Keys["administrator"] = p.Key
		}
	}
	return o, w.ReleasesTo(t, reader)
}

func tryToPlay(t testing.TB, x *Exercise, folder string) (*house.House, []Person, error) {
	t.Helper()
	clock := x.Clock()
	o, err := house.Open(context.Background(), office.Options{
		Folder: folder, Origin: x.Origin(), Now: clock.Now, Rand: rand.Reader, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.Close() })
	people, err := x.Load(context.Background(), o, clock, rand.Reader)
	if len(people) != len(x.People()) {
		t.Errorf("%d people with keys, want %d", len(people), len(x.People()))
	}
	return o, people, err
}

// list answers all rows, as somebody of the mission or of a party sees them.
func list(t testing.TB, o *house.House, who policy.Person, f query.Filter) []answer.Item {
	t.Helper()
	page, err := o.Reading.List(context.Background(), who, f, nil, query.MaxPage)
	if err != nil {
		t.Fatal(err)
	}
	return page.Items
}

// subject answers the last period of a subject as it was known.
func subject(t testing.TB, o *house.House, id act.SubjectID, known time.Time) answer.Item {
	t.Helper()
	items, err := o.Reading.Subject(context.Background(), verifier, id, query.Clocks{Known: known})
	if err != nil {
		t.Fatalf("%s: %v", id, err)
	}
	return items[len(items)-1]
}

func stateOf[S any](t testing.TB, item answer.Item) S {
	t.Helper()
	var s S
	if err := json.Unmarshal(item.State, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func on(month time.Month, day, hour int) time.Time {
	return time.Date(2017, month, day, hour, 0, 0, 0, time.UTC)
}
