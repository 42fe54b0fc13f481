package media

import (
	"io"
	"slices"
)

const (
	badFilm       = NotSafe("The film is damaged, so only the sealed original is kept.")
	otherFilm     = NotSafe("The film is of a rare kind that is not handled here, so only the sealed original is kept.")
	piecesFilm    = NotSafe("The film was recorded in pieces (fragments), which is not handled here, so only the sealed original is kept.")
	scatteredFilm = NotSafe("Part of the film lies in another file, so only the sealed original is kept.")
)

// filmCleaner finds what has to be overwritten. The working copy has the same length and
// the same places as the original: a box that is not needed becomes `free` of the same
// size, filled with zeros. So no offset inside the film has to change.
type filmCleaner struct {
	Cleaned
	src     io.ReaderAt
	size    int64
	count   int // boxes read
	edits   []edit
	media   []box    // the boxes that hold pictures and sound
	samples []extent // what in them is pictures and sound
	moov    bool
}

// edit overwrites one place: with these bytes, then zeros.
type edit struct {
	at, end int64
	bytes   string
}

// cleanFilm handles MP4, QuickTime and 3GPP. It knows which boxes are needed to play a
// film and overwrites all others, the times and names inside the needed ones, and the
// bytes among pictures and sound that belong to neither: dashboard cameras keep positions
// there. A film with a track of anything but pictures and sound gets no working copy.
func cleanFilm(dst io.Writer, src io.ReaderAt, size int64) (Cleaned, error) {
	f := &filmCleaner{Cleaned: Cleaned{Orientation: 1}, src: src, size: size}
	if err := f.plan(); err != nil {
		return Cleaned{}, endsEarly(err, badFilm)
	}
	if err := f.copy(dst); err != nil {
		return Cleaned{}, err
	}
	return f.Cleaned, nil
}

func (f *filmCleaner) plan() error {
	if err := f.boxes(0, f.size, f.top); err != nil {
		return err
	}
	if !f.moov || len(f.samples) == 0 {
		return badFilm
	}
	return f.blankGaps()
}

func (f *filmCleaner) top(b box) error {
	switch b.kind {
	case "ftyp":
	case "mdat":
		f.media = append(f.media, b)
	case "moov":
		if f.moov {
			return badFilm
		}
		f.moov = true
		return f.boxes(b.body, b.end, f.movie)
	case "moof", "mfra", "sidx", "styp":
		return piecesFilm
	default:
		f.free(b)
	}
	return nil
}

func (f *filmCleaner) movie(b box) error {
	switch b.kind {
	case "mvhd":
		return f.blankTimes(b)
	case "trak":
		return f.track(b)
	case "mvex":
		return piecesFilm
	case "cmov", "rmra":
		return otherFilm
	}
	f.free(b)
	return nil
}

// free turns a box into nothing of the same size.
func (f *filmCleaner) free(b box) {
	f.edits = append(f.edits, edit{b.at + 4, b.at + 8, "free"})
	f.blank(b.body, b.end)
	switch b.kind {
	case "free", "skip", "wide":
	case "udta":
		f.remove("user data (place, device, author)")
	case "meta", "ilst", "keys":
		f.remove("metadata")
	case "uuid":
		f.remove("data of the maker or XMP")
	case "trak":
		f.remove("empty track")
	default:
		f.remove("boxes that are not needed to play the film")
	}
}

func (f *filmCleaner) blank(from, to int64) {
	if from < to {
		f.edits = append(f.edits, edit{at: from, end: to})
	}
}

// blankTimes zeroes creation and modification time of mvhd, tkhd and mdhd (8.2.2.2, 8.3.2.2,
// 8.4.2.2): 32 bits each in version 0, 64 in version 1.
func (f *filmCleaner) blankTimes(b box) error {
	head, err := f.field(b, 24)
	if err != nil {
		return err
	}
	if head[0] > 1 {
		return otherFilm
	}
	f.blank(b.body+4, b.body+12+8*int64(head[0]))
	f.remove("times of recording")
	return nil
}

// copy writes the file with the edits applied.
func (f *filmCleaner) copy(dst io.Writer) error {
	slices.SortFunc(f.edits, func(a, b edit) int { return int(min(max(a.at-b.at, -1), 1)) })
	buf := make([]byte, copyBytes)
	var at int64
	for _, e := range append(f.edits, edit{at: f.size, end: f.size}) {
		if e.at < at || e.end > f.size {
			return badFilm
		}
		if _, err := io.CopyBuffer(dst, io.NewSectionReader(f.src, at, e.at-at), buf); err != nil {
			return err
		}
		if _, err := io.WriteString(dst, e.bytes); err != nil {
			return err
		}
		if err := writeZeros(dst, e.end-e.at-int64(len(e.bytes))); err != nil {
			return err
		}
		at = e.end
	}
	return nil
}

func writeZeros(dst io.Writer, n int64) error {
	zeros := make([]byte, min(n, copyBytes))
	for n > 0 {
		k := min(n, int64(len(zeros)))
		if _, err := dst.Write(zeros[:k]); err != nil {
			return err
		}
		n -= k
	}
	return nil
}
