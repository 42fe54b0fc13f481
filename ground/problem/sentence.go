package problem

import (
	"strings"

	"golang.org/x/text/language"
)

// missing stands where a parameter was not given. A test of the package that
// makes the problem should look for it.
const missing = "—"

// Sentence says what is wrong, in the first of the reader's languages that we
// have, in English if we have none. It never tells the cause.
func (p *Problem) Sentence(readers ...language.Tag) string {
	c := catalogueFor(readers)
	return p.fill(c, c.entry(p.Key).Sentence)
}

// Remedy says what the person can do now, in the same language as Sentence.
func (p *Problem) Remedy(readers ...language.Tag) string {
	c := catalogueFor(readers)
	return p.fill(c, c.entry(p.Key).Remedy)
}

// fill replaces each {name} once, from left to right: braces inside a
// parameter are never read as a placeholder.
func (p *Problem) fill(c *catalogue, sentence string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(sentence, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		var name string
		name, sentence, _ = strings.Cut(rest, "}")
		b.WriteString(p.parameter(c, name))
	}
}

func (p *Problem) parameter(c *catalogue, name string) string {
	if name == "where" && p.Where != "" {
		return isolate(shown(p.Where), c.rightToLeft)
	}
	value, given := p.Params[name]
	if !given {
		return missing
	}
	if r, ok := value.(Reason); ok {
		return c.Reasons[r.String()]
	}
	return isolate(text(value), c.rightToLeft)
}
