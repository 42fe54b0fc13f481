package copies_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"truce/door/copies"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/office/officetest"
	"truce/tool/staging/stagingtest"
)

func TestExport(t *testing.T) {
	t.Parallel()
	t.Run("again adds only what is new", func(t *testing.T) {
		t.Parallel()
		w, dir := newWorld(t, 250), t.TempDir()
		w.export(t, "secretary", dir)
		old := written(t, dir)
		w.File(t, 250, 520)
		x := w.export(t, "secretary", dir)
		if x.From != w.Size()-270 || x.Head.Size != w.Size() {
			t.Errorf("got %+v", x)
		}
		for name, at := range written(t, dir) {
			if before, was := old[name]; was && at != before && name != "checkpoint" && !strings.HasPrefix(name, "hidden/1") {
				t.Errorf("%s was written again", name)
			}
		}
		if r := check(t, load(t, dir), copies.CheckOptions{}); !r.OK() || r.Acts != w.Size() {
			t.Errorf("found %+v", r)
		}
		if x := w.export(t, "secretary", dir); x.Written != 0 || x.Evidence != 0 {
			t.Errorf("with nothing new: %+v", x)
		}
	})
	t.Run("what is for one reader is not for others to read", func(t *testing.T) {
		t.Parallel()
		w, dir := newWorld(t, 2), t.TempDir()
		w.export(t, "secretary", dir)
		err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			name, _ := filepath.Rel(dir, path)
			info, infoErr := entry.Info()
			own := strings.HasPrefix(name, "hidden") || strings.HasPrefix(name, "evidence") || name == "export.json"
			if own && info.Mode().Perm()&0o077 != 0 {
				t.Errorf("%s is %v", name, info.Mode())
			}
			if !own && name != "." && info.Mode().Perm()&0o044 != 0o044 {
				t.Errorf("%s is %v: no web server can serve it", name, info.Mode())
			}
			return errors.Join(err, infoErr)
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(dir, ".new")); err == nil {
			t.Error("something is left aside")
		}
	})
	t.Run("who may not copy gets nothing", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, 1)
		for _, who := range []string{"", "monitor-1", "verifier-1"} {
			dir := filepath.Join(t.TempDir(), "copy")
			_, err := copies.Export(t.Context(), w.Office, w.Reading, w.As(who), dir, copies.ExportOptions{}, nil)
			if _, made := os.Stat(dir); !problem.Is(err, problem.NotPermitted) || made == nil {
				t.Errorf("%s: %v", who, err)
			}
		}
	})
	t.Run("nothing that the reader may not see", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, 5)
		for who, sees := range map[string]bool{"secretary": true, "liaison-tr": true, "auditor-1": false} {
			all := ""
			for name, file := range w.copied(t, who) {
				if strings.HasPrefix(name, "hidden/") {
					all += string(file.Data)
				}
			}
			if got := discloses(t, all, "narrative"); got != sees {
				t.Errorf("%s sees narratives: %v", who, got)
			}
		}
	})
	t.Run("what a party wrote in its compartment stays with it when the report is opened", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, 1)
		o := officetest.Observation()
		o.Compartment = "party"
		closed := w.Must(t, "liaison-tr", "allegation-filed", "report/tr", incident.AllegationFiled(o)).ID
		before := t.TempDir()
		w.export(t, "liaison-ru", before)
		o.Compartment = ""
		opened := w.Must(t, "liaison-tr", "allegation-filed", "report/tr", incident.AllegationFiled(o)).ID
		w.export(t, "liaison-ru", before)
		for who, folder := range map[string]fstest.MapFS{"liaison-ru": load(t, before), "secretary": w.copied(t, "secretary"), "liaison-tr": w.copied(t, "liaison-tr")} {
			all := ""
			for name, file := range folder {
				if strings.HasPrefix(name, "hidden/") {
					all += string(file.Data)
				}
			}
			handed := `{"act":"%s","disclosures"`
			if !strings.Contains(all, fmt.Sprintf(handed, opened)) || strings.Contains(all, fmt.Sprintf(handed, closed)) != (who == "liaison-tr") {
				t.Errorf("to %s: %s", who, all)
			}
		}
	})
	t.Run("another reader needs another folder", func(t *testing.T) {
		t.Parallel()
		w, dir := newWorld(t, 1), t.TempDir()
		w.export(t, "secretary", dir)
		_, err := copies.Export(t.Context(), w.Office, w.Reading, w.As("auditor-1"), dir, copies.ExportOptions{}, nil)
		if !errors.Is(err, copies.ErrOtherReader) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("rights that were withdrawn take away what was there", func(t *testing.T) {
		t.Parallel()
		w, dir := newWorld(t, 3), t.TempDir()
		w.Must(t, "administrator", "role-granted", "person/secretary", people.RoleGranted{Role: "auditor"})
		w.export(t, "secretary", dir)
		w.Must(t, "administrator", "role-withdrawn", "person/secretary", people.RoleWithdrawn{Role: "secretariat"})
		w.export(t, "secretary", dir)
		for name := range load(t, dir) {
			if strings.HasPrefix(name, "evidence/") {
				t.Errorf("%s is still there", name)
			}
			if !strings.HasPrefix(name, "hidden/") {
				continue
			}
			for _, member := range []string{"narrative", "place", "observer", "source"} {
				if discloses(t, string(load(t, dir)[name].Data), member) {
					t.Errorf("%s still discloses %s", name, member)
				}
			}
		}
	})
	t.Run("another register needs another folder", func(t *testing.T) {
		t.Parallel()
		w, other, dir := newWorld(t, 1), newWorld(t, 1), t.TempDir()
		w.export(t, "secretary", dir)
		_, err := copies.Export(t.Context(), other.Office, other.Reading, other.As("secretary"), dir, copies.ExportOptions{Release: other.Releases(t, "secretary")}, nil)
		if !errors.Is(err, copies.ErrOtherRegister) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a folder with another history is not overwritten", func(t *testing.T) {
		t.Parallel()
		w, _, rewritten := two(t, 30)
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "checkpoint"), rewritten["checkpoint"].Data, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := copies.Export(t.Context(), w.Office, w.Reading, w.As("secretary"), dir, copies.ExportOptions{Release: w.Releases(t, "secretary")}, nil)
		forked, is := errors.AsType[copies.TwoHistories](err)
		if !is {
			t.Fatalf("got %v", err)
		}
		proves(t, forked.File, w.Key())
		if held, err := os.ReadFile(filepath.Join(dir, "checkpoint")); string(held) != string(rewritten["checkpoint"].Data) {
			t.Errorf("the head was written over: %v", err)
		}
		for name := range load(t, dir) {
			if strings.HasPrefix(name, "tile/") {
				t.Errorf("%s was written", name)
			}
		}
	})
	t.Run("evidence that is damaged in the office is named and not spread", func(t *testing.T) {
		t.Parallel()
		w, dir := newWorld(t, 1), t.TempDir()
		if err := os.WriteFile(filepath.Join(w.Folder, blobFile(w.photo, ".work")), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		x := w.export(t, "secretary", dir)
		if len(x.Unsound) != 1 || !strings.Contains(x.Unsound[0], w.photo.ID.String()) {
			t.Errorf("got %+v", x)
		}
		if _, err := os.Stat(filepath.Join(dir, blobFile(w.photo, ".work"))); err == nil {
			t.Error("it was spread")
		}
	})
}

// discloses says whether a member of the name is disclosed anywhere.
func discloses(t *testing.T, hidden, member string) bool {
	t.Helper()
	for _, d := range disclosures(t, hidden) {
		if slices.Contains(d.Members(), member) {
			return true
		}
	}
	return false
}

// written is when each file was written.
func written(t *testing.T, dir string) map[string]int64 {
	t.Helper()
	at := map[string]int64{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		name, _ := filepath.Rel(dir, path)
		at[name] = info.ModTime().UnixNano()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// TestExportKilled stops an export ahead of every single step: the folder then holds the
// earlier copy or the new one, whole, and the next export goes through.
func TestExportKilled(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 200)
	first := t.TempDir()
	w.export(t, "secretary", first)
	earlier := w.Size()
	w.File(t, 200, 230)
	w.Must(t, "secretary", "incident-opened", "incident/2", incident.IncidentOpened{Event: "mortar"})
	later := w.Size()
	for at := 0; ; at++ {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS(first)); err != nil {
			t.Fatal(err)
		}
		var o copies.ExportOptions
		o.Before(stagingtest.KillAt(at))
		step, err := stagingtest.Survive(func() error {
			_, err := copies.Export(t.Context(), w.Office, w.Reading, w.As("secretary"), dir, o, nil)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		r := check(t, load(t, dir), copies.CheckOptions{})
		if !r.OK() || r.Head.Size != earlier && r.Head.Size != later {
			t.Errorf("killed ahead of step %d (%s): %d entries, %v", at, step, r.Head.Size, r.Findings)
		}
		w.export(t, "secretary", dir)
		if r := check(t, load(t, dir), copies.CheckOptions{}); !r.OK() || r.Head.Size != later {
			t.Errorf("killed ahead of step %d (%s), then: %d entries, %v", at, step, r.Head.Size, r.Findings)
		}
		if step == "" {
			if at < 20 {
				t.Errorf("only %d steps", at)
			}
			return
		}
	}
}

func TestAddress(t *testing.T) {
	t.Parallel()
	w, dir := newWorld(t, 300), t.TempDir()
	w.export(t, "secretary", dir)
	files := http.FileServerFS(os.DirFS(dir))
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/broken/") {
			http.Error(rw, "no", http.StatusInternalServerError)
			return
		}
		http.StripPrefix("/register", files).ServeHTTP(rw, r)
	}))
	t.Cleanup(server.Close)
	t.Run("a served copy checks", func(t *testing.T) {
		r, err := copies.Check(t.Context(), copies.Address(server.URL+"/register/", server.Client()), copies.CheckOptions{Key: w.Key()}, nil)
		if err != nil || !r.OK() || r.Acts != w.Size() || r.KeyFrom != copies.KeyGiven {
			t.Errorf("got %+v, %v", r, err)
		}
	})
	t.Run("a served copy compares with a folder", func(t *testing.T) {
		c, err := copies.Compare(t.Context(), copies.Address(server.URL+"/register", server.Client()), register.Folder(os.DirFS(dir)), copies.CompareOptions{})
		if err != nil || c.Verdict != copies.Same {
			t.Errorf("got %+v, %v", c, err)
		}
	})
	t.Run("a server that fails is not a damaged copy", func(t *testing.T) {
		_, err := copies.Check(t.Context(), copies.Address(server.URL+"/broken", server.Client()), copies.CheckOptions{}, nil)
		if !errors.Is(err, copies.ErrAddress) || errors.Is(err, copies.ErrNoCopy) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("no copy there", func(t *testing.T) {
		_, err := copies.Check(t.Context(), copies.Address(server.URL+"/elsewhere", server.Client()), copies.CheckOptions{}, nil)
		if !errors.Is(err, copies.ErrNoCopy) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("who has gone waits for nothing", func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		stop()
		_, err := copies.Check(ctx, copies.Address(server.URL, server.Client()), copies.CheckOptions{}, nil)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}
