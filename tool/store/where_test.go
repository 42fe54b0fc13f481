package store_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"truce/ground/fold"
	"truce/tool/store"
)

// Rows keep the place as it was recorded, to the last bit.
func TestWhere_is_read_as_it_was_written(t *testing.T) {
	t.Parallel()
	places := []fold.Where{
		{},
		{Known: true, Lon: 36.123456789012345, Lat: -33.1, RadiusMetres: 10},
		{Known: true, Lon: 36, Lat: 34},
		{Known: true, Lon: 36, Lat: 34, Area: true},
		{Known: true, Lon: 36, Lat: 34, Sector: &fold.Sector{BearingDegrees: 350.5, HalfWidthDegrees: 2.25, MinMetres: 100, MaxMetres: 4000.125}},
	}
	db, err := store.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, w := range places {
		err := db.Write(func(tx *store.Tx) error {
			return tx.InsertRow(store.Row{Noun: "report", Subject: "report/a", KnownFrom: time.UnixMicro(1), Where: w})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	i := 0
	err = db.Read(context.Background(), func(r *store.Reader) error {
		return r.AllRows(func(row store.Row) error {
			if want := (store.Row{Where: places[row.ID-1]}); !(store.Row{Where: row.Where}).Same(want) {
				t.Errorf("got %+v, want %+v", row.Where, want.Where)
			}
			i++
			return nil
		})
	})
	if err != nil || i != len(places) {
		t.Errorf("%d rows, %v", i, err)
	}
}

// A read model that an older program made is dropped, and its office knows that it is.
func TestOpen_drops_a_read_model_of_another_shape(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	older(t, folder)
	db, err := store.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var complete bool
	rows := 0
	err = db.Read(context.Background(), func(r *store.Reader) (err error) {
		if complete, err = r.ModelComplete(""); err != nil {
			return err
		}
		return r.AllRows(func(store.Row) error { rows++; return nil })
	})
	if err != nil || complete || rows != 0 {
		t.Errorf("complete %v, %d rows, %v", complete, rows, err)
	}
}

func older(t *testing.T, folder string) {
	t.Helper()
	conn, err := sqlite.OpenConn(filepath.Join(folder, "office.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	err = sqlitex.ExecuteScript(conn, `CREATE TABLE view (id INTEGER PRIMARY KEY, noun TEXT); INSERT INTO view VALUES (1, 'report');
		CREATE TABLE model (folded INTEGER NOT NULL); INSERT INTO model VALUES (1);`, nil)
	if err != nil {
		t.Fatal(err)
	}
}
