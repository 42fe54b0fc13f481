package exercise

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"truce/scenario"
)

// What was released stays as it was written: docs/meaning.md lists the releases, each with the digest of the list of all its files
// (testdata/released/VERSION/files.txt). Nothing is added to it, changed in it or taken away, by a test neither.

const (
	listName  = "files.txt"
	toldWhere = "../../docs/meaning.md"
	toldUnder = "| release | SHA-256 of its `files.txt` |\n|---|---|\n" // its table is the last of the page
)

// writeOnce writes a release beside its stories, and tells it in docs/meaning.md.
func writeOnce(t *testing.T, version string) {
	t.Helper()
	folder := filepath.Join(corpus, version)
	if _, told := releases(t, read(t, toldWhere))[version]; told || exists(filepath.Join(folder, listName)) || exists(filepath.Join(folder, scenario.Default)) {
		t.Fatalf("the release %s is there: it is written once, and never again", version)
	}
	if zips, err := filepath.Glob(filepath.Join(folder, "stories", "*.zip")); err != nil || len(zips) == 0 {
		t.Fatalf("the release %s has no stories yet: go test ./office -run TestReleased -release %s", version, version)
	}
	if !exists(filepath.Join(folder, "kept")) {
		t.Fatalf("the release %s has no kept files yet: go test ./cmd/truce -run TestReleased -release %s", version, version)
	}
	made := t.TempDir()
	writeRelease(t, made)
	if err := os.CopyFS(folder, os.DirFS(made)); err != nil { // all of it, or nothing
		t.Fatal(err)
	}
	list := listOf(t, folder)
	put(t, filepath.Join(folder, listName), list)
	put(t, toldWhere, read(t, toldWhere)+fmt.Sprintf("| %s | `%x` |\n", version, sha256.Sum256([]byte(list))))
}

// stays holds all releases to what docs/meaning.md tells of them, now and once all that reads them is done.
func stays(t *testing.T) {
	t.Helper()
	hold := func() {
		for _, fault := range faultsOfReleases(t, corpus, releases(t, read(t, toldWhere))) {
			t.Error(fault)
		}
	}
	hold()
	t.Cleanup(hold)
}

// releases are those of which a page tells, by the digest of their lists.
func releases(t *testing.T, page string) map[string]string {
	t.Helper()
	_, rows, has := strings.Cut(page, toldUnder)
	if !has {
		t.Fatalf("docs/meaning.md has no table of releases, which begins\n%s", toldUnder)
	}
	told := map[string]string{}
	for row := range strings.Lines(rows) {
		var version, digest string
		if _, err := fmt.Sscanf(row, "| %s | `%64s` |\n", &version, &digest); err != nil {
			t.Fatalf("docs/meaning.md: what follows its table of releases is no row of it: %q", row)
		}
		told[version] = digest
	}
	return told
}

func faultsOfReleases(t *testing.T, folder string, told map[string]string) (faults []string) {
	t.Helper()
	there, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, version := range there {
		if _, is := told[filepath.Base(version)]; !is {
			faults = append(faults, version+" is no release of which docs/meaning.md tells")
		}
	}
	for _, version := range slices.Sorted(maps.Keys(told)) {
		faults = append(faults, faultsOfFiles(t, filepath.Join(folder, version), told[version])...)
	}
	return faults
}

// faultsOfFiles names each file of a release that is not as it was written.
func faultsOfFiles(t *testing.T, folder, digest string) (faults []string) {
	t.Helper()
	if !exists(filepath.Join(folder, listName)) {
		return []string{folder + " is gone, or its list of files: what was released stays"}
	}
	text := read(t, filepath.Join(folder, listName))
	if is := fmt.Sprintf("%x", sha256.Sum256([]byte(text))); is != digest {
		faults = append(faults, fmt.Sprintf("%s: the list of files is another one than docs/meaning.md tells: %s", folder, is))
	}
	was, is := filesIn(text), filesIn(listOf(t, folder))
	for _, name := range slices.Sorted(maps.Keys(was)) {
		switch now, there := is[name]; {
		case !there:
			faults = append(faults, fmt.Sprintf("%s/%s is gone", folder, name))
		case now != was[name]:
			faults = append(faults, fmt.Sprintf("%s/%s is not as it was released", folder, name))
		}
		delete(is, name)
	}
	for _, name := range slices.Sorted(maps.Keys(is)) {
		faults = append(faults, fmt.Sprintf("%s/%s was not released", folder, name))
	}
	for _, part := range append(scenario.Names(), "stories", "meaning", "forms.txt") {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(was)), func(name string) bool { return strings.HasPrefix(name, part) }) {
			faults = append(faults, fmt.Sprintf("%s has no %s", folder, part))
		}
	}
	return faults
}

// listOf is a line for each file of a release, but the list.
func listOf(t *testing.T, folder string) string {
	t.Helper()
	var list strings.Builder
	err := fs.WalkDir(os.DirFS(folder), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path == listName {
			return err
		}
		text, err := os.ReadFile(filepath.Join(folder, path))
		fmt.Fprintf(&list, "%x  %s\n", sha256.Sum256(text), path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list.String()
}

func filesIn(list string) map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(list) {
		digest, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		all[name] = digest
	}
	return all
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Whatever is done to what was released is named: a file that is changed, gone or new, another list, a release that is
// gone or that nobody tells.
func TestReleased_stays(t *testing.T) {
	t.Parallel()
	write := func(t *testing.T) (folder string, told map[string]string) {
		folder = t.TempDir()
		version := filepath.Join(folder, "v1")
		for _, name := range append(scenario.Names(), "stories", "meaning") {
			if err := os.MkdirAll(filepath.Join(version, name), 0o755); err != nil {
				t.Fatal(err)
			}
			put(t, filepath.Join(version, name, "a"), name)
		}
		put(t, filepath.Join(version, "forms.txt"), "forms")
		list := listOf(t, version)
		put(t, filepath.Join(version, listName), list)
		return folder, releases(t, toldUnder+fmt.Sprintf("| v1 | `%x` |\n", sha256.Sum256([]byte(list))))
	}
	if folder, told := write(t); len(faultsOfReleases(t, folder, told)) > 0 {
		t.Fatalf("as it was written: %q", faultsOfReleases(t, folder, told))
	}
	for name, c := range map[string]struct {
		change func(folder string) error
		want   string
	}{
		"changed":        {func(folder string) error { return os.WriteFile(folder+"/v1/stories/a", []byte("b"), 0o600) }, "v1/stories/a is not as it was released"},
		"gone":           {func(folder string) error { return os.Remove(folder + "/v1/meaning/a") }, "v1/meaning/a is gone"},
		"new":            {func(folder string) error { return os.WriteFile(folder+"/v1/stories/b", nil, 0o600) }, "v1/stories/b was not released"},
		"all gone":       {func(folder string) error { return os.RemoveAll(folder + "/v1") }, "v1 is gone"},
		"not told":       {func(folder string) error { return os.Mkdir(folder+"/v2", 0o700) }, "v2 is no release"},
		"list rewritten": {func(folder string) error { return os.WriteFile(folder+"/v1/files.txt", nil, 0o600) }, "the list of files is another one"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder, told := write(t)
			if err := c.change(folder); err != nil {
				t.Fatal(err)
			}
			if faults := faultsOfReleases(t, folder, told); !strings.Contains(strings.Join(faults, "\n"), c.want) {
				t.Errorf("want %q, got %q", c.want, faults)
			}
		})
	}
}
