package keeptest

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"truce/ground/act"
	"truce/tool/keep"
	"truce/tool/query"
)

func readings(_ *testing.T, w *world) {
	one := func(subject, person act.SubjectID, minute int64) keep.Reading {
		return keep.Reading{Subject: subject, Person: person, Class: "narrative", Party: "RU", First: at(minute), Last: at(minute), Times: 1}
	}
	add := func(all ...keep.Reading) { w.write(func(tx keep.Tx) error { return tx.AddReadings(all) }) }
	add(one("report/1", "person/1", 2), one("report/2", "person/1", 3))
	add(one("report/1", "person/1", 1), one("report/1", "person/2", 9), one("report/1", "person/1", 2*24*60))
	w.write(keep.Tx.Try) // which leaves nothing
	told := func(f keep.ReadingFilter, limit int) (all []any) {
		var after *query.Cursor
		for {
			var found []keep.Reading
			w.read(func(r keep.Reader) (err error) { found, err = r.Readings(f, after, limit); return err })
			for _, n := range found {
				all = append(all, []any{n.Subject, n.Person, n.First.Sub(at(0)).Minutes(), n.Last.Sub(at(0)).Minutes(), n.Times})
				after = &query.Cursor{From: keep.Micros(n.Last), ID: n.ID}
			}
			if len(found) < limit {
				return all
			}
		}
	}
	everything := []any{
		[]any{"report/1", "person/1", 2880, 2880, 1}, []any{"report/1", "person/2", 9, 9, 1}, []any{"report/2", "person/1", 3, 3, 1}, []any{"report/1", "person/1", 1, 2, 2},
	}
	w.want("all", told(keep.ReadingFilter{}, 100), everything)
	w.want("page by page", told(keep.ReadingFilter{}, 1), everything)
	w.want("of a subject", told(keep.ReadingFilter{Subjects: []string{"report/2"}}, 100), everything[2:3])
	w.want("of a person", told(keep.ReadingFilter{Person: "person/2"}, 100), everything[1:2])
	w.want("of another class", told(keep.ReadingFilter{Class: "person"}, 100), []any(nil))
	if n := one("report/1", "person/1", 1).And(keep.Reading{}); n.Times != 1 || !n.First.Equal(at(1)) || !(keep.Reading{}).And(n).Last.Equal(at(1)) {
		w.Errorf("added to nothing: %+v", n)
	}
	w.want("days before 1970", keep.DayOf(time.Date(1969, 12, 31, 23, 0, 0, 0, time.UTC)), -1)
}

// A backup is the store as of one commit, and touches nothing.
func backup(t *testing.T, w *world) {
	w.append(ours, entry(ours, 0, "report/1"))
	w.openRows(1, row("a", 1))
	path := filepath.Join(w.folder, "copy")
	if err := w.Backup(context.Background(), path); err != nil {
		t.Fatal(err)
	}
	w.append(ours, entry(ours, 1, "report/1"))
	w.want("rows", len(w.current("report/a")), 1)
	if err := w.Backup(context.Background(), path); err == nil {
		t.Error("a backup wrote over another")
	}
}
