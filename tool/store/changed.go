package store

import (
	"fmt"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"truce/ground/act"
	"truce/tool/keep"
)

// wholeRow are those of a row but its id, which is another one each time.
func wholeRow() []string {
	return strings.Fields(`noun subject known_from known_until from_us until_us kind status party zone compartment counts doubt
	min_lon min_lat max_lon max_lat cell lon lat radius sector label narrative conflicts state`)
}

// rowName are the columns that tell rows of one model apart.
func rowName() []string { return []string{"subject", "known_from", "from_us"} }

// cellColumns are those of a count but the number.
func cellColumns() []string {
	return strings.Fields("noun kind day status party zone compartment counts")
}

// Changed is part of keep.Store.
func (db *DB) Changed(tell func(keep.Change)) error {
	err := db.write(func(tx *Tx) error {
		for _, compare := range []func(func(keep.Change)) error{tx.changedRows, tx.changedCounts} {
			if err := compare(tell); err != nil {
				return err
			}
		}
		return script(tx.conn, dropAside)
	})
	if err != nil {
		return fmt.Errorf("compare read model: %w", err)
	}
	return nil
}

// changedRows holds each earlier row to the one that is there now, and tells of those that were not there before.
func (tx *Tx) changedRows(tell func(keep.Change)) error {
	same := "SELECT 1 FROM view AS v WHERE " + alike("v", "w", wholeRow())
	err := tx.each("SELECT "+of("w", wholeRow())+" FROM was_view AS w WHERE NOT EXISTS ("+same+") ORDER BY subject, known_from, from_us", nil,
		func(s *sqlite.Stmt) error { return tx.changedRow(columns(s, 0, wholeRow()), tell) })
	if err != nil {
		return err
	}
	if err := sqlitex.ExecuteTransient(tx.conn, "CREATE INDEX was_view_name ON was_view (subject, known_from, from_us)", nil); err != nil {
		return err
	}
	before := "SELECT 1 FROM was_view AS w WHERE " + alike("w", "v", rowName())
	return tx.each("SELECT "+of("v", wholeRow())+" FROM view AS v WHERE NOT EXISTS ("+before+") ORDER BY subject, known_from, from_us", nil,
		func(s *sqlite.Stmt) error {
			is := columns(s, 0, wholeRow())
			tell(keep.Change{Subject: act.SubjectID(is["subject"]), What: "row", Is: is["state"]})
			return nil
		})
}

// changedRow tells of one row that is not there as it was.
func (tx *Tx) changedRow(was map[string]string, tell func(keep.Change)) error {
	var is map[string]string
	err := sqlitex.Execute(tx.conn, "SELECT "+of("v", wholeRow())+" FROM view AS v WHERE subject = ? AND known_from = ? AND from_us = ? LIMIT 1", &sqlitex.ExecOptions{
		Args:       []any{was["subject"], was["known_from"], was["from_us"]},
		ResultFunc: func(s *sqlite.Stmt) error { is = columns(s, 0, wholeRow()); return nil },
	})
	if err != nil {
		return err
	}
	subject := act.SubjectID(was["subject"])
	if is == nil {
		tell(keep.Change{Subject: subject, What: "row", Was: was["state"]})
		return nil
	}
	for _, column := range wholeRow() {
		if was[column] != is[column] {
			tell(keep.Change{Subject: subject, What: column, Was: was[column], Is: is[column]})
		}
	}
	return nil
}

// changedCounts compares counts cell by cell.
func (tx *Tx) changedCounts(tell func(keep.Change)) error {
	one := func(from, other string, columnsOf func(n, m string) (was, is string)) error {
		return tx.each("SELECT "+of("a", cellColumns())+", a.n, coalesce(b.n, '') FROM "+from+" AS a LEFT JOIN "+other+" AS b ON "+alike("a", "b", cellColumns())+
			" WHERE a.n IS NOT b.n", nil, func(s *sqlite.Stmt) error {
			was, is := columnsOf(s.ColumnText(len(cellColumns())), s.ColumnText(len(cellColumns())+1))
			if from == "tally" && was != "" { // told already
				return nil
			}
			tell(keep.Change{What: cellWords(columns(s, 0, cellColumns())), Was: was, Is: is})
			return nil
		})
	}
	if err := one("was_tally", "tally", func(n, m string) (string, string) { return n, m }); err != nil {
		return err
	}
	return one("tally", "was_tally", func(n, m string) (string, string) { return m, n })
}

func of(table string, names []string) string {
	return table + "." + strings.Join(names, ", "+table+".")
}

// alike is the condition that two rows have the same in the columns, nothing being the same as nothing.
func alike(a, b string, names []string) string {
	conditions := make([]string, len(names))
	for i, name := range names {
		conditions[i] = a + "." + name + " IS " + b + "." + name
	}
	return strings.Join(conditions, " AND ")
}

func columns(s *sqlite.Stmt, first int, names []string) map[string]string {
	row := make(map[string]string, len(names))
	for i, name := range names {
		row[name] = s.ColumnText(first + i)
	}
	return row
}

// cellWords says what was counted.
func cellWords(c map[string]string) string {
	var days int64
	fmt.Sscan(c["day"], &days)
	said := []string{c["noun"]}
	for _, name := range []string{"kind", "status", "party", "zone", "compartment"} {
		if c[name] != "" {
			said = append(said, name+" "+c[name])
		}
	}
	return strings.Join(append(said, "on "+time.Unix(days*86400, 0).UTC().Format(time.DateOnly)), ", ")
}
