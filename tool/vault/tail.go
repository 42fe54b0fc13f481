package vault

import (
	"encoding/binary"
	"errors"
	"io"
	"strings"

	"golang.org/x/crypto/chacha20poly1305"

	"truce/tool/disk"
)

// tailed is a stream: whole pieces at their places, and what is behind the last of them in one of two places at the file's beginning, with
// how many pieces are before it. What is written goes to the place in which what was synced does not stand, so a write that
// is torn leaves what was synced.
type tailed struct {
	in   disk.File
	name string
	s    *sealer
	now  tail
	// synced is the place of what lasts, -1 for none, or unknown before the first write: what another wrote is synced then.
	synced  int
	sure    int64 // pieces that last
	last    int64 // pieces before the tail that was synced
	over    over
	trusted bool
	lost    error // a write that failed took along what was not synced
	buf     [pieceBytes + added]byte
}

// tail is what is behind the last whole piece of a file, and thereby how long the file is.
type tail struct {
	place   int // -1: there is none, and nothing was written
	number  uint64
	pieces  int64 // before it
	over    over
	content []byte
}

// over is the whole piece that took up what was behind the last one when the file was synced. One that was written there before, and given up,
// is not it.
type over struct {
	piece int64 // -1: there is none
	tag   [chacha20poly1305.Overhead]byte
}

func (t tail) size() int64 { return t.pieces*pieceBytes + int64(len(t.content)) }

const (
	tailHead  = 8 + 8 + 8 + chacha20poly1305.Overhead // number, pieces, over
	tailBytes = 4 + tailHead + pieceBytes - 1 + added // ahead of it, in the clear, how long the sealed is
	tailPlace = 8288                                  // from one place to the other
	piecesAt  = headBytes + 2*tailPlace
)

func tailAt(place int) int64 { return headBytes + int64(place)*tailPlace }

func pieceAt(n int64) int64 { return piecesAt + n*(pieceBytes+added) }

// openTail takes the newer of the two that can be read, if all that it says was written since the older is there.
func openTail(in disk.File, name string, s *sealer) (*tailed, error) {
	b := &tailed{in: in, name: name, s: s, synced: -1, last: -1, over: over{piece: -1}}
	return b, b.load()
}

func (b *tailed) load() error {
	var all [2]tail
	torn := 0
	for place := range all {
		t, err := b.readTail(place)
		if errors.Is(err, disk.ErrAltered) {
			torn++
		} else if err != nil {
			return err
		}
		all[place] = t
	}
	newer, older := all[0], all[1]
	if older.place >= 0 && older.number > newer.number || newer.place < 0 {
		newer, older = older, newer
	}
	if newer.place < 0 && torn == 2 && !strings.HasSuffix(b.name, "-journal") {
		return damaged(b.name, "its end is not what was written there")
	}
	b.now = newer
	if newer.place >= 0 && older.place >= 0 {
		there, err := b.there(newer.over, older.pieces, newer.pieces)
		if err != nil {
			return err
		}
		if !there {
			b.now = older
		}
		b.sure = min(older.pieces, newer.pieces)
	}
	return nil
}

// readTail answers no tail where nothing was written.
func (b *tailed) readTail(place int) (tail, error) {
	none := tail{place: -1}
	on := make([]byte, tailBytes)
	n, err := filled(b.in, on, tailAt(place))
	if err != nil && err != io.EOF {
		return none, err
	}
	if n < 4 || blank(on[:4]) {
		return none, nil
	}
	size := int64(binary.BigEndian.Uint32(on))
	if size < tailHead+added || size > int64(n)-4 {
		return none, damaged(b.name, "torn")
	}
	plain, is := b.s.open(nil, on[4:4+size], ofTail, int64(place))
	if !is {
		return none, damaged(b.name, "torn")
	}
	t := tail{place: place, number: binary.BigEndian.Uint64(plain), pieces: int64(binary.BigEndian.Uint64(plain[8:])), content: plain[tailHead:]}
	t.over.piece = int64(binary.BigEndian.Uint64(plain[16:]))
	copy(t.over.tag[:], plain[24:])
	return t, nil
}

