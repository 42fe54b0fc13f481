package bulletin

import (
	"cmp"
	"slices"
	"strings"

	"truce/ground/taxonomy"
)

// OwnWord is a word of the office's own, as it was called when the bulletin was made: a reader far from
// the office has its lists, and not its words.
type OwnWord struct {
	List   string `json:"list"`
	Code   string `json:"code"`
	Labels []Text `json:"labels"`
}

// words are all the office's own words of lists that a page reads, whether or not a row has one: so they do
// not depend on what a copy withholds.
func (c *counting) words() {
	for _, w := range c.in.Words {
		if list := taxonomy.Name(w.List); list != taxonomy.Event && list != taxonomy.CountingUnit {
			continue
		}
		own := OwnWord{List: w.List, Code: w.Code}
		for _, l := range w.Labels {
			own.Labels = append(own.Labels, Text{l.Language, l.Text})
		}
		c.rows.Words = append(c.rows.Words, own)
	}
	slices.SortFunc(c.rows.Words, func(a, b OwnWord) int {
		return cmp.Or(strings.Compare(a.List, b.List), strings.Compare(a.Code, b.Code))
	})
}

// ownLabel is what the office calls a word of its own.
func (r reader) ownLabel(list taxonomy.Name, code string) (string, bool) {
	for _, w := range r.own {
		if w.List == string(list) && w.Code == code {
			return r.text(w.Labels), true
		}
	}
	return "", false
}
