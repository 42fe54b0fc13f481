package media

import (
	"encoding/binary"
	"io"
)

// box is one box of an ISO base media file (ISO/IEC 14496-12, 4.2) or atom of a
// QuickTime film, by its places in the file.
type box struct {
	kind          string
	at, body, end int64
}

// maxBoxes is far more than films have; a file of nothing but boxes stops there.
const maxBoxes = 100_000

// boxes calls each with every box between from and to, which they must fill exactly, but
// for a QuickTime terminator of fewer than eight zero bytes.
func (f *filmCleaner) boxes(from, to int64, each func(box) error) error {
	for to-from >= 8 {
		if f.count++; f.count > maxBoxes {
			return otherFilm
		}
		b, err := f.box(from, to)
		if err != nil {
			return err
		}
		if err := each(b); err != nil {
			return err
		}
		from = b.end
	}
	rest, err := f.bytes(from, to-from)
	if err != nil {
		return err
	}
	for _, c := range rest {
		if c != 0 {
			return badFilm
		}
	}
	return nil
}

func (f *filmCleaner) box(at, to int64) (box, error) {
	head, err := f.bytes(at, 8)
	if err != nil {
		return box{}, err
	}
	b := box{kind: string(head[4:]), at: at, body: at + 8}
	switch size := int64(binary.BigEndian.Uint32(head)); size {
	case 0: // to the end of the file
		b.end = to
		if to != f.size {
			return box{}, badFilm
		}
	case 1:
		long, err := f.bytes(b.body, 8)
		if err != nil {
			return box{}, err
		}
		b.body += 8
		b.end = at + int64(min(binary.BigEndian.Uint64(long), 1<<62))
	default:
		b.end = at + size
	}
	if b.end < b.body || b.end > to {
		return box{}, badFilm
	}
	return b, nil
}

// bytes reads a few bytes of the file.
func (f *filmCleaner) bytes(at, n int64) ([]byte, error) {
	p := make([]byte, n)
	if _, err := io.ReadFull(io.NewSectionReader(f.src, at, n), p); err != nil {
		return nil, err
	}
	return p, nil
}

// field reads the first n bytes of a box's body.
func (f *filmCleaner) field(b box, n int64) ([]byte, error) {
	if b.end-b.body < n {
		return nil, badFilm
	}
	return f.bytes(b.body, n)
}

// child finds the box at the end of a path of kinds below b.
func (f *filmCleaner) child(b box, path ...string) (box, bool, error) {
	for _, kind := range path {
		var found *box
		err := f.boxes(b.body, b.end, func(c box) error {
			if c.kind == kind && found == nil {
				found = &c
			}
			return nil
		})
		if err != nil || found == nil {
			return box{}, false, err
		}
		b = *found
	}
	return b, true, nil
}
