package bulletins_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/place"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/judge/bulletin"
	"truce/noun/incident"
	"truce/noun/post"
	"truce/noun/publication"
	"truce/office/bulletins"
	"truce/office/officetest"
)

// watch is a day at a post: three mortar explosions are heard, one is alleged, a file is
// opened, tallies are published.
func watch(t testing.TB) *officetest.World {
	t.Helper()
	w := officetest.New(t)
	w.Clock.Set(time.Date(2017, 5, 7, 5, 0, 0, 0, time.UTC))
	w.Must(t, "secretary", "post-established", "post/op-1", post.PostEstablished{
		Name: "Observation post secret-facility", Kind: "observation-post", Operator: "TR", Zone: "dz-1",
		From:  time.Date(2017, 5, 1, 0, 0, 0, 0, time.UTC),
		Place: place.Place{Position: &place.Position{Lon: 36.757123, Lat: 36.308456}, Precision: "locality"}, Exercise: true,
	})
	for i := range 3 {
		heard(t, w, fmt.Sprintf("report/heard-%d", i+1), 7, 4+i)
	}
	heard(t, w, "report/heard-before", 6, 4)
	alleged := incident.AllegationFiled{Record: officetest.Observation().Record}
	alleged.Means, alleged.Observer, alleged.Event = "party-statement", nil, "artillery"
	w.Must(t, "liaison-ru", "allegation-filed", "report/alleged-1", alleged)
	w.Must(t, "monitor-1", "incident-opened", "incident/one", incident.IncidentOpened{Event: "mortar", Title: shape.In("en", "EXERCISE. secret-narrative"), Exercise: true})
	w.Must(t, "monitor-1", "report-linked", "incident/one", incident.ReportLinked{Report: "report/heard-1"})
	for party, n := range map[string][2]int{"RU": {10, 2}, "TR": {2, 7}} {
		w.Must(t, "secretary", "tally-published", "tally/"+party+"-2017-05-07-firing-case", incident.TallyPublished{
			Publisher: party, Date: "2017-05-07", Unit: "firing-case", Total: n[0] + n[1], Source: "EXERCISE", Exercise: true,
			Parts: []incident.Part{{Area: "SY01", Name: "Damascus", Number: n[0]}, {Area: "SY05", Name: "Hama", Number: n[1]}},
		})
	}
	w.Clock.Set(time.Date(2017, 5, 8, 1, 0, 0, 0, time.UTC))
	return w
}

func heard(t testing.TB, w *officetest.World, subject string, day, hour int) {
	t.Helper()
	o := officetest.Observation()
	o.Time.From = time.Date(2017, 5, day, hour, 30, 0, 0, time.UTC)
	o.Narrative, o.Place.Name = shape.In("en", "secret-narrative"), "secret-facility"
	w.Must(t, "monitor-1", "observation-filed", subject, o)
}

func theSeventh() bulletins.Spec {
	return bulletins.Spec{Spec: bulletin.Spec{Kind: "daily", Date: "2017-05-07", TimeZone: "UTC"}}
}

func observed(b bulletin.Bulletin) int {
	return bulletin.Content[bulletin.Counts](b, "counts").Observed.N()
}

func published(t testing.TB, w *officetest.World, spec bulletins.Spec) (string, publication.BulletinPublished) {
	t.Helper()
	p, err := w.Bulletins.Propose(context.Background(), w.As("secretary"), spec)
	if err != nil {
		t.Fatal(err)
	}
	return string(p.Subject), p.Body.(publication.BulletinPublished)
}

