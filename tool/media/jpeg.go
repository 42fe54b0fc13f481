package media

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
)

// Markers of JPEG (ITU-T T.81, table B.1).
const (
	jpegSOF0  = 0xC0
	jpegSOF2  = 0xC2
	jpegDHT   = 0xC4
	jpegRST0  = 0xD0
	jpegRST7  = 0xD7
	jpegSOI   = 0xD8
	jpegEOI   = 0xD9
	jpegSOS   = 0xDA
	jpegDQT   = 0xDB
	jpegDRI   = 0xDD
	jpegAPP0  = 0xE0
	jpegAPP1  = 0xE1
	jpegAPP2  = 0xE2
	jpegAPP13 = 0xED
	jpegAPP14 = 0xEE
	jpegAPP15 = 0xEF
	jpegCOM   = 0xFE
)

const (
	badJPEG   = NotSafe("The JPEG picture is damaged, so only the sealed original is kept.")
	otherJPEG = NotSafe("The JPEG picture is of a rare kind that is not handled here, so only the sealed original is kept.")
)

// jpegCleaner copies the segments that a decoder needs, each checked for its length, and
// the compressed picture. Nothing is held but one segment and a colour profile.
type jpegCleaner struct {
	Cleaned
	r       *bufio.Reader
	w       *bufio.Writer
	segment []byte
	profile iccParts
	frame   bool // the dimensions were seen
	scanned bool // some picture was seen
}

// cleanJPEG keeps the tables, the picture, the JFIF and Adobe segments in their shortest
// form, and a colour profile without its texts.
func cleanJPEG(dst io.Writer, src io.ReaderAt, size int64) (Cleaned, error) {
	j := &jpegCleaner{
		Cleaned: Cleaned{Orientation: 1},
		r:       bufio.NewReaderSize(io.NewSectionReader(src, 0, size), copyBytes),
		w:       bufio.NewWriterSize(dst, copyBytes),
		segment: make([]byte, 1<<16),
	}
	if err := j.picture(); err != nil {
		return Cleaned{}, endsEarly(err, badJPEG)
	}
	return j.Cleaned, j.w.Flush()
}

// endsEarly takes the end of the file for damage; other errors are of the disk.
func endsEarly(err error, damaged NotSafe) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return damaged
	}
	return err
}

func (j *jpegCleaner) picture() error {
	if marker, err := j.marker(); err != nil || marker != jpegSOI {
		return firstOf(err, badJPEG)
	}
	if _, err := j.w.Write([]byte{0xFF, jpegSOI}); err != nil {
		return err
	}
	marker, err := j.marker()
	for err == nil && marker != jpegEOI {
		marker, err = j.part(marker)
	}
	if err != nil {
		return err
	}
	return j.end()
}

func firstOf(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// marker reads the next one; any number of fill bytes may stand before it (B.1.1.2).
func (j *jpegCleaner) marker() (byte, error) {
	b, err := j.r.ReadByte()
	if err != nil || b != 0xFF {
		return 0, firstOf(err, badJPEG)
	}
	for b == 0xFF && err == nil {
		b, err = j.r.ReadByte()
	}
	return b, err
}

// part handles one segment, and after a scan header the picture itself, and answers the
// marker that follows.
func (j *jpegCleaner) part(marker byte) (byte, error) {
	payload, err := j.payload()
	if err != nil {
		return 0, err
	}
	if err := j.segmentOf(marker, payload); err != nil {
		return 0, err
	}
	if marker == jpegSOS {
		return j.scan()
	}
	return j.marker()
}

func (j *jpegCleaner) payload() ([]byte, error) {
	var length [2]byte
	if _, err := io.ReadFull(j.r, length[:]); err != nil {
		return nil, err
	}
	n := int(binary.BigEndian.Uint16(length[:])) - 2
	if n < 0 {
		return nil, badJPEG
	}
	_, err := io.ReadFull(j.r, j.segment[:n])
	return j.segment[:n], err
}

func (j *jpegCleaner) keep(marker byte, payload []byte) error {
	n := len(payload) + 2
	if _, err := j.w.Write([]byte{0xFF, marker, byte(n >> 8), byte(n)}); err != nil {
		return err
	}
	_, err := j.w.Write(payload)
	return err
}

// scan copies compressed data: every FF in it is followed by 00 or is a restart marker
// (B.1.1.5).
func (j *jpegCleaner) scan() (byte, error) {
	j.scanned = true
	for {
		if _, err := j.r.Peek(1); err != nil {
			return 0, err
		}
		ready, _ := j.r.Peek(j.r.Buffered())
		n := bytes.IndexByte(ready, 0xFF)
		if n < 0 {
			n = len(ready)
		}
		if err := j.pass(n); err != nil {
			return 0, err
		}
		if n < len(ready) {
			marker, err := j.escape()
			if marker != 0 || err != nil {
				return marker, err
			}
		}
	}
}

// pass copies the next n bytes, which are buffered.
func (j *jpegCleaner) pass(n int) error {
	ready, err := j.r.Peek(n)
	if err != nil {
		return err
	}
	if _, err := j.w.Write(ready); err != nil {
		return err
	}
	_, err = j.r.Discard(n)
	return err
}

// escape handles an FF inside a scan and answers the marker that ends the scan, or 0.
func (j *jpegCleaner) escape() (byte, error) {
	two, err := j.r.Peek(2)
	if err != nil {
		return 0, err
	}
	second := two[1]
	switch {
	case second == 0, second >= jpegRST0 && second <= jpegRST7:
		return 0, j.pass(2)
	case second == 0xFF:
		_, err = j.r.Discard(1)
		return 0, err
	}
	_, err = j.r.Discard(2)
	return second, err
}

// end drops what follows the picture: further pictures, a film, a thumbnail.
func (j *jpegCleaner) end() error {
	if !j.scanned {
		return badJPEG
	}
	if j.profile.begun() {
		j.remove("a colour profile that could not be read")
	}
	if _, err := j.w.Write([]byte{0xFF, jpegEOI}); err != nil {
		return err
	}
	if _, err := j.r.Peek(1); err == nil {
		j.remove("bytes after the end of the picture")
	} else if err != io.EOF {
		return err
	}
	return nil
}