// there reports whether pieces can be read, and the one that took up what was synced is that.
func (b *tailed) there(o over, from, to int64) (bool, error) {
	if o.piece >= 0 {
		var tag [chacha20poly1305.Overhead]byte
		if _, err := filled(b.in, tag[:], pieceAt(o.piece+1)-int64(len(tag))); err != nil && err != io.EOF {
			return false, err
		}
		if tag != o.tag {
			return false, nil
		}
	}
	for n := from; n < to; n++ {
		if _, err := b.piece(n, nil); errors.Is(err, disk.ErrAltered) {
			return false, nil
		} else if err != nil {
			return false, err
		}
	}
	return true, nil
}

// piece answers a whole piece.
func (b *tailed) piece(n int64, into []byte) ([]byte, error) {
	got, err := filled(b.in, b.buf[:], pieceAt(n))
	if err != nil && err != io.EOF {
		return nil, err
	}
	if plain, is := b.s.open(into[:0], b.buf[:got], ofPiece, n); is {
		return plain, nil
	}
	if strings.HasSuffix(b.name, "-journal") {
		return append(into[:0], make([]byte, pieceBytes)...), nil
	}
	return nil, damaged(b.name, "a piece of it is not what was written there")
}

func (b *tailed) size() (int64, error) { return b.now.size(), nil }

