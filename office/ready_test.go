package office_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"truce/door/backup"
	"truce/ground/problem"
	"truce/office"
	"truce/office/house"
	"truce/office/officetest"
	"truce/tool/disk"
	"truce/tool/disk/simdisk"
	"truce/tool/keep"
	"truce/tool/store"
)

// lines gathers what an office logs.
type lines struct {
	mu  sync.Mutex
	all strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(p)
}

func (l *lines) has(what string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Contains(l.all.String(), what)
}

// onDisk is an office on a disk that can fail, whose log is copied into the database after every page.
func onDisk(t *testing.T, elapsed func() time.Duration) (*officetest.World, *simdisk.Disk, *lines) {
	t.Helper()
	d, err := simdisk.New(simdisk.Posix, 7)
	if err != nil {
		t.Fatal(err)
	}
	w, said := officetest.NewOn(t, d, "/office", rand.Reader), &lines{}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	o := w.Options()
	o.Elapsed, o.Log = elapsed, slog.New(slog.NewTextHandler(said, nil))
	o.Store = func(d disk.Disk, folder string) (keep.Store, error) {
		return store.OpenLog(d, folder, store.Log{Copy: 1, Anew: 1 << 20, Rest: 1, Most: 1 << 20, Pause: time.Millisecond})
	}
	if w.House, err = house.Open(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	return w, d, said
}

func submits(t *testing.T, w *officetest.World, name string) error {
	t.Helper()
	_, err := w.Submit(t.Context(), w.Sign(t, "monitor-1", "observation-filed", "report/"+name, officetest.Observation()))
	return err
}

// An office on a full disk says that it is not ready before anybody hands anything in, counts it, and is ready again once
// there is room.
func TestReady_tells_that_nothing_can_be_kept(t *testing.T) {
	t.Parallel()
	d, err := simdisk.New(simdisk.Posix, 7)
	if err != nil {
		t.Fatal(err)
	}
	w := officetest.NewOn(t, d, "/office", rand.Reader) // its log is long and only grows here
	if err := w.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.Room(0)
	if err := w.Ready(t.Context()); !problem.Is(err, problem.DiskFull) {
		t.Errorf("ready on a full disk: %v", err)
	}
	if err := submits(t, w, "full"); !problem.Is(err, problem.DiskFull) {
		t.Errorf("an act on a full disk: %v", err)
	}
	if n := w.Counted().Storage["disk-full"]; n != 2 {
		t.Errorf("%d failures were counted, of 2", n)
	}
	d.Room(-1)
	if err := errors.Join(w.Ready(t.Context()), submits(t, w, "room")); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

// Copying the log into the database can fail while acts are taken: the operator is told at once and by number.
func TestCounted_tells_that_the_log_is_not_copied(t *testing.T) {
	t.Parallel()
	w, d, said := onDisk(t, nil)
	var broken atomic.Bool
	d.Before = func(c simdisk.Call) error {
		if broken.Load() && path.Base(c.Name) == store.FileName {
			return &fs.PathError{Op: c.What, Path: c.Name, Err: syscall.EIO}
		}
		return nil
	}
	until := func(what string, is func(office.Counted) bool) {
		t.Helper()
		for i := 0; !is(w.Counted()); i++ {
			if i == 2000 {
				t.Fatalf("%s: %+v", what, w.Counted())
			}
			if err := submits(t, w, fmt.Sprintf("%s-%d", what, i)); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Millisecond)
		}
	}
	until("copied", func(c office.Counted) bool { return !c.Copied.At.IsZero() && c.Log.Bytes > 0 })
	broken.Store(true)
	until("broken", func(c office.Counted) bool { return c.Copied.Failed > 1 && c.Copied.Err != nil && c.Log.Waiting > 0 })
	if !said.has("copy the log into the database") || w.Counted().Storage["storage-failed"] != 1 {
		t.Errorf("of several failures in a row one is told: %v", w.Counted().Storage)
	}
	broken.Store(false)
	until("mended", func(c office.Counted) bool { return c.Copied.Err == nil })
}

// A clock that jumps stops the office from taking acts: it is not ready, and the difference is told.
func TestReady_tells_that_the_clock_is_in_doubt(t *testing.T) {
	t.Parallel()
	var elapsed atomic.Int64
	w, _, _ := onDisk(t, func() time.Duration { return time.Duration(elapsed.Add(int64(time.Second))) })
	if err := w.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.Clock.Set(w.Clock.Now().Add(3 * time.Hour))
	if err := w.Ready(t.Context()); !problem.Is(err, problem.ClockDoubtful) {
		t.Errorf("ready after the clock jumped: %v", err)
	}
	if off := w.Counted().Clock; off < 2*time.Hour || off > 4*time.Hour {
		t.Errorf("the clock is told to be off by %s", off)
	}
}

// Starts that were refused are counted over processes.
func TestCounted_tells_of_refused_starts(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	if _, err := w.Head(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	heads := filepath.Join(w.Folder, "signed-heads")
	whole, err := os.ReadFile(heads)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(heads, append([]byte("not a head\n\n"), whole...), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if h, err := house.Open(t.Context(), w.Options()); err == nil {
			h.Close()
			t.Fatal("an office was opened whose heads cannot be read")
		}
	}
	if err := os.WriteFile(heads, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	w.Reopen(t)
	if n := w.Counted().RefusedStarts; n != 2 {
		t.Errorf("%d of 2 refused starts are counted", n)
	}
}

// Who reads a copy, or studies a backup, is not told that acts are taken.
func TestReady_of_what_is_only_read(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	o := w.Options()
	backedUp := filepath.Join(t.TempDir(), "backup")
	if _, err := backup.Make(t.Context(), w.Folder, backedUp, backup.Options{Now: o.Now}, nil); err != nil {
		t.Fatal(err)
	}
	o.Folder = filepath.Join(t.TempDir(), "studied")
	if _, err := backup.Restore(t.Context(), backedUp, o.Folder, backup.RestoreOptions{Now: o.Now, Study: true}, nil); err != nil {
		t.Fatal(err)
	}
	h, err := house.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if err := h.Ready(context.Background()); !problem.Is(err, problem.BackupIsStudied) {
		t.Errorf("ready: %v", err)
	}
}
