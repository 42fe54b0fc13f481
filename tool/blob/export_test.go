package blob

import "io"

// Before runs f ahead of each later step on the disk.
func (s *Store) Before(f func(step string) error) { s.disk.before = f }

// Cleaned is what a cleaner answers.
type Cleaned struct {
	Removed     []string
	Orientation int
}

// Clean runs the cleaner for these bytes, as Finish does; the sentence is empty if the
// working copy is good.
func Clean(dst io.Writer, src io.ReaderAt, size int64) (Cleaned, string, error) {
	sniffed, err := sniff(src)
	if err != nil {
		return Cleaned{}, "", err
	}
	mediaType, _ := settleType(unknownType, sniffed)
	clean, reason := cleanerFor(mediaType, sniffed, false)
	if clean == nil {
		return Cleaned{}, reason, nil
	}
	c, err := clean(dst, src, size)
	if reason, ok := err.(notSafe); ok {
		return Cleaned{}, string(reason), nil
	}
	return Cleaned{c.removed, c.orientation}, "", err
}
