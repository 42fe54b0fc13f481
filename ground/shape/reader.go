package shape

import "regexp"

// Reader reads many shapes. The same few dozen patterns stand in the tags of hundreds of members: they are
// compiled once. It is for one goroutine; the shapes are for all.
type Reader struct{ patterns map[string]*regexp.Regexp }

// NewReader makes a reader that has read nothing.
func NewReader() *Reader { return &Reader{map[string]*regexp.Regexp{}} }

// pattern compiles one (RE2 syntax), once.
func (r *Reader) pattern(text string) (*regexp.Regexp, error) {
	if known, is := r.patterns[text]; is {
		return known, nil
	}
	compiled, err := regexp.Compile(text)
	if err != nil {
		return nil, err
	}
	r.patterns[text] = compiled
	return compiled, nil
}
