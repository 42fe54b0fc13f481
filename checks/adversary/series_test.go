package adversary

import (
	"strings"
	"testing"
	"time"

	"truce/ground/problem"
	"truce/ground/shape"
	"truce/ground/timezone"
	"truce/judge/bulletin"
	"truce/noun/agreement"
	"truce/noun/people"
	"truce/noun/publication"
	"truce/office/bulletins"
	"truce/office/officetest"
)

// drafts is a bulletin as the house makes it, whether or not it could be published.
func drafts(t *testing.T, w *officetest.World, spec bulletins.Spec) (subject string, body publication.BulletinPublished) {
	t.Helper()
	spec.Blind = strings.Repeat("A", 43)
	made, err := w.Bulletins.Make(t.Context(), spec)
	if err != nil {
		t.Fatal(err)
	}
	of, body := made.Publication()
	return string(of), body
}

func daily(date string) bulletins.Spec {
	return bulletins.Spec{Spec: bulletin.Spec{Kind: "daily", Date: date}}
}

// Broken: time zone and cut-off of a bulletin were its publisher's own words. They are the office's, by the rules of that day, and
// whoever holds a copy names a bulletin that an office took against them.
func TestSeries_the_day_of_a_bulletin_is_the_office_s(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	w.File(t, 0, 4)
	term, _ := w.Rules()
	other := term.Rules
	other.CutOff, other.TimeZone = "18:00", "Asia/Damascus"
	w.Clock.Set(officetest.Date(5, 9).Add(13 * time.Hour))
	set := w.Must(t, "administrator", "rules-set", officeOf(w), people.RulesSet{Rules: other, Reason: shape.In("en", "The parties meet in the evening.")})
	w.Endorses(t, "root-tr", officeOf(w), set.ID)
	w.Clock.Set(officetest.Date(5, 14))

	honest, h := copyOf(t, w, "secretary"), historyOf(t, w)
	for name, spec := range map[string]bulletin.Spec{
		"a zone of the publisher's":    {Kind: "daily", Date: "2017-05-08", TimeZone: "Asia/Tokyo"},
		"a cut-off of the publisher's": {Kind: "daily", Date: "2017-05-08", CutOff: "12:00"},
		"the rules of later":           {Kind: "daily", Date: "2017-05-08", CutOff: "18:00", TimeZone: "Asia/Damascus"},
	} {
		_, err := w.Bulletins.Propose(t.Context(), w.As("secretary"), bulletins.Spec{Spec: spec})
		officetest.WantProblem(t, err, problem.BulletinOtherDay)
		subject, body := drafts(t, w, bulletins.Spec{Spec: spec})
		_, err = w.Do(t, "secretary", "bulletin-published", subject, body)
		officetest.WantProblem(t, err, problem.BulletinOtherDay)
		dir := h.with(t, w.Sign(t, "secretary", "bulletin-published", subject, body)).publish(t, w, honest)
		said, code := truce(t, t.TempDir(), "check", dir)
		says(t, said, code, 3, "WRONG", "By the rules of the office")
		if t.Failed() {
			t.Log(name)
		}
	}
	// Each day by its own rules, and the day on which they changed is told to its end and no further.
	ends := map[string]string{}
	for _, date := range []string{"2017-05-08", "2017-05-09", "2017-05-10"} {
		subject, body := drafts(t, w, daily(date))
		w.Must(t, "secretary", "bulletin-published", subject, body)
		ends[date] = body.From.UTC().Format(time.DateTime) + " " + body.Until.UTC().Format(time.DateTime) + " " + body.TimeZone
	}
	for date, want := range map[string]string{
		"2017-05-08": "2017-05-08 00:00:00 2017-05-09 00:00:00 UTC", "2017-05-09": "2017-05-09 00:00:00 2017-05-10 00:00:00 UTC",
		"2017-05-10": "2017-05-10 00:00:00 2017-05-10 15:00:00 Asia/Damascus",
	} {
		if ends[date] != want {
			t.Errorf("%s: %s, want %s", date, ends[date], want)
		}
	}
}

// nobodys is a text between parties that are nobody's, whose days begin fourteen hours ahead of UTC.
const nobodys = `{"agreement": "aaa", "versions": [{"id": "text-1", "type": "text", "date": "2017-01-01", "timeZone": "Pacific/Kiritimati",
	"title": [{"language": "en", "text": "EXERCISE. A bilateral text"}], "source": {"name": "handed over"}, "wording": "paraphrase",
	"languages": [{"code": "en", "translator": "the mission"}],
	"parties": [{"code": "XX", "names": [{"language": "en", "text": "X"}], "capacity": "guarantor", "mustSign": true},
		{"code": "YY", "names": [{"language": "en", "text": "Y"}], "capacity": "guarantor", "mustSign": true}],
	"clauses": [{"id": "point_1", "heading": [{"language": "en", "text": "Entry into force"}], "entry": {"when": {"after": "signing", "count": 1, "unit": "days"}}}]}]}`

