package headfile_test

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"truce/ground/numbered"
	"truce/ground/register"
	"truce/tool/disk"
	"truce/tool/headfile"
)

// world is a register that grows, and the file of its heads.
type world struct {
	testing.TB
	folder   string
	signer   note.Signer
	verifier note.Verifier
	heads    []register.SignedHead
}

func newWorld(t testing.TB, heads int) *world {
	t.Helper()
	secret, public, err := register.GenerateKey(rand.Reader, "heads.test")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{TB: t, folder: t.TempDir()}
	if w.signer, err = register.NewSigningKey(secret); err != nil {
		t.Fatal(err)
	}
	if w.verifier, err = register.NewVerifier(public); err != nil {
		t.Fatal(err)
	}
	for range heads {
		w.heads = append(w.heads, w.sign())
	}
	return w
}

// sign signs the head of one entry more. Nothing here holds its root to entries.
func (w *world) sign() register.SignedHead {
	size := int64(len(w.heads)) // the first is of nothing
	root := [32]byte{byte(size)}
	if size == 0 {
		root = sha256.Sum256(nil)
	}
	text := register.TreeHead{Origin: w.verifier.Name(), Size: size, Root: root}.Body()
	signed, err := note.Sign(&note.Note{Text: text}, w.signer)
	if err != nil {
		w.Fatal(err)
	}
	head, err := register.OpenHead(signed, w.verifier)
	if err != nil {
		w.Fatal(err)
	}
	return head
}

func (w *world) path() string { return filepath.Join(w.folder, headfile.FileName) }

func (w *world) read() *headfile.Heads {
	w.Helper()
	h, err := headfile.Read(disk.Own(), w.folder, w.verifier)
	if err != nil {
		w.Fatal(err)
	}
	return h
}

func (w *world) keep(h *headfile.Heads, heads ...register.SignedHead) {
	w.Helper()
	for _, head := range heads {
		if err := h.Keep(head); err != nil {
			w.Fatal(err)
		}
	}
}

// holds holds the file, as it is read now, to heads.
func (w *world) holds(what string, heads ...register.SignedHead) {
	w.Helper()
	h := w.read()
	want := []register.TreeHead{}
	for _, head := range heads {
		want = append(want, head.TreeHead)
	}
	if !slices.Equal(h.All, want) || h.Torn != 0 {
		w.Errorf("%s: the file has %d heads and %d torn bytes, want %d", what, len(h.All), h.Torn, len(want))
	}
}

// header is the first line of the file.
const header = "truce-signed-heads-1\n\n\n"

func TestHeads_are_kept_in_their_order(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	w.holds("no file")
	w.keep(w.read(), w.heads...)
	w.holds("three", w.heads...)
	if last := w.read().Last; !bytes.Equal(last.Note, w.heads[2].Note) {
		t.Errorf("the last is %q", last.Note)
	}
}

// Whatever a crash leaves of the head that was being written, all before it are there, and the next is whole: at each
// length, and with the part filled with zeros, as a file system does that wrote the length before the content.
func TestHeads_a_torn_head_swallows_no_other(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	w.keep(w.read(), w.heads[0])
	whole, err := os.ReadFile(w.path())
	if err != nil {
		t.Fatal(err)
	}
	next := bytes.TrimPrefix(headfile.Format(w.heads[1].Note), []byte(header))
	shown := len(next)
	signed := shown - len("kept\n\n\n")
	for _, zeros := range []bool{false, true} {
		for n := range shown {
			part := bytes.Clone(next[:n])
			if zeros {
				clear(part[:n/2])
			}
			if err := os.WriteFile(w.path(), append(bytes.Clone(whole), part...), 0o600); err != nil {
				t.Fatal(err)
			}
			what := fmt.Sprintf("%d bytes of the next head, zeros %t", n, zeros)
			h := w.read()
			kept := w.heads[:1]
			if n >= signed && !zeros { // it was signed, and not shown
				kept = w.heads[:2]
			}
			if len(h.All) != len(kept) {
				t.Errorf("%s: %d heads", what, len(h.All))
			}
			if err := h.Settle(); err != nil {
				t.Fatal(err)
			}
			w.holds(what+", settled", kept...)
			w.keep(h, w.heads[2])
			w.holds(what+", and one more", append(slices.Clone(kept), w.heads[2])...)
		}
	}
}

