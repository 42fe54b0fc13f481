package publication_test

import (
	"strings"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/shape"
	"truce/noun/publication"
)

func basis(size int64) publication.Basis {
	return publication.Basis{
		Known: time.Date(2017, 5, 7, 22, 10, 0, 0, time.UTC), Registers: []publication.Register{{Origin: "mission.example/hq", Size: size, Root: strings.Repeat("0f", 32)}},
		Editions: []publication.Edition{{"public", strings.Repeat("1a", 32)}, {"mission", strings.Repeat("2b", 32)}},
		Rules:    1, Rows: strings.Repeat("3c", 32), Blind: strings.Repeat("A", 43),
	}
}

func published() publication.BulletinPublished {
	return publication.BulletinPublished{
		Number: 7, Kind: "daily", Date: "2017-05-07", CutOff: "24:00", TimeZone: "Asia/Damascus",
		From: time.Date(2017, 5, 6, 21, 0, 0, 0, time.UTC), Until: time.Date(2017, 5, 7, 21, 0, 0, 0, time.UTC), Basis: basis(412),
	}
}

func entry(n byte, body any) fold.Entry {
	return fold.Entry{ID: act.ID{n}, Person: "person/secretary", Received: time.Date(2017, 5, 8, 1, int(n), 0, 0, time.UTC), Body: body}
}

func TestFold_keeps_what_was_published_first_and_every_correction(t *testing.T) {
	t.Parallel()
	first, again := published(), published()
	again.Registers = basis(500).Registers
	corrected := publication.CorrectionPublished{Number: 1, What: shape.In("en", "19, not 18"), Reason: shape.In("en", "late"), Basis: basis(466)}
	taken := publication.CorrectionPublished{Number: 1, What: shape.In("en", "something else"), Reason: shape.In("en", "late"), Basis: basis(470)}
	f := publication.Fold("bulletin/hq-daily-2017-05-07",
		[]fold.Entry{entry(1, &first), entry(2, &again), entry(3, &corrected), entry(4, &taken)}, nil)
	s := f.Periods[0].State.(publication.Bulletin)
	if len(s.Issues) != 2 || s.Issues[0].Own().Size != 412 || s.Issues[1].Own().Size != 466 || s.Last().What.Text != "19, not 18" {
		t.Errorf("got %+v", s.Issues)
	}
	if f.Periods[0].Status != "corrected" || !f.Periods[0].From.Equal(first.From) {
		t.Errorf("got %+v", f.Periods[0])
	}
}

func TestFits(t *testing.T) {
	t.Parallel()
	const subject = "bulletin/hq-daily-2017-05-07"
	for name, c := range map[string]struct {
		subject act.SubjectID
		spoil   func(*publication.BulletinPublished)
		want    string
	}{
		"right":            {subject, func(*publication.BulletinPublished) {}, ""},
		"another day":      {"bulletin/hq-daily-2017-05-08", func(*publication.BulletinPublished) {}, "must end in"},
		"another kind":     {"bulletin/hq-weekly-2017-05-07", func(*publication.BulletinPublished) {}, "must end in"},
		"no such day":      {subject, func(b *publication.BulletinPublished) { b.Date = "2017-02-30" }, "no day"},
		"no length":        {subject, func(b *publication.BulletinPublished) { b.Until = b.From }, "after from"},
		"no edition":       {subject, func(b *publication.BulletinPublished) { b.Editions = nil }, "must be one"},
		"one edition":      {subject, func(b *publication.BulletinPublished) { b.Editions = b.Editions[:1] }, ""}, // which there are, rules of admission say
		"no register":      {subject, func(b *publication.BulletinPublished) { b.Registers = nil }, "rest on one"},
		"a register twice": {subject, func(b *publication.BulletinPublished) { b.Registers = append(b.Registers, b.Registers[0]) }, "twice"},
		"edition twice":    {subject, func(b *publication.BulletinPublished) { b.Editions[1] = b.Editions[0] }, "twice"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := published()
			c.spoil(&b)
			err := b.Fits(c.subject)
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
