package main

import (
	"bytes"
	"strings"
)

// scanned repairs what happens to a head that was scanned, mailed or typed: ends of lines of another kind, spaces
// at them, the end of the last line, an empty line that was lost. What is signed is then checked as it is.
func scanned(text []byte) []byte {
	var lines []string
	signatures := false
	for line := range strings.Lines(strings.TrimSpace(string(bytes.TrimPrefix(text, []byte("\ufeff"))))) {
		line = strings.TrimRight(line, " \t\r\n")
		if is := strings.HasPrefix(line, "\u2014 "); is && !signatures && len(lines) > 0 && lines[len(lines)-1] != "" {
			lines = append(lines, "")
			signatures = true
		} else {
			signatures = is
		}
		lines = append(lines, line)
	}
	return []byte(strings.Join(lines, "\n") + "\n")
}
