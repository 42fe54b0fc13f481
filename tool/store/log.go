package store

import (
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"truce/tool/keep"
)

// Logged is part of keep.Store. The sizes are those of the sweeper's last look, at most one commit ago.
func (db *DB) Logged() keep.Logged {
	if now := db.logged.Load(); now != nil {
		return *now
	}
	return keep.Logged{}
}

// OnCopied is part of keep.Store.
func (db *DB) OnCopied(fn func(error)) { db.copied.Store(&fn) }

// copyLog copies it in one of SQLite's ways.
func (db *DB) copyLog(how string) {
	err := db.classify(sqlitex.ExecuteTransient(db.sweeper, "PRAGMA wal_checkpoint("+how+")", nil))
	if tell := db.copied.Load(); tell != nil {
		(*tell)(err)
	}
}

// sweepUp copies the write-ahead log into the database as it grows, and lets it begin anew. A
// failure leaves the log longer, which the next sweep sees again. It never looks at the file
// itself: after each stat the kernel gives the next write a time of its own, which fsync
// then waits for, 50 us of every lone commit.
func (db *DB) sweepUp() {
	for {
		select {
		case <-db.sweep:
		case <-db.closing:
			return
		}
		db.empty(db.sweeper)
		db.shorten()
		select {
		case <-time.After(db.log.Pause):
		case <-db.closing:
			return
		}
	}
}

// shorten is one sweep.
func (db *DB) shorten() {
	pages, copied := logged(db.sweeper)
	if pages-copied > db.log.Copy {
		db.copyLog("PASSIVE")
		pages, copied = logged(db.sweeper)
	}
	if pages > db.log.Anew && pages-copied < db.log.Rest || pages > db.log.Most {
		db.copyLog("RESTART")
		pages, copied = logged(db.sweeper)
	}
	db.logged.Store(&keep.Logged{Bytes: int64(pages) * pageBytes, Waiting: int64(pages-copied) * pageBytes})
}

// logged is how many pages the write-ahead log holds, and how many of them were copied.
// Its file keeps the length that it once had and does not tell.
func logged(conn *sqlite.Conn) (pages, copied int) {
	_ = sqlitex.ExecuteTransient(conn, "PRAGMA wal_checkpoint(NOOP)", &sqlitex.ExecOptions{
		ResultFunc: func(s *sqlite.Stmt) error { pages, copied = s.ColumnInt(1), s.ColumnInt(2); return nil }})
	return pages, copied
}
