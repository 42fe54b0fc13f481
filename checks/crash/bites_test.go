package crash

import (
	"cmp"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// fault is one that the program had, and how it is put back into one of its files.
type fault struct {
	file     string            // in the repository
	instead  string            // the whole file, in testdata
	replaced map[string]string // or what of it, by what
	sort     string            // of trial
	seeds    int               // that are enough to find it; 0: 120
	from     int               // the first of them; 0: 1
	runs     int               // of each, where how goroutines take turns decides; 0: 1
	in, test string            // package and test that find it, which draw their own seeds; "": TestCrash here
	finds    []string          // one of what the trials then say
}

// faults that were found once by hand.
func faults() map[string]fault {
	return map[string]fault{
		"a torn head swallows the next": {
			file: "tool/headfile/headfile.go", instead: "headfile.go.txt", sort: "work",
			finds: []string{"was shown, and is not in the file"},
		},
		"what a crash left is the beginning of the next file, and names do not last": {
			file: "tool/disk/disk.go", sort: "first",
			replaced: map[string]string{
				"put(d, name+New, content, os.O_TRUNC)":                    "put(d, name+New, content, os.O_APPEND)",
				"	return d.SyncFolder(filepath.Dir(name))\n}\n\n// Create": "	return nil\n}\n\n// Create",
			},
			finds: []string{"does not open", "the register was"},
		},
		"folding everything again writes the log in any order": {
			file: "tool/store/model.go", sort: "refolding", from: 700, seeds: 100, runs: 8, // 709 and 755 find it in every second run
			replaced: map[string]string{`"PRAGMA synchronous = NORMAL"`: `"PRAGMA synchronous = OFF"`},
			finds:    []string{"the database that is left is damaged"},
		},
		"the end of an encrypted file is written over the one that lasts": {
			file: "tool/vault/tail.go", in: "../../tool/vault", test: "TestStream_keeps_what_was_synced",
			replaced: map[string]string{"	if b.synced == 0 {\n		next.place = 1\n	}": ""},
			finds:    []string{"bytes were synced"},
		},
		"what a sync lost that failed is believed, since it can be read": {
			file: "tool/vfs/again.go", in: ".", test: "TestCrash_after_a_sync_that_failed",
			replaced: map[string]string{"u.ranges, u.owed = together(append(u.ranges, now...)), true": "u.ranges = append(u.ranges, now...)"},
			finds:    []string{"rows were committed", "the database that is left is damaged"},
		},
		"an encrypted file is written again with other bytes than lie there": {
			file: "tool/vfs/again.go", in: ".", test: "TestCrash_after_a_sync_that_failed",
			replaced: map[string]string{"disk.Again(f, s.from, s.to)": "disk.Again(struct{ disk.File }{f}, s.from, s.to)"},
			finds:    []string{"rows were committed", "the database that is left is damaged"},
		},
	}
}

// TestCrash_finds_faults_that_are_put_back is the test of the trials: the program is made anew with a fault that it had, and
// the trials have to find it.
func TestCrash_finds_faults_that_are_put_back(t *testing.T) {
	if !*bites {
		return // it compiles the program again for each: make crash does
	}
	for name, f := range faults() {
		t.Run(name, func(t *testing.T) {
			args := []string{"test", "-timeout=60m", "-count", strconv.Itoa(cmp.Or(f.runs, 1)), "-failfast", "-overlay", f.overlay(t), cmp.Or(f.in, "."), "-run", cmp.Or(f.test, "TestCrash") + "$"}
			if f.test == "" {
				args = append(args, "-seeds", strconv.Itoa(cmp.Or(f.seeds, 120)), "-from", strconv.Itoa(cmp.Or(f.from, 1)), "-sort", f.sort)
			}
			cmd := exec.CommandContext(t.Context(), "go", args...)
			said, err := cmd.CombinedOutput()
			if err == nil {
				t.Fatalf("the trials do not find it:\n%s", said)
			}
			for _, want := range f.finds {
				if strings.Contains(string(said), want) {
					return
				}
			}
			t.Errorf("the trials fail, and say none of %q:\n%s", f.finds, said)
		})
	}
}

// overlay has the go command read the file with the fault in the place of the repository's.
func (f fault) overlay(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	real := filepath.Join(root, filepath.FromSlash(f.file))
	from := real
	if f.instead != "" {
		from = filepath.Join("testdata", f.instead)
	}
	text, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	faulty := string(text)
	for sound, wrong := range f.replaced {
		if !strings.Contains(faulty, sound) {
			t.Fatalf("%s has no %q any more: say here how the fault is put back", f.file, sound)
		}
		faulty = strings.Replace(faulty, sound, wrong, 1)
	}
	folder := t.TempDir()
	put := filepath.Join(folder, "faulty.go")
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{real: put}})
	if err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(folder, "overlay.json")
	for name, content := range map[string][]byte{put: []byte(faulty), list: overlay} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return list
}
