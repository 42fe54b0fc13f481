// Package headfile is the file in which an office keeps the heads that it signed, beside its database: no backup writes
// over it, so a register that is put back to an earlier state is known for what it is.
//
// A head is in the file, and was synced there, before the mark behind it; both are before anybody sees the head. So what
// stands ahead of the last mark was promised to somebody and must be read to the last byte, or the office may not start. A
// head behind the last mark was signed and not shown; it counts all the same. What cannot be read behind the last mark was
// torn by a crash or a full disk while it was written: nobody ever saw it, and it is cut off.
//
// The first line names the form of the file; it is written with the first head.
package headfile

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/note"

	"truce/ground/numbered"
	"truce/ground/register"
	"truce/tool/disk"
)

// FileName is the file, in the folder of its office.
const FileName = "signed-heads"

const (
	format = "truce-signed-heads-1"
	end    = "\n\n\n" // of a block: a signed note and two empty lines
	header = format + end
	mark   = "kept" + end
)

// UnreadableError says from which byte on what was promised cannot be read.
type UnreadableError struct {
	Path string
	At   int64
	Why  error
}

// Error is for the operator.
func (e UnreadableError) Error() string {
	return fmt.Sprintf("%s cannot be read from byte %d on: %v", e.Path, e.At, e.Why)
}

// Unwrap answers what is wrong there.
func (e UnreadableError) Unwrap() error { return e.Why }

// MovedError says that the file is not the one that was read or written before: another folder stands in its place.
type MovedError struct{ Path string }

// Error is for the operator.
func (e MovedError) Error() string { return e.Path + " is not the file that this office wrote before" }

// Heads is the file of one office. Its methods are called by one goroutine at a time.
type Heads struct {
	// All are the heads that the office signed, each larger than the one before; Last is the largest, with its
	// signature, and the zero head if there is none.
	All  []register.TreeHead
	Last register.SignedHead
	// Torn is how many bytes at the end of the file were never shown to anybody and are no head.
	Torn int64

	disk  disk.Disk
	path  string
	whole int64  // bytes up to the end of the last mark
	block []byte // the last block and its mark, which stand there
}

// Read reads the file in a folder; that there is none says that nothing was signed. It changes nothing. Errors: UnreadableError,
// numbered.NewerError.
func Read(d disk.Disk, folder string, verifier note.Verifier) (*Heads, error) {
	h := &Heads{disk: d, path: filepath.Join(folder, FileName)}
	text, err := disk.ReadFile(d, h.path)
	if errors.Is(err, fs.ErrNotExist) {
		return h, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read signed heads: %w", err)
	}
	named, _, whole := bytes.Cut(text, []byte("\n"))
	of := numbered.Compare(string(named), format)
	if newer, is := errors.AsType[numbered.NewerError](of); is && whole {
		return nil, newer
	}
	marked := bytes.LastIndex(text, []byte(mark)) + len(mark)
	if marked < len(mark) { // nothing was shown: what is there may be torn anywhere
		h.readTail(text, verifier)
		return h, nil
	}
	if !bytes.HasPrefix(text, []byte(header)) {
		return nil, UnreadableError{h.path, 0, of}
	}
	h.whole = int64(len(header))
	for left := text[h.whole:marked]; len(left) > 0; left = text[h.whole:marked] {
		if err := h.readMarked(left, verifier); err != nil {
			return nil, UnreadableError{h.path, h.whole, err}
		}
	}
	h.readTail(text[marked:], verifier)
	return h, nil
}

// readMarked reads a head and its mark.
func (h *Heads) readMarked(left []byte, verifier note.Verifier) error {
	size := bytes.Index(left, []byte(end)) + len(end)
	head, err := open(left[:size], verifier)
	switch {
	case err != nil:
		return err
	case !bytes.HasPrefix(left[size:], []byte(mark)):
		return errors.New("a head has no mark, and one behind it has")
	case !h.above(head):
		return fmt.Errorf("a head of %d entries stands behind one of %d", head.Size, h.Last.Size)
	}
	h.add(head, left[:size+len(mark)])
	return nil
}

