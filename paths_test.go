package truce_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// later are paths of which the documents speak and which are not there yet, and why.
func later() map[string]string {
	return map[string]string{"testdata/released/VERSION": "written by the first release of the formats"}
}

// What the documents name is there: files and folders in backticks, packages in commands, and
// what links lead to. A path may be told from the folder of its document, or from one that the
// same line names; NAME stands for anybody's choice; what an example of the guide creates is in
// its patch.
func TestDocuments_name_what_there_is(t *testing.T) {
	t.Parallel()
	examples := exampleFiles(t)
	for _, document := range documents(t) {
		text, err := os.ReadFile(document)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			for _, path := range pathsIn(line) {
				if _, is := later()[path]; !is && !slices.Contains(examples, path) && !leads(path, bases(document, line)) {
					t.Errorf("%s names %s, which is not there", document, path)
				}
			}
		}
	}
}

func documents(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/*/*.md"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, found...)
	}
	return all
}

// exampleFiles are what the patches of CONTRIBUTING.md create.
func exampleFiles(t *testing.T) []string {
	t.Helper()
	patches, err := filepath.Glob("testdata/contributing/*.patch")
	if err != nil || len(patches) == 0 {
		t.Fatalf("no examples of the guide: %v", err)
	}
	var created []string
	for _, patch := range patches {
		text, err := os.ReadFile(patch)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^--- /dev/null\n\+\+\+ b/(.+)$`).FindAllStringSubmatch(string(text), -1) {
			created = append(created, m[1])
		}
	}
	return created
}

// code is what stands in backticks.
var code = regexp.MustCompile("`([^`]+)`")

// pathsIn are what looks like files and folders of ours in a line: in code, or as a link.
func pathsIn(line string) []string {
	var paths []string
	for _, m := range code.FindAllStringSubmatch(line, -1) {
		switch text := m[1]; {
		case strings.HasPrefix(text, "go "):
			paths = append(paths, regexp.MustCompile(`\./[a-z/]+[a-z]`).FindAllString(text, -1)...)
		case looksLikeOurs(text):
			paths = append(paths, strings.TrimSuffix(text, "/..."))
		}
	}
	for _, m := range regexp.MustCompile(`\]\(([^):#]+)(#[^)]*)?\)`).FindAllStringSubmatch(line, -1) {
		paths = append(paths, m[1])
	}
	return paths
}

// looksLikeOurs tells a path by its first folder, or by how it ends, from addresses, subjects,
// commands and packages of others.
func looksLikeOurs(text string) bool {
	if strings.ContainsAny(text, " …$@:") || strings.HasPrefix(text, "/") || strings.HasPrefix(text, "./") {
		return false
	}
	if regexp.MustCompile(`[^/]\.(go|md|json|ts|vue|cedar|txtar|patch)$`).MatchString(text) || strings.HasSuffix(text, "/") {
		return true
	}
	first, _, below := strings.Cut(text, "/")
	_, err := os.Stat(first)
	return below && err == nil
}

// bases are the folders from which a line tells its paths.
func bases(document, line string) []string {
	all := []string{".", filepath.Dir(document)}
	for _, m := range code.FindAllStringSubmatch(line, -1) {
		folder := strings.TrimSuffix(m[1], "/...")
		if info, err := os.Stat(folder); err == nil && info.IsDir() {
			all = append(all, folder)
		}
	}
	return all
}

func leads(path string, from []string) bool {
	pattern := strings.ReplaceAll(path, "NAME", "*")
	return slices.ContainsFunc(from, func(base string) bool {
		found, err := filepath.Glob(filepath.Join(base, pattern))
		return err == nil && len(found) > 0
	})
}
