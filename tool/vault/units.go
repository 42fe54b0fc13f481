package vault

import (
	"errors"
	"io"

	"truce/tool/disk"
)

// units are pieces one behind another, each at the place that its number gives it: those of a database, or of its log. How long
// the file is follows from how long it is on the disk: a piece that is not whole there is not there.
type units struct {
	in   disk.File
	name string
	s    *sealer
	buf  [pieceBytes + added]byte
}

// SQLite's log (https://www.sqlite.org/fileformat.html, section 4.1).
const (
	logHead   = 32
	frameHead = 24
	frame     = frameHead + pieceBytes
	frameOn   = frame + 2*added // on the disk
)

// lockPage is the page of a database that nobody ever writes: SQLite's locks are at its place.
const lockPage = 0x40000000 / pieceBytes

// unit is a piece: from where to where it is of the file, and where it lies on the disk.
type unit struct {
	number   int64
	from, to int64
	on       int64
}

func (u unit) sealed() int64 { return u.to - u.from + added }

// at is the unit in which an offset lies.
func (b *units) at(offset int64) unit {
	if b.s.layout == pages {
		n := offset / pieceBytes
		return unit{n, n * pieceBytes, (n + 1) * pieceBytes, headBytes + n*(pieceBytes+added)}
	}
	if offset < logHead {
		return unit{0, 0, logHead, headBytes}
	}
	n := (offset - logHead) / frame
	from, on := logHead+n*frame, headBytes+logHead+added+n*frameOn
	if offset < from+frameHead {
		return unit{1 + 2*n, from, from + frameHead, on}
	}
	return unit{2 + 2*n, from + frameHead, from + frame, on + frameHead + added}
}

// length is how long a file is that has so many bytes on the disk.
func (b *units) length(on int64) int64 {
	on = max(on-headBytes, 0)
	if b.s.layout == pages {
		return on / (pieceBytes + added) * pieceBytes
	}
	if on -= logHead + added; on < 0 {
		return 0
	}
	size := logHead + on/frameOn*frame
	if on%frameOn >= frameHead+added {
		size += frameHead
	}
	return size
}

func (b *units) size() (int64, error) {
	info, err := b.in.Stat()
	if err != nil {
		return 0, err
	}
	return b.length(info.Size()), nil
}

// read answers a unit, or io.EOF where it is not whole.
func (b *units) read(u unit, into []byte) ([]byte, error) {
	sealed := b.buf[:u.sealed()]
	if _, err := filled(b.in, sealed, u.on); err != nil {
		return nil, err
	}
	if plain, is := b.s.open(into[:0], sealed, ofPiece, u.number); is {
		return plain, nil
	}
	if b.s.layout == pages && u.number == lockPage && blank(sealed) {
		return append(into[:0], make([]byte, pieceBytes)...), nil
	}
	return nil, damaged(b.name, "a piece of it is not what was written there")
}

func blank(p []byte) bool {
	for _, b := range p {
		if b != 0 {
			return false
		}
	}
	return true
}

// readAt reads the log with the head of a frame as SQLite does that looks for its end: what a crash tore is nothing there, and its
// checksums end the log before it. So is, at the beginning of a database, a page that a crash tore while it was copied from the log: SQLite looks
// there for the size of pages before it reads the log.
func (b *units) readAt(p []byte, at int64) (int, error) {
	n := 0
	forgiven := b.s.layout == logged && len(p) > frameHead && (at-logHead)%frame == 0 || b.s.layout == logged && at+int64(len(p)) <= logHead
	for n < len(p) {
		u := b.at(at + int64(n))
		skip := at + int64(n) - u.from
		if skip == 0 && int64(len(p)-n) >= u.to-u.from { // the whole of it
			if _, err := b.read(u, p[n:n]); errors.Is(err, disk.ErrAltered) && forgiven {
				clear(p[n : n+int(u.to-u.from)])
			} else if err != nil {
				return n, err
			}
			n += int(u.to - u.from)
			continue
		}
		plain, err := b.read(u, nil)
		switch {
		case errors.Is(err, disk.ErrAltered) && forgiven:
			plain = make([]byte, u.to-u.from)
		case errors.Is(err, disk.ErrAltered) && b.s.layout == pages && u.number == 0:
			return n, io.EOF
		case err != nil:
			return n, err
		}
		n += copy(p[n:], plain[skip:])
	}
	return n, nil
}

// most is how much is written at once.
const most = 32 * (pieceBytes + added)

func (b *units) writeAt(p []byte, at int64) error {
	if err := b.reach(at); err != nil {
		return err
	}
	var sealed []byte
	on := int64(-1)
	for len(p) > 0 {
		u := b.at(at)
		piece := p[:min(int64(len(p)), u.to-at)]
		p, at = p[len(piece):], at+int64(len(piece))
		whole, err := b.with(u, piece, at-int64(len(piece)))
		if err != nil {
			return err
		}
		if on < 0 {
			on = u.on
			sealed = make([]byte, 0, min(int64(len(p))/pieceBytes*(pieceBytes+added)+2*(pieceBytes+added), most+pieceBytes+added))
		}
		if sealed, err = b.s.seal(sealed, whole, ofPiece, u.number); err != nil {
			return err
		}
		if len(sealed) < most && len(p) > 0 {
			continue
		}
		if _, err := b.in.WriteAt(sealed, on); err != nil {
			return err
		}
		on = -1
	}
	return nil
}

// with is a unit as it is when a part of it is written.
func (b *units) with(u unit, part []byte, at int64) ([]byte, error) {
	if int64(len(part)) == u.to-u.from {
		return part, nil
	}
	whole, err := b.read(u, nil)
	if err == io.EOF {
		whole, err = make([]byte, u.to-u.from), nil
	}
	if err == nil {
		copy(whole[at-u.from:], part)
	}
	return whole, err
}

// reach fills a file up with zeros to where something is written; the page that nobody writes stays a hole.
func (b *units) reach(at int64) error {
	size, err := b.size()
	if err != nil {
		return err
	}
	for u := b.at(size); u.from < b.at(at).from; u = b.at(u.to) {
		if b.s.layout == pages && u.number == lockPage {
			continue
		}
		sealed, err := b.s.seal(nil, make([]byte, u.to-u.from), ofPiece, u.number)
		if err != nil {
			return err
		}
		if _, err := b.in.WriteAt(sealed, u.on); err != nil {
			return err
		}
	}
	return nil
}

// truncate cuts behind the last unit of which something is left. The head stays: others have the file open.
func (b *units) truncate(size int64) error {
	if size == 0 {
		return b.in.Truncate(headBytes)
	}
	now, err := b.size()
	if err != nil {
		return err
	}
	last := b.at(size - 1)
	if size <= now {
		return b.in.Truncate(last.on + last.sealed())
	}
	return b.writeAt(make([]byte, last.to-last.from), last.from)
}

func (b *units) sync() error { return b.in.Sync() }

// again writes the head and what lies between two offsets once more, to the letter.
func (b *units) again(from, to int64) error {
	first, last := b.at(from), b.at(to-1)
	return rewrite(b.in, [][2]int64{{0, headBytes}, {first.on, last.on + last.sealed()}})
}
