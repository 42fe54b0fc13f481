package store

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"truce/tool/keep"
)

// asMade holds the database to the tables that this program makes. Whoever can write to the file can take a table away,
// make it otherwise, or have SQLite do something of its own at each write: then what is written is not what was meant. What
// can be computed again, and is not there, is dropped whole: its office folds everything again.
func asMade(conn *sqlite.Conn) error {
	want, err := expected()
	if err != nil {
		return err
	}
	is, err := objects(conn)
	if err != nil {
		return err
	}
	model := false
	for _, name := range slices.SortedFunc(maps.Keys(want), func(a, b string) int { // tables first: indexes go with them
		return cmp.Or(strings.Compare(want[b].kind, want[a].kind), strings.Compare(a, b))
	}) {
		o := want[name]
		held, there := is[name]
		switch {
		case there && held.text == o.text:
		case o.model:
			model = true
		case !there:
			return keep.TamperedError{What: fmt.Sprintf("the %s %s is not there", o.kind, name)}
		default:
			return keep.TamperedError{What: fmt.Sprintf("the %s %s is not as this program makes it", o.kind, name)}
		}
	}
	for name, o := range is {
		if o.kind == "trigger" || o.kind == "view" {
			return keep.TamperedError{What: fmt.Sprintf("there is a %s %s, which this program never makes", o.kind, name)}
		}
	}
	if model && len(is) > 0 {
		return remodel(conn)
	}
	return nil
}

// object is a table or an index of a database.
type object struct {
	kind, text string
	model      bool // of the read model
}

// expected are those that this program makes, once a read model is complete.
func expected() (map[string]object, error) {
	conn, err := sqlite.OpenConn(":memory:", sqlite.OpenReadWrite|sqlite.OpenCreate)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if err := script(conn, recordSchema+readingSchema); err != nil {
		return nil, err
	}
	record, err := objects(conn)
	if err != nil {
		return nil, err
	}
	if err := script(conn, modelSchema); err != nil {
		return nil, err
	}
	all, err := objects(conn)
	for name, o := range all {
		_, o.model = record[name]
		o.model = !o.model
		all[name] = o
	}
	return all, err
}

func objects(conn *sqlite.Conn) (map[string]object, error) {
	all := map[string]object{}
	err := sqlitex.ExecuteTransient(conn, "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL", &sqlitex.ExecOptions{
		ResultFunc: func(s *sqlite.Stmt) error {
			text := strings.Replace(s.ColumnText(2), "IF NOT EXISTS ", "", 1)
			all[s.ColumnText(1)] = object{kind: s.ColumnText(0), text: strings.Join(slices.Collect(strings.FieldsSeq(text)), " ")}
			return nil
		}})
	return all, err
}

// remodel drops a read model of which something is missing, and what was kept beside it.
func remodel(conn *sqlite.Conn) error {
	return script(conn, dropModel+modelSchema+modelIndexes)
}
