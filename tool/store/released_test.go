package store

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
)

// A step of the tables that a folder out there may have been made by never changes: one that is altered in place opens
// folders of the same number as what they are not. Whoever changes tables raises their number and adds a line here; the
// lines before stay.
func TestTables_of_a_number_never_change(t *testing.T) {
	t.Parallel()
	for _, tables := range []struct {
		what, sql string
		version   int
		made      map[int]string // by number: SHA-256 of the tables, its first eight bytes
	}{
		{"the record", recordSchema + readingSchema, recordVersion, map[int]string{5: "0180dc97f0ecff34"}},
		{"the read model", dropModel + modelSchema + modelIndexes, modelVersion, map[int]string{11: "2b7e6061a1939b53"}},
	} {
		sum := sha256.Sum256([]byte(tables.sql))
		if got, want := hex.EncodeToString(sum[:8]), tables.made[tables.version]; got != want {
			t.Errorf("%s: the tables of number %d are %s, and were %s: raise the number, and add the line of the next: %q", tables.what, tables.version, got, want, got)
		}
	}
}
