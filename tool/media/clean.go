package media

import (
	"bufio"
	"fmt"
	"io"
	"slices"
)

// Cleaner writes src without metadata to dst. It keeps what it knows to be needed and
// drops everything else. If it is not certain of the result it answers NotSafe, and what
// it wrote is to be thrown away. Other errors are those of src and dst.
type Cleaner func(dst io.Writer, src io.ReaderAt, size int64) (Cleaned, error)

// Cleaned is what a cleaner found.
type Cleaned struct {
	Removed     []string // sorts of things that are not in the copy, each once
	Orientation int      // of Exif, 1 to 8: how the picture is to be turned; 1 is as it is
}

// remove notes a sort of thing once.
func (c *Cleaned) remove(what string) {
	if !slices.Contains(c.Removed, what) {
		c.Removed = append(c.Removed, what)
	}
}

// NotSafe is the sentence that says why no copy was made.
type NotSafe string

func (n NotSafe) Error() string { return string(n) }

func notSafef(format string, args ...any) error { return NotSafe(fmt.Sprintf(format, args...)) }

// copyBytes is how much is read and written at once.
const copyBytes = 256 << 10

// Cleaner is picked by what the bytes are, never by the claim alone; the error is NotSafe.
// A text is copied as it is, if its sender says that it names and places nobody.
func (t Type) Cleaner(nothingPersonal bool) (Cleaner, error) {
	switch t.sniffed {
	case "image/jpeg":
		return cleanJPEG, nil
	case "image/png":
		return cleanPNG, nil
	case "video/mp4", "video/quicktime", "video/3gpp":
		return cleanFilm, nil
	case textType:
		return textCleaner(t.Name, nothingPersonal)
	}
	return nil, notSafef("Metadata cannot be taken out of %s safely here, so only the sealed original is kept.", t.Name)
}

func textCleaner(mediaType string, nothingPersonal bool) (Cleaner, error) {
	if !slices.Contains([]string{textType, "text/csv", "application/json", "application/xml", "text/xml"}, mediaType) {
		return nil, notSafef("Text of the type %s is not shown as it is, so only the sealed original is kept.", mediaType)
	}
	if !nothingPersonal {
		return nil, NotSafe("Its sender did not say that this text names and places nobody, so only the sealed original is kept.")
	}
	return copyText, nil
}

// copyText copies UTF-8 text as it is.
func copyText(dst io.Writer, src io.ReaderAt, size int64) (Cleaned, error) {
	r := bufio.NewReaderSize(io.NewSectionReader(src, 0, size), copyBytes)
	w := bufio.NewWriterSize(dst, copyBytes)
	for {
		c, n, err := r.ReadRune()
		if err == io.EOF {
			return Cleaned{Orientation: 1}, w.Flush()
		}
		if err != nil {
			return Cleaned{}, err
		}
		if c == '\uFFFD' && n == 1 || isControl(c) {
			return Cleaned{}, NotSafe("It was sent as text, but is not UTF-8 text throughout, so only the sealed original is kept.")
		}
		if _, err := w.WriteRune(c); err != nil {
			return Cleaned{}, err
		}
	}
}
