// Package store keeps an office's registers and read models in one SQLite database. It
// is the only package that speaks SQL, and it decides nothing: what acts mean is in the
// nouns and what happens when is in package office.
//
// Two kinds of table live side by side and change in the same transaction. The register's
// tables (entry, tree, cosignature) are the record: they only grow and only ever migrate
// forwards. The read model (view, tally, refers) can be dropped and computed again from
// the record at any time, so it has no migrations: one of another version is dropped and
// folded again (modelVersion). Beside both stand the office's own notes of who was handed
// what (reading): neither signed nor computed, migrated like the record.
//
// There is one writer connection; readers have connections of their own and see the last
// commit. A commit is durable when it returns: WAL with synchronous=FULL.
package store

import (
	"math"
	"time"
)

// Open marks a period or a version that has not ended.
const openEnd = math.MaxInt64

// micros is how times are kept: microseconds since 1970 UTC. The zero time is 0.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func until(t time.Time) int64 {
	if t.IsZero() {
		return openEnd
	}
	return t.UnixMicro()
}

func instant(us int64) time.Time {
	if us == 0 || us == openEnd {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}
