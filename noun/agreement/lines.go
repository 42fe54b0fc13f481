package agreement

import (
	"bytes"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// lines tells on which line of a file each JSON value begins.
type lines map[jsontext.Pointer]int

// maxDepth bounds what is kept for a value: its pointer grows with its depth. No agreement
// is as deep.
const maxDepth = 24

// readLines walks the file once, as far as it is JSON.
func readLines(data []byte) (lines, error) {
	found := lines{"": 1}
	d := jsontext.NewDecoder(bytes.NewReader(data))
	line, done := 1, 0
	for {
		token, err := d.ReadToken()
		if err != nil {
			return found, err
		}
		if d.StackDepth() > maxDepth {
			return found, &jsontext.SyntacticError{ByteOffset: d.InputOffset(), Err: errTooDeep}
		}
		end := int(d.InputOffset())
		line += bytes.Count(data[done:end], []byte{'\n'})
		done = end
		if kind := token.Kind(); kind == '}' || kind == ']' {
			if d.StackDepth() == 0 {
				return found, trailing(d)
			}
			continue
		}
		at := d.StackPointer()
		if _, known := found[at]; !known { // a member's name comes first, its value may be lower
			found[at] = line
		}
		if d.StackDepth() == 0 {
			return found, trailing(d)
		}
	}
}

func trailing(d *jsontext.Decoder) error {
	_, err := d.ReadToken()
	if err == nil {
		return &jsontext.SyntacticError{ByteOffset: d.InputOffset(), Err: errTrailing}
	}
	return nil
}

// of answers the line of a place or, if it is not there, of what it would be in.
func (l lines) of(pointer string) int {
	for {
		if line, is := l[jsontext.Pointer(pointer)]; is {
			return line
		}
		pointer = pointer[:strings.LastIndexByte(pointer, '/')]
	}
}

func lineAt(data []byte, offset int64) int {
	return 1 + bytes.Count(data[:min(int(offset), len(data))], []byte{'\n'})
}
