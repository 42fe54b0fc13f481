package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"truce/tool/disk"
	"truce/tool/keep"
)

// readers is the size of the pool: more than the cores of a small machine, so that a
// slow query does not hold up the quick ones.
const readers = 6

// pageBytes is the size of a page. A page is written with two calls of the kernel: with
// 4 KiB, commits of many acts took a tenth longer, by the clock and by processor time. A lone
// act, which writes ten pages whatever their size, takes a sixth longer with 8.
const pageBytes = 8192

// Log says how long the write-ahead log gets. It is copied into the database by another connection than the writer's:
// done on the writer it was the 99th percentile of every commit. It is copied a little at a
// time, because a long copy ends in a long fsync, and each commit meanwhile waits for the
// disk: copied as a whole, the slowest of a hundred acts among 256 submitters took 128 to
// 170 ms instead of 72 to 79. And the log is long before it begins anew: to fsync a file
// that does not grow costs about half, and 64 MiB are read back in a moment after a crash.
type Log struct {
	Copy  int           // pages that wait to be copied
	Anew  int           // pages after which the log begins anew
	Rest  int           // pages that are few enough to hold writers up for
	Most  int           // pages after which writers are held up for however many
	Pause time.Duration // between looks at it
}

// usualLog is that of an office.
func usualLog() Log {
	return Log{Copy: 8 << 20 / pageBytes, Anew: 64 << 20 / pageBytes, Rest: 1 << 20 / pageBytes, Most: 256 << 20 / pageBytes, Pause: 20 * time.Millisecond}
}

var _ keep.Store = (*DB)(nil)

// DB is an open database, the Store of package keep. Write may be called by one goroutine at a time; everything
// else by any number.
type DB struct {
	disk    disk.Disk
	path    string
	log     Log
	writer  *Tx
	origins origins
	renewed atomic.Int32 // times that the index was begun anew, since it was damaged
	told    atomic.Int32 // of which somebody was told
	index   *index       // nil: opened for its record only
	touched bool         // another program wrote to it since it was closed
	pool    *sqlitex.Pool
	sweeper *sqlite.Conn
	sweep   chan struct{} // something was committed
	closing chan struct{}
	swept   sync.WaitGroup
	joined  bool        // what is written joins the transaction of Whole
	purging atomic.Bool // the log is to be emptied
	logged  atomic.Pointer[keep.Logged]
	copied  atomic.Pointer[func(error)]
}

// Open opens or creates the database in the folder, with the read model's tables made if
// they are not there, and the index beside it. A database that another version of the program
// wrote is left as it is: ErrNewer, ErrOlder.
func Open(d disk.Disk, folder string) (keep.Store, error) {
	db, err := open(d, folder)
	if err != nil {
		return nil, err
	}
	return db, nil
}

// OpenLog is Open with another log than the usual: of a few pages, say, so that it begins anew all the time.
func OpenLog(d disk.Disk, folder string, log Log) (keep.Store, error) {
	db, err := openLog(d, folder, log)
	if err != nil {
		return nil, err
	}
	return db, nil
}

func open(d disk.Disk, folder string) (*DB, error) { return openLog(d, folder, usualLog()) }

