package backup_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"truce/judge/bulletin"
	"truce/office/bulletins"
	"truce/office/officetest"
	"truce/tool/blob"
)

// world is an office with some reports, an assessed incident, two pieces of evidence and a
// published bulletin.
type world struct {
	*officetest.World
	photo, paper blob.Stored
}

func newWorld(t testing.TB, reports int) *world {
	t.Helper()
	w := &world{World: officetest.New(t)}
	w.File(t, 0, reports)
	w.Assess(t)
	w.photo = w.Deposit(t, "photo.txt", "text/plain", []byte("EXERCISE. A note of a crater."))
	w.paper = w.Deposit(t, "paper.bin", "application/octet-stream", []byte("\x00EXERCISE. Bytes of no known type."))
	w.publish(t)
	return w
}

// publish publishes the bulletin of the day before.
func (w *world) publish(t testing.TB) {
	t.Helper()
	yesterday := w.Clock.Now().AddDate(0, 0, -1).Format(time.DateOnly)
	p, err := w.Bulletins.Propose(t.Context(), w.As("secretary"), bulletins.Spec{Spec: bulletin.Spec{Date: yesterday}})
	if err != nil {
		t.Fatal(err)
	}
	w.Must(t, "secretary", p.Kind, string(p.Subject), p.Body)
}

func now() time.Time { return time.Date(2017, 6, 1, 0, 0, 0, 0, time.UTC) }

// only is one file of a folder.
func only(dir, name string) fs.FS {
	content, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return fstest.MapFS{}
	}
	return fstest.MapFS{name: {Data: content, Mode: 0o600}}
}

func put(t testing.TB, dir, name string, content []byte) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// flipped is a copy with one character changed to another of the same sort.
func flipped(content []byte, at int) []byte {
	spoilt := bytes.Clone(content)
	for spoilt[at] == '.' {
		at++
	}
	if spoilt[at] == 'A' || spoilt[at] == '1' {
		spoilt[at]++
	} else if spoilt[at] >= '0' && spoilt[at] <= '9' {
		spoilt[at] = '1'
	} else {
		spoilt[at] = 'A'
	}
	return spoilt
}
