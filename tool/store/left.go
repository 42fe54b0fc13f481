package store

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"truce/tool/disk"
)

// LeftName is the file in which the database is described as this program left it. Whoever writes to it with another
// program, and is not at pains to hide it, is found out at the next start: what it shows is then held to the acts. After a
// crash there is no such file, and nothing is told.
const LeftName = "office.db-left"

// leave describes the database, once it is closed, and all that the description tells of it is on the disk: nobody is to be
// suspected because the power went.
func (db *DB) leave() error {
	if db.touched {
		return nil // that stays to be told
	}
	f, err := db.disk.OpenFile(db.path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	text, err := described(db.disk, db.path)
	if err != nil {
		return err
	}
	return disk.Replace(db.disk, filepath.Join(filepath.Dir(db.path), LeftName), text)
}

// notice compares it with how it was left, before anything opens it. While it is open nothing describes it.
func notice(d disk.Disk, database string) (touched bool, err error) {
	path := filepath.Join(filepath.Dir(database), LeftName)
	left, err := disk.ReadFile(d, path)
	if err != nil {
		return false, nil
	}
	now, err := described(d, database)
	if touched = err != nil || !bytes.Equal(left, now); touched {
		return true, nil
	}
	if err := d.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	return false, d.SyncFolder(filepath.Dir(path))
}

func described(d disk.Disk, path string) ([]byte, error) {
	info, err := d.Stat(path)
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "%d bytes, last written %d\n", info.Size(), info.ModTime().UnixNano()), nil
}

// Touched reports whether another program wrote to the database since this one closed it.
func (db *DB) Touched() bool { return db.touched }
