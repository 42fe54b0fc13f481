package bulletin_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/place"
	"truce/ground/taxonomy"
	"truce/judge/bulletin"
	"truce/noun/agreement"
	"truce/noun/incident"
	"truce/noun/post"
	"truce/noun/publication"
)

func at(day, hour int) time.Time { return time.Date(2017, 5, day, hour, 0, 0, 0, time.UTC) }

// random is a day of anything: reports that count and that do not, files, restrictions,
// in zones, near them, in two at once, nowhere.
func random(r *rand.Rand) bulletin.Input {
	in := bulletin.Input{
		Office: bulletin.Office{Name: "hq", Title: "EXERCISE"}, Number: 1, Known: at(8, 1), Salt: "s", Blind: "b",
		Registers: []publication.Register{{Origin: "test", Size: 9, Root: "00"}},
		Spec:      bulletin.Spec{Kind: "daily", Date: "2017-05-07", CutOff: "24:00", TimeZone: "UTC"},
		Period:    bulletin.Span{From: at(7, 0), Until: at(8, 0)}, Before: bulletin.Span{From: at(6, 0), Until: at(7, 0)},
	}
	in.Agreements = []bulletin.Agreement{{Subject: "agreement/a", State: agreement.Agreement{Versions: []agreement.VersionState{
		{Version: agreement.Version{ID: "draft"}, Memberships: []agreement.Membership{{Party: "NUSRA", Capacity: agreement.Listed}}}}}}}
	for i := range 3 {
		in.Zones = append(in.Zones, bulletin.Zone{
			Code: fmt.Sprintf("dz-%d", i), Now: r.IntN(4) > 0, Before: true, Belts: []string{fmt.Sprintf("sz-%d", i)}})
	}
	for i := range r.IntN(60) {
		in.Reports = append(in.Reports, report(r, i))
	}
	for i := range r.IntN(40) {
		in.Incidents = append(in.Incidents, file(r, i))
	}
	for i := range r.IntN(20) {
		in.Restrictions = append(in.Restrictions, bulletin.Item[incident.Restriction]{
			Subject: act.SubjectID(fmt.Sprint("restriction/", i)), Before: r.IntN(2) == 0, Lies: lies(r),
			State: incident.Restriction{Minutes: perhaps(r, r.IntN(120)), RestrictionRecorded: incident.RestrictionRecorded{
				Kind: pick(r, "denied", "delayed"), Party: pick(r, "SY-GOV", "SY-OPP", ""), Outcome: pick(r, "passed", "cancelled"), Ongoing: r.IntN(2) == 0}},
		})
	}
	for i := range r.IntN(3) {
		in.Posts = append(in.Posts, bulletin.Item[post.Post]{
			Subject: act.SubjectID(fmt.Sprint("post/", i)), From: at(1, 0), State: post.Post{Status: "standing", Zone: fmt.Sprintf("dz-%d", i)}})
	}
	return in
}

