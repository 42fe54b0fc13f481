package adversary

import (
	"encoding/base64"
	"path/filepath"
	"strings"
	"testing"

	"truce/office/officetest"
)

// A forged copy is checked first, and remembered. The honest one then reads as a second history, on purpose: the reader is told
// that either may be the false one, and how to find out.
func TestReader_who_remembers_a_forged_copy_is_told_how_to_find_out(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	honest, h := copyOf(t, w, "secretary"), historyOf(t, w)
	seen := t.TempDir()
	forged := h.rewritten(len(h)-2).publish(t, w, honest)
	_, _ = truce(t, t.TempDir(), "check", forged, "--remember", seen)
	said, code := truce(t, t.TempDir(), "check", honest, "--remember", seen)
	says(t, said, code, 3, "Which of the two is the false one this does not tell", "Either may be the false one", "truce head compare")
}

// One byte of an early act is damaged, on which the roles of many hang. It is named, and what follows is counted, not blamed on
// the office line by line.
func TestReader_is_told_once_what_one_damaged_byte_does(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 60)
	dir := copyOf(t, w, "secretary")
	found, err := filepath.Glob(filepath.Join(dir, "tile/entries/000.p/*"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	name := "tile/entries/000.p/" + filepath.Base(found[0])
	bundle := read(t, dir, name)
	bundle[strings.Index(string(bundle), ".")+40] ^= 1
	put(t, dir, name, bundle)
	said, code := truce(t, t.TempDir(), "check", dir)
	says(t, said, code, 3, "WRONG", "is not as it was signed", "Not checked here: ", "missing from this copy or damaged in it")
	if n := strings.Count(said, "WRONG"); n > 2 {
		t.Errorf("one damaged byte is told in %d lines:\n%s", n, said)
	}
}

// Of an address the acts alone are checked, and that is said.
func TestReader_is_told_what_a_check_of_an_address_leaves_out(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	server := published(t, w, copyOf(t, w, "secretary"))
	said, code := truce(t, t.TempDir(), "check", server.URL+"/register")
	says(t, said, code, 0, "GOOD", "Folded    not: of an address the acts alone are checked", "truce export")
}

// What acts hide is damaged on the way, or taken out, on which roles hang: a byte of it, two that are swapped, a line, half of the
// file. Exactly that is named, with what to do; what follows from it is counted as not checked here, and blames nobody.
func TestReader_is_told_once_what_is_damaged_of_what_is_hidden(t *testing.T) {
	t.Parallel()
	for name, harm := range map[string]struct {
		does func(lines []string) []string
		says []string
		most int // lines that begin with WRONG
	}{
		"a byte of one": {func(lines []string) []string {
			n := hiding(lines)[0]
			lines[n] = turned(lines[n])
			return lines
		}, []string{"is not one of its own", "says nothing against the office", "truce export --hidden-again"}, 1},
		"two are swapped": {func(lines []string) []string {
			a, b := hiding(lines)[0], hiding(lines)[1]
			first, second := disclosureOn(lines[a]), disclosureOn(lines[b])
			lines[a] = strings.ReplaceAll(lines[a], first, second)
			lines[b] = strings.ReplaceAll(lines[b], second, first)
			return lines
		}, []string{"is not one of its own", "says nothing against the office"}, 2},
		"a line is gone": {func(lines []string) []string { n := hiding(lines)[0]; return append(lines[:n:n], lines[n+1:]...) },
			[]string{"is not in this copy, which does not say that it is withheld"}, 1},
		"half of it is gone": {func(lines []string) []string { return lines[:len(lines)/2] },
			[]string{"acts among these hide is not in hidden/0.jsonl", "truce export --hidden-again"}, 1},
		"it ends within a line": {func(lines []string) []string {
			half := lines[: len(lines)/2 : len(lines)/2]
			return append(half, lines[len(half)][:30])
		}, []string{"acts among these hide is not in hidden/0.jsonl", "can't be read as the disclosures of an act"}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := officetest.New(t)
			w.File(t, 0, 20)
			dir := restrictedOf(t, w, "secretary") // who may see whose the keys are
			lines := strings.Split(strings.TrimSpace(string(read(t, dir, "hidden/0.jsonl"))), "\n")
			put(t, dir, "hidden/0.jsonl", []byte(strings.Join(harm.does(lines), "\n")))
			said, code := truce(t, t.TempDir(), "check", dir)
			says(t, said, code, 3, harm.says...)
			if n := strings.Count(said, "WRONG"); n > harm.most+1 || strings.Contains(said, "against the rules") { // and the verdict
				t.Errorf("it is told in %d lines:\n%s", n, said)
			}
		})
	}
}

// hiding are the lines with disclosures on them.
func hiding(lines []string) (all []int) {
	for n, line := range lines {
		if disclosureOn(line) != "" {
			all = append(all, n)
		}
	}
	return all
}

// disclosureOn is the first disclosure on a line.
func disclosureOn(line string) string {
	_, rest, _ := strings.Cut(line, `"disclosures":["`)
	first, _, _ := strings.Cut(rest, `"`)
	return first
}

// turned changes one letter in the value of the first disclosure on a line.
func turned(line string) string {
	whole := disclosureOn(line)
	text, err := base64.RawURLEncoding.DecodeString(whole)
	if err != nil || len(text) < 8 {
		return line
	}
	text[4] ^= 1 // of its salt
	return strings.ReplaceAll(line, whole, base64.RawURLEncoding.EncodeToString(text))
}