func TestBulletin(t *testing.T) {
	t.Parallel()
	ctx := context.Background()

	t.Run("counts what is kept apart, and the day before", func(t *testing.T) {
		t.Parallel()
		w := watch(t)
		made, err := w.Bulletins.Make(ctx, theSeventh())
		if err != nil {
			t.Fatal(err)
		}
		b := made.Editions[publication.Mission]
		c := bulletin.Content[bulletin.Counts](b, "counts")
		if c.Observed.N() != 3 || c.Observed.Before.N() != 1 || c.Alleged.N() != 1 || c.Incidents.N() != 1 || c.Unresolved.N() != 1 {
			t.Errorf("observed %d (before %d), alleged %d, files %d", c.Observed.N(), c.Observed.Before.N(), c.Alleged.N(), c.Incidents.N())
		}
		if got := fmt.Sprint(c.Observed.Of); got != "[report/heard-1 report/heard-2 report/heard-3]" {
			t.Error(got)
		}
		tallies := bulletin.Content[bulletin.Tallies](b, "tallies")
		if d := tallies.Days[0]; d.Matched.N() != 4 || d.OnlyA.N() != 8 || d.OnlyB.N() != 5 || tallies.Rule != "same-area-minimum" {
			t.Errorf("%+v", d)
		}
		if !b.Header.Exercise || b.Header.Office != "hq" || b.Header.Own().Size != w.Size() {
			t.Errorf("%+v", b.Header)
		}
	})

	t.Run("is the same as known then, whatever comes later", func(t *testing.T) {
		t.Parallel()
		w := watch(t)
		first, err := w.Bulletins.Make(ctx, theSeventh())
		if err != nil {
			t.Fatal(err)
		}
		heard(t, w, "report/heard-late", 7, 9)
		w.Must(t, "monitor-1", "report-withdrawn", "report/heard-2", incident.ReportWithdrawn{Reason: shape.In("en", "EXERCISE. An echo.")})
		spec := theSeventh()
		spec.Known = first.Basis.Known
		again, err := w.Bulletins.Make(ctx, spec)
		if err != nil {
			t.Fatal(err)
		}
		for _, edition := range publication.Editions() {
			if !bytes.Equal(first.Bytes[edition], again.Bytes[edition]) {
				t.Errorf("%s:\n%s\n%s", edition, first.Bytes[edition], again.Bytes[edition])
			}
		}
		now, err := w.Bulletins.Make(ctx, theSeventh())
		if err != nil || observed(now.Editions["public"]) != 3 || bytes.Equal(now.Bytes["mission"], first.Bytes["mission"]) {
			t.Errorf("now: %d observed, %v", observed(now.Editions["public"]), err)
		}
	})

	t.Run("is published once, in order, and only as it is made", func(t *testing.T) {
		t.Parallel()
		w := watch(t)
		subject, body := published(t, w, theSeventh())
		wrong := body
		wrong.Editions = append([]publication.Edition(nil), body.Editions...)
		wrong.Editions[0].SHA256 = strings.Repeat("0", 64)
		_, err := w.Do(t, "secretary", "bulletin-published", subject, wrong)
		officetest.WantProblem(t, err, problem.BulletinNotAsMade)
		_, err = w.Do(t, "monitor-1", "bulletin-published", subject, body)
		officetest.WantProblem(t, err, problem.NotPermitted)
		w.Must(t, "secretary", "bulletin-published", subject, body)

		again := theSeventh()
		again.CutOff = "23:00"
		for _, spec := range []bulletins.Spec{theSeventh(), again} {
			_, err = w.Bulletins.Propose(ctx, w.As("secretary"), spec)
			officetest.WantProblem(t, err, problem.BulletinPublishedAlready)
			made, err := w.Bulletins.Make(ctx, spec)
			if n := made.Spec.Number; err != nil || n != body.Number {
				t.Errorf("the draft of the day is number %d, %v", n, err)
			}
			next := body
			next.Number, next.CutOff, next.Until, next.Basis = body.Number+1, made.Spec.CutOff, made.Editions["public"].Header.Until, made.Basis
			_, err = w.Do(t, "secretary", "bulletin-published", subject, next)
			if err == nil {
				t.Error("a second bulletin of the day is taken")
			}
		}
		_, err = w.Do(t, "secretary", "bulletin-published", subject, body)
		officetest.WantProblem(t, err, problem.BulletinPublishedAlready)
		// What would be refused is refused before anybody signs, by the clocks of the bulletin's zone.
		for date, key := range map[string]problem.Key{"2017-05-06": problem.BulletinOutOfOrder, "2017-05-08": problem.BulletinTooEarly} {
			spec := theSeventh()
			spec.Date, spec.TimeZone = date, "Asia/Damascus"
			spec.Blind = strings.Repeat("A", 43)
			_, err := w.Bulletins.Propose(ctx, w.As("secretary"), spec)
			officetest.WantProblem(t, err, key)
			if key == problem.BulletinTooEarly && !strings.Contains(err.Error(), `expected="2017-05-09 00:00:00 (Asia/Damascus)"`) {
				t.Errorf("by which clock does it say when: %v", err)
			}
			made, err := w.Bulletins.Make(ctx, spec)
			if err != nil {
				t.Fatal(err)
			}
			subject, body := made.Publication()
			_, err = w.Do(t, "secretary", "bulletin-published", string(subject), body)
			officetest.WantProblem(t, err, key)
		}
	})

	t.Run("is of the last day that is over, if none is named", func(t *testing.T) {
		t.Parallel()
		w := watch(t)
		for cutOff, day := range map[string]string{"24:00": "2017-05-07", "09:00": "2017-05-08"} { // it is 11 o'clock in Damascus
			w.Clock.Set(time.Date(2017, 5, 8, 8, 0, 0, 0, time.UTC))
			made, err := w.Bulletins.Make(ctx, bulletins.Spec{Spec: bulletin.Spec{CutOff: cutOff, TimeZone: "Asia/Damascus"}})
			if err != nil || made.Spec.Date != day {
				t.Errorf("with the cut-off %s the draft is of %s, %v", cutOff, made.Spec.Date, err)
			}
		}
	})

	t.Run("is corrected by numbered notices and stays readable", func(t *testing.T) {
		t.Parallel()
		w := watch(t)
		subject, body := published(t, w, theSeventh())
		w.Must(t, "secretary", "bulletin-published", subject, body)
		name := act.SubjectID(subject).Name()
		first, err := w.Bulletins.Read(ctx, w.As("secretary"), name, -1, "")
		if err != nil {
			t.Fatal(err)
		}
		heard(t, w, "report/heard-late", 7, 9)
		p, err := w.Bulletins.ProposeCorrection(ctx, w.As("secretary"), name)
		if err != nil {
			t.Fatal(err)
		}
		notice := p.Body.(publication.CorrectionPublished)
		notice.What, notice.Reason = shape.In("en", "Four, not three."), shape.In("en", "A report came late.")
		w.Must(t, "secretary", "correction-published", subject, notice)
		_, err = w.Do(t, "secretary", "correction-published", subject, notice)
		officetest.WantProblem(t, err, problem.BulletinOutOfOrder)
		was, err := w.Bulletins.Read(ctx, w.As("secretary"), name, 0, "")
		if err != nil || !bytes.Equal(was, first) {
			t.Errorf("the bulletin as first published changed: %v", err)
		}
		is, err := w.Bulletins.Read(ctx, w.As("secretary"), name, -1, "")
		if err != nil {
			t.Fatal(err)
		}
		b, err := bulletin.Parse(is)
		if err != nil || observed(b) != 4 || b.Header.Correction != 1 {
			t.Errorf("%v, %+v", err, b.Header)
		}
		next := theSeventh()
		next.Date = "2017-05-08"
		made, err := w.Bulletins.Make(ctx, next)
		if err != nil {
			t.Fatal(err)
		}
		tells := made.Editions["mission"]
		corrections, late := bulletin.Content[[]bulletin.Notice](tells, "corrections"), bulletin.Content[bulletin.LateAdded](tells, "late")
		added := map[string]string{}
		for _, row := range late.Rows {
			added[row.Row] = fmt.Sprint(row.Added.Of)
		}
		if len(corrections) != 1 || late.SinceNumber != 1 || added["report"] != "[report/heard-late]" {
			t.Errorf("%+v\n%+v", corrections, late)
		}
	})

	t.Run("is made again if its file is lost or altered", func(t *testing.T) {
		t.Parallel()
		w := watch(t)
		subject, body := published(t, w, theSeventh())
		w.Must(t, "secretary", "bulletin-published", subject, body)
		name, who := act.SubjectID(subject).Name(), w.As("secretary")
		first, err := w.Bulletins.Read(ctx, who, name, -1, "mission")
		if err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob(filepath.Join(w.Folder, "bulletins", "*.json"))
		if err != nil || len(files) != 3 { // two editions, and the rows
			t.Fatalf("%v, %v", files, err)
		}
		for _, file := range files {
			if err := os.WriteFile(file, []byte("{}"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		again, err := w.Bulletins.Read(ctx, who, name, -1, "mission")
		if err != nil || !bytes.Equal(first, again) {
			t.Errorf("%v\n%s", err, again)
		}
	})
}

// What strangers get holds nothing that is not for everybody: the day's secrets are marked,
// and searched for.
func TestBulletin_public_edition_tells_no_secret(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := watch(t)
	subject, body := published(t, w, theSeventh())
	w.Must(t, "secretary", "bulletin-published", subject, body)
	name := act.SubjectID(subject).Name()
	text, err := w.Bulletins.Read(ctx, w.As(""), name, -1, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{
		"secret-", "person/", "report/", "incident/", "post/", "monitor", "secretary", "36.57", "36.75", "35.32", "36.30", "narrative", "EXERCISE. ",
	} {
		if bytes.Contains(text, []byte(secret)) {
			t.Errorf("the public edition holds %q:\n%s", secret, text)
		}
	}
	_, err = w.Bulletins.Read(ctx, w.As(""), name, -1, "mission")
	officetest.WantProblem(t, err, problem.SignInNeeded)
	_, err = w.Bulletins.Read(ctx, w.As("auditor-1"), name, -1, "mission")
	officetest.WantProblem(t, err, problem.NotPermitted)
	_, err = w.Bulletins.Draft(ctx, w.As(""), theSeventh(), "public")
	officetest.WantProblem(t, err, problem.SignInNeeded)
}
