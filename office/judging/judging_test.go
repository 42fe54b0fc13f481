package judging_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/place"
	"truce/ground/shape"
	"truce/judge/law"
	"truce/noun"
	"truce/noun/incident"
	"truce/noun/post"
	"truce/noun/zone"
	"truce/office/judging"
	"truce/office/officetest"
	"truce/tool/answer"
	"truce/tool/disk"
	"truce/tool/geo"
	"truce/tool/keep"
	"truce/tool/kinds"
	"truce/tool/query"
	"truce/tool/store"
)

// judgedRows is what an office holds of its judgements, read from its files.
type judgedRows struct {
	rows       []keep.Row               // in order of Ever, with ids
	judgements map[int64][]keep.Derived // by row
	tally      map[string]int           // counts by what rows lie in
}

func readJudged(t testing.TB, w *officetest.World) judgedRows {
	t.Helper()
	if err := w.Judging.CatchUp(context.Background()); err != nil {
		t.Fatal(err)
	}
	if told, err := w.Judging.UpTo(context.Background()); err != nil || told != (answer.Judged{}) {
		t.Errorf("judged %+v, %v", told, err)
	}
	w.Office.Close()
	db, err := store.Open(disk.Own(), w.Folder)
	if err != nil {
		t.Fatal(err)
	}
	all := judgedRows{judgements: map[int64][]keep.Derived{}, tally: map[string]int{}}
	err = db.Read(context.Background(), func(r keep.Reader) error {
		if err := r.Ever("", func(row keep.Row) error { all.rows = append(all.rows, row); return nil }); err != nil {
			return err
		}
		if err := all.readCounts(r); err != nil {
			return err
		}
		return r.Derived(keep.Law, func(id int64, j keep.Derived) error {
			all.judgements[id] = append(all.judgements[id], j)
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	w.Reopen(t)
	return all
}

// text is all of it without ids, which a rebuild gives anew.
func (j judgedRows) text() string {
	var b strings.Builder
	for _, r := range j.rows {
		fmt.Fprintln(&b, r.Subject, r.KnownFrom, r.From, j.judgements[r.ID])
	}
	var counts []string
	for c, n := range j.tally {
		counts = append(counts, fmt.Sprint(c, n))
	}
	slices.Sort(counts)
	return b.String() + strings.Join(counts, "\n")
}

// countedBy are groupings that the counts by what rows lie in answer: the fine ones, and those
// without kind, party and zone.
func countedBy() [][]string {
	return [][]string{{"noun", "day", "status", "within", "relation"}, {"noun", "day", "status", "within", "relation", "type", "party", "zone"}}
}

// readCounts asks for counts by what rows lie in, of each compartment and of what counts.
func (j judgedRows) readCounts(r keep.Reader) error {
	for _, compartment := range j.compartments() {
		for _, counting := range []bool{false, true} {
			for _, by := range countedBy() {
				f := query.Filter{
					Nouns: kinds.Names(func(noun.Noun) bool { return true }), Compartments: []string{compartment}, Counted: counting, ByLaw: query.ByLaw{MayBe: true},
				}
				counts, err := r.Count(context.Background(), f, by)
				if err != nil {
					return err
				}
				for _, c := range counts {
					j.tally[fmt.Sprint(compartment, counting, c.Values)] += c.N
				}
			}
		}
	}
	return nil
}

func (j judgedRows) compartments() (all []string) {
	for _, r := range j.rows {
		if !slices.Contains(all, r.Compartment) {
			all = append(all, r.Compartment)
		}
	}
	return all
}

// counted are the counts worked out from the rows.
func (j judgedRows) counted() map[string]int {
	tally := map[string]int{}
	for _, r := range j.rows {
		for _, held := range j.judgements[r.ID] {
			if !r.KnownUntil.IsZero() || !held.KnownUntil.IsZero() || held.Relation == "outside" {
				continue
			}
			for _, counting := range []bool{false, true} {
				if counting && !r.Counts {
					continue
				}
				values := []string{r.Noun, dayText(r.From), r.Status, held.Code, held.Relation}
				tally[fmt.Sprint(r.Compartment, counting, values)]++
				tally[fmt.Sprint(r.Compartment, counting, append(values, r.Kind, r.Party, r.Zone))]++
			}
		}
	}
	return tally
}

func dayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// at is what is held of a row as known at a moment, by code.
func (j judgedRows) at(r keep.Row, known time.Time) string {
	var words []string
	for _, held := range j.judgements[r.ID] {
		if !held.KnownFrom.After(known) && (held.KnownUntil.IsZero() || known.Before(held.KnownUntil)) {
			words = append(words, fmt.Sprintf("%s %s %s %v", held.Code, held.Relation, held.Point, held.Acts))
		}
	}
	return strings.Join(words, ", ")
}

// askedDirectly is what the law says of a row when it is asked by itself.
func askedDirectly(s *law.Snapshot, codes []string, r keep.Row, known time.Time) string {
	when := judging.WhenOf(r.From, r.Until)
	when.Known = known
	p := law.PlaceOf(r.Where, nil)
	nowhere := !r.Where.Known || r.Where.Area
	judgement := s.At(p, when)
	lies := map[string]string{}
	for _, st := range judgement.Overall {
		if st.Where != law.Outside {
			lies[st.Code] = st.Where.String()
		}
	}
	points := map[string]string{}
	if at, err := geo.FromDegrees(r.Where.Lon, r.Where.Lat); err == nil && r.Where.Known && r.Where.Sector == nil {
		for _, code := range codes {
			if w, is := s.Ground(code, at, when); is && w != law.Outside {
				points[code] = w.String()
			}
		}
	}
	var words []string
	if nowhere && len(lies) > 0 {
		words = append(words, "? may-be  []")
	}
	all := maps.Clone(points)
	if !nowhere {
		maps.Copy(all, lies)
	}
	for _, code := range slices.Sorted(maps.Keys(all)) {
		words = append(words, fmt.Sprintf("%s %s %s %v", code, cmp.Or(lies[code], "outside"), points[code], decided(judgement, code)))
	}
	return strings.Join(words, ", ")
}

// decided are the acts behind a standing that is not outside.
func decided(j law.Judgement, code string) []act.ID {
	var acts []act.ID
	for _, f := range j.Findings {
		if f.Code == code && f.Where != law.Outside && !slices.Contains(acts, f.Boundary.Act) {
			acts = append(acts, f.Boundary.Act)
		}
	}
	return acts
}

// random is an office in which people do this and that.
type random struct {
	*officetest.World
	*rand.Rand
	numbers map[string]int
	inForce map[string]act.ID
	filed   map[string][]act.ID
	linked  int
}

var randomZones = []string{"dz-a", "dz-b", "dz-c"}

func (w *random) some() place.Position {
	p := place.Position{Lon: 36 + 3*w.Float64(), Lat: 34.5 + 2*w.Float64()}
	if w.IntN(6) == 0 { // on a border
		p.Lon = 36 + float64(w.IntN(7))/2
	}
	return p
}

func (w *random) day(from time.Month) time.Time { return officetest.Date(from, 1+w.IntN(60)) }

func (w *random) enact(t *testing.T) {
	subject := "zone/" + randomZones[w.IntN(len(randomZones))]
	w.numbers[subject]++
	at := w.Clock.Now()
	p := officetest.Proposal(w.numbers[subject], 36+float64(w.IntN(5))/2, w.day(5))
	p.Belts = []zone.Belt{{Code: strings.Replace(subject, "zone/d", "s", 1), WidthMetres: 3000}}
	w.inForce[subject] = w.World.Enact(t, subject, p, at)
}

func (w *random) lapse(t *testing.T) {
	for _, subject := range slices.Sorted(maps.Keys(w.inForce)) {
		until := w.day(7)
		w.Must(t, "liaison-tr", "zone-lapsed", subject, zone.ZoneLapsed{Lapsing: zone.Lapsing{Proposal: w.inForce[subject], Until: until, Reason: shape.In("en", "EXERCISE")}})
		delete(w.inForce, subject)
		return
	}
}

func (w *random) observe(t *testing.T) {
	name := fmt.Sprintf("report/r-%d", w.IntN(60))
	o := officetest.Observation()
	at := w.some()
	o.Place, o.Time.From = &place.Place{Position: &at, Precision: []string{"exact", "vicinity", "locality", "district"}[w.IntN(4)]}, w.day(5)
	switch w.IntN(5) {
	case 0:
		o.Place = &place.Place{Name: "Somewhere"}
	case 1:
		o.Place, o.Sight = nil, &incident.Sight{BearingDegrees: 360 * w.Float64(), HalfWidthDegrees: 5, MinMetres: 1000, MaxMetres: 9000}
		o.Observer = &at
	case 2:
		o.Time.Until = o.Time.From.AddDate(0, 0, 20)
	case 3:
		o.Place.RadiusMetres = 25_000
	}
	text := w.SignAfter(t, "monitor-1", "observation-filed", name, w.filed[name], o)
	r, err := w.Submit(context.Background(), text)
	if err != nil {
		t.Fatal(err)
	}
	w.filed[name] = []act.ID{r.ID}
}

func (w *random) gather(t *testing.T) {
	for name := range maps.Keys(w.filed) {
		w.linked++
		subject := fmt.Sprintf("incident/i-%d", w.linked)
		w.Must(t, "secretary", "incident-opened", subject, incident.IncidentOpened{Event: "mortar"})
		w.Must(t, "secretary", "report-linked", subject, incident.ReportLinked{Report: act.SubjectID(name)})
		return
	}
}

func (w *random) restrict(t *testing.T) {
	at := w.some()
	w.linked++
	w.Must(t, "secretary", "restriction-recorded", fmt.Sprintf("restriction/x-%d", w.linked), incident.RestrictionRecorded{
		Kind: "denied", Party: "TR", Team: "patrol", From: w.day(5), Outcome: "turned-back", Place: &place.Place{Position: &at, Precision: "exact"}})
}

func (w *random) establish(t *testing.T) {
	at := w.some()
	w.linked++
	w.Must(t, "secretary", "post-established", fmt.Sprintf("post/p-%d", w.linked), post.PostEstablished{
		Name: "OP", Kind: "observation-post", From: w.day(5), Place: place.Place{Position: &at, Precision: "exact"}})
}

// judge judges everything, a few rows, or nothing; sometimes the office ends in the middle.
func (w *random) judge(t *testing.T) {
	var err error
	switch w.IntN(20) {
	case 0:
		err = w.Judging.CatchUp(context.Background())
	case 1, 2, 3:
		err = w.Judging.JudgeStep(context.Background(), 1+w.IntN(7))
	case 4:
		if err = w.Judging.JudgeStep(context.Background(), 3); err == nil {
			err = w.Close()
			w.Reopen(t)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Who judges stops at what was there when it looked: following each act as it comes would
// have every act of a lone submitter wait for another commit.
func TestJudging_does_not_follow_each_act(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Agreed(t)
	w.Clock.Set(officetest.Date(5, 5))
	w.Enact(t, "zone/dz-idlib", officetest.Proposal(1, 36, officetest.Date(5, 6)), officetest.Date(5, 5))
	if err := w.Judging.CatchUp(context.Background()); err != nil {
		t.Fatal(err)
	}
	w.Clock.Set(officetest.Date(5, 6))
	err := w.Judging.Alone(context.Background(), func(step func(int) bool) {
		for i := range 3 {
			w.Must(t, "monitor-1", "observation-filed", fmt.Sprintf("report/r-%d", i), officetest.Observation())
		}
		if first, second := step(2), step(2); !first || second {
			t.Errorf("two of three: more %t; the last: more %t", first, second)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if told, err := w.Judging.UpTo(context.Background()); told != (answer.Judged{}) || err != nil {
		t.Errorf("judged %+v, %v", told, err)
	}
}

// Whatever was done in whatever order, and whenever it was judged: each row, at each moment
// at which it was known, is held to lie as the law says when it is asked directly; the
// counts are those of the rows; and all is the same once everything is folded again.
func TestJudging_agrees_with_the_law_asked_directly(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2) {
		w := &random{officetest.New(t), rand.New(rand.NewPCG(seed, 2017)), map[string]int{}, map[string]act.ID{}, map[string][]act.ID{}, 0}
		w.Agreed(t)
		w.Clock.Set(officetest.Date(5, 2))
		does := []func(*testing.T){w.observe, w.observe, w.observe, w.observe, w.enact, w.gather, w.restrict, w.establish, w.lapse}
		for range 80 {
			does[w.IntN(len(does))](t)
			w.judge(t)
		}
		snapshot, changes := w.Judging.Law(), w.Judging.LawMoments()
		live := readJudged(t, w.World)
		tried := 0
		for _, r := range live.rows {
			if !slices.Contains([]string{"report", "incident", "restriction", "post"}, r.Noun) {
				if len(live.judgements[r.ID]) > 0 {
					t.Errorf("%s is judged", r.Subject)
				}
				continue
			}
			for _, known := range momentsOf(r, changes) {
				got, want := live.at(r, known), askedDirectly(snapshot, randomZones, r, known)
				if got != want {
					t.Fatalf("seed %d, %s from %v, %+v, as known %v:\nheld %s\nlaw  %s", seed, r.Subject, r.From, r.Where, known, got, want)
				}
				if want != "" {
					tried++
				}
			}
		}
		if tried < 40 {
			t.Errorf("only %d judgements were compared", tried)
		}
		if !maps.Equal(live.tally, live.counted()) {
			t.Errorf("counts\n%v\nof rows\n%v", live.tally, live.counted())
		}
		if _, err := w.Rebuild(context.Background(), func(int64, int64) {}); err != nil {
			t.Fatal(err)
		}
		if got, want := readJudged(t, w.World).text(), live.text(); got != want {
			t.Errorf("rebuilt\n%s\nlive\n%s", got, want)
		}
	}
}

// momentsOf are those of the row's life at which what is held of it could begin or end, and
// the moments before.
func momentsOf(r keep.Row, changes []time.Time) []time.Time {
	moments := []time.Time{r.KnownFrom}
	for _, at := range changes {
		for _, known := range []time.Time{at.Add(-time.Microsecond), at} {
			if known.After(r.KnownFrom) && (r.KnownUntil.IsZero() || known.Before(r.KnownUntil)) {
				moments = append(moments, known)
			}
		}
	}
	return moments
}