// readTail reads what was written last and not shown.
func (h *Heads) readTail(left []byte, verifier note.Verifier) {
	h.Torn = int64(len(left))
	if h.whole == 0 {
		left = bytes.TrimPrefix(left, []byte(header))
	}
	size := bytes.Index(left, []byte(end)) + len(end)
	if size < len(end) {
		return
	}
	if head, err := open(left[:size], verifier); err == nil && h.above(head) {
		h.Torn = 0
		h.All, h.Last = append(h.All, head.TreeHead), head
	}
}

// above reports whether a head is larger than all before. The first may be of nothing.
func (h *Heads) above(head register.SignedHead) bool {
	return h.Last.Note == nil || head.Size > h.Last.Size
}

func open(block []byte, verifier note.Verifier) (register.SignedHead, error) {
	if len(block) < len(end) {
		return register.SignedHead{}, errors.New("there is no head")
	}
	return register.OpenHead(block[:len(block)-len(end)+1], verifier)
}

func (h *Heads) add(head register.SignedHead, block []byte) {
	h.All, h.Last = append(h.All, head.TreeHead), head
	h.whole += int64(len(block))
	h.block = bytes.Clone(block)
}

// Path is that of the file.
func (h *Heads) Path() string { return h.path }

// Settle brings the file into the state in which nothing is torn and every head has its mark.
func (h *Heads) Settle() error {
	switch last := h.Last; {
	case h.marked():
		if h.Torn == 0 {
			return nil
		}
		return h.cut()
	default: // it was signed and not shown
		h.All = h.All[:len(h.All)-1]
		return h.Keep(last)
	}
}

// marked reports whether the last head stands ahead of its mark.
func (h *Heads) marked() bool {
	return h.Last.Note == nil || bytes.HasPrefix(bytes.TrimPrefix(h.block, []byte(header)), h.Last.Note)
}

// cut takes off what is behind the last mark.
func (h *Heads) cut() error {
	f, err := h.open()
	if err != nil {
		return err
	}
	err = f.Sync()
	if err == nil {
		h.Torn = 0
	}
	return errors.Join(err, f.Close())
}

// Keep makes a head, larger than all before, last in the file. Until it answers nil the head may not be shown; what a
// failure leaves is taken off by the next.
func (h *Heads) Keep(head register.SignedHead) error {
	f, err := h.open()
	if err != nil {
		return err
	}
	block := blockOf(head.Note)
	if h.whole == 0 {
		block = Format(head.Note)
	}
	err = h.write(f, block)
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	h.add(head, block)
	return nil
}

// write puts a block behind the last, and syncs the head before its mark.
func (h *Heads) write(f disk.File, block []byte) error {
	head := block[:len(block)-len(mark)]
	if _, err := f.WriteAt(head, h.whole); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if h.whole == 0 {
		if err := h.disk.SyncFolder(filepath.Dir(h.path)); err != nil {
			return err
		}
	}
	if _, err := f.WriteAt([]byte(mark), h.whole+int64(len(head))); err != nil {
		return err
	}
	return f.Sync()
}

// open opens the file to write behind the last mark, where nothing is. A file in which the last block is not where it was
// is another one, in a folder that stands in the place of this one's.
func (h *Heads) open() (disk.File, error) {
	f, err := h.disk.OpenFile(h.path, os.O_CREATE|os.O_RDWR, disk.OwnFile)
	if err != nil {
		return nil, err
	}
	if err := h.ready(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func (h *Heads) ready(f disk.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	there := make([]byte, len(h.block))
	if info.Size() < h.whole {
		return MovedError{h.path}
	}
	if _, err := f.ReadAt(there, h.whole-int64(len(h.block))); err != nil {
		return err
	}
	if !bytes.Equal(there, h.block) {
		return MovedError{h.path}
	}
	if info.Size() == h.whole {
		return nil
	}
	return f.Truncate(h.whole)
}

// Format is the file with one head: nothing if there is none.
func Format(note []byte) []byte {
	if len(note) == 0 {
		return nil
	}
	return append([]byte(header), blockOf(note)...)
}

// blockOf is how the file holds a head.
func blockOf(note []byte) []byte {
	return append(append(bytes.Clone(note), end[1:]...), mark...)
}
