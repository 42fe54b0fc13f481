package law_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"truce/ground/act"
	"truce/judge/law"
	"truce/noun/zone"
	"truce/tool/geo"
)

// world is random law: zones with versions one after another, some with belts.
func world(t testing.TB, r *rand.Rand, zones, vertices int) []law.Row {
	t.Helper()
	var rows []law.Row
	for z := range zones {
		rows = append(rows, history(t, r, z, vertices)...)
	}
	return rows
}

func history(t testing.TB, r *rand.Rand, z, vertices int) []law.Row {
	t.Helper()
	var rows []law.Row
	from := day(5, 1+r.IntN(20))
	lon, lat := 36+2*r.Float64(), 33+2*r.Float64()
	for v := range 1 + r.IntN(4) {
		until := from.AddDate(0, 0, 1+r.IntN(40))
		var belts []zone.Belt
		if r.IntN(2) == 0 {
			belts = []zone.Belt{{Code: fmt.Sprintf("sz-%d", z), WidthMetres: 500 + 5000*r.Float64()}}
		}
		rows = append(rows, held(t, fmt.Sprintf("dz-%d", z), byte(v+1), star(r, lon, lat, 0.3, vertices), from, until, belts...))
		from = until
		if r.IntN(4) == 0 {
			from = from.AddDate(0, 0, 3) // nothing in force for three days
		}
	}
	if r.IntN(2) == 0 {
		rows[len(rows)-1].Until = time.Time{}
	}
	return rows
}

func observations(r *rand.Rand, n int) []law.Observation {
	all := make([]law.Observation, n)
	for i := range all {
		p := point(35.5+3*r.Float64(), 32.5+3*r.Float64())
		all[i].Place = law.Circle(p, []float64{0, 0, 10, 1000, 20_000}[r.IntN(5)])
		if r.IntN(8) == 0 {
			all[i].Place = law.Sector(geo.Sector{Origin: p, Bearing: 360 * r.Float64(), HalfWidth: 20 * r.Float64(), MinMetres: 500, MaxMetres: 500 + 9000*r.Float64()})
		}
		from := day(4, 25).Add(time.Duration(r.Int64N(int64(150 * 24 * time.Hour))))
		all[i].When = law.When{From: from}
		if r.IntN(3) == 0 {
			all[i].When.Until = from.Add(time.Duration(r.Int64N(int64(96 * time.Hour))))
		}
	}
	all[0].Place, all[1].When = law.Place{}, law.When{}
	return all
}

// judged are the answers in an order that does not depend on how they came.
func judged(s *law.Snapshot, all []law.Observation) []string {
	told := make([]string, len(all))
	s.Judge(all, func(i int, found []law.Finding) {
		if told[i] != "" {
			told[i] = "called out twice"
			return
		}
		told[i] = sorted(found)
	})
	return told
}

func sorted(found []law.Finding) string {
	var words []string
	for _, f := range found {
		if f.Where != law.Outside {
			words = append(words, fmt.Sprintf("%s#%d %s %v", f.Code, f.Boundary.Act[0], f.Where, f.Throughout))
		}
	}
	slices.Sort(words)
	return strings.Join(words, ", ")
}

// Many at once through the index say the same as one by one without it.
func TestJudge_agrees_with_At(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 4))
	for range 3 {
		s := open(t, world(t, r, 12, 60)...)
		all := observations(r, 1000)
		hits := 0
		for i, got := range judged(s, all) {
			if want := sorted(s.At(all[i].Place, all[i].When).Findings); got != want {
				t.Fatalf("%+v: judged %q, At says %q", all[i], got, want)
			}
			if got != "" {
				hits++
			}
		}
		if hits < 60 {
			t.Errorf("%d hits: nothing was tried", hits)
		}
	}
}

// The answers are those of the definitions, worked out from the rows alone.
func TestAt_agrees_with_the_definitions(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(8, 15))
	rows := world(t, r, 10, 20)
	s := open(t, rows...)
	for _, o := range observations(r, 200)[2:] {
		want := byDefinition(t, rows, o)
		if got := sorted(s.At(o.Place, o.When).Findings); got != want {
			t.Fatalf("%+v: got %q, want %q", o, got, want)
		}
	}
}

func byDefinition(t *testing.T, rows []law.Row, o law.Observation) string {
	t.Helper()
	var words []string
	until := o.When.Until
	if until.IsZero() {
		until = o.When.From.Add(time.Microsecond)
	}
	for _, r := range rows {
		if !r.From.Before(until) || !r.Until.IsZero() && !o.When.From.Before(r.Until) {
			continue
		}
		alone := open(t, r) // one boundary, asked at a moment at which it is in force
		for _, f := range alone.At(o.Place, law.When{From: r.From}).Findings {
			if f.Where != law.Outside {
				throughout := !o.When.From.Before(r.From) && (r.Until.IsZero() || !r.Until.Before(until))
				words = append(words, fmt.Sprintf("%s#%d %s %v", f.Code, f.Boundary.Act[0], f.Where, throughout))
			}
		}
	}
	slices.Sort(words)
	return strings.Join(words, ", ")
}

