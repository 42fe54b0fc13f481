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

// Outcomes are those that bulletins tell by the rules of a number.
func Outcomes(rules int) []string { return outcomes(rules) }

// Program is one that has other rules than this one.
type Program struct{ rulebook }

// Later is a program that has one number more: by it bulletins have a section more, and another one says something else.
func Later() Program {
	all := every()
	for i, s := range all {
		if s.Name == "late" {
			all[i].Until = Rules
			s = part[string]{name: "late", from: s.From, make: func(*maker) string { return "said otherwise" }}.section()
			s.Since = Rules + 1
			all = append(all, s)
		}
	}
	more := part[map[string]Figure]{name: "more", from: From{Reports: nil}, make: func(m *maker) map[string]Figure {
		var b bag
		for _, r := range m.Reports {
			b.put(r.Subject, r.Before)
		}
		return map[string]Figure{"all": m.figure(b, RecordUnit)}
	}}.section()
	more.Since = Rules + 1
	return Program{rulebook{Rules + 1, append(all, more)}}
}

// Make is that of the program.
func (p Program) Make(c Closed, edition string) Bulletin { return p.make(c, edition) }

// Parse is that of the program.
func (p Program) Parse(text []byte) (Bulletin, error) { return p.parse(text) }

// ReadRows is that of the program.
func (p Program) ReadRows(text []byte) (Closed, error) { return p.readRows(text) }

// Hold is that of the program.
func (p Program) Hold(claimed Bulletin, folded Folded, kept *Closed) (Held, error) {
	return p.hold(claimed, folded, kept)
}
