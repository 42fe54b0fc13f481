// Package growth_test tries what CONTRIBUTING.md says: that a kind of act and a noun are added
// at so many places and no more. It copies the repository, applies to the copy what the guide
// walks through (testdata/contributing), runs the commands that the guide names, and then the
// tests that would name what is missing.
package growth_test

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const repository = "../.."

// example is one thing that is added.
type example struct {
	patch    string
	existing []string // files of the repository that are edited by hand, besides new ones
	story    string
	says     string // what the story's answers then hold
}

func examples() []example {
	return []example{
		{"kind.patch", []string{"noun/post/noun.go", "noun/post/post.go", "web/src/words/kinds.json", "web/src/tongues/es.json"}, "post_renamed", "Observation post 1, north"},
		{"noun.patch", []string{"tool/kinds/kinds.go", "web/src/words/kinds.json", "web/src/tongues/es.json"}, "notice", "person/secretary"},
	}
}

func TestGuide_adds_a_kind_and_a_noun(t *testing.T) {
	t.Parallel()
	guide := read(t, filepath.Join(repository, "CONTRIBUTING.md"))
	copied := copyOf(t)
	for _, e := range examples() {
		created, edited := apply(t, copied, e.patch)
		if !slices.Equal(edited, e.existing) {
			t.Errorf("%s edits %q by hand; CONTRIBUTING.md says %q: if more places are needed now, first ask whether the noun's value can say it instead", e.patch, edited, e.existing)
		}
		for _, file := range slices.Concat(created, edited) {
			if !strings.Contains(guide, file) {
				t.Errorf("CONTRIBUTING.md does not name %s, which %s creates or edits", file, e.patch)
			}
		}
	}
	run(t, copied, guide, "go test ./judge/policy -run Schema -update")
	for _, e := range examples() {
		run(t, copied, guide, "go test ./office -run 'TestStories/"+e.story+"$' -update -record")
	}
	run(t, copied, guide, "go test ./tool/kinds -run 'Meaning|Forms' -update")
	run(t, copied, guide, "go test ./judge/admission -run Number -update")
	run(t, copied, guide, "go vet ./noun/... ./tool/kinds ./judge/policy")
	run(t, copied, guide, "go test ./tool/kinds ./judge/policy ./noun/...")
	run(t, copied, guide, "go test ./office -run 'TestStories/post_renamed$|TestStories/notice$|TestEveryKind'")
	run(t, copied, guide, "go test ./cmd/truce -run TestScript/nouns")
	run(t, copied, guide, "go test ./door/exercise -run TestSyria2017")
	for _, e := range examples() {
		if story := read(t, filepath.Join(copied, "testdata/story", e.story+".txtar")); !strings.Contains(story, e.says) {
			t.Errorf("the answers of the story %s do not hold %q:\n%s", e.story, e.says, story)
		}
	}
}

// run runs a command of the guide in the copy. Paths are left out of what is compiled, so that
// the next copy, in another folder, is compiled from the cache.
func run(t *testing.T, folder, guide, command string) {
	t.Helper()
	if !strings.Contains(guide, command) {
		t.Errorf("CONTRIBUTING.md does not name the command: %s", command)
	}
	cmd := exec.CommandContext(t.Context(), "sh", "-c", command)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "GOFLAGS=-trimpath")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s, in a copy with the examples of CONTRIBUTING.md: %v\n%s\n"+
			"hint: an example lacks what this says; mend it and the guide. testdata/contributing/README.md says how a patch is made again", command, err, out)
	}
}

// apply answers which files a patch creates and which it edits, in its order.
func apply(t *testing.T, folder, patch string) (created, edited []string) {
	t.Helper()
	path, err := filepath.Abs(filepath.Join(repository, "testdata/contributing", patch))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "git", "apply", path)
	cmd.Dir = folder
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s does not fit the repository any more: %v\n%s\nhint: what it edits has changed; testdata/contributing/README.md says how it is made again", patch, err, out)
	}
	text := read(t, path)
	for part := range strings.SplitSeq(text, "\ndiff --git ") {
		_, file, _ := strings.Cut(part, " b/")
		file, rest, _ := strings.Cut(file, "\n")
		if strings.HasPrefix(rest, "new file") {
			created = append(created, file)
		} else {
			edited = append(edited, file)
		}
	}
	return created, edited
}

// copyOf copies the files that git knows, as they are now.
func copyOf(t *testing.T) string {
	t.Helper()
	list := exec.CommandContext(t.Context(), "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir = repository
	out, err := list.Output()
	if err != nil {
		t.Fatalf("list files: %v\nhint: this test needs a checkout with git", err)
	}
	folder := t.TempDir()
	for _, name := range bytes.Split(bytes.TrimRight(out, "\x00"), []byte{0}) {
		if file := string(name); !strings.HasPrefix(file, "docs/screens/") {
			copyFile(t, filepath.Join(repository, file), filepath.Join(folder, file))
		}
	}
	return folder
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if os.IsNotExist(err) {
		return // deleted, and not committed yet
	}
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	out, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