// A snapshot that was changed is as one made anew, in whatever order the rows come, and
// only what the touches name was changed by it.
func TestWith_is_as_made_anew_and_touches_tell_what_changed(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(16, 23))
	zones := map[act.SubjectID][]law.Row{}
	for z := range 8 {
		rows := history(t, r, z, 30)
		zones[rows[0].Subject] = rows
	}
	s := open(t, shuffled(r, zones)...)
	all := observations(r, 600)
	before := judged(s, all)
	for step := range 12 {
		z := r.IntN(8)
		subject := act.SubjectID(fmt.Sprintf("zone/dz-%d", z))
		changed := change(t, r, z, zones[subject])
		next, touches, err := s.With(map[act.SubjectID][]law.Row{subject: changed})
		if err != nil {
			t.Fatal(err)
		}
		zones[subject] = changed
		after, anew := judged(next, all), judged(open(t, shuffled(r, zones)...), all)
		for i := range all {
			if after[i] != anew[i] {
				t.Fatalf("step %d, %+v: %q, made anew %q", step, all[i], after[i], anew[i])
			}
			if before[i] != after[i] && !touched(touches, all[i]) {
				t.Fatalf("step %d, %+v: %q became %q, touched by none of %+v", step, all[i], before[i], after[i], touches)
			}
		}
		if again := judged(s, all); !slices.Equal(again, before) {
			t.Fatalf("step %d changed the snapshot before it", step)
		}
		s, before = next, after
	}
}

func touched(touches []law.Touch, o law.Observation) bool {
	return slices.ContainsFunc(touches, func(t law.Touch) bool { return t.Meets(o.Place, o.When) })
}

// change is another history of a zone: none, all new, or only ended on another day.
func change(t *testing.T, r *rand.Rand, z int, rows []law.Row) []law.Row {
	switch {
	case r.IntN(5) == 0:
		return nil
	case len(rows) == 0 || r.IntN(2) == 0:
		return history(t, r, z, 30)
	}
	rows = slices.Clone(rows)
	last := &rows[len(rows)-1]
	last.Until = last.From.AddDate(0, 0, 1+r.IntN(60))
	return rows
}

func shuffled(r *rand.Rand, zones map[act.SubjectID][]law.Row) []law.Row {
	var rows []law.Row
	for z := range 8 {
		rows = append(rows, zones[act.SubjectID(fmt.Sprintf("zone/dz-%d", z))]...)
	}
	r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	return rows
}

func TestWith_a_later_end_touches_only_the_days_between(t *testing.T) {
	t.Parallel()
	first := held(t, "dz-1", 1, box(36, 34, 37, 35), day(7, 1), day(8, 1))
	s := open(t, first)
	first.Until = day(8, 10)
	_, touches, err := s.With(map[act.SubjectID][]law.Row{first.Subject: {first}})
	if err != nil {
		t.Fatal(err)
	}
	if len(touches) != 1 || !touches[0].From.Equal(day(8, 1)) || !touches[0].Until.Equal(day(8, 10)) || touches[0].Everywhere {
		t.Errorf("got %+v", touches)
	}
	if touches[0].Meets(exact(36.5, 34.5), at(7, 20)) || !touches[0].Meets(exact(36.5, 34.5), at(8, 5)) || touches[0].Meets(exact(40, 34.5), at(8, 5)) {
		t.Error("meets other places or days")
	}
}

func BenchmarkJudge(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	s := open(b, world(b, r, 50, 1600)...)
	for _, radius := range []float64{0, 10, 1000} {
		b.Run(fmt.Sprintf("radius_%v_m", radius), func(b *testing.B) {
			all := make([]law.Observation, 100_000)
			for i := range all {
				all[i].Place = law.Circle(point(35.5+3*r.Float64(), 32.5+3*r.Float64()), radius)
				all[i].When = law.When{From: day(4, 25).Add(time.Duration(r.Int64N(int64(150 * 24 * time.Hour))))}
			}
			hits := 0
			for b.Loop() {
				s.Judge(all, func(_ int, found []law.Finding) { hits += len(found) })
			}
			b.ReportMetric(float64(b.N*len(all))/b.Elapsed().Seconds(), "points/s")
			b.ReportMetric(float64(hits)/float64(b.N*len(all)), "findings/point")
		})
	}
}

func BenchmarkWith_one_zone_of_fifty(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	s := open(b, world(b, r, 50, 1600)...)
	rows := history(b, r, 7, 1600)
	for b.Loop() {
		if _, _, err := s.With(map[act.SubjectID][]law.Row{rows[0].Subject: rows}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAt(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	s := open(b, world(b, r, 50, 1600)...)
	for b.Loop() {
		s.At(law.Circle(point(36.5, 34), 100), at(6, 1))
	}
}
