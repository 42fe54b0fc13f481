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
)

// Edition names the data. Another edition is a meaning of another number: of each noun whose fold asks for time zones, of
// admission and of bulletins; a test in judge/bulletin holds the numbers that go with this one.
const Edition = "2025c"

//go:embed zoneinfo.zip
var data string

// files are the zones by their names. Data that cannot be read have none.
var files = sync.OnceValue(func() fs.FS {
	r, err := zip.NewReader(strings.NewReader(data), int64(len(data)))
	if err != nil {
		return new(zip.Reader)
	}
	return r
})

// read are the zones that were asked for, each read once.
var read = sync.OnceValue(func() *sync.Map { return new(sync.Map) })

// Load answers the rules of a time zone by its IANA name, such as "Asia/Damascus". The
// names that mean "wherever this machine stands" are none of a zone.
func Load(name string) (*time.Location, error) {
	if name == "UTC" {
		return time.UTC, nil
	}
	if held, is := read().Load(name); is {
		return held.(*time.Location), nil
	}
	text, err := fs.ReadFile(files(), name)
	if err != nil {
		return nil, fmt.Errorf("%q is not the name of a time zone in edition %s of the list: %w", name, Edition, err)
	}
	loc, err := time.LoadLocationFromTZData(name, text)
	if err != nil {
		return nil, fmt.Errorf("time zone %q: %w", name, err)
	}
	held, _ := read().LoadOrStore(name, loc)
	return held.(*time.Location), nil
}
