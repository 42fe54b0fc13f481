package bulletin

import "html/template"

// block is a part of a section on the page: a sentence, a table or a drawing.
type block struct {
	Title   template.HTML // above it
	Class   string        // of the sentence: note, or none for what stands instead of a table
	Text    template.HTML
	Heads   []cell
	Lines   []tableLine
	Drawing template.HTML
	Drawn   []drawnThing // what the drawing shows, to be held against an earlier one
}

// cell is one cell of a table; those of numbers are aligned.
type cell struct {
	Number bool
	Text   template.HTML
}

// tableLine is one line of a table. Its class is sum, sub or none.
type tableLine struct {
	Class string
	Cells []cell
}

// column is one column of a table whose lines are made from values of type R.
type column[R any] struct {
	head   template.HTML
	number bool
	cell   func(R) template.HTML
}

func tableOf[R any](rows []R, columns ...column[R]) (b block) {
	for _, c := range columns {
		b.Heads = append(b.Heads, cell{c.number, c.head})
	}
	for _, r := range rows {
		var l tableLine
		for _, c := range columns {
			l.Cells = append(l.Cells, cell{c.number, c.cell(r)})
		}
		b.Lines = append(b.Lines, l)
	}
	return b
}

// sum puts a line under a table that adds it up.
func (b block) sum(texts ...template.HTML) block {
	l := tableLine{Class: "sum"}
	for i, text := range texts {
		l.Cells = append(l.Cells, cell{b.Heads[i].Number, text})
	}
	b.Lines = append(b.Lines, l)
	return b
}

func (p *page) note(key string) block { return block{Class: "note", Text: p.word(key)} }
func (p *page) none(key string) block { return block{Class: "none", Text: p.word(key)} }

func (p *page) noteWith(key string, n int) block {
	return block{Class: "note", Text: esc(p.with(key, n))}
}
func (p *page) noneWith(key string, n int) block {
	return block{Class: "none", Text: esc(p.with(key, n))}
}
