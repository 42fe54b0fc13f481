package vault_test

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"truce/tool/disk"
	"truce/tool/vault"
)

// otherProcess has this test's program open a folder and write to its database until it is killed.
const otherProcess = "TRUCE_TEST_VAULT"

func TestMain(m *testing.M) {
	if folder := os.Getenv(otherProcess); folder != "" {
		if err := writeOn(folder); err != nil {
			fmt.Println(err)
		}
		return
	}
	os.Exit(m.Run())
}

// writeOn commits row after row, says which, and never ends.
func writeOn(folder string) error {
	d, err := formatDisk()
	if err != nil {
		return err
	}
	c, err := connected(d, folder)
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		err := sqlitex.Execute(c, "INSERT INTO said VALUES (?, ?)", &sqlitex.ExecOptions{Args: []any{i, strings.Repeat("EXERCISE ", 200)}})
		if err != nil {
			return err
		}
		fmt.Println(i)
	}
}

// formatDisk is a disk by keys that both processes know.
func formatDisk() (*vault.Disk, error) {
	h, err := vault.Read(disk.Own(), filepath.Join("testdata", vault.Format))
	if err != nil {
		return nil, err
	}
	k, _, err := h.Open(vault.Opening{Passphrase: phrase})
	if err != nil {
		return nil, err
	}
	return vault.On(disk.Own(), k, vault.Options{Rand: rand.Reader})
}

func connected(d disk.Disk, folder string) (*sqlite.Conn, error) {
	place := url.URL{Scheme: "file", Path: filepath.Join(folder, "a.db"), RawQuery: url.Values{"vfs": {d.VFS()}}.Encode()}
	c, err := sqlite.OpenConn(place.String(), sqlite.OpenReadWrite, sqlite.OpenCreate, sqlite.OpenURI)
	if err != nil {
		return nil, err
	}
	c.SetBlockOnBusy()
	for _, sql := range []string{"PRAGMA page_size = 8192", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "CREATE TABLE IF NOT EXISTS said (number, what)"} {
		if err := sqlitex.ExecuteTransient(c, sql, nil); err != nil {
			return nil, errors.Join(err, c.Close())
		}
	}
	return c, nil
}

// Two processes have an encrypted database open: a backup reads it while the office writes. When one is killed the other goes on.
func TestShared_with_another_process(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	d, err := formatDisk()
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	c, err := connected(d, folder)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), otherProcess+"="+folder)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines, last := bufio.NewScanner(out), ""
	for i := 0; i < 200 && lines.Scan(); i++ {
		last = lines.Text()
		switch i {
		case 50:
			hold(t, c, last)
		case 100: // the other cannot write meanwhile, and goes on afterwards
			for _, sql := range []string{"BEGIN IMMEDIATE", "INSERT INTO said VALUES (-1, 'mine')", "COMMIT"} {
				if err := sqlitex.ExecuteTransient(c, sql, nil); err != nil {
					t.Fatal(err)
				}
			}
		case 150:
			if err := sqlitex.ExecuteTransient(c, "PRAGMA wal_checkpoint(TRUNCATE)", nil); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), "copy.db")
			place := url.URL{Scheme: "file", Path: file, RawQuery: url.Values{"vfs": {d.VFS()}}.Encode()}
			if err := sqlitex.ExecuteTransient(c, "VACUUM INTO ?", &sqlitex.ExecOptions{Args: []any{place.String()}}); err != nil {
				t.Fatal(err)
			}
			if raw, err := os.ReadFile(file); err != nil || len(raw) < 8192 || bytes.Contains(raw, []byte("EXERCISE")) {
				t.Error("a copy is not encrypted", err)
			}
		}
	}
	if last != "199" {
		t.Fatalf("the other process ended at %q", last)
	}
	_ = cmd.Process.Kill()
	for lines.Scan() {
		last = lines.Text()
	}
	_ = cmd.Wait()
	hold(t, c, last)
	all, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(all) < 4 {
		t.Fatal(all, err)
	}
	for _, name := range all {
		if raw, err := os.ReadFile(name); err != nil || bytes.Contains(raw, []byte("EXERCISE")) {
			t.Errorf("%s is in the clear: %v", name, err)
		}
	}
}

// hold holds the database to having all rows that were said, and to be whole.
func hold(t *testing.T, c *sqlite.Conn, last string) {
	t.Helper()
	var said []string
	each := &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error { said = append(said, s.ColumnText(0)); return nil }}
	err := errors.Join(sqlitex.ExecuteTransient(c, "SELECT max(number) >= "+last+" FROM said", each), sqlitex.ExecuteTransient(c, "PRAGMA integrity_check", each))
	if err != nil || strings.Join(said, " ") != "1 ok" {
		t.Errorf("%s was said last, %v, %v", last, said, err)
	}
}
