// Package store keeps an office's registers, read models and notes in one SQLite database: it
// is the Store of package keep, and the only package that speaks SQL.
//
// Two kinds of table live side by side and change in the same transaction. Those of the
// record (entry, register, cosigned) only grow. Those of the read model (view, tally, refers,
// derived ...) can be dropped and computed again at any time, so they have no migrations:
// a model of another version is dropped and folded again (modelVersion). Beside both stand
// the office's own notes of who was handed what (reading).
//
// There is one writer connection; readers have connections of their own and see the last
// commit. A commit is durable when it returns: WAL with synchronous=FULL.
package store

import (
	"math"
	"time"

	"truce/tool/keep"
)

// openEnd marks a period or a version that has not ended.
const openEnd = math.MaxInt64

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

func micros(t time.Time) int64 { return keep.Micros(t) }
