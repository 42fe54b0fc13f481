package media

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"io"
	"slices"
)

// extent is a run of bytes that are pictures or sound.
type extent struct{ from, to int64 }

// maxExtents bounds the memory that a film takes (16 bytes each). A film of two hours has
// about half a million at most.
const maxExtents = 1 << 20

// locate adds the extents of a track: where each chunk begins (stco, co64), how many
// samples it holds (stsc), how long they are (stsz); 8.7.
func (f *filmCleaner) locate(table box, handler string) error {
	sizes, err := f.sizes(table, handler)
	if err != nil {
		return err
	}
	runs, err := f.runs(table)
	if err != nil {
		return err
	}
	places, wide, err := f.places(table)
	if err != nil {
		return err
	}
	for chunk := uint32(1); chunk <= places.count; chunk++ {
		from, err := places.number(wide)
		if err != nil {
			return err
		}
		length, err := sizes.sum(runs.perChunk(chunk))
		if err != nil {
			return err
		}
		if err := f.addExtent(extent{from, from + length}); err != nil {
			return err
		}
	}
	if sizes.left != 0 || runs.err != nil {
		return firstOf(runs.err, badFilm)
	}
	return nil
}

func (f *filmCleaner) addExtent(e extent) error {
	if e.from < 0 || e.to < e.from || e.to > f.size {
		return badFilm
	}
	if last := len(f.samples) - 1; last >= 0 && f.samples[last].to == e.from {
		f.samples[last].to = e.to
		return nil
	}
	if len(f.samples) == maxExtents {
		return otherFilm
	}
	f.samples = append(f.samples, e)
	return nil
}

// rows reads a table of big-endian numbers as a stream.
type rows struct {
	r     *bufio.Reader
	count uint32
}

// table opens the box of this kind: its fixed fields up to and with the number of rows,
// then rows of rowBytes.
func (f *filmCleaner) table(parent box, kind string, fixed, rowBytes int64) (rows, []byte, bool, error) {
	b, found, err := f.child(parent, kind)
	if err != nil || !found {
		return rows{}, nil, false, err
	}
	head, err := f.field(b, fixed)
	if err != nil {
		return rows{}, nil, false, err
	}
	count := binary.BigEndian.Uint32(head[fixed-4:])
	if kind == "stsz" && binary.BigEndian.Uint32(head[4:]) != 0 {
		rowBytes = 0 // one size for all, and no rows
	}
	if rowBytes*int64(count) > b.end-b.body-fixed {
		return rows{}, nil, false, badFilm
	}
	section := io.NewSectionReader(f.src, b.body+fixed, b.end-b.body-fixed)
	return rows{bufio.NewReader(section), count}, head, true, nil
}

func (r rows) number(wide bool) (int64, error) {
	n := 4
	if wide {
		n = 8
	}
	p, err := r.r.Peek(n)
	if err != nil {
		return 0, err
	}
	_, err = r.r.Discard(n)
	if wide {
		return int64(min(binary.BigEndian.Uint64(p), 1<<62)), err
	}
	return int64(binary.BigEndian.Uint32(p)), err
}

func (f *filmCleaner) places(table box) (rows, bool, error) {
	r, _, found, err := f.table(table, "stco", 8, 4)
	if found || err != nil {
		return r, false, err
	}
	r, _, found, err = f.table(table, "co64", 8, 8)
	if !found && err == nil {
		err = badFilm
	}
	return r, true, err
}

// sampleSizes gives the sizes one after the other.
type sampleSizes struct {
	rows    rows
	uniform int64 // size of every sample, or 0
	left    int64
}

func (f *filmCleaner) sizes(table box, handler string) (*sampleSizes, error) {
	r, head, found, err := f.table(table, "stsz", 12, 4)
	if err != nil || !found {
		return nil, firstOf(err, otherFilm)
	}
	s := &sampleSizes{rows: r, uniform: int64(binary.BigEndian.Uint32(head[4:])), left: int64(r.count)}
	if s.uniform != 0 && handler == "soun" {
		return s, f.uniformSound(table)
	}
	return s, nil
}

// uniformSound accepts one size for all samples only for codecs that mean bytes by it.
// QuickTime writes other things there for uncompressed sound.
func (f *filmCleaner) uniformSound(table box) error {
	b, found, err := f.child(table, "stsd")
	if err != nil || !found {
		return firstOf(err, badFilm)
	}
	return f.boxes(b.body+8, b.end, func(c box) error {
		if !slices.Contains([]string{"mp4a", "samr", "sawb", "ac-3", "ec-3", "Opus", "alac"}, c.kind) {
			return otherFilm
		}
		return nil
	})
}

// sum is the length of the next n samples.
func (s *sampleSizes) sum(n int64) (int64, error) {
	if n < 1 || n > s.left {
		return 0, badFilm
	}
	s.left -= n
	if s.uniform != 0 {
		return n * s.uniform, nil
	}
	var total int64
	for range n {
		size, err := s.rows.number(false)
		if err != nil {
			return 0, err
		}
		total += size
	}
	return total, nil
}

// chunkRuns says how many samples a chunk has; a row holds from its first chunk until the
// next row's.
type chunkRuns struct {
	rows        rows
	left        uint32
	next        int64 // the chunk from which nextSamples holds
	nextSamples int64
	samples     int64
	err         error
}

func (f *filmCleaner) runs(table box) (*chunkRuns, error) {
	r, _, found, err := f.table(table, "stsc", 8, 12)
	if err != nil || !found {
		return nil, firstOf(err, badFilm)
	}
	c := &chunkRuns{rows: r, left: r.count}
	c.read()
	return c, c.err
}

func (c *chunkRuns) read() {
	if c.next = 1 << 40; c.left == 0 || c.err != nil {
		return
	}
	c.left--
	var row [3]int64
	for i := range row {
		if row[i], c.err = c.rows.number(false); c.err != nil {
			return
		}
	}
	c.next, c.nextSamples = row[0], row[1]
}

// perChunk must be asked for each chunk in turn.
func (c *chunkRuns) perChunk(chunk uint32) int64 {
	if int64(chunk) == c.next {
		c.samples = c.nextSamples
		c.read()
	}
	return c.samples
}

// blankGaps zeroes what in the media boxes is neither picture nor sound, and refuses a
// film whose samples lie elsewhere.
func (f *filmCleaner) blankGaps() error {
	slices.SortFunc(f.samples, func(a, b extent) int { return cmp.Compare(a.from, b.from) })
	slices.SortFunc(f.media, func(a, b box) int { return cmp.Compare(a.body, b.body) })
	next := 0
	for _, m := range f.media {
		at := m.body
		for ; next < len(f.samples) && f.samples[next].from < m.end; next++ {
			s := f.samples[next]
			if s.from < m.body || s.to > m.end {
				return badFilm
			}
			f.gap(at, s.from)
			at = max(at, s.to)
		}
		f.gap(at, m.end)
	}
	if next != len(f.samples) {
		return badFilm
	}
	return nil
}

func (f *filmCleaner) gap(from, to int64) {
	if from < to {
		f.blank(from, to)
		f.remove("bytes that are neither picture nor sound")
	}
}
