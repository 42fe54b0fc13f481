package blob

import (
	"bufio"
	"fmt"
	"io"
	"slices"
)

// cleaner writes src without metadata to dst. It keeps what it knows to be needed and
// drops everything else. If it is not certain of the result it answers notSafe, and what
// it wrote is thrown away.
type cleaner func(dst io.Writer, src io.ReaderAt, size int64) (cleaned, error)

// cleaned is what a cleaner found.
type cleaned struct {
	removed     []string
	orientation int
}

// remove notes a sort of thing once.
func (c *cleaned) remove(what string) {
	if !slices.Contains(c.removed, what) {
		c.removed = append(c.removed, what)
	}
}

// notSafe is the sentence that says why no working copy was made.
type notSafe string

func (n notSafe) Error() string { return string(n) }

func notSafef(format string, args ...any) error { return notSafe(fmt.Sprintf(format, args...)) }

// cleanerFor picks by what the bytes are, never by the claim alone.
func cleanerFor(mediaType, sniffed string, nothingPersonal bool) (cleaner, string) {
	switch sniffed {
	case "image/jpeg":
		return cleanJPEG, ""
	case "image/png":
		return cleanPNG, ""
	case "video/mp4", "video/quicktime", "video/3gpp":
		return cleanFilm, ""
	case textType:
		return textCleaner(mediaType, nothingPersonal)
	}
	return nil, fmt.Sprintf("Metadata cannot be taken out of %s safely here, so only the sealed original is kept.", mediaType)
}

func textCleaner(mediaType string, nothingPersonal bool) (cleaner, string) {
	if !slices.Contains([]string{textType, "text/csv", "application/json", "application/xml", "text/xml"}, mediaType) {
		return nil, fmt.Sprintf("Text of the type %s is not shown as it is, so only the sealed original is kept.", mediaType)
	}
	if !nothingPersonal {
		return nil, "Its sender did not say that this text names and places nobody, so only the sealed original is kept."
	}
	return copyText, ""
}

// copyText copies UTF-8 text as it is.
func copyText(dst io.Writer, src io.ReaderAt, size int64) (cleaned, error) {
	r := bufio.NewReaderSize(io.NewSectionReader(src, 0, size), copyBytes)
	w := bufio.NewWriterSize(dst, copyBytes)
	for {
		c, n, err := r.ReadRune()
		if err == io.EOF {
			return cleaned{orientation: 1}, w.Flush()
		}
		if err != nil {
			return cleaned{}, err
		}
		if c == '\uFFFD' && n == 1 || isControl(c) {
			return cleaned{}, notSafe("It was sent as text, but is not UTF-8 text throughout, so only the sealed original is kept.")
		}
		if _, err := w.WriteRune(c); err != nil {
			return cleaned{}, err
		}
	}
}