// What was promised to somebody is read to the last byte, or the file is refused from that byte on.
func TestHeads_that_were_shown_and_cannot_be_read_are_named(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	w.keep(w.read(), w.heads...)
	whole, err := os.ReadFile(w.path())
	if err != nil {
		t.Fatal(err)
	}
	lengths := []int{0, len(header)}
	for _, head := range w.heads {
		lengths = append(lengths, lengths[len(lengths)-1]+len(headfile.Format(head.Note))-len(header))
	}
	last := len(whole) - len("kept\n\n\n") // what is no mark any more is a head that was not shown
	for at := range whole[:last] {
		damaged := bytes.Clone(whole)
		damaged[at] ^= 1
		if err := os.WriteFile(w.path(), damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := headfile.Read(disk.Own(), w.folder, w.verifier)
		unreadable, is := errors.AsType[headfile.UnreadableError](err)
		if !is {
			t.Errorf("byte %d is altered: %v", at, err)
		} else if !slices.Contains(lengths, int(unreadable.At)) || unreadable.At > int64(at) {
			t.Errorf("byte %d is altered, unreadable from %d on", at, unreadable.At)
		}
	}
}

func TestHeads_a_smaller_one_behind_a_larger_is_refused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	text := append(headfile.Format(w.heads[1].Note), bytes.TrimPrefix(headfile.Format(w.heads[0].Note), []byte(header))...)
	if err := os.WriteFile(w.path(), text, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := headfile.Read(disk.Own(), w.folder, w.verifier); err == nil {
		t.Error("it was read")
	}
}

// A file of a later form is told as that, and not written to; one that names none is damaged.
func TestHeads_of_a_later_form_are_told_as_that(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	whole := headfile.Format(w.heads[0].Note)
	for of, later := range map[string]bool{"truce-signed-heads-2": true, "truce-signed-heads-10": true, "truce-signed-heads-0": false, "truce-key-2": false, "": false} {
		if err := os.WriteFile(w.path(), bytes.Replace(whole, []byte("truce-signed-heads-1"), []byte(of), 1), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := headfile.Read(disk.Own(), w.folder, w.verifier)
		if newer, is := errors.AsType[numbered.NewerError](err); is != later || err == nil || is && newer.Has != of {
			t.Errorf("%q: %v", of, err)
		}
	}
}

// A folder that is moved away while its office runs gets no head into whatever stands in its place.
func TestHeads_of_another_folder_are_left_alone(t *testing.T) {
	t.Parallel()
	for name, other := range map[string]string{"nothing": "", "another's heads": "another office's heads, which are longer than those of this one " + string(make([]byte, 2000))} {
		w := newWorld(t, 2)
		h := w.read()
		w.keep(h, w.heads[0])
		if err := os.WriteFile(w.path(), []byte(other), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, is := errors.AsType[headfile.MovedError](h.Keep(w.heads[1])); !is {
			t.Errorf("%s: a head was written", name)
		}
		if now, err := os.ReadFile(w.path()); err != nil || string(now) != other {
			t.Errorf("%s: it was changed, %v", name, err)
		}
	}
}

// A head that could not be written is not in the file, and what it left is taken off by the next.
func TestHeads_a_failure_leaves_what_was(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	full := &failing{Disk: disk.Own()}
	h, err := headfile.Read(full, w.folder, w.verifier)
	if err != nil {
		t.Fatal(err)
	}
	w.keep(h, w.heads[0])
	for full.after = 0; ; full.after++ {
		full.left, full.on = full.after, true
		err := h.Keep(w.heads[1])
		full.on = false
		if err == nil {
			break
		}
		again := w.read()
		if len(again.All) > 2 || again.All[0] != w.heads[0].TreeHead {
			t.Fatalf("%d calls, then a failure: %d heads", full.after, len(again.All))
		}
	}
	if full.after < 4 {
		t.Errorf("a head is written with %d calls", full.after)
	}
	w.holds("at last", w.heads[:2]...)
}

// failing fails a call after some, and leaves half of what it wrote.
type failing struct {
	disk.Disk
	after, left int
	on          bool
}

func (f *failing) OpenFile(name string, flag int, mode os.FileMode) (disk.File, error) {
	file, err := f.Disk.OpenFile(name, flag, mode)
	return failingFile{file, f}, err
}

func (f *failing) fails() bool {
	if !f.on {
		return false
	}
	f.left--
	return f.left < 0
}

type failingFile struct {
	disk.File
	of *failing
}

func (f failingFile) WriteAt(p []byte, at int64) (int, error) {
	if f.of.fails() {
		n, _ := f.File.WriteAt(p[:len(p)/2], at)
		return n, errors.New("full")
	}
	return f.File.WriteAt(p, at)
}

func (f failingFile) Sync() error {
	if f.of.fails() {
		return errors.New("not synced")
	}
	return f.File.Sync()
}