// closed are the rows that an input counts as.
func closed(t testing.TB, in bulletin.Input) bulletin.Closed {
	t.Helper()
	rows, _ := bulletin.Count(in)
	c, err := rows.Close()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func made(t testing.TB, in bulletin.Input, edition string) bulletin.Bulletin {
	t.Helper()
	return bulletin.Make(closed(t, in), edition)
}

func counts(b bulletin.Bulletin) bulletin.Counts {
	return bulletin.Content[bulletin.Counts](b, "counts")
}

func pick(r *rand.Rand, from ...string) string { return from[r.IntN(len(from))] }

func lies(r *rand.Rand) bulletin.Lies {
	l := bulletin.Lies{Placed: r.IntN(5) > 0}
	for i := range 3 {
		switch r.IntN(4) {
		case 0:
			l.Zones.In = append(l.Zones.In, fmt.Sprintf("dz-%d", i))
		case 1:
			l.Zones.MayBe = append(l.Zones.MayBe, fmt.Sprintf("dz-%d", i))
			l.Belts.In = append(l.Belts.In, fmt.Sprintf("sz-%d", i))
		}
	}
	return l
}

func report(r *rand.Rand, i int) bulletin.Item[incident.Report] {
	s := incident.Report{Type: pick(r, incident.Observation, incident.Allegation), Status: pick(r, "logged", "logged", "draft", "withdrawn")}
	s.Event = pick(r, "mortar", "artillery", "")
	s.Compartment = pick(r, "", "", "", "party")
	s.Near = &place.Position{Lon: 36 + float64(r.IntN(9))/10, Lat: 35}
	s.Harm = &incident.Harm{KilledMin: new(r.IntN(2)), KilledMax: new(2)}
	return bulletin.Item[incident.Report]{
		Subject: act.SubjectID(fmt.Sprint("report/", i)), Before: r.IntN(3) == 0, State: s, Lies: lies(r),
		Where: &bulletin.Where{Lon: 36.123456, Lat: 35.123456, RadiusMetres: 100},
	}
}

func file(r *rand.Rand, i int) bulletin.Item[incident.Incident] {
	s := incident.Incident{Event: pick(r, "mortar", "air-strike"), Observed: r.IntN(3), Status: pick(r, "reported", "confirmed", "withdrawn")}
	for _, t := range taxonomy.Default().List(taxonomy.Status).Terms() {
		if t.Finding && r.IntN(4) == 0 {
			s.Outcome = t.Code
		}
	}
	for _, actor := range []string{"SY-GOV", "NUSRA"} {
		if r.IntN(3) == 0 {
			s.Attributions = append(s.Attributions, incident.Attribution{Actor: actor})
		}
	}
	if r.IntN(3) == 0 {
		s.Harm = []incident.HarmTotal{{Status: "killed", Confirmed: 1, Reported: 2, Min: 1, Max: 3}}
	}
	return bulletin.Item[incident.Incident]{Subject: act.SubjectID(fmt.Sprint("incident/", i)), Before: r.IntN(3) == 0, State: s, Lies: lies(r)}
}

// perhaps is a number that is not said now and then.
func perhaps(r *rand.Rand, n int) *int {
	if r.IntN(4) == 0 {
		return nil
	}
	return &n
}

// sum is what rows of figures come to, of the period and of the one before.
type sum struct{ now, before int }

func (s *sum) add(f bulletin.Figure) {
	s.now += f.N()
	s.before += f.Before.N()
}

func total(f bulletin.Figure) sum { return sum{f.N(), f.Before.N()} }

func TestSums_add_up(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		in := random(r)
		b := made(t, in, pick(r, "public", "mission"))
		zones, belts := bulletin.Content[[]bulletin.ZoneLine](b, "zones"), bulletin.Content[[]bulletin.ZoneLine](b, "belts")
		events := bulletin.Content[[]bulletin.EventLine](b, "events")
		testMeasures(t, b, "zones", len(zones), func(i int) bulletin.Measures { return zones[i].Measures })
		if b.Header.Edition == "public" && (len(belts) > 0 || strings.Contains(fmt.Sprint(zones), bulletin.MayBe)) {
			t.Errorf("seed %d: strangers are told what is near a border", seed)
		}
		testMeasures(t, b, "belts", max(len(belts), 1), func(i int) bulletin.Measures {
			if len(belts) == 0 {
				return bulletin.Measures{Observed: counts(b).Observed, Alleged: counts(b).Alleged, Incidents: counts(b).Incidents}
			}
			return belts[i].Measures
		})
		testMeasures(t, b, "events", len(events), func(i int) bulletin.Measures { return events[i].Measures })
		var files, attributed, cases sum
		files.add(counts(b).Unresolved)
		for _, o := range counts(b).Found {
			files.add(o.Files)
		}
		a := bulletin.Content[bulletin.Attribution](b, "attribution")
		for _, f := range []bulletin.Figure{a.Inside, a.Outside, a.Contested, a.Nobody} {
			attributed.add(f)
		}
		restrictions := bulletin.Content[bulletin.Restrictions](b, "restrictions")
		for _, row := range restrictions.Rows {
			cases.add(row.Cases)
			ends := slices.Concat(row.Minutes.Of, row.Ongoing.Of, row.NoEnd.Of)
			if slices.Sort(ends); !slices.Equal(ends, slices.Sorted(slices.Values(row.Cases.Of))) {
				t.Errorf("seed %d: %s: the cases are %v; ended, going on and neither said are %v", seed, row.Row, row.Cases.Of, ends)
			}
			for _, still := range open(in) {
				if slices.Contains(row.Minutes.Of, still) {
					t.Errorf("seed %d: the minutes of those that have ended name %s, which has not", seed, still)
				}
			}
		}
		if all := total(counts(b).Incidents); files != all || attributed != all || cases != total(restrictions.Total) {
			t.Errorf("seed %d: files %v, by outcome %v, by attribution %v; restrictions %v, by type %v",
				seed, all, files, attributed, total(restrictions.Total), cases)
		}
		if t.Failed() {
			return
		}
	}
}

// open are the restrictions of the period that have not ended.
func open(in bulletin.Input) (all []act.SubjectID) {
	for _, r := range in.Restrictions {
		if !r.Before && r.State.Minutes == nil {
			all = append(all, r.Subject)
		}
	}
	return all
}

