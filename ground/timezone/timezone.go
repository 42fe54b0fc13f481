// Package timezone knows the rules of time zones by a copy of its own of the IANA Time Zone Database, whose edition has a name:
// when a day begins decides what acts add up to, and must not change with the machine that reads them. Nothing else in the
// program asks for a zone by its name (floors_test.go).
//
// The copy is zoneinfo.zip as Go 1.26 carries it in lib/time, byte for byte; the database is in the public domain.
package timezone

import (
	"archive/zip"
	_ "embed"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"time"

	"truce/ground/edition"
)

// Edition names the newest data. Another edition is a meaning of another number: of each noun whose fold asks for time zones, and of
// bulletins; a test in judge/bulletin holds the numbers that go with this one. By which edition a name is one of a zone, the number of
// admission says (Databases).
const Edition = "2025c"

//go:embed zoneinfo.zip
var first string

// Database is one edition of the data.
type Database struct {
	edition string
	files   func() fs.FS
	read    sync.Map // the zones that were asked for, each read once
}

// Databases are the editions. Another is another file beside those before it.
func Databases() edition.List[*Database] { return databases() }

var databases = sync.OnceValue(func() edition.List[*Database] { return edition.First(DatabaseOf(Edition, first)) })

// DatabaseOf is the edition of a name, by the text of its zip file. Data that cannot be read have no zones.
func DatabaseOf(name, text string) *Database {
	return &Database{edition: name, files: sync.OnceValue(func() fs.FS {
		r, err := zip.NewReader(strings.NewReader(text), int64(len(text)))
		if err != nil {
			return new(zip.Reader)
		}
		return r
	})}
}

// String names the edition.
func (d *Database) String() string { return d.edition }

// Load is Database.Load of the newest edition.
func Load(name string) (*time.Location, error) { return Databases().Newest().Load(name) }

// Load answers the rules of a time zone by its IANA name, such as "Asia/Damascus". The
// names that mean "wherever this machine stands" are none of a zone.
func (d *Database) Load(name string) (*time.Location, error) {
	if name == "UTC" {
		return time.UTC, nil
	}
	if held, is := d.read.Load(name); is {
		return held.(*time.Location), nil
	}
	text, err := fs.ReadFile(d.files(), name)
	if err != nil {
		return nil, fmt.Errorf("%q is not the name of a time zone in edition %s of the list: %w", name, d.edition, err)
	}
	loc, err := time.LoadLocationFromTZData(name, text)
	if err != nil {
		return nil, fmt.Errorf("time zone %q: %w", name, err)
	}
	held, _ := d.read.LoadOrStore(name, loc)
	return held.(*time.Location), nil
}
