package office_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"truce/ground/problem"
	"truce/ground/register"
	"truce/noun/incident"
	"truce/office"
	"truce/office/officetest"
	"truce/tool/store"
)

// alter changes the database of an office behind its back.
func alter(t *testing.T, w *officetest.World, sql string) {
	t.Helper()
	if err := w.Office.Close(); err != nil {
		t.Fatal(err)
	}
	behind(t, w, sql)
	w.Reopen(t)
}

// behind is alter for an office that is not open.
func behind(t *testing.T, w *officetest.World, sql string) {
	t.Helper()
	conn, err := sqlite.OpenConn(filepath.Join(w.Folder, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	if err := sqlitex.ExecuteTransient(conn, sql, nil); err != nil || conn.Changes() != 1 {
		t.Fatalf("%d rows changed, %v", conn.Changes(), err)
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestRebuild_derives_again_what_stands_beside_entries changes what is kept beside an entry, which no tree head is
// signed for: it is named, put right, and nothing is folded from it.
func TestRebuild_derives_again_what_stands_beside_entries(t *testing.T) {
	t.Parallel()
	const last = "WHERE seq = (SELECT max(seq) FROM entry)"
	for name, c := range map[string]struct{ sql, says string }{
		"a subject of nothing":   {"UPDATE entry SET subject = 'report/other' " + last, "itself is about incident/1"},
		"another's subject":      {"UPDATE entry SET subject = 'incident/2' " + last, "itself is about incident/1"},
		"another's person":       {"UPDATE entry SET person = 'person/monitor-1' " + last, "as person/monitor-1's, but the register tells that its key was person/secretary's"},
		"nobody's":               {"UPDATE entry SET person = '' " + last, "its key was person/secretary's"},
		"for a party":            {"UPDATE entry SET party = 'tr' " + last, "as signed for tr, but the register tells that its key spoke for no party"},
		"without effect":         {"UPDATE entry SET idle = 'withheld' " + last, "as without effect (withheld), but by the rules it is in effect"},
		"another id":             {"UPDATE entry SET act = zeroblob(32) " + last, "under the id 0000"},
		"the hash":               {"UPDATE entry SET leaf = zeroblob(32) " + last, "The hash beside it is not its own"},
		"disclosures of nothing": {"UPDATE entry SET hidden = 'WyJhIiwxXQ~' " + last, "does not all belong to it"},
		"an early one":           {"UPDATE entry SET person = 'person/monitor-1' WHERE seq = (SELECT min(seq) FROM entry WHERE subject = 'incident/1')", "key was person/secretary's"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := officetest.New(t)
			w.Must(t, "secretary", "incident-opened", "incident/2", incident.IncidentOpened{Event: "mortar"})
			w.Must(t, "secretary", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar"})
			w.Must(t, "monitor-1", "observation-filed", "report/1", officetest.Observation())
			w.Must(t, "secretary", "report-linked", "incident/1", incident.ReportLinked{Report: "report/1"})
			live := rows(t, w)
			alter(t, w, c.sql)
			found, err := w.Rebuild(t.Context(), func(int64, int64) {})
			if err != nil || found.Altered != 1 || found.Against != 0 || !strings.Contains(found.FirstAltered[0].String(), c.says) {
				t.Fatalf("%+v, %v", found, err)
			}
			again := rows(t, w)
			if len(again) != len(live) {
				t.Fatalf("%d rows live, %d rebuilt", len(live), len(again))
			}
			for i := range live {
				if !live[i].Same(again[i]) || live[i].Subject != again[i].Subject {
					t.Errorf("live    %+v\nrebuilt %+v", live[i], again[i])
				}
			}
			if found, err := w.Rebuild(t.Context(), func(int64, int64) {}); err != nil || found.Found() && name != "disclosures of nothing" || len(rows(t, w)) != len(live) {
				t.Errorf("rebuilt once more: %+v, %v", found, err)
			}
		})
	}
}

// TestOpen_derives_again_what_stands_beside_entries has the rows made again at the start, from a database in which
// somebody wrote that another reported.
func TestOpen_derives_again_what_stands_beside_entries(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Must(t, "monitor-1", "observation-filed", "report/1", officetest.Observation())
	live := rows(t, w)
	alter(t, w, "UPDATE entry SET person = 'person/monitor-2' WHERE subject = 'report/1'")
	alter(t, w, "DELETE FROM model")
	again := rows(t, w)
	for i := range live {
		if len(again) != len(live) || !live[i].Same(again[i]) {
			t.Fatalf("live    %+v\nopened  %+v", live, again)
		}
	}
	if found, err := w.Rebuild(t.Context(), func(int64, int64) {}); err != nil || found.Found() {
		t.Errorf("it was not put right: %+v, %v", found, err)
	}
}

// TestRecord_that_is_broken is named: the first bad entry and the cause, by whoever would fold it, sign for it or hand
// it out.
func TestRecord_that_is_broken(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		sql    string
		entry  func(size int64) string
		reason problem.Reason
		opens  bool
	}{
		"an entry deleted":           {"DELETE FROM entry WHERE seq = 5", func(int64) string { return "5" }, problem.ReasonEntryMissing, false},
		"the last one deleted":       {"DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry)", func(n int64) string { return fmt.Sprint(n - 1) }, problem.ReasonEntryMissing, false},
		"an act altered":             {"UPDATE entry SET jws = replace(jws, 'e', 'f') WHERE seq = 5", func(int64) string { return "5" }, problem.ReasonEntryOther, true},
		"another time of receipt":    {"UPDATE entry SET received = received + 1800000000 WHERE seq = 5", func(int64) string { return "5" }, problem.ReasonEntryOther, true},
		"the size lowered":           {"UPDATE register SET size = size - 5", func(n int64) string { return fmt.Sprint(n - 5) }, problem.ReasonTreeOther, false},
		"the size raised":            {"UPDATE register SET size = size + 5", func(n int64) string { return fmt.Sprint(n) }, problem.ReasonEntryMissing, false},
		"the tree altered":           {"UPDATE register SET edge = zeroblob(length(edge))", func(n int64) string { return fmt.Sprint(n - 1) }, problem.ReasonTreeOther, false},
		"what is kept of it cut off": {"UPDATE register SET edge = x''", func(n int64) string { return fmt.Sprint(n - 1) }, problem.ReasonTreeOther, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := officetest.New(t)
			w.File(t, 0, 20)
			if _, err := w.Head(t.Context()); err != nil {
				t.Fatal(err)
			}
			want := func(did string, err error) {
				t.Helper()
				told := problem.From(err)
				if told.Key != problem.RegisterAltered || told.Params["entry"] != c.entry(w.Size()) || told.Params["reason"] != c.reason {
					t.Errorf("%s: %v %v", did, told, told.Params)
				}
			}
			w.Office.Close()
			behind(t, w, c.sql)
			o, err := office.Open(t.Context(), w.Options())
			if !c.opens {
				want("open", err)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			_, err = o.Rebuild(t.Context(), func(int64, int64) {})
			want("rebuild", err)
			_, err = o.Bundle(t.Context(), register.TilePath{Level: register.BundleLevel, Width: 20})
			want("hand out", err)
			if err := o.Close(); err != nil {
				t.Fatal(err)
			}
			behind(t, w, "DELETE FROM model")
			_, err = office.Open(t.Context(), w.Options())
			want("fold at the start", err)
		})
	}
}