func testMeasures(t *testing.T, b bulletin.Bulletin, what string, rows int, row func(int) bulletin.Measures) {
	t.Helper()
	var observed, alleged, incidents sum
	for i := range rows {
		m := row(i)
		observed.add(m.Observed)
		alleged.add(m.Alleged)
		incidents.add(m.Incidents)
	}
	c := counts(b)
	if observed != total(c.Observed) || alleged != total(c.Alleged) || incidents != total(c.Incidents) {
		t.Errorf("%s come to %v observed, %v alleged, %v files; of %v, %v, %v",
			what, observed, alleged, incidents, total(c.Observed), total(c.Alleged), total(c.Incidents))
	}
}

// Every number is the number of the records listed behind it, where the unit is the record.
func TestFigures_list_what_they_count(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		b := made(t, random(rand.New(rand.NewPCG(seed, 2))), "mission")
		for _, row := range bulletin.Content[[]bulletin.ZoneLine](b, "zones") {
			for _, f := range []bulletin.Figure{row.Observed, row.Alleged, row.Incidents} {
				if f.N() != len(f.Of) || f.Before.N() != len(f.Before.Of) {
					t.Fatalf("%s: %d of %v", row.Row, f.N(), f.Of)
				}
			}
		}
	}
}

func TestNobody_watched_is_not_zero(t *testing.T) {
	t.Parallel()
	in := random(rand.New(rand.NewPCG(1, 3)))
	in.Reports, in.Posts = nil, in.Posts[:0]
	in.Posts = append(in.Posts, bulletin.Item[post.Post]{
		Subject: "post/1", From: at(7, 9), State: post.Post{Status: "standing", Zone: "dz-0"}})
	in.Zones[0].Now, in.Zones[1].Now = true, true
	b := made(t, in, "public")
	coverage := bulletin.Content[[]bulletin.Watch](b, "coverage")
	watched, not := coverage[0].Observed, coverage[1].Observed
	if watched.Number == nil || watched.N() != 0 || !watched.Before.NotObserved {
		t.Errorf("a post stood from nine o'clock on: %+v, before %+v", watched, watched.Before)
	}
	if not.Number != nil || !not.NotObserved || coverage[1].Status != bulletin.NotObserved {
		t.Errorf("nobody watched: %+v", not)
	}
	text, err := b.Bytes()
	if err != nil || !bytes.Contains(text, []byte(`"notObserved":true`)) {
		t.Errorf("%s, %v", text, err)
	}
}

func TestMake_does_not_depend_on_the_order_of_rows(t *testing.T) {
	t.Parallel()
	for seed := range uint64(30) {
		for _, edition := range []string{"public", "mission"} {
			in := random(rand.New(rand.NewPCG(seed, 4)))
			first, err := made(t, in, edition).Bytes()
			if err != nil {
				t.Fatal(err)
			}
			r := rand.New(rand.NewPCG(seed, 5))
			r.Shuffle(len(in.Reports), func(i, j int) { in.Reports[i], in.Reports[j] = in.Reports[j], in.Reports[i] })
			r.Shuffle(len(in.Incidents), func(i, j int) { in.Incidents[i], in.Incidents[j] = in.Incidents[j], in.Incidents[i] })
			r.Shuffle(len(in.Restrictions), func(i, j int) { in.Restrictions[i], in.Restrictions[j] = in.Restrictions[j], in.Restrictions[i] })
			r.Shuffle(len(in.Posts), func(i, j int) { in.Posts[i], in.Posts[j] = in.Posts[j], in.Posts[i] })
			again, err := made(t, in, edition).Bytes()
			if err != nil || !bytes.Equal(first, again) {
				t.Fatalf("seed %d, %v:\n%s\n%s", seed, err, first, again)
			}
			parsed, err := bulletin.Parse(first)
			if err != nil {
				t.Fatal(err)
			}
			if written, err := parsed.Bytes(); err != nil || !bytes.Equal(first, written) {
				t.Fatalf("reading and writing changes it: %v\n%s\n%s", err, first, written)
			}
		}
	}
}

