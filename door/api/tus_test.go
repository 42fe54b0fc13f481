package api_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
)

// TestUploadWithTusClient lets tus-js-client, which we did not write, send files to a real
// office. It needs node and npm, and fails if they are not there.
func TestUploadWithTusClient(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	folder := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json", "send.js"} {
		text, err := os.ReadFile(filepath.Join("testdata", "tus", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run(t, folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	type sent struct {
		Headers    *string `json:"headers"`
		Patches    int     `json:"patches"`
		Error      any     `json:"error"`
		Offset     int64   `json:"offset"`
		Terminated bool    `json:"terminated"`
	}
	var got struct {
		SHA256                                   string
		Whole, Broken, Resumed, Other, Abandoned sent
		After                                    int
	}
	out := run(t, folder, "node", "send.js", w.server.URL+"/api/evidence/uploads", w.token(t, "monitor-1"))
	if err := json.Unmarshal(out, &got, json.MatchCaseInsensitiveNames(true)); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	t.Run("sends a file in pieces", func(t *testing.T) {
		if got.Whole.Error != nil || got.Whole.Patches != 3 || got.Whole.Headers == nil || *got.Whole.Headers != got.SHA256 {
			t.Errorf("got %s", out)
		}
		for stored, err := range w.Blobs().All(t.Context()) {
			if err != nil || stored.Original.String() == got.SHA256 && (stored.Size != 3_000_000 || stored.ClaimedType != "text/plain") {
				t.Errorf("got %+v, %v", stored, err)
			}
		}
	})
	t.Run("takes up an upload that was broken off", func(t *testing.T) {
		if got.Broken.Patches != 1 || got.Resumed.Error != nil || got.Resumed.Patches != 2 || got.Resumed.Headers == nil || *got.Resumed.Headers != got.SHA256 {
			t.Errorf("got %s", out)
		}
	})
	t.Run("is told of another file than the announced one", func(t *testing.T) {
		if got.Other.Error != 400.0 {
			t.Errorf("got %s", out)
		}
	})
	t.Run("gives an upload up", func(t *testing.T) {
		if !got.Abandoned.Terminated || got.After != 404 {
			t.Errorf("got %s", out)
		}
	})
}

// run runs a program that must be there.
func run(t testing.TB, folder, name string, args ...string) []byte {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is not on this machine, and this test is nothing without it: %v", name, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, path, args...)
	c.Dir = folder
	out, err := c.Output()
	if err != nil {
		told := ""
		if exit, is := err.(*exec.ExitError); is {
			told = string(exit.Stderr)
		}
		t.Fatalf("%s %v: %v\n%s\n%s", name, args, err, out, told)
	}
	return out
}
