package backup_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"truce/door/backup"
	"truce/ground/problem"
	"truce/office"
	"truce/office/house"
	"truce/tool/blob"
	"truce/tool/disk"
	"truce/tool/keep"
	"truce/tool/query"
	"truce/tool/seal"
	"truce/tool/staging/stagingtest"
	"truce/tool/store"
)

func (w *world) backup(t testing.TB, o backup.Options) string {
	t.Helper()
	o.Now = now
	file := filepath.Join(t.TempDir(), "office.backup")
	m, err := backup.Make(t.Context(), w.Folder, file, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	if m.Size != w.Size() || m.Origin != "test.exercise.truce" {
		t.Fatalf("made %+v", m)
	}
	return file
}

// keptIn are the files of published bulletins in a folder.
func keptIn(t testing.TB, dir string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "bulletins", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		kept["bulletins/"+filepath.Base(file)] = string(text)
	}
	return kept
}

func restore(t testing.TB, file, dir string, o backup.RestoreOptions) backup.Restored {
	t.Helper()
	r, err := backup.Restore(t.Context(), file, dir, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// opened opens the office in a folder and checks that it holds so many entries, folds to
// the rows and keeps the evidence that the world does.
func (w *world) opened(t testing.TB, dir string, size int64) {
	t.Helper()
	o := w.Options()
	o.Folder = dir
	f, err := house.Open(context.Background(), o)
	if err != nil {
		t.Errorf("open: %v", err)
		return
	}
	defer f.Close()
	if f.Size() != size {
		t.Errorf("%d entries, want %d", f.Size(), size)
	}
	items, err := f.Reading.Subject(t.Context(), w.As("verifier-1"), "incident/1", query.Clocks{})
	if err != nil || len(items) != 1 || items[0].Status != "possible" {
		t.Errorf("incident/1: %+v, %v", items, err)
	}
	if troubles, err := f.Blobs().Check(t.Context(), nil); err != nil || len(troubles) != 0 {
		t.Errorf("evidence: %v, %v", troubles, err)
	}
	for _, id := range []blob.ID{w.photo.ID, w.paper.ID} {
		if _, err := f.Blobs().Stat(id); err != nil {
			t.Error(err)
		}
	}
}

func TestBackup(t *testing.T) {
	t.Parallel()
	t.Run("a running office, restored elsewhere with its key", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, 20)
		head(t, w)
		keeper, err := seal.Generate()
		if err != nil {
			t.Fatal(err)
		}
		file := w.backup(t, backup.Options{WithKeyFor: []string{keeper.Recipient().String()}})
		dir := filepath.Join(t.TempDir(), "restored")
		r := restore(t, file, dir, backup.RestoreOptions{Identity: &keeper})
		if !r.Fresh || !r.KeyHere || r.Size != w.Size() || len(r.Next) != 2 {
			t.Errorf("got %+v", r)
		}
		w.opened(t, dir, w.Size())
		if _, err := os.Stat(dir + ".restoring"); err == nil {
			t.Error("something is left over")
		}
	})
	t.Run("published bulletins travel with the rows that they were made from", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, 2)
		kept := keptIn(t, w.Folder)
		put(t, w.Folder, "bulletins/"+strings.Repeat("0", 64)+".json", []byte("not what its name says"))
		dir := t.TempDir()
		restore(t, w.backup(t, backup.Options{}), dir, backup.RestoreOptions{})
		if got := keptIn(t, dir); len(kept) != 3 || !maps.Equal(got, kept) {
			t.Errorf("restored %d files, kept were %d", len(got), len(kept))
		}
		for name := range kept {
			put(t, dir, name, []byte("spoilt"))
		}
		restore(t, w.backup(t, backup.Options{}), dir, backup.RestoreOptions{})
		if !maps.Equal(keptIn(t, dir), kept) {
			t.Error("what was spoilt is not restored")
		}
	})
	t.Run("without the key it does not open, and says what to do", func(t *testing.T) {
		t.Parallel()
		for _, signed := range []bool{true, false} {
			w := newWorld(t, 2)
			if signed {
				head(t, w)
			}
			file := w.backup(t, backup.Options{})
			dir := t.TempDir()
			r := restore(t, file, dir, backup.RestoreOptions{})
			if r.KeyHere || !strings.Contains(strings.Join(r.Next, " "), "register.key") {
				t.Errorf("got %+v", r)
			}
			o := w.Options()
			o.Folder = dir
			if f, err := office.Open(t.Context(), o); err == nil {
				f.Close()
				t.Error("it opened, with a key of its own")
			}
			if err := os.CopyFS(dir, only(w.Folder, "register.key")); err != nil {
				t.Fatal(err)
			}
			w.opened(t, dir, w.Size())
		}
	})
	t.Run("the key stays out unless it is asked for, and is sealed then", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, 1)
		head(t, w)
		secret, err := os.ReadFile(filepath.Join(w.Folder, "register.key"))
		if err != nil {
			t.Fatal(err)
		}
		keeper, other := identity(t), identity(t)
		for _, to := range [][]string{nil, {keeper.Recipient().String()}} {
			names, all := members(t, w.backup(t, backup.Options{WithKeyFor: to}))
			if bytes.Contains(all, bytes.TrimSpace(secret)) {
				t.Error("the private key is in the clear")
			}
			if slices.Contains(names, "signed-heads") || slices.Contains(names, "register.key") || slices.Contains(names, "lock") {
				t.Errorf("members %v", names)
			}
			if names[len(names)-1] != "manifest.json" || slices.Contains(names, "register.key.age") != (to != nil) {
				t.Errorf("members %v", names)
			}
		}
		file := w.backup(t, backup.Options{WithKeyFor: []string{keeper.Recipient().String()}})
		dir := filepath.Join(t.TempDir(), "restored")
		if _, err := backup.Restore(t.Context(), file, dir, backup.RestoreOptions{Identity: &other}, nil); !errors.Is(err, seal.ErrNotForThisKey) {
			t.Errorf("by another's key: %v", err)
		}
		r := restore(t, file, dir, backup.RestoreOptions{})
		if _, err := os.Stat(filepath.Join(dir, "register.key.age")); err != nil || r.KeyHere || !strings.Contains(strings.Join(r.Next, " "), "sealed") {
			t.Errorf("%+v, %v", r, err)
		}
	})
	t.Run("no office, no backup", func(t *testing.T) {
		t.Parallel()
		empty := t.TempDir()
		for folder, want := range map[string]problem.Key{empty: problem.FolderWithoutOffice, filepath.Join(empty, "nowhere"): problem.FolderMissing} {
			_, err := backup.Make(t.Context(), folder, filepath.Join(t.TempDir(), "b"), backup.Options{Now: now}, nil)
			if !problem.Is(err, want) {
				t.Errorf("got %v, want %v", err, want)
			}
		}
	})
	t.Run("a backup goes on while acts come in", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, 5)
		head(t, w)
		file := filepath.Join(t.TempDir(), "b")
		stop, done := make(chan bool), make(chan bool)
		go func() {
			defer close(done)
			for i := 5; ; i++ {
				select {
				case <-stop:
					return
				default:
					w.File(t, i, i+1)
				}
			}
		}()
		m, err := backup.Make(t.Context(), w.Folder, file, backup.Options{Now: now}, nil)
		close(stop)
		<-done
		if err != nil {
			t.Fatal(err)
		}
		w.Close()
		if r, err := backup.Restore(t.Context(), file, t.TempDir(), backup.RestoreOptions{}, nil); err != nil || r.Size != m.Size {
			t.Errorf("%+v, %v", r, err)
		}
	})
}

