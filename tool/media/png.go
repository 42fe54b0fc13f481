package media

import (
	"bufio"
	"encoding/binary"
	"hash"
	"hash/crc32"
	"io"
)

const pngSignature = "\x89PNG\r\n\x1a\n"

const (
	badPNG   = NotSafe("The PNG picture is damaged, so only the sealed original is kept.")
	hugePNG  = NotSafe("The PNG picture has too many points to be checked here, so only the sealed original is kept.")
	otherPNG = NotSafe("The PNG picture is of a rare kind that is not handled here, so only the sealed original is kept.")
)

// pngCleaner copies the chunks that a decoder needs (PNG, third edition, W3C 2025), each
// checked for length and CRC, and unpacks the picture to see that it is complete and that
// nothing rides behind it.
type pngCleaner struct {
	Cleaned
	r    *bufio.Reader
	w    *bufio.Writer
	seen map[string]bool
	want int64 // bytes that the unpacked picture has

	kind string      // of the chunk at hand
	left int64       // its bytes that are not read yet
	sum  hash.Hash32 // over its kind and what was read
}

// cleanPNG keeps what is needed to show the picture and drops texts, Exif, times, further
// frames, colour profiles, and bytes after the end.
func cleanPNG(dst io.Writer, src io.ReaderAt, size int64) (Cleaned, error) {
	p := &pngCleaner{
		Cleaned: Cleaned{Orientation: 1},
		r:       bufio.NewReaderSize(io.NewSectionReader(src, 0, size), copyBytes),
		w:       bufio.NewWriterSize(dst, copyBytes),
		seen:    make(map[string]bool),
		sum:     crc32.NewIEEE(),
	}
	if err := p.picture(); err != nil {
		return Cleaned{}, endsEarly(err, badPNG)
	}
	return p.Cleaned, p.w.Flush()
}

func (p *pngCleaner) picture() error {
	var signature [len(pngSignature)]byte
	if _, err := io.ReadFull(p.r, signature[:]); err != nil || string(signature[:]) != pngSignature {
		return firstOf(err, badPNG)
	}
	if _, err := p.w.WriteString(pngSignature); err != nil {
		return err
	}
	for !p.seen["IEND"] {
		if err := p.chunk(); err != nil {
			return err
		}
	}
	if _, err := p.r.Peek(1); err == nil {
		p.remove("bytes after the end of the picture")
	} else if err != io.EOF {
		return err
	}
	return nil
}

func (p *pngCleaner) chunk() error {
	if err := p.header(); err != nil {
		return err
	}
	if !p.seen["IHDR"] && p.kind != "IHDR" {
		return badPNG
	}
	limit, known := pngChunkLimit(p.kind)
	switch {
	case p.kind == "IDAT" && !p.seen["IDAT"]:
		p.seen["IDAT"] = true
		return p.data()
	case !known && p.kind[0]&0x20 == 0:
		return otherPNG // critical, and unknown: no decoder shows it without
	case !known:
		return p.drop()
	case p.seen[p.kind] || p.left > limit:
		return badPNG
	}
	p.seen[p.kind] = true
	return p.keep()
}

// pngChunkLimit is the greatest length of the chunks that are kept.
func pngChunkLimit(kind string) (int64, bool) {
	switch kind {
	case "IHDR":
		return 13, true
	case "PLTE":
		return 3 * 256, true
	case "tRNS":
		return 256, true
	case "gAMA":
		return 4, true
	case "cHRM":
		return 32, true
	case "sRGB":
		return 1, true
	case "sBIT":
		return 4, true
	case "pHYs":
		return 9, true
	case "IDAT", "IEND":
		return 0, true
	}
	return 0, false
}

// header begins a chunk.
func (p *pngCleaner) header() error {
	var head [8]byte
	if _, err := io.ReadFull(p.r, head[:]); err != nil {
		return err
	}
	p.left, p.kind = int64(binary.BigEndian.Uint32(head[:])), string(head[4:])
	if p.left > 1<<31-1 {
		return badPNG
	}
	p.sum.Reset()
	_, err := p.sum.Write(head[4:])
	return err
}

// footer compares the CRC at the end of a chunk and answers it.
func (p *pngCleaner) footer() ([]byte, error) {
	crc := make([]byte, 4)
	if _, err := io.ReadFull(p.r, crc); err != nil {
		return nil, err
	}
	if binary.BigEndian.Uint32(crc) != p.sum.Sum32() {
		return nil, badPNG
	}
	return crc, nil
}

// keep copies one of the short chunks.
func (p *pngCleaner) keep() error {
	content := make([]byte, p.left)
	if _, err := io.ReadFull(p.r, content); err != nil {
		return err
	}
	if _, err := p.sum.Write(content); err != nil {
		return err
	}
	if _, err := p.footer(); err != nil {
		return err
	}
	if p.kind == "IHDR" {
		if err := p.dimensions(content); err != nil {
			return err
		}
	}
	if p.kind == "IEND" && !p.seen["IDAT"] {
		return badPNG
	}
	return p.write(content)
}

func (p *pngCleaner) write(content []byte) error {
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	chunk = append(append(chunk, p.kind...), content...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	_, err := p.w.Write(chunk)
	return err
}

// drop leaves a chunk out. Its CRC does not matter any more.
func (p *pngCleaner) drop() error {
	if p.kind == "eXIf" && p.left < 1<<16 {
		return p.dropExif()
	}
	p.remove(pngWords(p.kind))
	_, err := io.CopyN(io.Discard, p.r, p.left+4)
	return err
}

func (p *pngCleaner) dropExif() error {
	block := make([]byte, p.left+4)
	if _, err := io.ReadFull(p.r, block); err != nil {
		return err
	}
	p.exif(block[:p.left])
	return nil
}

func pngWords(kind string) string {
	switch kind {
	case "tEXt", "zTXt", "iTXt":
		return "text"
	case "eXIf":
		return "Exif"
	case "tIME":
		return "time"
	case "iCCP":
		return "colour profile"
	case "acTL", "fcTL", "fdAT":
		return "further frames of an animation"
	}
	return "unknown chunks"
}
