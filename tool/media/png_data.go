package media

import (
	"bufio"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"io"
)

// maxPNGBytes bounds the unpacked picture, so that a small file cannot keep the office
// busy for hours: 4 GiB is a picture of 30,000 by 30,000 points.
const maxPNGBytes = 4 << 30

// dimensions reads IHDR (11.2.1) and computes what the unpacked picture must measure.
func (p *pngCleaner) dimensions(h []byte) error {
	if len(h) != 13 || h[10] != 0 || h[11] != 0 || h[12] > 1 {
		return badPNG
	}
	channels := map[byte]int64{0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[h[9]]
	depth := int64(h[8])
	width, height := int64(binary.BigEndian.Uint32(h)), int64(binary.BigEndian.Uint32(h[4:]))
	if channels == 0 || depth < 1 || depth > 16 || depth&(depth-1) != 0 || width < 1 || height < 1 {
		return badPNG
	}
	if width > maxPNGBytes/height {
		return hugePNG
	}
	for _, pass := range pngPasses(h[12]) {
		w, rows := pass.of(width, height)
		if w > 0 {
			p.want += rows * (1 + (w*channels*depth+7)/8)
		}
	}
	if p.want > maxPNGBytes {
		return hugePNG
	}
	return nil
}

// pngPass is one of the pictures that an interlaced picture is sent as (section 8.1).
type pngPass struct{ x, y, dx, dy int64 }

func pngPasses(interlace byte) []pngPass {
	if interlace == 0 {
		return []pngPass{{0, 0, 1, 1}}
	}
	return []pngPass{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}
}

func (s pngPass) of(width, height int64) (w, rows int64) {
	return (width - s.x + s.dx - 1) / s.dx, (height - s.y + s.dy - 1) / s.dy
}

// data copies the run of IDAT chunks while unpacking them. The chunk after the run is
// left for chunk.
func (p *pngCleaner) data() error {
	packed := &pngData{p: p}
	if err := packed.begin(); err != nil {
		return err
	}
	r := bufio.NewReader(packed)
	picture, err := zlib.NewReader(r)
	if err != nil {
		return packed.explain(err)
	}
	n, err := io.Copy(io.Discard, io.LimitReader(picture, p.want+1))
	if err != nil {
		return packed.explain(err)
	}
	if n != p.want {
		return badPNG
	}
	if n, err := io.Copy(io.Discard, r); err != nil || n > 0 {
		return firstOf(packed.explain(err), badPNG)
	}
	return nil
}

// pngData reads the content of IDAT chunks as one stream and copies the chunks as it goes.
type pngData struct {
	p    *pngCleaner
	over bool
	err  error // of the file or the disk, not of the compression
}

// begin copies the header of a chunk.
func (d *pngData) begin() error {
	head := binary.BigEndian.AppendUint32(nil, uint32(d.p.left))
	_, err := d.p.w.Write(append(head, "IDAT"...))
	return err
}

func (d *pngData) Read(out []byte) (int, error) {
	for d.p.left == 0 && !d.over && d.err == nil {
		d.err = d.next()
	}
	if d.err != nil {
		return 0, d.err
	}
	if d.over {
		return 0, io.EOF
	}
	n, err := d.p.r.Read(out[:min(int64(len(out)), d.p.left)])
	d.p.left -= int64(n)
	_, _ = d.p.sum.Write(out[:n]) // a hash never fails
	if _, wrong := d.p.w.Write(out[:n]); wrong != nil {
		err = wrong
	}
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	d.err = err
	return n, err
}

// next ends a chunk and begins the following one if it goes on with the picture.
func (d *pngData) next() error {
	crc, err := d.p.footer()
	if err != nil {
		return err
	}
	if _, err := d.p.w.Write(crc); err != nil {
		return err
	}
	following, err := d.p.r.Peek(8)
	if err != nil {
		return err
	}
	if string(following[4:]) != "IDAT" {
		d.over = true
		return nil
	}
	if err := d.p.header(); err != nil {
		return err
	}
	return d.begin()
}

// explain tells damage from trouble with the disk.
func (d *pngData) explain(err error) error {
	if err == nil {
		return nil
	}
	if d.err != nil && !errors.Is(d.err, io.EOF) {
		return d.err
	}
	return badPNG
}
