package store

import (
	"sync"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"truce/tool/keep"
)

// logKeeper is what the sweeper knows of the write-ahead log.
type logKeeper struct {
	mu     sync.Mutex
	logged keep.Logged
	tell   func(error)
}

// note keeps what came of copying, and tells of the first of several failures in a row.
func (k *logKeeper) note(err error) {
	k.mu.Lock()
	first := err != nil && k.logged.Err == nil
	tell := k.tell
	if k.logged.Err = err; err == nil {
		k.logged.Copied = time.Now()
	} else {
		k.logged.Failed++
	}
	k.mu.Unlock()
	if first && tell != nil {
		tell(err)
	}
}

func (k *logKeeper) stands(pages, copied int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.logged.Bytes, k.logged.Waiting = int64(pages)*pageBytes, int64(pages-copied)*pageBytes
}

// Logged is part of keep.Store. The sizes are those of the sweeper's last look, at most one commit ago.
func (db *DB) Logged() keep.Logged {
	db.kept.mu.Lock()
	defer db.kept.mu.Unlock()
	return db.kept.logged
}

// OnLogFailure is part of keep.Store.
func (db *DB) OnLogFailure(fn func(error)) {
	db.kept.mu.Lock()
	defer db.kept.mu.Unlock()
	db.kept.tell = fn
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
		db.kept.note(db.classify(sqlitex.ExecuteTransient(db.sweeper, "PRAGMA wal_checkpoint(PASSIVE)", nil)))
		pages, copied = logged(db.sweeper)
	}
	if pages > db.log.Anew && pages-copied < db.log.Rest || pages > db.log.Most {
		db.kept.note(db.classify(sqlitex.ExecuteTransient(db.sweeper, "PRAGMA wal_checkpoint(RESTART)", nil)))
		pages, copied = logged(db.sweeper)
	}
	db.kept.stands(pages, copied)
}

// logged is how many pages the write-ahead log holds, and how many of them were copied.
// Its file keeps the length that it once had and does not tell.
func logged(conn *sqlite.Conn) (pages, copied int) {
	_ = sqlitex.ExecuteTransient(conn, "PRAGMA wal_checkpoint(NOOP)", &sqlitex.ExecOptions{
		ResultFunc: func(s *sqlite.Stmt) error { pages, copied = s.ColumnInt(1), s.ColumnInt(2); return nil }})
	return pages, copied
}
