package reading_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/judge/policy"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/office/officetest"
	"truce/office/reading"
	"truce/tool/query"
)

// readings are those that somebody is told of, each as "person class subject times", sorted;
// everything that was read is written down first.
func readings(t *testing.T, w *officetest.World, who string, filter query.Access) []string {
	t.Helper()
	w.Office.Close()
	w.Reopen(t)
	page, err := w.Reading.AccessLog(context.Background(), w.As(who), filter, nil, 1000)
	if err != nil {
		t.Fatalf("readings for %s: %v", who, err)
	}
	var all []string
	for _, r := range page.Entries {
		name := strings.TrimPrefix(string(r.Person), "person/")
		if name == "" {
			name = "somebody of " + r.Party
		}
		all = append(all, fmt.Sprintf("%s %s %s %d", name, r.Class, r.Subject, r.Times))
	}
	slices.Sort(all)
	return all
}

// told is an observation with a narrative.
func told() incident.ObservationFiled {
	o := officetest.Observation()
	o.Narrative = shape.In("en", "EXERCISE. Three explosions.")
	return o
}

func mustSee(t *testing.T, w *officetest.World, who string, id act.SubjectID) {
	t.Helper()
	if _, err := w.Reading.Subject(context.Background(), w.As(who), id, query.Clocks{}); err != nil {
		t.Fatalf("%s looks at %s: %v", who, id, err)
	}
}

func wantLines(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

func TestReadings_tell_who_was_handed_what(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Must(t, "monitor-1", "observation-filed", "report/1", told())
	w.Must(t, "monitor-2", "observation-filed", "report/2", told())
	mustSee(t, w, "liaison-ru", "report/1")
	mustSee(t, w, "liaison-ru", "report/1")
	mustSee(t, w, "custodian-1", "report/1") // no narratives for him
	mustSee(t, w, "auditor-1", "report/1")   // sees what is open to all of the mission, and is not noted
	if _, err := w.Reading.List(context.Background(), w.As("liaison-tr"), query.Filter{Nouns: []string{"report"}}, nil, 10); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Reading.Count(context.Background(), w.As("verifier-1"), query.Filter{Nouns: []string{"report"}}, nil); err != nil { // a number hands out nothing
		t.Fatal(err)
	}
	wantLines(t, readings(t, w, "auditor-1", query.Access{}),
		"custodian-1 exact-place report/1 1", "custodian-1 staff report/1 1",
		"liaison-ru exact-place report/1 2", "liaison-ru narrative report/1 2",
		"liaison-tr exact-place report/1 1", "liaison-tr exact-place report/2 1", "liaison-tr narrative report/1 1", "liaison-tr narrative report/2 1")
	wantLines(t, readings(t, w, "auditor-1", query.Access{Person: "person/liaison-tr", Class: "narrative"}),
		"liaison-tr narrative report/1 1", "liaison-tr narrative report/2 1")
	// Whose record it is learns of which party it was read, and not by whom.
	wantLines(t, readings(t, w, "monitor-1", query.Access{Subject: "report/1"}),
		"somebody of  exact-place report/1 1", "somebody of  staff report/1 1", "somebody of RU exact-place report/1 2", "somebody of RU narrative report/1 2",
		"somebody of TR exact-place report/1 1", "somebody of TR narrative report/1 1")

	for who, filter := range map[string]query.Access{
		"monitor-1":  {},
		"monitor-2":  {Subject: "report/1"},
		"liaison-ru": {Subject: "report/1"},
		"verifier-1": {Person: "person/liaison-ru"},
	} {
		if _, err := w.Reading.AccessLog(context.Background(), w.As(who), filter, nil, 10); !problem.Is(err, problem.NotPermitted) {
			t.Errorf("%s asks for %+v: %v", who, filter, err)
		}
	}
}

func TestReadings_of_acts_copies_and_maps(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := officetest.New(t)
	w.Must(t, "monitor-1", "observation-filed", "report/1", told())
	if _, err := w.Reading.History(ctx, w.As("verifier-1"), "report/1"); err != nil {
		t.Fatal(err)
	}
	if err := w.Reading.Hidden(ctx, w.As("liaison-ru"), people.Release{}, 0, w.Size(), func(reading.Handed) error { return nil }); err != nil {
		t.Fatal(err)
	}
	where := *told().Place.Position
	z, y, x := tileOf(t, where.Lon, where.Lat)
	for range 3 {
		if err := w.Reading.NoteTile(w.As("liaison-tr"), z, y, x); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Reading.NoteTile(w.As("liaison-tr"), z, y, x+1<<4); err != nil { // elsewhere
		t.Fatal(err)
	}
	if err := w.Reading.NoteTile(policy.Person{}, z, y, x); err != nil { // a stranger
		t.Fatal(err)
	}
	tile := fmt.Sprintf("tile/9/%d/%d", y>>3, x>>3)
	wantLines(t, readings(t, w, "auditor-1", query.Access{Subject: "report/1"}),
		"liaison-ru copy-register register/test.exercise.truce 1",
		"liaison-tr exact-place "+tile+" 3",
		"verifier-1 exact-place report/1 2", // the state, which says that he may see it at all, and the act
		"verifier-1 narrative report/1 2",
		"verifier-1 staff report/1 2")
}

// tileOf is the tile of zoom 12 that holds a place, found by its borders.
func tileOf(t *testing.T, lon, lat float64) (z, y, x uint32) {
	t.Helper()
	const zoom = 12
	for row := range uint32(1 << zoom) {
		// Its southern border; the latitude of Mercator's y.
		south := math.Atan(math.Sinh(math.Pi*(1-2*float64(row+1)/(1<<zoom)))) * 180 / math.Pi
		if south < lat {
			return zoom, row, uint32((lon + 180) / 360 * (1 << zoom))
		}
	}
	t.Fatal("no row")
	return 0, 0, 0
}

func TestReadings_page(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	for i := range 7 {
		if err := w.Reading.Note(w.As("monitor-1"), act.SubjectID(fmt.Sprintf("evidence/%d", i)), "read-working-copy"); err != nil {
			t.Fatal(err)
		}
	}
	w.Office.Close()
	w.Reopen(t)
	var after *query.Cursor
	var got []string
	for range 4 {
		page, err := w.Reading.AccessLog(context.Background(), w.As("auditor-1"), query.Access{}, after, 3)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page.Entries {
			got = append(got, string(r.Subject))
		}
		if after = page.Next; after == nil {
			break
		}
	}
	wantLines(t, got, "evidence/6", "evidence/5", "evidence/4", "evidence/3", "evidence/2", "evidence/1", "evidence/0")
}

// Restricted members are refused rather than handed out unseen.
func TestReadings_refuse_when_too_much_waits(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Must(t, "monitor-1", "observation-filed", "report/1", told())
	w.Reading.Fill()
	_, err := w.Reading.Subject(context.Background(), w.As("liaison-ru"), "report/1", query.Clocks{})
	if !problem.Is(err, problem.OfficeBusy) {
		t.Errorf("with no room left: %v", err)
	}
	mustSee(t, w, "auditor-1", "report/1")
}