func openLog(d disk.Disk, folder string, log Log) (*DB, error) {
	db, err := openRecord(d, folder, log)
	if err != nil {
		return nil, err
	}
	if db.index, err = openIndex(db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// OpenRecord opens the database without the index: to look at a record, or to empty the
// model, where no office is to run. Nothing can be searched for.
func OpenRecord(d disk.Disk, folder string) (*DB, error) { return openRecord(d, folder, usualLog()) }

func openRecord(d disk.Disk, folder string, log Log) (*DB, error) {
	path := filepath.Join(folder, FileName)
	if err := ofThisFormat(d, path); err != nil {
		return nil, classify(err)
	}
	// What is found in the log may be what a sync lost that failed before the program ended: nothing goes behind it, or from it into
	// the database, before it lasts.
	if err := disk.AgainWhole(d, path+"-wal"); err != nil {
		return nil, classify(fmt.Errorf("write the log of the database again: %w", err))
	}
	touched, err := notice(d, path)
	if err != nil {
		return nil, classify(err)
	}
	writer, err := connect(d, path, 64<<10)
	if err != nil {
		return nil, classify(fmt.Errorf("open database: %w", err))
	}
	if err := makeTables(writer); err != nil {
		return nil, classify(errors.Join(fmt.Errorf("create tables: %w", err), writer.Close()))
	}
	db := &DB{disk: d, path: path, log: log, touched: touched, sweep: make(chan struct{}, 1), closing: make(chan struct{})}
	db.writer = &Tx{conn: writer, db: db, tally: map[cell]int{}, within: map[withinCell]int{}}
	db.pool, err = sqlitex.NewPool(located(d, path), sqlitex.PoolOptions{
		PoolSize: readers, Flags: sqlite.OpenReadOnly | sqlite.OpenWAL | named(d),
		PrepareConn: func(c *sqlite.Conn) error { return pragmas(c, 8<<10) },
	})
	if err == nil {
		db.sweeper, err = connect(d, path, 1<<10)
	}
	if err != nil {
		return nil, classify(errors.Join(err, db.Close()))
	}
	db.swept.Go(db.sweepUp)
	return db, nil
}

// located is how SQLite is told of a file on a disk: by its path, or with the name of the disk beside it.
func located(d disk.Disk, path string) string {
	if d.VFS() == "" {
		return path
	}
	if whole, err := filepath.Abs(path); err == nil {
		path = whole // what stands ahead of the first slash would be a host
	}
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: url.Values{"vfs": {d.VFS()}}.Encode()}
	return u.String()
}

// named has SQLite read a name as one that located made. People may call a folder on their own disk what they like.
func named(d disk.Disk) sqlite.OpenFlags {
	if d.VFS() == "" {
		return 0
	}
	return sqlite.OpenURI
}

func connect(d disk.Disk, path string, cacheKiB int) (*sqlite.Conn, error) {
	conn, err := sqlite.OpenConn(located(d, path), sqlite.OpenReadWrite, sqlite.OpenCreate, named(d))
	if err != nil {
		return nil, err
	}
	// The size of pages holds for a new file only, and must be set before anything else.
	for _, pragma := range []string{fmt.Sprintf("page_size = %d", pageBytes), "journal_mode = WAL"} {
		if err := sqlitex.ExecuteTransient(conn, "PRAGMA "+pragma, nil); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	if err := d.Chmod(path, disk.OwnFile); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, pragmas(conn, cacheKiB)
}

// pragmas are set one by one: a script would run in a transaction, where some are refused.
func pragmas(conn *sqlite.Conn, cacheKiB int) error {
	for _, pragma := range []string{
		"synchronous = FULL", "wal_autocheckpoint = 0", "temp_store = MEMORY", "busy_timeout = 10000",
		fmt.Sprintf("cache_size = -%d", cacheKiB),
	} {
		if err := sqlitex.ExecuteTransient(conn, "PRAGMA "+pragma, nil); err != nil {
			return fmt.Errorf("set %s: %w", pragma, err)
		}
	}
	return nil
}

// Close waits for readers and leaves everything in the one file.
func (db *DB) Close() error {
	var errs []error
	if db.index != nil {
		errs = append(errs, db.index.close())
	}
	if db.sweeper != nil {
		close(db.closing)
		db.swept.Wait()
		errs = append(errs, db.sweeper.Close())
	}
	if db.pool != nil {
		errs = append(errs, db.pool.Close())
	}
	errs = append(errs, sqlitex.ExecuteTransient(db.writer.conn, "PRAGMA wal_checkpoint(TRUNCATE)", nil))
	errs = append(errs, db.writer.conn.Close())
	return errors.Join(append(errs, db.leave())...)
}

// Write runs fn in one transaction. When it returns nil, everything that fn wrote is on
// the disk; otherwise nothing of it is.
func (db *DB) Write(fn func(keep.Tx) error) error {
	return db.write(func(tx *Tx) error { return fn(tx) })
}

func (db *DB) write(fn func(*Tx) error) (err error) {
	if db.joined {
		if err := fn(db.writer); err != nil {
			return db.classify(err)
		}
		return db.classify(db.writer.count())
	}
	if err := db.writer.run("BEGIN IMMEDIATE"); err != nil {
		return db.classify(fmt.Errorf("begin: %w", err))
	}
	if err := fn(db.writer); err != nil {
		return db.classify(errors.Join(err, db.rollback()))
	}
	if err := db.writer.count(); err != nil {
		return db.classify(errors.Join(err, db.rollback()))
	}
	// The fsync of the write-ahead log is here. A crash before it leaves the state before,
	// a crash after it the state after.
	if err := db.writer.run("COMMIT"); err != nil {
		return db.classify(errors.Join(fmt.Errorf("commit: %w", err), db.rollback()))
	}
	select {
	case db.sweep <- struct{}{}:
	default:
	}
	return nil
}

// rollback forgets what the transaction made. SQLite may have rolled back already, as it does
// on a full disk.
func (db *DB) rollback() error {
	db.writer.forget()
	db.writer.registers = 0
	db.origins.forget()
	if db.writer.conn.AutocommitEnabled() {
		return nil
	}
	return db.writer.run("ROLLBACK")
}

// Read runs fn on a connection that sees one commit throughout.
func (db *DB) Read(ctx context.Context, fn func(keep.Reader) error) error {
	return db.read(ctx, func(r *Reader) error { return fn(r) })
}

func (db *DB) read(ctx context.Context, fn func(*Reader) error) error {
	conn, err := db.pool.Take(ctx)
	if err != nil {
		return fmt.Errorf("take connection: %w", err)
	}
	defer db.pool.Put(conn)
	r := &Reader{Tx{conn: conn, db: db}}
	if err := r.run("BEGIN"); err != nil {
		return classify(err)
	}
	err = fn(r)
	conn.SetInterrupt(nil) // the transaction ends even if the caller has gone
	return classify(errors.Join(err, r.run("COMMIT")))
}

// Tx is the writer within a transaction.
type Tx struct {
	conn *sqlite.Conn
	db   *DB
	next int64 // last id given to a view row; 0: not read yet

	tally  map[cell]int       // differences of counts that are not written yet
	within map[withinCell]int // the same, by what rows lie in
	bulk   bool               // counts are gathered over transactions

	registers int // how many there are; 0: not asked yet
}

// Reader is a connection that only reads.
type Reader struct{ Tx }

func (tx *Tx) run(sql string) error {
	stmt, err := tx.conn.Prepare(sql)
	if err != nil {
		return err
	}
	_, err = stmt.Step()
	return errors.Join(err, stmt.Reset())
}

// each runs a prepared statement and hands each row to fn. Statements are kept by the
// connection under their text.
func (tx *Tx) each(sql string, bind func(*sqlite.Stmt), fn func(*sqlite.Stmt) error) error {
	stmt, err := tx.conn.Prepare(sql)
	if err != nil {
		return fmt.Errorf("prepare: %w", err)
	}
	if bind != nil {
		bind(stmt)
	}
	for {
		row, err := stmt.Step()
		if err != nil {
			return errors.Join(err, stmt.Reset())
		}
		if !row {
			return stmt.Reset()
		}
		if fn != nil {
			if err := fn(stmt); err != nil {
				return errors.Join(err, stmt.Reset())
			}
		}
	}
}

// classify is that of what the database itself did. SQLite knows of one reason only why a write can fail for want of
// room, ENOSPC; a quota or a folder that became read-only is found by writing beside the database.
func (db *DB) classify(err error) error {
	if err == nil || sqlite.ErrCode(err) != sqlite.ResultIOErrWrite {
		return classify(err)
	}
	name := filepath.Join(filepath.Dir(db.path), "room")
	tried := disk.Replace(db.disk, name, make([]byte, 1<<16))
	_ = db.disk.Remove(name)
	switch {
	case errors.Is(tried, syscall.ENOSPC) || errors.Is(tried, syscall.EDQUOT):
		return fmt.Errorf("%w: %w", keep.ErrFull, err)
	case errors.Is(tried, syscall.EROFS) || errors.Is(tried, fs.ErrPermission):
		return fmt.Errorf("%w: %w", keep.ErrReadOnly, err)
	}
	return classify(err)
}

// classify adds the sentinel that a caller can act on to SQLite's own words.
func classify(err error) error {
	if err == nil {
		return nil
	}
	for _, known := range []struct {
		code sqlite.ResultCode
		is   error
	}{
		{sqlite.ResultFull, keep.ErrFull},
		{sqlite.ResultReadOnly, keep.ErrReadOnly}, {sqlite.ResultCantOpen, keep.ErrReadOnly}, {sqlite.ResultPerm, keep.ErrReadOnly},
		{sqlite.ResultCorrupt, keep.ErrDamaged}, {sqlite.ResultNotADB, keep.ErrDamaged},
		{sqlite.ResultIOErr, keep.ErrDisk},
	} {
		if code := sqlite.ErrCode(err); code == known.code || code.ToPrimary() == known.code {
			return fmt.Errorf("%w: %w", known.is, err)
		}
	}
	return err
}
