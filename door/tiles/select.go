package tiles

import (
	"slices"

	"truce/office/reading"
	"truce/tool/query"
)

// selection says which spots one reader's question leaves.
type selection struct {
	among       [7][]bool // by numbers of words; nil: all
	from, until int64     // began in this half-open stretch, microseconds; 0: open
	counting    bool
	ids         map[int64]struct{} // nil: all
}

// The columns of selection.among.
const (
	byNoun = iota
	byCompartment
	byKind
	byStatus
	byParty
	byZone
)

func (s *spots) selection(of reading.Sight, ids map[int64]struct{}) *selection {
	f := of.Filter
	q := &selection{counting: f.Counted, ids: ids}
	for column, values := range [...][]string{of.Nouns, of.Compartments, f.Types, f.Statuses, f.Parties, f.Zones} {
		q.among[column] = s.words.among(values)
	}
	if !f.From.IsZero() {
		q.from = f.From.UnixMicro()
	}
	if !f.Until.IsZero() {
		q.until = f.Until.UnixMicro()
	}
	return q
}

// among marks the numbers of words; nil for no words, which asks for all.
func (w *words) among(values []string) []bool {
	if len(values) == 0 {
		return nil
	}
	marks := make([]bool, len(w.all))
	for n, word := range w.all {
		marks[n] = slices.Contains(values, word)
	}
	return marks
}

// byRow says whether rows are to be asked for in the store: the index does not know words
// and law.
func byRow(f query.Filter) bool {
	return f.Text != "" || f.Derived() || len(f.Subjects) > 0 || len(f.About) > 0 || f.Doubt != ""
}

func (q *selection) pass(p *spot) bool {
	switch {
	case !marked(q.among[byNoun], p.noun) || !marked(q.among[byCompartment], p.compartment),
		!marked(q.among[byKind], p.kind) || !marked(q.among[byStatus], p.status),
		!marked(q.among[byParty], p.party) || !marked(q.among[byZone], p.zone):
		return false
	case q.from != 0 && p.from < q.from || q.until != 0 && p.from >= q.until:
		return false
	case q.counting && !p.counts:
		return false
	}
	if q.ids == nil {
		return true
	}
	_, is := q.ids[p.id]
	return is
}

func marked(marks []bool, n uint16) bool { return marks == nil || int(n) < len(marks) && marks[n] }
