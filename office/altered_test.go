package office_test

import (
	"path/filepath"
	"strings"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"truce/noun/incident"
	"truce/office/officetest"
	"truce/tool/store"
)

// alter changes the database of an office behind its back.
func alter(t *testing.T, w *officetest.World, sql string) {
	t.Helper()
	if err := w.Office.Close(); err != nil {
		t.Fatal(err)
	}
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
	w.Reopen(t)
}

// TestRebuild_holds_the_database_to_the_register changes what is kept beside an entry, which no
// tree head is signed for.
func TestRebuild_holds_the_database_to_the_register(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		sql, says string
		repaired  bool // what the act itself says is not lost
	}{
		"a subject of nothing":    {"UPDATE entry SET subject = 'report/other' WHERE act = (SELECT act FROM entry WHERE subject = 'incident/1' ORDER BY seq DESC LIMIT 1)", "incident/1", true},
		"another's subject":       {"UPDATE entry SET subject = 'incident/2' WHERE act = (SELECT act FROM entry WHERE subject = 'incident/1' ORDER BY seq DESC LIMIT 1)", "incident/1", true},
		"another time of receipt": {"UPDATE entry SET received = received + 1800000000 WHERE seq = (SELECT max(seq) FROM entry)", "time of receipt", false},
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
			if err != nil || found.Altered != 1 || found.FirstAltered.Index != w.Size()-1 || !strings.Contains(found.FirstAltered.String(), c.says) {
				t.Fatalf("%+v, %v", found, err)
			}
			if !c.repaired {
				return
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
			if found, err := w.Rebuild(t.Context(), func(int64, int64) {}); err != nil || found.Altered != 0 || len(rows(t, w)) != len(live) {
				t.Errorf("rebuilt once more: %+v, %v", found, err)
			}
		})
	}
}
