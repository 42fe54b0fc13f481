package bulletin

import (
	"html/template"
	"regexp"
	"slices"
	"strings"
)

// Changes are what this correction changed, as the sections say it: the lines and sentences that are no longer
// there, and those that are there now, in the words of their tables. What an agreement was worth is told as figures
// are, and so is what a drawing shows. A sentence says so if nothing that is read changed.
func (p *page) Changes() []block {
	if p.Header.Correction == 0 || p.Issued == nil || p.Issued.Was == nil {
		return nil
	}
	before := *p
	before.Bulletin = *p.Issued.Was
	before.watch = Content[[]Watch](before.Bulletin, "coverage")
	var all []block
	for _, s := range p.sections {
		if s.Name == correctionsName {
			continue // it grows with each of them
		}
		for i, b := range differing(before.section(s.Name), p.section(s.Name), p) {
			if i == 0 {
				b.Title = joined(p.word(s.Name), b.Title)
			}
			all = append(all, b)
		}
	}
	if len(all) == 0 {
		return []block{p.none("none-changed")}
	}
	return all
}

// section is a section as it is read, by the rules of this very bulletin; nothing if they have none of that name.
func (p *page) section(name string) []block {
	for _, s := range p.sections {
		if s.Name == name {
			return p.blocks(s)
		}
	}
	return nil
}

// differing are the blocks of a section in which it is not as it was, with only what differs in them.
func differing(was, is []block, p *page) (all []block) {
	gone, come := sentences(was), sentences(is)
	for _, text := range without(gone, come) {
		all = append(all, block{Text: "<b>" + p.word("was") + ":</b> " + text})
	}
	for _, text := range without(come, gone) {
		all = append(all, block{Text: "<b>" + p.word("is") + ":</b> " + text})
	}
	all = append(all, redrawn(was, is, p)...)
	for _, pair := range paired(was, is) {
		if b := pair.differing(p); len(b.Lines) > 0 {
			all = append(all, b)
		}
	}
	return all
}

func sentences(blocks []block) (all []string) {
	for _, b := range blocks {
		if b.Text != "" {
			all = append(all, unmarked(b.Text))
		}
	}
	return all
}

// pair is a table as it was and as it is; one that is not there has no lines.
type pair struct{ was, is block }

// paired finds tables again by their title and heads.
func paired(was, is []block) (all []pair) {
	tables := func(of []block) []block {
		return slices.DeleteFunc(slices.Clone(of), func(b block) bool { return len(b.Heads) == 0 })
	}
	left := tables(was)
	for _, b := range tables(is) {
		i := slices.IndexFunc(left, func(o block) bool { return o.name() == b.name() })
		if i < 0 {
			all = append(all, pair{block{Title: b.Title, Heads: b.Heads}, b})
			continue
		}
		all = append(all, pair{left[i], b})
		left = slices.Delete(left, i, i+1)
	}
	for _, b := range left {
		all = append(all, pair{b, block{Title: b.Title, Heads: b.Heads}})
	}
	return all
}

func (b block) name() string { return string(b.Title) + "\n" + tableLine{Cells: b.Heads}.text() }

// differing is the table with the lines in which it is not as it was, each line that is gone before what stands
// in its place.
func (t pair) differing(p *page) block {
	b := block{Title: t.is.Title, Heads: append([]cell{{}}, t.is.Heads...)}
	gone, come := linesWithout(t.was.Lines, t.is.Lines), linesWithout(t.is.Lines, t.was.Lines)
	for _, line := range gone {
		b.Lines = append(b.Lines, line.after(p.word("was")))
		for i := slices.IndexFunc(come, line.replacedBy); i >= 0; i = slices.IndexFunc(come, line.replacedBy) {
			b.Lines = append(b.Lines, come[i].after(p.word("is")))
			come = slices.Delete(come, i, i+1)
		}
	}
	for _, line := range come {
		b.Lines = append(b.Lines, line.after(p.word("is")))
	}
	return b
}

func linesWithout(lines, others []tableLine) []tableLine {
	texts := make([]string, len(others))
	for i, l := range others {
		texts[i] = l.text()
	}
	return slices.DeleteFunc(slices.Clone(lines), func(l tableLine) bool { return slices.Contains(texts, l.text()) })
}

func without(texts, others []string) (all []template.HTML) {
	for _, text := range texts {
		if !slices.Contains(others, text) {
			all = append(all, template.HTML(text))
		}
	}
	return all
}

// text is what is read of a line.
func (l tableLine) text() string {
	var all strings.Builder
	for _, c := range l.Cells {
		all.WriteString(unmarked(c.Text) + "\n")
	}
	return all.String()
}

// replacedBy reports whether another line speaks of the same.
func (l tableLine) replacedBy(other tableLine) bool {
	return len(other.Cells) > 0 && unmarked(l.Cells[0].Text) == unmarked(other.Cells[0].Text)
}

// after is the line behind a word. It opens no records: those of what was are not in this bulletin.
func (l tableLine) after(word template.HTML) tableLine {
	cells := []cell{{Text: word}}
	for _, c := range l.Cells {
		cells = append(cells, cell{c.Number, template.HTML(unmarked(c.Text))})
	}
	return tableLine{Cells: cells}
}

func joined(section, title template.HTML) template.HTML {
	if title == "" {
		return section
	}
	return section + " · " + title
}

// marks are what the desk finds records by. They hold digests, which differ with every entry of the register
// though nothing that is read does.
var marks = regexp.MustCompile(` data-figure="[0-9a-f]*"`)

func unmarked(text template.HTML) string { return marks.ReplaceAllString(string(text), "") }
