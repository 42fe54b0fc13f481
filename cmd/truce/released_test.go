package main

import (
	"context"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"truce/door/exercise"
	"truce/ground/register"
)

// The part of the golden corpus that holds one of each kind of file that the program writes for somebody to keep, beside registers,
// folders and bulletins (door/exercise/released_test.go): testdata/released/VERSION/kept. testdata/kept/made.txtar makes them, read.txtar reads
// them, today's and those of each release.
const releasedFiles = "../../testdata/released"

var release = flag.String("release", "", "write the kept files of the golden corpus of this version, once: testdata/released/VERSION/kept")

// kept are the kinds of file that the program writes for somebody to keep: where one lies in the folder, as read.txtar names it, by which form
// it says that it is written, and what in the code writes it. What stands in no form of ours is in one of others.
func kept() []struct{ file, form, writes string } {
	return []struct{ file, form, writes string }{
		{"kept/locked.key", "truce-key-1", "cmd/truce/keyfile.go disk.Create"},
		{"kept/auditor.key", "truce-key-1", ""},
		{"kept/custodian.key", "truce-key-1", ""},
		{"kept/public.json", "truce-public-key-1", ""},
		{"kept/one.recovery", "", ""},
		{"kept/two.recovery", "", ""},
		{"kept/act.txt", "", ""},
		{"kept/policy", "", ""},
		{"kept/policies", "", "cmd/truce/rules.go os.WriteFile"},
		{"kept/receipt", "", "cmd/truce/receipt.go os.WriteFile"},
		{"kept/head", "", "cmd/truce/fetch.go os.WriteFile"},
		{"kept/copy", "truce-copy-1", "door/copies/export_state.go staging.Replace"},
		{"kept/remembered", "truce-seen-1", "door/copies/memory.go staging.Replace"},
		{"kept/remembered", "truce-watch-1", "door/watch/seen.go staging.Replace"},
		{"kept/remembered", "truce-custodians-1", "door/custodians/custodians.go staging.Replace"},
		{"kept/fork-proof.json", "truce-fork-1", "door/copies/fork.go staging.Replace"},
		{"kept/cosigner", "truce-cosigner-1", "door/cosign/folder.go staging.Replace"},
		{"kept/office.backup", "truce-backup-1", ""},
		{"kept/register.key", "", ""},
		{"kept/encrypted.backup", "truce-encrypted-backup-1", ""},
		{"kept/encrypted", "truce-encrypted-folder-1", ""},
		{"kept/encrypted", "truce-encrypted-file-1", ""},
		{"kept/encrypted", "truce-data-key-1", ""},
		{"kept/authority", "", ""},
	}
}

// elsewhere are forms and places that write which are not read here, each with where it is held or why nobody keeps what it writes.
func elsewhere() map[string]string {
	return map[string]string{
		"truce-signed-heads-1":                 "of the office's folder: folder.zip of door/exercise and office",
		"truce-bulletin-1":                     "bulletins of door/exercise",
		"truce-source-1":                       "in acts, sealed: testdata/vectors/source.json, which package incident and the desk read",
		"truce-private-1":                      "in acts, sealed: testdata/vectors/private.json, which package private and the desk read",
		"cmd/truce/bulletin.go os.WriteFile":   "bulletins of door/exercise",
		"cmd/truce/cosign.go staging.Replace":  "a proof that two histories were signed, of the form of kept/fork-proof.json",
		"cmd/truce/import.go os.Create":        "a table for people, which no program reads",
		"door/copies/heads.go staging.Replace": "the last head that a mirroring office saw, of the form of kept/head",
		"door/exercise/forge.go os.WriteFile":  "what the demo forges",
		"door/folded/cache.go staging.Replace": "made again from the copy",
		"door/folded/seal.go os.WriteFile":     "made again from the copy",
		"tool/staging/folder.go os.CreateTemp": "what writes for all the others",
		"cmd/truce/unlock.go os.OpenFile":      "the terminal",
		"cmd/truce/passphrase.go os.OpenFile":  "the terminal",
		"tool/disk/own.go os.OpenFile":         "what writes for all the others",
	}
}

