package exercise

import (
	"bytes"
	"context"
	"crypto/rand"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/act"
	"truce/incident"
	"truce/office"
	"truce/policy"
	"truce/store"
)

func load(t *testing.T) *office.Office {
	t.Helper()
	clock := NewClock()
	o, err := office.Open(context.Background(), office.Options{
		Folder: t.TempDir(), Origin: Origin, Now: clock.Now, Rand: rand.Reader, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.Close() })
	people, err := Load(context.Background(), o, clock, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if len(people) < 10 {
		t.Fatalf("%d people", len(people))
	}
	return o
}

var mission = policy.Person{ID: "person/secretary", Roles: []string{"secretariat"}}

func list(t *testing.T, o *office.Office, f store.Filter) []office.Item {
	t.Helper()
	page, err := o.List(context.Background(), mission, f, nil, 200)
	if err != nil {
		t.Fatal(err)
	}
	return page.Items
}

func TestLoad(t *testing.T) {
	t.Parallel()
	o := load(t)

	t.Run("holds reports, incidents and posts of every standing", func(t *testing.T) {
		t.Parallel()
		for _, want := range []struct {
			what  string
			f     store.Filter
			least int
		}{
			{"reports", store.Filter{Nouns: []string{"report"}}, 25},
			{"incidents", store.Filter{Nouns: []string{"incident"}}, 12},
			{"posts", store.Filter{Nouns: []string{"post"}}, 7},
			{"drafts", store.Filter{Nouns: []string{"report"}, Statuses: []string{"draft"}}, 1},
			{"withdrawn reports", store.Filter{Nouns: []string{"report"}, Statuses: []string{"withdrawn"}}, 1},
			{"confirmed incidents", store.Filter{Nouns: []string{"incident"}, Statuses: []string{"confirmed"}}, 2},
		} {
			if got := list(t, o, want.f); len(got) < want.least {
				t.Errorf("%s: %d, want at least %d", want.what, len(got), want.least)
			}
		}
	})

	t.Run("leaves one report and one incident in conflict and settles another", func(t *testing.T) {
		t.Parallel()
		var conflicts []string
		for _, item := range list(t, o, store.Filter{Nouns: []string{"report", "incident"}}) {
			if len(item.Conflicts) > 0 {
				conflicts = append(conflicts, string(item.Subject))
			}
		}
		want := "report/2017-08-11-homs-drone incident/2017-07-26-ghouta"
		if got := strings.Join(conflicts, " "); got != want {
			t.Errorf("in conflict: %s; want %s", got, want)
		}
	})

	t.Run("the two halves' counts of 7 May add up to 18 and 15", func(t *testing.T) {
		t.Parallel()
		for party, want := range map[string]int{"RU": 18, "TR": 15} {
			sum := 0
			for _, item := range list(t, o, store.Filter{Nouns: []string{"report"}, Parties: []string{party},
				From: day(7), Until: day(8)}) {
				sum += reportOf(t, item).Count.Number
			}
			if sum != want {
				t.Errorf("%s: %d, want %d", party, sum, want)
			}
		}
	})

	t.Run("Zellaqiyat was corrected and both versions can be asked for", func(t *testing.T) {
		t.Parallel()
		const id = act.SubjectID("report/tr-2017-05-07-zellaqiyat")
		before, err := o.Subject(context.Background(), mission, id, office.Clocks{Known: day(9)})
		if err != nil {
			t.Fatal(err)
		}
		now, err := o.Subject(context.Background(), mission, id, office.Clocks{})
		if err != nil {
			t.Fatal(err)
		}
		if was, is := reportOf(t, before[0]).Place.Name, reportOf(t, now[0]).Place.Name; was != "Hama" || is != "Zellaqiyat" {
			t.Errorf("was %s, is %s", was, is)
		}
	})

	t.Run("sources are sealed", func(t *testing.T) {
		t.Parallel()
		err := o.Hidden(context.Background(), policy.Person{ID: "person/custodian-1", Roles: []string{"custodian"}}, 0, o.Size(),
			func(id act.ID, ds []act.Disclosure) error {
				for _, d := range ds {
					if d.Name() == "source" && !bytes.Contains(d.Value(), []byte("BEGIN AGE ENCRYPTED FILE")) {
						t.Errorf("source in %s: %s", id, d.Value())
					}
				}
				return nil
			})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func day(d int) time.Time { return time.Date(2017, 5, d, 0, 0, 0, 0, time.UTC) }

func reportOf(t *testing.T, item office.Item) incident.Report {
	t.Helper()
	var r incident.Report
	if err := json.Unmarshal(item.State, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// Nobody may take a record of the exercise for one of the war, wherever it turns up.
func TestScript(t *testing.T) {
	t.Parallel()
	script, err := readScript()
	if err != nil {
		t.Fatal(err)
	}
	t.Run("everything says that it is an exercise", func(t *testing.T) {
		t.Parallel()
		for _, l := range script {
			opens := l.Kind == "observation-filed" || l.Kind == "allegation-filed" || l.Kind == "incident-opened" || l.Kind == "post-established"
			if opens && !bytes.Contains(l.Body, []byte(`"exercise": true`)) {
				t.Errorf("%s %s is not marked as an exercise", l.Kind, l.Subject)
			}
			for _, text := range []string{`"narrative": "`, `"reason": "`, `"title": "`, `"note": "`} {
				if at := bytes.Index(l.Body, []byte(text)); at >= 0 && !bytes.HasPrefix(l.Body[at+len(text):], []byte("EXERCISE")) {
					t.Errorf("%s %s: %s does not begin with EXERCISE", l.Kind, l.Subject, text)
				}
			}
			if l.Source != "" && !strings.HasPrefix(l.Source, "EXERCISE") {
				t.Errorf("%s %s: source does not begin with EXERCISE", l.Kind, l.Subject)
			}
		}
	})
}