// head has the office sign what it holds.
func head(t testing.TB, w *world) {
	t.Helper()
	if _, err := w.Head(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func identity(t testing.TB) seal.Identity {
	t.Helper()
	id, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// members are the names in a backup in their order, and all that is in it.
func members(t testing.TB, file string) (names []string, content []byte) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	zipped, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	archive := tar.NewReader(zipped)
	for {
		header, err := archive.Next()
		if err == io.EOF {
			return names, content
		}
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		names, content = append(names, header.Name), append(content, part...)
	}
}

func TestRestoreRefuses(t *testing.T) {
	t.Parallel()
	t.Run("what is older than what was signed", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, 3)
		file := w.backup(t, backup.Options{})
		w.File(t, 3, 6)
		head(t, w)
		size := w.Size()
		w.Office.Close()
		_, err := backup.Restore(t.Context(), file, w.Folder, backup.RestoreOptions{}, nil)
		p := problem.From(err)
		if p.Key != problem.RestoreWouldFork || p.Params["signed"] != size || p.Params["size"] != size-3 {
			t.Errorf("got %v", err)
		}
		w.opened(t, w.Folder, size)
	})
	t.Run("what has fewer entries than are there, signed or not", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, 3)
		file := w.backup(t, backup.Options{})
		w.File(t, 3, 4)
		w.Office.Close()
		_, err := backup.Restore(t.Context(), file, w.Folder, backup.RestoreOptions{}, nil)
		if !problem.Is(err, problem.RestoreWouldFork) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("an office that is running", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, 1)
		_, err := backup.Restore(t.Context(), w.backup(t, backup.Options{}), w.Folder, backup.RestoreOptions{}, nil)
		if !problem.Is(err, problem.FolderInUse) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("another office's folder", func(t *testing.T) {
		t.Parallel()
		w, other := newWorld(t, 1), newWorld(t, 1)
		other.Office.Close()
		_, err := backup.Restore(t.Context(), w.backup(t, backup.Options{}), other.Folder, backup.RestoreOptions{}, nil)
		if !errors.Is(err, backup.ErrOtherOffice) {
			t.Errorf("got %v", err)
		}
		other.opened(t, other.Folder, other.Size())
	})
	t.Run("a backup of a register that was altered", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, 3)
		head(t, w)
		w.Office.Close()
		alter(t, w.Folder, w.Verifier().Name())
		_, err := backup.Make(t.Context(), w.Folder, filepath.Join(t.TempDir(), "b"), backup.Options{Now: now}, nil)
		if !problem.Is(err, problem.RegisterAltered) || problem.From(err).Params["entry"] != "5" {
			t.Errorf("got %v", err)
		}
	})
}

