package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"truce/tool/disk"
	"truce/tool/keep"
)

// A SQLite file begins with these words, and has PRAGMA user_version in its header (file
// format, section 1.3).
const (
	sqliteMagic   = "SQLite format 3\x00"
	userVersionAt = 60
)

// ofThisFormat refuses a database of another version before anything opens it: opened, its
// log would be copied into it. What is no database SQLite itself tells.
func ofThisFormat(d disk.Disk, path string) error {
	f, err := d.OpenFile(path, os.O_RDONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	var header [userVersionAt + 4]byte
	_, err = io.ReadFull(f, header[:])
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	if err = errors.Join(err, f.Close()); err != nil || !strings.HasPrefix(string(header[:]), sqliteMagic) {
		return err
	}
	return ours().allowed(int(binary.BigEndian.Uint32(header[userVersionAt:])))
}

// versions are those of the record that a program opens: all from the first that was released to its own. What an earlier program
// wrote is taken to its own in place, a step for each version, before anything else reads it.
type versions struct {
	first, last int
	tables      string         // of the last
	steps       map[int]string // by the version that it takes to the next: what it makes is what a new database of that one has, to the letter
}

func ours() versions {
	return versions{firstReleased, recordVersion, recordSchema + readingSchema, map[int]string{}}
}

// allowed says whether the record of a database can be read; 0 is one that has none yet.
func (v versions) allowed(version int) error {
	switch {
	case version == 0 || version >= v.first && version <= v.last:
		return nil
	case version < v.first:
		return keep.ErrOlder
	}
	return keep.ErrNewer
}

// arrive makes the tables of a new database, or takes those of an earlier version to the last. Each step is whole or not there: one
// that fails, or is cut off, leaves a database of the version before it.
func (v versions) arrive(conn *sqlite.Conn) error {
	version, err := number(conn, "PRAGMA user_version")
	if err == nil {
		err = v.allowed(version)
	}
	if err == nil && version == 0 {
		return script(conn, v.tables+fmt.Sprintf("PRAGMA user_version = %d;", v.last))
	}
	for ; err == nil && version < v.last; version++ {
		step, is := v.steps[version]
		if !is {
			return fmt.Errorf("no step leads from version %d of the record to the next", version)
		}
		err = script(conn, step+fmt.Sprintf(";PRAGMA user_version = %d;", version+1))
	}
	return err
}

// makeTables makes the record's tables in a new database, or takes those of an earlier program to this one's, and makes those of the
// read model if they are not there.
func makeTables(conn *sqlite.Conn) error {
	if err := ours().arrive(conn); err != nil {
		return err
	}
	if err := makeModel(conn); err != nil {
		return err
	}
	return asMade(conn)
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
	return script(conn, dropModel+modelSchema+modelIndexes)
}

func number(conn *sqlite.Conn, sql string) (n int, err error) {
	err = sqlitex.ExecuteTransient(conn, sql, &sqlitex.ExecOptions{
		ResultFunc: func(s *sqlite.Stmt) error { n = s.ColumnInt(0); return nil }})
	return n, err
}
