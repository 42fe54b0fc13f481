package crash

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"truce/tool/disk"
	"truce/tool/disk/simdisk"
	"truce/tool/vault"
)

// TestCrash_after_a_sync_that_failed holds SQLite on the disk to what it committed after syncs of its log or of the database that failed: what was written
// until then is seen, and lasts only if it is written again, in the next process too.
func TestCrash_after_a_sync_that_failed(t *testing.T) {
	t.Parallel()
	for _, sealed := range []bool{false, true} {
		t.Run(fmt.Sprintf("encrypted %v", sealed), func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(300) {
				if err := unsynced(t, seed, sealed); err != nil {
					t.Errorf("seed %d: %v", seed, err)
				}
			}
		})
	}
}

// committing is a database with one table, of which somebody counts what was committed for good.
type committing struct {
	*trial
	writer, sweeper  *sqlite.Conn
	committed, tried int
}

func unsynced(t *testing.T, seed uint64, sealed bool) error {
	r := rand.New(rand.NewPCG(seed, 0x5f))
	d, err := simdisk.New(simdisk.Model(r.IntN(2)), seed)
	if err != nil {
		return err
	}
	c := &committing{trial: &trial{T: t, seed: seed}}
	if sealed {
		keys, err := vault.NewKeys(randomOf(seed))
		if err != nil {
			return err
		}
		c.keys = &keys
	}
	if err := errors.Join(c.mount(d), d.Mkdir("/data", disk.OwnFolder), d.SyncFolder("/")); err != nil {
		return err
	}
	defer func() { c.unmount() }()
	if err = c.pair(); err == nil {
		err = errors.Join(run(c.writer, "CREATE TABLE it (n INTEGER PRIMARY KEY, what BLOB)"), d.SyncFolder("/data"))
	}
	if err != nil {
		return err
	}
	fails := func(call simdisk.Call) error {
		if call.What == "sync" && r.IntN(4) == 0 {
			return syscall.EIO
		}
		return nil
	}
	d.Before = fails
	for range 2 + r.IntN(20) {
		c.step(r)
	}
	if r.IntN(2) == 0 { // the process ends, and the disk is well again when the next one begins
		d.Before = func(simdisk.Call) error { return syscall.EIO }
		_, _ = c.sweeper.Close(), c.writer.Close()
		if d.Before = nil; sealed {
			if err := errors.Join(c.sealed.Close(), c.mount(d)); err != nil {
				return err
			}
		}
		if err := errors.Join(disk.AgainWhole(c.on(), "/data/it.db-wal"), c.pair()); err != nil {
			return err
		}
	}
	for range 2 + r.IntN(20) {
		c.step(r)
	}
	d.StopAt(d.Calls() + 1 + r.IntN(3)*r.IntN(20))
	_ = run(c.sweeper, "PRAGMA wal_checkpoint(RESTART)")
	_ = run(c.writer, "UPDATE it SET what = randomblob(20000)")
	d.StopAt(d.Calls() + 1)
	_, _ = c.sweeper.Close(), c.writer.Close()
	if err := c.crash(); err != nil {
		return err
	}
	return c.whole()
}

func run(c *sqlite.Conn, sql string) error { return sqlitex.ExecuteTransient(c, sql, nil) }

// step commits a row, for good or not, or copies the log, or has somebody read it for a while, so that not all of it can be copied.
func (c *committing) step(r *rand.Rand) {
	switch r.IntN(8) {
	case 0, 1:
		_ = run(c.sweeper, "PRAGMA wal_checkpoint("+[]string{"PASSIVE", "RESTART", "TRUNCATE"}[r.IntN(3)]+")")
		return
	case 2:
		_ = errors.Join(run(c.sweeper, "BEGIN"), run(c.sweeper, "SELECT max(n) FROM it"))
		return
	case 3:
		_ = run(c.sweeper, "COMMIT")
		return
	}
	how, full := "NORMAL", r.IntN(3) > 0
	if full {
		how = "FULL"
	}
	err := run(c.writer, "PRAGMA synchronous = "+how)
	if err == nil {
		err = run(c.writer, fmt.Sprintf("INSERT INTO it VALUES (%d, randomblob(%d))", c.tried, 1+r.IntN(30_000)))
	}
	if err != nil {
		return
	}
	if c.tried++; full {
		c.committed = c.tried
	}
}

// whole holds what is left to what was committed.
func (c *committing) whole() error {
	if err := c.pair(); err != nil {
		return err
	}
	defer c.writer.Close()
	defer c.sweeper.Close()
	var said []string
	each := &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error { said = append(said, s.ColumnText(0)); return nil }}
	err := errors.Join(sqlitex.ExecuteTransient(c.writer, "PRAGMA integrity_check(3)", each), sqlitex.ExecuteTransient(c.writer, "SELECT count(*) FROM it", each))
	if err == nil && (len(said) != 2 || said[0] != "ok") {
		err = errors.New(strings.Join(said, "; "))
	}
	if err != nil {
		return fmt.Errorf("the database that is left is damaged: %w", err)
	}
	if found, err := strconv.Atoi(said[1]); err != nil || found < c.committed {
		return fmt.Errorf("%d rows were committed, %s are there", c.committed, said[1])
	}
	return nil
}

// pair opens the database twice: for who writes, and for who copies the log.
func (c *committing) pair() (err error) {
	place := url.URL{Scheme: "file", Path: "/data/it.db", RawQuery: url.Values{"vfs": {c.on().VFS()}}.Encode()}
	for _, conn := range []**sqlite.Conn{&c.writer, &c.sweeper} {
		*conn, err = sqlite.OpenConn(place.String(), sqlite.OpenReadWrite, sqlite.OpenCreate, sqlite.OpenURI)
		for _, pragma := range []string{"page_size = 8192", "journal_mode = WAL", "wal_autocheckpoint = 0"} {
			if err == nil {
				err = run(*conn, "PRAGMA "+pragma)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}