// Broken: where the rules named no time zone, the office's day was that of the first text in force, by name. The mission alone brought
// one in, "signed" by parties that are nobody's: a day of bulletins had thirteen hours, and strangers' days were two divisions, which tell
// hours. It is the rules' alone, and several make those.
func TestSeries_a_text_that_the_mission_brings_in_moves_no_day(t *testing.T) {
	t.Parallel()
	w := shownTwo(t)
	w.Clock.Set(officetest.Date(5, 10).Add(12 * time.Hour))
	first, body := drafts(t, w, daily("2017-05-08"))
	w.Must(t, "secretary", "bulletin-published", first, body)
	shown := []string{"/api/incidents", "/api/incidents.csv", "/api/incidents.geojson", "/api/incidents?from=2017-05-08", "/api/counts?noun=incident&by=day,status",
		"/api/subjects/incident/1", "/api/subjects/incident/2", "/api/bulletins", "/api/posts", "/api/offices", "/tiles/5/12/19"}
	url := open(t, w)
	before := seenAt(t, url, shown...)
	if !strings.Contains(before, `"days":`) || !strings.Contains(before, `"published":"2017-05-10T00:00:00Z"`) {
		t.Fatalf("strangers are told no days: %s", before)
	}

	d, faults := agreement.Parse("aaa.json", []byte(nobodys), timezone.Load)
	filings, err := agreement.Filings(d)
	if len(faults) > 0 || err != nil {
		t.Fatal(faults, err)
	}
	for _, f := range filings {
		w.Must(t, "secretary", f.Kind, string(d.Subject()), f.Body)
	}
	digest, err := d.Versions[0].Digest()
	if err != nil {
		t.Fatal(err)
	}
	for _, party := range []string{"XX", "YY"} {
		w.Must(t, "secretary", "agreement-signed", string(d.Subject()), agreement.AgreementSigned{
			Version: "text-1", Digest: digest, Party: party, Capacity: "guarantor", On: "2017-01-02", Source: "A letter"})
	}
	if told := seenAt(t, url, "/api/subjects/"+string(d.Subject())); !strings.Contains(told, `"status":"in-force"`) {
		t.Fatalf("the text is not in force, and moves nothing for that reason: %s", told)
	}

	sameSight(t, "a text of nobody's parties", before, seenAt(t, url, shown...))
	if zone := w.Reading.CivilZone(); zone != time.UTC {
		t.Errorf("the desk counts days by %v", zone)
	}
	honest, h := copyOf(t, w, "secretary"), historyOf(t, w)
	forged := daily("2017-05-09")
	forged.TimeZone = "Pacific/Kiritimati"
	subject, short := drafts(t, w, forged)
	_, err = w.Do(t, "secretary", "bulletin-published", subject, short)
	officetest.WantProblem(t, err, problem.BulletinOtherDay)
	dir := h.with(t, w.Sign(t, "secretary", "bulletin-published", subject, short)).publish(t, w, honest)
	said, code := truce(t, t.TempDir(), "check", dir)
	says(t, said, code, 3, "WRONG", "By the rules of the office")
	proposed, err := w.Bulletins.Propose(t.Context(), w.As("secretary"), daily("2017-05-09"))
	if err != nil {
		t.Fatal(err)
	}
	w.Must(t, "secretary", proposed.Kind, string(proposed.Subject), proposed.Body)
	if b := proposed.Body.(publication.BulletinPublished); b.TimeZone != "UTC" || !b.From.Equal(officetest.Date(5, 9)) || !b.Until.Equal(officetest.Date(5, 10)) {
		t.Errorf("the day of the bulletin moved: %v to %v (%s)", b.From, b.Until, b.TimeZone)
	}
}

