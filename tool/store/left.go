package store

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

// LeftName is the file in which the database is described as this program left it. Whoever writes to it with another
// program, and is not at pains to hide it, is found out at the next start: what it shows is then held to the acts. After a
// crash there is no such file, and nothing is told.
const LeftName = "office.db-left"

// leave describes the database, once it is closed.
func (db *DB) leave() error {
	path := filepath.Join(filepath.Dir(db.path), LeftName)
	if db.touched {
		return nil // that stays to be told
	}
	text, err := described(db.path)
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o600)
}

// notice compares it with how it was left, before anything opens it. While it is open nothing describes it.
func notice(database string) (touched bool) {
	path := filepath.Join(filepath.Dir(database), LeftName)
	left, err := os.ReadFile(path)
	if err != nil {
		return false
	}
	now, err := described(database)
	if touched = err != nil || !bytes.Equal(left, now); !touched {
		_ = os.Remove(path)
	}
	return touched
}

func described(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "%d bytes, last written %d\n", info.Size(), info.ModTime().UnixNano()), nil
}

// Touched reports whether another program wrote to the database since this one closed it.
func (db *DB) Touched() bool { return db.touched }
