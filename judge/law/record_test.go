package law_test

import (
	"cmp"
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

// learning is law that grew act by act: what an office knew at each moment.
type learning struct {
	snapshot *law.Snapshot
	changes  []law.Change
	known    map[act.SubjectID][]law.Row // all rows of a zone, those that hold no longer too
}

// learn replaces what is known of a zone from a moment on.
func (l *learning) learn(t *testing.T, subject act.SubjectID, at time.Time, rows []law.Row) {
	t.Helper()
	held := l.known[subject]
	for i := range held {
		if held[i].KnownUntil.IsZero() {
			held[i].KnownUntil = at
		}
	}
	for _, r := range rows {
		r.KnownFrom, r.KnownUntil = at, time.Time{}
		held = append(held, r)
	}
	l.known[subject] = held
	next, touches, err := l.snapshot.With(map[act.SubjectID][]law.Row{subject: slices.Clone(held)})
	if err != nil {
		t.Fatal(err)
	}
	l.snapshot, l.changes = next, append(l.changes, law.Change{At: at, Touches: touches})
}

// learned is a random history of six zones, changed twenty times.
func learned(t *testing.T, r *rand.Rand) *learning {
	l := &learning{open(t), nil, map[act.SubjectID][]law.Row{}}
	rows := map[act.SubjectID][]law.Row{}
	for step := range 20 {
		z := r.IntN(6)
		subject := act.SubjectID(fmt.Sprintf("zone/dz-%d", z))
		rows[subject] = change(t, r, z, rows[subject])
		l.learn(t, subject, day(6, 1).Add(time.Duration(step)*24*time.Hour), rows[subject])
	}
	return l
}

func records(r *rand.Rand, n int) []law.Record {
	all := make([]law.Record, n)
	for i, o := range observations(r, n) {
		p := point(35.5+3*r.Float64(), 32.5+3*r.Float64())
		all[i] = law.Record{Place: o.Place, When: o.When, Point: &p, KnownFrom: day(5, 25).Add(time.Duration(r.Int64N(int64(30 * 24 * time.Hour))))}
		if r.IntN(4) == 0 {
			all[i].Place = law.Place{}
		}
		if r.IntN(3) == 0 {
			all[i].KnownUntil = all[i].KnownFrom.Add(time.Duration(r.Int64N(int64(10*24*time.Hour))) + 1)
		}
	}
	return all
}

// At every moment at which a record is known, its piece says what At says as known then.
func TestJudgeRecords_agrees_with_At_at_every_moment_of_knowledge(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(20, 17))
	for range 3 {
		l := learned(t, r)
		all := records(r, 400)
		several := 0
		l.snapshot.JudgeRecords(all, l.changes, func(i int, pieces []law.Piece) {
			if len(pieces) > 1 {
				several++
			}
			for known := day(5, 25); known.Before(day(6, 25)); known = known.Add(7 * time.Hour) {
				if known.Before(all[i].KnownFrom) || !all[i].KnownUntil.IsZero() && !known.Before(all[i].KnownUntil) {
					continue
				}
				if got, want := pieceAt(pieces, known), byAt(l, all[i], known); got != want {
					t.Fatalf("%+v as known %v: got %q, want %q", all[i], known, got, want)
				}
			}
		})
		if several < 20 {
			t.Errorf("%d records have more than one piece: nothing was tried", several)
		}
	}
}

func pieceAt(pieces []law.Piece, known time.Time) string {
	told := ""
	for _, p := range pieces {
		if !p.KnownFrom.After(known) {
			told = spelt(p.Lies)
		}
	}
	return told
}

func spelt(lies []law.Lie) string {
	var words []string
	for _, l := range lies {
		words = append(words, strings.TrimSpace(fmt.Sprint(l.Kind, " ", l.Code, " ", l.Lies, " ", l.Point)))
	}
	return strings.Join(words, ", ")
}

