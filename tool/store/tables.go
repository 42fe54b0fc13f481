package store

import (
	"errors"
	"fmt"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// ErrNewer is returned for a database that a later version of the program has written.
var ErrNewer = errors.New("the database was written by a newer version of this program")

// makeTables brings the record's tables up to date and makes those of the read model if
// they are not there. A crash leaves it between two steps, where the next start goes on.
func makeTables(conn *sqlite.Conn) error {
	steps := recordSteps()
	taken, err := number(conn, "PRAGMA user_version")
	if err != nil {
		return err
	}
	if taken > len(steps) {
		return ErrNewer
	}
	for ; taken < len(steps); taken++ {
		step := steps[taken] + fmt.Sprintf("PRAGMA user_version = %d;", taken+1)
		if err := sqlitex.ExecuteScript(conn, step, nil); err != nil {
			return err
		}
	}
	return makeModel(conn)
}

// makeModel drops a read model that is not complete or of another version: its office finds
// that it is not complete and folds everything again. One that is complete has all its
// tables and is left alone.
func makeModel(conn *sqlite.Conn) error {
	complete, err := number(conn, "SELECT count(*) FROM sqlite_schema WHERE name = 'model'")
	if err == nil && complete > 0 {
		complete, err = number(conn, fmt.Sprintf("SELECT count(*) FROM model WHERE folded = %d", modelVersion))
	}
	if err != nil || complete > 0 {
		return err
	}
	return sqlitex.ExecuteScript(conn, dropModel+modelSchema+modelIndexes, nil)
}

func number(conn *sqlite.Conn, sql string) (n int, err error) {
	err = sqlitex.ExecuteTransient(conn, sql, &sqlitex.ExecOptions{
		ResultFunc: func(s *sqlite.Stmt) error { n = s.ColumnInt(0); return nil }})
	return n, err
}