// Broken: hours between two bulletins, or days, were left out. A day that was missed is published late, or all that were missed in one
// that says from when; nothing is told twice.
func TestSeries_leaves_no_gap_and_tells_nothing_twice(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 4)
	w.Clock.Set(officetest.Date(5, 14))
	publish := func(spec bulletins.Spec) publication.BulletinPublished {
		t.Helper()
		subject, body := drafts(t, w, spec)
		w.Must(t, "secretary", "bulletin-published", subject, body)
		return body
	}
	first := publish(daily("2017-05-07"))
	_, err := w.Bulletins.Propose(t.Context(), w.As("secretary"), daily("2017-05-09"))
	officetest.WantProblem(t, err, problem.BulletinLeavesGap)
	subject, late := drafts(t, w, daily("2017-05-09"))
	_, err = w.Do(t, "secretary", "bulletin-published", subject, late)
	officetest.WantProblem(t, err, problem.BulletinLeavesGap)
	twice := daily("2017-05-08")
	twice.From = first.From
	subject, body := drafts(t, w, twice)
	_, err = w.Do(t, "secretary", "bulletin-published", subject, body)
	officetest.WantProblem(t, err, problem.BulletinLeavesGap)

	missed := publish(daily("2017-05-08"))
	whole := daily("2017-05-12")
	whole.Whole = true
	days := publish(whole)
	if !missed.From.Equal(first.Until) || !days.From.Equal(missed.Until) || days.Until.Sub(days.From) != 4*24*time.Hour {
		t.Errorf("%v, %v, %v", first, missed, days)
	}
	_, err = w.Bulletins.Propose(t.Context(), w.As("secretary"), daily("2017-05-10")) // it was told
	officetest.WantProblem(t, err, problem.BulletinOutOfOrder)
	// Weeks follow weeks, and none is shorter than seven days.
	week := bulletins.Spec{Spec: bulletin.Spec{Kind: "weekly", Date: "2017-05-07"}}
	publish(week)
	week.Date, week.Whole = "2017-05-11", true
	_, err = w.Bulletins.Propose(t.Context(), w.As("secretary"), week)
	officetest.WantProblem(t, err, problem.BulletinOutOfOrder)
}

// Broken: a draft from before the last entries was signed after them. A bulletin rests on all that was received before its period ended
// and on the one before it, a correction on what it corrects; what came in after the cut-off is in this one or told as late in the next.
func TestSeries_leaves_nothing_out_that_was_received(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 2)
	early := daily("2017-05-07")
	early.Known = w.Clock.Last()
	w.Clock.Set(officetest.Date(5, 7).Add(23 * time.Hour))
	w.File(t, 2, 4) // before the cut-off
	w.Clock.Set(officetest.Date(5, 8).Add(time.Hour))
	inTime := daily("2017-05-07")
	w.File(t, 4, 5)
	inTime.Known = w.Clock.Last()
	w.File(t, 5, 6)

	honest, h := copyOf(t, w, "secretary"), historyOf(t, w)
	subject, body := drafts(t, w, early)
	_, err := w.Do(t, "secretary", "bulletin-published", subject, body)
	officetest.WantProblem(t, err, problem.BulletinLeavesOut)
	dir := h.with(t, w.Sign(t, "secretary", "bulletin-published", subject, body)).publish(t, w, honest)
	said, code := truce(t, t.TempDir(), "check", dir)
	says(t, said, code, 3, "WRONG", "leaves out")
	// Who says that the last entry came later than it did is found, too.
	lied := body
	lied.Known = lied.Known.Add(48 * time.Hour)
	dir = h.with(t, w.Sign(t, "secretary", "bulletin-published", subject, lied)).publish(t, w, honest)
	said, code = truce(t, t.TempDir(), "check", dir)
	says(t, said, code, 3, "WRONG", "does not give what it claims: /known")

	before := w.Clock.Last()
	subject, body = drafts(t, w, inTime)
	w.Must(t, "secretary", "bulletin-published", subject, body)
	// A correction, or the next bulletin, from before this one was published.
	next := daily("2017-05-08")
	next.Known, next.Number, next.From = before, 2, body.Until
	w.Clock.Set(officetest.Date(5, 9).Add(time.Hour))
	of, second := drafts(t, w, next)
	_, err = w.Do(t, "secretary", "bulletin-published", of, second)
	officetest.WantProblem(t, err, problem.BulletinLeavesOut)
	again := daily("2017-05-07")
	again.Known, again.Number, again.Correction, again.Blind = before, 1, 1, strings.Repeat("A", 43)
	made, err := w.Bulletins.Make(t.Context(), again)
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Do(t, "secretary", "correction-published", subject, publication.CorrectionPublished{
		Number: 1, What: shape.In("en", "Fewer."), Reason: shape.In("en", "As it was."), Basis: made.Basis})
	officetest.WantProblem(t, err, problem.BulletinLeavesOut)
	// What the bulletin of the day did not know is late in the next.
	_, second = drafts(t, w, daily("2017-05-08"))
	w.Must(t, "secretary", "bulletin-published", of, second)
	text, err := w.Bulletins.Read(t.Context(), w.As("secretary"), "hq-daily-2017-05-08", -1, publication.Mission)
	if err != nil {
		t.Fatal(err)
	}
	b, err := bulletin.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range bulletin.Content[bulletin.LateAdded](b, "late").Rows {
		if row.Row == "report" && row.Added.N() != 1 {
			t.Errorf("late: %+v", row)
		}
	}
}