// byAt asks for one record at a time, without index or changes.
func byAt(l *learning, r law.Record, known time.Time) string {
	when := r.When
	when.Known = known
	lies := map[string]law.Lie{}
	for _, s := range l.snapshot.At(r.Place, when).Overall {
		if s.Where != law.Outside {
			lies[s.Code] = law.Lie{Code: s.Code, Kind: s.Kind, Lies: s.Where}
		}
	}
	anything := len(lies) > 0
	if r.Place == (law.Place{}) {
		if lies = byGround(l, r, when, lies); anything {
			lies[law.Nowhere] = law.Lie{Code: law.Nowhere, Lies: law.MayBe}
		}
	} else {
		lies = byGround(l, r, when, lies)
	}
	var all []law.Lie
	for _, each := range lies {
		if r.Place != (law.Place{}) || each.Point != "" || each.Code == law.Nowhere {
			all = append(all, each)
		}
	}
	slices.SortFunc(all, func(a, b law.Lie) int { return cmp.Compare(a.Code, b.Code) })
	return spelt(all)
}

func byGround(l *learning, r law.Record, when law.When, lies map[string]law.Lie) map[string]law.Lie {
	for z := range 6 {
		code := fmt.Sprintf("dz-%d", z)
		if w, is := l.snapshot.Ground(code, *r.Point, when); is && w != law.Outside {
			each, there := lies[code]
			if !there {
				each = law.Lie{Code: code, Kind: law.Zone, Lies: law.Outside}
			}
			each.Point = w.String()
			lies[code] = each
		}
	}
	return lies
}

// The ground stays the same before, while and after the zone is in force, and follows the
// boundary that took force last.
func TestGround_is_the_boundary_that_took_force_last(t *testing.T) {
	t.Parallel()
	small, large := box(36, 34, 37, 35), box(36, 34, 38, 35)
	s := open(t, held(t, "dz-1", 1, small, day(5, 1), day(6, 1)), held(t, "dz-1", 2, large, day(6, 1), day(7, 1)))
	p := point(37.5, 34.5)
	for _, when := range []law.When{at(4, 1), at(5, 15), at(6, 15), at(8, 1)} {
		if w, is := s.Ground("dz-1", p, when); !is || w != law.Inside {
			t.Errorf("%v: %v", when.From, w)
		}
	}
	if w, _ := s.Ground("dz-1", point(38, 34.5), at(8, 1)); w != law.Border {
		t.Errorf("on the border: %v", w)
	}
	if _, is := s.Ground("dz-2", p, at(5, 15)); is {
		t.Error("a zone that is not there has a ground")
	}
}

// One that stands for an area is found by its recorded point, never judged by it.
func TestJudgeRecords_of_a_nominal_point(t *testing.T) {
	t.Parallel()
	subject := act.SubjectID("zone/dz-1")
	l := &learning{open(t), nil, map[act.SubjectID][]law.Row{}}
	l.learn(t, subject, day(5, 1), []law.Row{held(t, "dz-1", 1, box(36, 34, 37, 35), day(5, 1), day(6, 1), zone.Belt{Code: "sz-1", WidthMetres: 1000})})
	in, out := point(36.5, 34.5), point(35, 34.5)
	all := []law.Record{
		{When: at(5, 7), Point: &in, KnownFrom: day(5, 8)},
		{When: at(5, 7), Point: &out, KnownFrom: day(5, 8)},
		{When: at(7, 7), Point: &in, KnownFrom: day(7, 8)},
		{When: at(5, 7), KnownFrom: day(5, 8)},
		{Place: exact(36.5, 34.5), When: at(7, 7), Point: &in, KnownFrom: day(7, 8)},
		{Place: law.Circle(geo.Point{Lon: in.Lon, Lat: in.Lat}, 0), When: at(5, 7), Point: &in, KnownFrom: day(4, 1)},
	}
	want := []string{"? may-be, zone dz-1 may-be inside", "? may-be", "zone dz-1 outside inside", "? may-be", "zone dz-1 outside inside", "; zone dz-1 inside inside"}
	l.snapshot.JudgeRecords(all, l.changes, func(i int, pieces []law.Piece) {
		var told []string
		for _, p := range pieces {
			told = append(told, spelt(p.Lies))
		}
		if got := strings.Join(told, "; "); got != want[i] {
			t.Errorf("%d: got %q, want %q", i, got, want[i])
		}
	})
}