// alter changes a letter of entry 5 in the database, as the owner of the server can.
func alter(t *testing.T, dir, origin string) {
	t.Helper()
	db, err := store.OpenRecord(disk.Own(), dir)
	if err != nil {
		t.Fatal(err)
	}
	var compact string
	err = db.Read(t.Context(), func(r keep.Reader) error {
		return r.Entries(origin, 5, 6, func(e keep.Entry) error { compact = e.JWS; return nil })
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, store.FileName)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	signature := []byte(compact[strings.LastIndexByte(compact, '.')+1:])
	if !bytes.Contains(content, signature) {
		t.Fatal("the entry is not in the file")
	}
	if err := os.WriteFile(path, bytes.ReplaceAll(content, signature, flipped(signature, 10)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestDamagedBackup changes, cuts and adds to a backup: it is refused, and the folder is
// as it was.
func TestDamagedBackup(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	head(t, w)
	file := w.backup(t, backup.Options{})
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	size := w.Size()
	w.Office.Close()
	rest := len(whole) / 7
	cases := map[string][]byte{
		"nothing": nil, "text": []byte("not a backup"), "cut by one byte": whole[:len(whole)-1],
		"with something after it": append(slices.Clone(whole), "x"...),
		"a stranger's file in it": repacked(t, whole, func(name string, content []byte) (string, []byte) {
			if name == "register.pub" {
				return "../register.key", content
			}
			return name, content
		}),
		"a database altered": repacked(t, whole, func(name string, content []byte) (string, []byte) {
			if name == store.FileName {
				content = flipped(content, len(content)/2)
			}
			return name, content
		}),
		"a manifest of another format": repacked(t, whole, func(name string, content []byte) (string, []byte) {
			return name, bytes.Replace(content, []byte("truce-backup-1"), []byte("truce-keeping-1"), 1)
		}),
		"a manifest that says what this form does not": repacked(t, whole, func(name string, content []byte) (string, []byte) {
			return name, bytes.Replace(content, []byte(`"truce-backup-1"`), []byte(`"truce-backup-1","restoreToo":["x"]`), 1)
		}),
	}
	for i := range 6 {
		cases["cut at "+string(rune('1'+i))+"/7"] = whole[:rest*(i+1)]
		cases["a bit flipped at "+string(rune('1'+i))+"/7"] = bitFlipped(whole, rest*(i+1))
	}
	for name, content := range cases {
		damaged := filepath.Join(t.TempDir(), "b")
		if err := os.WriteFile(damaged, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := backup.Restore(t.Context(), damaged, w.Folder, backup.RestoreOptions{}, nil); !problem.Is(err, problem.BackupDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	later := filepath.Join(t.TempDir(), "b")
	if err := os.WriteFile(later, repacked(t, whole, func(name string, content []byte) (string, []byte) {
		if name == "register.pub" {
			name = "register.pub2"
		}
		return name, bytes.Replace(content, []byte("truce-backup-1"), []byte("truce-backup-2"), 1)
	}), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Restore(t.Context(), later, w.Folder, backup.RestoreOptions{}, nil); !problem.Is(err, problem.FileNewer) {
		t.Errorf("a backup of a later form: %v", err)
	}
	w.opened(t, w.Folder, size)
}

func bitFlipped(content []byte, at int) []byte {
	spoilt := slices.Clone(content)
	spoilt[at] ^= 1
	return spoilt
}

// repacked packs a backup again with each member changed.
func repacked(t *testing.T, whole []byte, change func(name string, content []byte) (string, []byte)) []byte {
	t.Helper()
	from, err := gzip.NewReader(bytes.NewReader(whole))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	archive, in := tar.NewWriter(zipped), tar.NewReader(from)
	for {
		header, err := in.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		name, content := change(header.Name, content)
		if err := archive.WriteHeader(&tar.Header{Name: name, Size: int64(len(content)), Mode: 0o600}); err != nil {
			t.Fatal(err)
		}
		if _, err := archive.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(archive.Close(), zipped.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestRestoreKilled stops a restore ahead of every single step. The folder then holds the
// office that was there or the restored one, whole, and the next restore goes through.
func TestRestoreKilled(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	w.File(t, 3, 6)
	head(t, w)
	later := w.Size()
	file := w.backup(t, backup.Options{})
	w.Office.Close()
	secret, err := os.ReadFile(filepath.Join(w.Folder, "register.key"))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		prepare func(t *testing.T, dir string)
		opens   bool // before it is restored
	}{
		"over the office itself": {func(*testing.T, string) {}, true},
		"over a damaged database and lost evidence": {func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, store.FileName), []byte(strings.Repeat("damaged ", 2000)), 0o600); err != nil {
				t.Fatal(err)
			}
			remove(t, dir, blob.Folder+"/"+w.paper.ID.Path(blob.Sealed))
			remove(t, dir, blob.Folder+"/"+w.paper.ID.Path(blob.Description))
		}, false},
		"over a lost database": {func(t *testing.T, dir string) { remove(t, dir, store.FileName) }, false},
		"into a new folder": {func(t *testing.T, dir string) {
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for at := 0; ; at++ {
				dir := filepath.Join(t.TempDir(), "office")
				if err := os.CopyFS(dir, os.DirFS(w.Folder)); err != nil {
					t.Fatal(err)
				}
				c.prepare(t, dir)
				var o backup.RestoreOptions
				o.Before(stagingtest.KillAt(at))
				step, err := stagingtest.Survive(func() error {
					_, err := backup.Restore(t.Context(), file, dir, o, nil)
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
				if c.opens {
					w.opened(t, dir, later)
				}
				restore(t, file, dir, backup.RestoreOptions{})
				if _, err := os.Stat(filepath.Join(dir, "register.key")); err != nil {
					put(t, dir, "register.key", secret) // from where it is kept
				}
				w.opened(t, dir, later)
				if left, err := filepath.Glob(filepath.Join(filepath.Dir(dir), "*.restoring")); err != nil || len(left) > 0 {
					t.Errorf("left over: %v, %v", left, err)
				}
				if t.Failed() {
					t.Fatalf("killed ahead of step %d (%s)", at, step)
				}
				if step == "" {
					if at < 15 {
						t.Errorf("only %d steps", at)
					}
					return
				}
			}
		})
	}
}

func remove(t *testing.T, dir, name string) {
	t.Helper()
	if err := os.Remove(filepath.Join(dir, name)); err != nil {
		t.Fatal(err)
	}
}
