package reading

import (
	"truce/tool/keep"
)

// act reports whether the reader may know of an act: the reader may see its subject in the
// compartment in which it is now, and in the one in which it was as known when the act was
// received. What a party wrote for itself alone stays with it when the party opens the subject
// later: the acts of then, with their disclosures, are not what was opened.
//
// Versions that were received at one moment are of one state, in the compartment that all of
// them add up to.
func (s shown) act(r keep.Reader, e keep.Entry) (bool, error) {
	current, err := r.CurrentRows(e.Subject)
	if err != nil {
		return false, err
	}
	now := false
	for _, row := range current {
		if !s.rows.Shows(row.Noun, row.Compartment) {
			continue
		}
		if !row.KnownFrom.After(e.Known) { // the same row, then and now
			return true, nil
		}
		now = true
	}
	if !now {
		return false, nil
	}
	then, err := r.RowsAsOf(e.Subject, e.Known)
	for _, row := range then {
		if s.rows.Shows(row.Noun, row.Compartment) {
			return true, err
		}
	}
	return len(then) == 0, err // it added up to nothing, in no compartment
}

// acts are those of the entries about one subject of which the reader may know.
func (s shown) acts(r keep.Reader, entries []keep.Entry) (may []keep.Entry, err error) {
	for _, e := range entries {
		visible, err := s.act(r, e)
		if err != nil {
			return nil, err
		}
		if visible {
			may = append(may, e)
		}
	}
	return may, nil
}