// Each kind of file that is kept is made, read by today's program, and read of each release.
func TestReleased_files(t *testing.T) {
	t.Parallel()
	made := filepath.Join(t.TempDir(), "kept")
	t.Run("made", func(t *testing.T) {
		testscript.Run(t, scripts(t, testscript.Params{Files: []string{"testdata/kept/made.txtar"}, Setup: func(env *testscript.Env) error {
			env.Defer(func() {
				if err := copyFiles(made, filepath.Join(env.WorkDir, "kept")); err != nil {
					t.Error(err)
				}
			})
			return nil
		}}))
	})
	for _, one := range kept() {
		if _, err := os.Stat(filepath.Join(filepath.Dir(made), one.file)); err != nil {
			t.Errorf("none is made: %v", err)
		}
		if one.form != "" && !strings.HasPrefix(one.form, "truce-encrypted-") && one.form != "truce-data-key-1" && one.form != "truce-backup-1" && !says(t, filepath.Join(filepath.Dir(made), one.file), one.form) {
			t.Errorf("%s does not say that it is of the form %s", one.file, one.form)
		}
	}
	if t.Failed() {
		return
	}
	if *release != "" {
		version := filepath.Join(releasedFiles, *release)
		if _, err := os.Stat(filepath.Join(version, "stories")); err != nil {
			t.Fatalf("the stories are written first (docs/meaning.md): %v", err)
		}
		if err := os.Mkdir(filepath.Join(version, "kept"), 0o755); err != nil {
			t.Fatalf("a release is written once, and never again: %v", err)
		}
		if err := os.CopyFS(filepath.Join(version, "kept"), os.DirFS(made)); err != nil {
			t.Fatal(err)
		}
	}
	folders, err := filepath.Glob(filepath.Join(releasedFiles, "*", "kept"))
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range append(folders, made) {
		t.Run("read "+filepath.Base(filepath.Dir(folder)), func(t *testing.T) {
			testscript.Run(t, scripts(t, testscript.Params{Files: []string{"testdata/kept/read.txtar"}, Setup: func(env *testscript.Env) error {
				return os.CopyFS(filepath.Join(env.WorkDir, "kept"), os.DirFS(folder))
			}}))
		})
	}
}

// copyFiles copies files alone, as Git keeps them: no empty folder, and nobody's right to read.
func copyFiles(to, from string) error {
	return filepath.WalkDir(from, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		at := filepath.Join(to, strings.TrimPrefix(name, from))
		if err == nil {
			err = os.MkdirAll(filepath.Dir(at), 0o755)
		}
		if err == nil {
			err = os.WriteFile(at, text, 0o644)
		}
		return err
	})
}

// says reports whether a file, or one below a folder, names a form.
func says(t *testing.T, at, form string) (found bool) {
	t.Helper()
	err := filepath.WalkDir(at, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		found = found || strings.Contains(string(text), form)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

var (
	forms  = regexp.MustCompile(`"(truce-[a-z-]+-[0-9]+)"`)
	writes = regexp.MustCompile(`\b(os\.WriteFile|os\.Create|os\.CreateTemp|os\.OpenFile|staging\.Replace|disk\.Create)\(`)
)

// A form of files, or a place in the program that writes one, that is new is said above: it is made and read, or it is said why not.
func TestReleased_files_are_all_that_are_written(t *testing.T) {
	t.Parallel()
	read, err := os.ReadFile("testdata/kept/read.txtar")
	if err != nil {
		t.Fatal(err)
	}
	told := elsewhere()
	for _, one := range kept() {
		told[one.form], told[one.writes] = one.file, one.file
		if !strings.Contains(string(read), one.file) && !strings.HasSuffix(one.file, ".key") {
			t.Errorf("testdata/kept/read.txtar does not read %s", one.file)
		}
	}
	there := map[string]bool{}
	for _, floor := range []string{"cmd", "door", "ground", "judge", "noun", "office", "tool", "web"} {
		err := filepath.WalkDir(filepath.Join("..", "..", floor), func(name string, entry fs.DirEntry, err error) error {
			if err == nil && entry.IsDir() && slices.Contains([]string{"node_modules", "dist", "officetest", "keeptest", "simdisk", "stagingtest"}, entry.Name()) {
				return fs.SkipDir
			}
			if err != nil || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return err
			}
			text, err := os.ReadFile(name)
			in := strings.TrimPrefix(filepath.ToSlash(name), "../../")
			for line := range strings.Lines(string(text)) {
				if strings.HasPrefix(strings.TrimSpace(line), "//") {
					continue
				}
				for _, form := range forms.FindAllStringSubmatch(line, -1) {
					there[form[1]] = true
				}
				for _, write := range writes.FindAllStringSubmatch(line, -1) {
					there[in+" "+write[1]] = true
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for what := range there {
		if told[what] == "" {
			t.Errorf("%s writes files, or is a form of them, of which nothing is said: add it to kept and to testdata/kept, or to elsewhere with the reason", what)
		}
	}
	for what := range told {
		if what != "" && !there[what] {
			t.Errorf("%s is in the program no more", what)
		}
	}
}

// forgeCopy has the register of a copy signed once more by its own key, without its first report.
func forgeCopy(ts *testscript.TestScript, _ bool, args []string) {
	folder := ts.MkAbs(args[0])
	f, err := exercise.Forge(context.Background(), register.Folder(os.DirFS(folder)), strings.TrimSpace(ts.ReadFile(args[1])))
	ts.Check(err)
	_, err = f.Drop("report/1")
	ts.Check(err)
	ts.Check(f.Publish(context.Background(), folder))
}
