// Package datasets finds the published data that some tests read. The data are other people's
// and no part of the repository: TRUCE_DATA names the folder that holds them, and docs/data.md
// says who publishes each set and which files of it are read. Without TRUCE_DATA a test that
// needs them is skipped; with it, a file that is missing fails the test.
package datasets

import (
	"os"
	"path/filepath"
	"testing"
)

// Variable of the environment that names the folder of the data sets.
const Variable = "TRUCE_DATA"

// Unset is in the reason of every test that is skipped for want of the data.
const Unset = Variable + " is not set"

// Set is one published data set.
type Set struct {
	Folder string // within the folder that Variable names
	About  string // what it is and who publishes it
}

// Sets are all that tests and `make real` read.
func Sets() []Set {
	return []Set{
		{"ucdp-ged-syria", "UCDP Georeferenced Event Dataset (GED), events of Syria 2016 to 2019: Uppsala Conflict Data Program"},
		{"boundaries-syria", "Syria administrative boundaries (COD-AB), 2018-02-19: OCHA, on the Humanitarian Data Exchange"},
		{"settlements-syria", "Syria populated places (COD, adm4), 2021-01-13: OCHA, on the Humanitarian Data Exchange"},
		{"syrian-archive", "verified observations 2012 to 2017: Syrian Archive (Mnemonic)"},
		{"derived-zones", "approximate de-escalation zones, made from OCHA's boundaries and settlements; no agreed maps"},
	}
}

// File is the path of a file, named with the folder of its set.
func File(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join(folder(t), filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("%v\nhint: %s names the folder of the data sets; docs/data.md lists the files that belong into it", err, Variable)
	}
	return path
}

// Files are the paths of all files that match a pattern; at least one must be there.
func Files(t testing.TB, pattern string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(folder(t), filepath.FromSlash(pattern)))
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) == 0 {
		t.Fatalf("no file of the data sets matches %s\nhint: %s names their folder; docs/data.md lists the files that belong into it", pattern, Variable)
	}
	return paths
}

// folder skips the test if nobody said where the data are.
func folder(t testing.TB) string {
	t.Helper()
	folder := os.Getenv(Variable)
	if folder == "" {
		t.Skip("it reads published data, and " + Unset)
	}
	return folder
}
