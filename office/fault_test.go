package office_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/office"
	"truce/office/officetest"
	"truce/tool/store"
)

// child is what a second process of this test does, told by its environment: it opens
// the office in a folder and submits the acts that it reads, one a line, from sixteen
// goroutines, and prints the id of each that it has a receipt for.
func TestMain(m *testing.M) {
	if folder := os.Getenv("TRUCE_TEST_CHILD"); folder != "" {
		if err := child(folder); err != nil {
			fmt.Fprintln(os.Stderr, "child:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func child(folder string) error {
	if limit := os.Getenv("TRUCE_TEST_FILE_LIMIT"); limit != "" {
		var bytes uint64
		if _, err := fmt.Sscan(limit, &bytes); err != nil {
			return err
		}
		signal.Ignore(syscall.SIGXFSZ) // then a write past the limit is an error
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: bytes, Max: bytes}); err != nil {
			return err
		}
	}
	w := &officetest.World{Folder: folder, Rand: rand.Reader, Clock: officetest.NewClock()}
	o, err := office.Open(context.Background(), w.Options())
	if err != nil {
		return err
	}
	acts := make(chan string)
	var wg sync.WaitGroup
	var print sync.Mutex
	for range 16 {
		wg.Go(func() {
			for text := range acts {
				r, err := o.Submit(context.Background(), text)
				print.Lock()
				if err != nil {
					fmt.Println("refused", problem.From(err).Key)
				} else {
					fmt.Println("taken", r.ID)
				}
				print.Unlock()
			}
		})
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		acts <- lines.Text()
	}
	close(acts)
	wg.Wait()
	return o.Close()
}

// run starts a child on the folder, feeds it acts and hands it each line it prints. If
// heard answers false the child is killed.
func run(t *testing.T, folder string, acts []string, env string, heard func(line string) bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "TRUCE_TEST_CHILD="+folder, env)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		// The pipe breaks when the child is killed: what it did not read is not owed.
		_, _ = io.WriteString(in, strings.Join(acts, "\n")+"\n")
		in.Close()
	}()
	killed := false
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if !killed && !heard(lines.Text()) {
			killed = true
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := cmd.Wait(); err != nil && !killed {
		t.Fatalf("child: %v", err)
	}
}

func someActs(t *testing.T, w *officetest.World, n int) []string {
	acts := make([]string, n)
	for i := range acts {
		acts[i] = w.Sign(t, "monitor-1", "observation-filed", fmt.Sprintf("report/f-%d", i), officetest.Observation())
	}
	return acts
}

// TestKilled holds that what was answered is there after kill -9, once, and that the
// register checks.
func TestKilled(t *testing.T) {
	t.Parallel()
	for _, after := range []int{0, 1, 37, 250} {
		t.Run(fmt.Sprint("after ", after), func(t *testing.T) {
			t.Parallel()
			w := officetest.New(t)
			acts := someActs(t, w, 400)
			founded := w.Size()
			w.Office.Close()
			var taken []string
			run(t, w.Folder, acts, "", func(line string) bool {
				if id, is := strings.CutPrefix(line, "taken "); is {
					taken = append(taken, id)
				}
				return len(taken) <= after
			})
			w.Reopen(t)
			holdsAll(t, w, taken)
			checks(t, w)
			for _, text := range acts { // sending everything again completes it, nothing twice
				submit(t, w, text)
			}
			if got := w.Size() - founded; got != int64(len(acts)) {
				t.Fatalf("%d entries for %d acts", got, len(acts))
			}
			checks(t, w)
		})
	}
}

// TestFullDisk holds that a disk that stores no more refuses in plain words, loses nothing that was
// answered, and that the office goes on when there is space again. Of a disk without room
// TestReady_tells_that_nothing_can_be_kept tells.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	acts := someActs(t, w, 2000)
	w.Office.Close()
	var taken []string
	full := false
	run(t, w.Folder, acts, "TRUCE_TEST_FILE_LIMIT=2000000", func(line string) bool {
		if id, is := strings.CutPrefix(line, "taken "); is {
			taken = append(taken, id)
		} else if line != "refused storage-failed" { // no file may grow, though there is room
			t.Errorf("the child said %q", line)
		} else {
			full = true
		}
		return true
	})
	if !full || len(taken) == 0 {
		t.Fatalf("full: %v after %d acts", full, len(taken))
	}
	w.Reopen(t)
	holdsAll(t, w, taken)
	submit(t, w, acts[len(acts)-1])
	checks(t, w)
}

func holdsAll(t *testing.T, w *officetest.World, ids []string) {
	t.Helper()
	for _, text := range ids {
		id, err := act.ParseID(text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Reading.Act(context.Background(), w.As("verifier-1"), id); err != nil {
			t.Fatalf("an act that was answered is gone: %v", err)
		}
	}
}

// source reads an open office as a distrustful party reads a published register.
type source struct{ *officetest.World }

func (s source) Read(ctx context.Context, path string) ([]byte, error) {
	if path == register.HeadPath {
		return s.Head(ctx)
	}
	p, err := register.ParseTilePath(path)
	if err != nil {
		return nil, err
	}
	if p.Level == register.BundleLevel {
		return s.Bundle(ctx, p)
	}
	tile, err := s.HashTile(ctx, p)
	return tile.Bytes(), err
}

func checks(t *testing.T, w *officetest.World) {
	t.Helper()
	report, err := register.Check(context.Background(), source{w}, register.Options{Verifier: w.Verifier()})
	if err != nil || report.Problem != nil || report.Head.Size != w.Size() {
		t.Fatalf("the register does not check: %+v, %v", report, err)
	}
}

func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	_, err := office.Open(context.Background(), w.Options())
	officetest.WantProblem(t, err, problem.FolderInUse)
}

func TestFolderIsAFile(t *testing.T) {
	t.Parallel()
	w := &officetest.World{Folder: t.TempDir() + "/file", Rand: rand.Reader, Clock: officetest.NewClock()}
	if err := os.WriteFile(w.Folder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := office.Open(context.Background(), w.Options()); err == nil {
		t.Fatal("opened an office in a file")
	}
}

// A folder that an earlier program made, whose formats have ended, is refused in plain words
// and left as it was.
func TestFolderOfAnEndedFormat(t *testing.T) {
	t.Parallel()
	w := &officetest.World{Folder: t.TempDir(), Rand: rand.Reader, Clock: officetest.NewClock()}
	database := make([]byte, 8192) // as much of a SQLite file as tells its version
	copy(database, "SQLite format 3\x00")
	database[63] = 2
	files := map[string][]byte{
		store.FileName: database, store.LogName: []byte("what was not copied yet"), "lock": nil, "register.key": []byte("secret"),
		"register.pub": []byte("public"), "signed-heads": []byte("heads"),
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(w.Folder, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		_, err := office.Open(context.Background(), w.Options())
		officetest.WantProblem(t, err, problem.FormatsEnded)
	}
	found, err := os.ReadDir(w.Folder)
	if err != nil || len(found) != len(files) {
		t.Fatalf("%d files, %v", len(found), err)
	}
	for name, content := range files {
		if now, err := os.ReadFile(filepath.Join(w.Folder, name)); err != nil || !bytes.Equal(now, content) {
			t.Errorf("%s was changed: %v", name, err)
		}
	}
}
