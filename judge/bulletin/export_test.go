package bulletin

import (
	"strings"
)

// Words are all words of a language.
func Words(lang string) map[string]string { return texts()[lang] }

// Digits are those in which a language is read.
func Digits(lang, text string) string { return readerOf(lang).digits(text) }

// MarkOf is how the page marks a figure.
func MarkOf(f Figure) string { return f.mark() }

// FiguresOf are the figures of a section by their paths.
func FiguresOf(b Bulletin, section string) map[string]Figure {
	all := map[string]Figure{}
	figures, _, err := b.flat()
	if err != nil {
		panic(err)
	}
	for _, line := range figures.lines {
		path := strings.Join([]string{line[0], line[1], line[2]}, "/")
		if line[1] == "" {
			path = line[0] + "/" + line[2]
		}
		if line[0] == section {
			all[path], _ = b.Figure(path)
		}
	}
	return all
}