// One changed figure is found, and named; what rests on withheld members is not called wrong.
func TestCompare(t *testing.T) {
	t.Parallel()
	in := random(rand.New(rand.NewPCG(7, 6)))
	first := made(t, in, "mission")
	same, err := bulletin.Compare(first, made(t, in, "mission"), nil)
	if err != nil || len(same) != 0 {
		t.Fatalf("%+v, %v", same, err)
	}
	alleged := fmt.Sprintf(`"number":%d`, counts(first).Alleged.N()+1)
	claimed := forged(t, first, "counts/alleged", alleged)
	found, err := bulletin.Compare(claimed, first, nil)
	if err != nil || len(found) != 1 || found[0].Path != "counts/alleged" || found[0].Verdict != bulletin.Wrong {
		t.Errorf("%+v, %v", found, err)
	}

	in.Reports = append(in.Reports, bulletin.Item[incident.Report]{
		Subject: "report/withheld", State: incident.Report{Type: incident.Observation, Status: "draft", Record: incident.Record{Event: "mortar"}},
		Withheld: bulletin.Withheld{Place: true},
	})
	_, unreckoned := bulletin.Count(in)
	claimed = forged(t, claimed, "counts/observed", fmt.Sprintf(`"number":%d`, counts(first).Observed.N()+1))
	found, err = bulletin.Compare(claimed, made(t, in, "mission"), claimed.NotReckoned(unreckoned))
	if err != nil || len(found) != 2 || found[0].Path != "counts/alleged" || found[0].Verdict != bulletin.Wrong ||
		found[1].Path != "counts/observed" || found[1].Verdict != bulletin.Undecided {
		t.Errorf("%+v, %v", found, err)
	}
}

// forged is a bulletin in which one figure has another number.
func forged(t *testing.T, b bulletin.Bulletin, path, number string) bulletin.Bulletin {
	t.Helper()
	f, there := b.Figure(path)
	if !there {
		t.Fatalf("there is no figure %s", path)
	}
	was, err := json.Marshal(f, json.Deterministic(true))
	if err != nil {
		t.Fatal(err)
	}
	value := jsontext.Value(was)
	if err := value.Canonicalize(); err != nil {
		t.Fatal(err)
	}
	text, err := b.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	section, measure, _ := strings.Cut(path, "/")
	before, after, _ := strings.Cut(string(text), `"`+section+`":`)
	figure := `"` + measure + `":` + string(value)
	changed := strings.Replace(figure, fmt.Sprintf(`"number":%d,"of"`, f.N()), number+`,"of"`, 1)
	forged, err := bulletin.Parse([]byte(before + `"` + section + `":` + strings.Replace(after, figure, changed, 1)))
	if err != nil || changed == figure {
		t.Fatalf("nothing was forged in %s: %v", path, err)
	}
	return forged
}

// The rows are all that is needed: kept and read again they give the same bulletin, whatever
// is known by then. Other rows are named, one by one.
func TestRows(t *testing.T) {
	t.Parallel()
	in := random(rand.New(rand.NewPCG(8, 6)))
	first := closed(t, in)
	kept, err := bulletin.ReadRows(first.Text)
	if err != nil || kept.Digest != first.Digest {
		t.Fatalf("%v, %s and %s", err, kept.Digest, first.Digest)
	}
	for _, edition := range publication.Editions() {
		was, err := bulletin.Make(first, edition).Bytes()
		is, err2 := bulletin.Make(kept, edition).Bytes()
		if err != nil || err2 != nil || !bytes.Equal(was, is) {
			t.Errorf("%s: from kept rows it is another: %v, %v", edition, err, err2)
		}
	}
	first.Reports = append(first.Reports[:0:0], first.Reports...)
	first.Reports[0].Event = "sniper"
	gone := first.Files[0]
	first.Files = first.Files[1:]
	found, err := bulletin.CompareRows(kept.Rows, first.Rows, nil)
	if err != nil || len(found) != 2 || found[0].Path != "files/"+strings.Replace(string(gone.Subject), "/", ":", 1) || found[0].Made != "" ||
		!strings.Contains(found[1].Made, "sniper") {
		t.Errorf("%+v, %v", found, err)
	}
}

// What was made by rules that this program lacks is not read, and not called wrong.
func TestOtherRules(t *testing.T) {
	t.Parallel()
	first := closed(t, random(rand.New(rand.NewPCG(9, 6))))
	text, err := bulletin.Make(first, "public").Bytes()
	if err != nil {
		t.Fatal(err)
	}
	later := strings.Replace(string(text), `"rules":1`, `"rules":2,"unheardOf":true`, 1)
	b, err := bulletin.Parse([]byte(later))
	if other, is := errors.AsType[bulletin.OtherRules](err); !is || other.Number != 2 || b.Header.Date != "2017-05-07" {
		t.Errorf("%v, %+v", err, b.Header)
	}
	_, err = bulletin.ReadRows(bytes.Replace(first.Text, []byte(`"rules":1`), []byte(`"rules":2`), 1))
	if _, is := errors.AsType[bulletin.OtherRules](err); !is {
		t.Error(err)
	}
}