func (b *tailed) readAt(p []byte, at int64) (int, error) {
	n := 0
	for n < len(p) {
		number, skip := (at+int64(n))/pieceBytes, (at+int64(n))%pieceBytes
		if number >= b.now.pieces {
			if number == b.now.pieces && skip < int64(len(b.now.content)) {
				n += copy(p[n:], b.now.content[skip:])
			}
			break
		}
		if skip == 0 && len(p)-n >= pieceBytes {
			if _, err := b.piece(number, p[n:n]); err != nil {
				return n, err
			}
			n += pieceBytes
			continue
		}
		piece, err := b.piece(number, nil)
		if err != nil {
			return n, err
		}
		n += copy(p[n:], piece[skip:])
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (b *tailed) writeAt(p []byte, at int64) error {
	if err := b.trust(); err != nil {
		return err
	}
	if gap := at - b.now.size(); gap > 0 {
		if err := b.extend(at); err != nil {
			return err
		}
	}
	next, changed := b.now, false
	var sealed []byte
	on := int64(-1)
	for len(p) > 0 {
		number, skip := at/pieceBytes, at%pieceBytes
		part := p[:min(int64(len(p)), pieceBytes-skip)]
		p, at = p[len(part):], at+int64(len(part))
		piece, err := b.with(next, number, skip, part)
		if err != nil {
			return err
		}
		if len(piece) < pieceBytes {
			next.pieces, next.content, changed = number, piece, true
			continue
		}
		if number >= next.pieces {
			next.pieces, next.content, changed = number+1, nil, true
		}
		if on < 0 {
			on = pieceAt(number)
		}
		if sealed, err = b.s.seal(sealed, piece, ofPiece, number); err != nil {
			return err
		}
		if number == b.last {
			b.over.piece = number
			copy(b.over.tag[:], sealed[len(sealed)-chacha20poly1305.Overhead:])
		}
		changed = changed || number == b.last || number == b.now.over.piece
		if len(sealed) < most && int64(len(p)) >= pieceBytes {
			continue
		}
		if _, err := b.in.WriteAt(sealed, on); err != nil {
			return err
		}
		sealed, on = sealed[:0], -1
	}
	if !changed {
		return nil
	}
	return b.end(next)
}

// with is a piece as it is when a part of it is written.
func (b *tailed) with(now tail, number, skip int64, part []byte) ([]byte, error) {
	if len(part) == pieceBytes {
		return part, nil
	}
	var piece []byte
	switch {
	case number < now.pieces:
		var err error
		if piece, err = b.piece(number, nil); err != nil {
			return nil, err
		}
	case number == now.pieces:
		piece = append(piece, now.content...)
	}
	if more := int(skip) + len(part) - len(piece); more > 0 {
		piece = append(piece, make([]byte, more)...)
	}
	copy(piece[skip:], part)
	return piece, nil
}

// trust syncs what another wrote, who may not have, ahead of the first write.
func (b *tailed) trust() error {
	if b.trusted {
		return nil
	}
	if b.now.place >= 0 {
		if err := b.in.Sync(); err != nil {
			return errors.Join(err, b.again(0, b.now.size()))
		}
		b.lasts()
	}
	b.trusted = true
	return nil
}

// extend fills a file up with zeros.
func (b *tailed) extend(to int64) error {
	zeros := make([]byte, min(to-b.now.size(), most))
	for left := to - b.now.size(); left > 0; left = to - b.now.size() {
		if err := b.writeAt(zeros[:min(left, int64(len(zeros)))], b.now.size()); err != nil {
			return err
		}
	}
	return nil
}

// truncate takes nothing off the disk: whole pieces behind the end are written again when the file gets there.
func (b *tailed) truncate(size int64) error {
	if size >= b.now.size() {
		return b.extend(size)
	}
	if err := b.trust(); err != nil {
		return err
	}
	next := tail{pieces: size / pieceBytes}
	if rest := size % pieceBytes; rest > 0 && next.pieces == b.now.pieces {
		next.content = b.now.content[:rest]
	} else if rest > 0 {
		piece, err := b.piece(next.pieces, nil)
		if err != nil {
			return err
		}
		next.content = piece[:rest]
	}
	cut := next.pieces < b.last
	if err := b.end(next); err != nil || !cut {
		return err
	}
	return b.sync() // ahead of whoever writes over a whole piece of which the beginning stays
}

// end writes what is behind the last whole piece, not over what was synced.
func (b *tailed) end(next tail) error {
	next.place, next.number = 0, b.now.number+1
	if b.synced == 0 {
		next.place = 1
	}
	if next.over = b.over; next.over.piece >= next.pieces {
		next.over.piece = -1
	}
	plain := binary.BigEndian.AppendUint64(make([]byte, 0, tailHead+len(next.content)), next.number)
	plain = binary.BigEndian.AppendUint64(plain, uint64(next.pieces))
	plain = append(binary.BigEndian.AppendUint64(plain, uint64(next.over.piece)), next.over.tag[:]...)
	plain = append(plain, next.content...)
	on := binary.BigEndian.AppendUint32(make([]byte, 0, 4+len(plain)+added), uint32(len(plain)+added))
	on, err := b.s.seal(on, plain, ofTail, int64(next.place))
	if err != nil {
		return err
	}
	if _, err := b.in.WriteAt(on, tailAt(next.place)); err != nil {
		if b.now.place == next.place {
			b.lost = err
		}
		return err
	}
	b.now, b.lost, b.sure = next, nil, min(b.sure, next.pieces)
	return nil
}

// sync makes all of it last.
func (b *tailed) sync() error {
	if b.lost != nil {
		return b.lost
	}
	if err := b.in.Sync(); err != nil {
		return errors.Join(err, b.again(0, b.now.size()))
	}
	b.lasts()
	b.trusted = true
	return nil
}

// lasts notes that what is there was synced.
func (b *tailed) lasts() {
	b.synced, b.sure, b.last, b.over.piece = b.now.place, b.now.pieces, b.now.pieces, -1
	if b.now.place < 0 {
		b.last = -1
	}
}

// again writes once more, to the letter, what a sync that failed may have lost though it can still be read: the next sync makes it last. It knows itself
// what that is.
func (b *tailed) again(int64, int64) error {
	return rewrite(b.in, [][2]int64{{0, piecesAt}, {pieceAt(b.sure), pieceAt(b.now.pieces)}})
}

// rewrite writes what stands there.
func rewrite(in disk.File, ranges [][2]int64) error {
	for _, r := range ranges {
		for at := r[0]; at < r[1]; at += most {
			p := make([]byte, min(most, r[1]-at))
			n, err := filled(in, p, at)
			if err == nil || err == io.EOF {
				_, err = in.WriteAt(p[:n], at)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}
