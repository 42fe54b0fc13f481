package bulletin

import (
	"errors"
	"maps"
	"strings"
)

// ErrNotItsRows says that rows are not those that a bulletin was made from.
var ErrNotItsRows = errors.New("these are not the rows that the bulletin was made from: their digest is another one")

// Folded is what folding a copy of the register gives for a bulletin.
type Folded struct {
	Rows       Rows
	Unreckoned []Unreckoned // records of which the copy does not tell enough
}

// Held is what came of holding a bulletin to a copy of the register.
type Held struct {
	Differences []Difference // of figures and other statements, in the order of the sections
	Rows        []Difference // of the rows that it was made from, if they were kept, to those that folding gives
	FromRows    bool         // the figures were made from the rows that were kept
}

// Hold holds a bulletin to what folding a copy gives, and to the rows that it was made from if
// those were kept. With them its figures are made from them, which no later meaning touches,
// and rows that fold otherwise by now are a finding of their own. Without them the figures are
// made from what folding gives.
//
// What differs is wrong, unless the copy withholds members that decide it, or this program has
// another meaning of a noun that it was counted from. Whether such a meaning may be believed is
// for whoever knows who signed the bulletin: here it is what the bulletin says.
func Hold(claimed Bulletin, folded Folded, kept *Closed) (h Held, err error) {
	return own().hold(claimed, folded, kept)
}

func (by rulebook) hold(claimed Bulletin, folded Folded, kept *Closed) (h Held, err error) {
	if kept != nil {
		h, err = by.holdToRows(claimed, folded, *kept)
	} else {
		h, err = by.holdToFolded(claimed, folded)
	}
	if claimed.Header.Meaning() == NoMeaning {
		h.foldsDiffer(claimed.Header, Folds(claimed.Header.Rules))
	}
	return h, err
}

func (by rulebook) holdToFolded(claimed Bulletin, folded Folded) (h Held, err error) {
	again, err := folded.Rows.Close()
	if err != nil {
		return h, err
	}
	h.Differences, err = Compare(claimed, by.make(again, claimed.Header.Edition), claimed.NotReckoned(folded.Unreckoned))
	if err != nil {
		return h, err
	}
	changed := claimed.Header.changed()
	refold(h.Differences, func(at string) bool { return claimed.explainedFigure(at, changed) })
	return h, h.holdDigest(claimed.Header, folded)
}

func (by rulebook) holdToRows(claimed Bulletin, folded Folded, kept Closed) (h Held, err error) {
	if kept.Digest != claimed.Header.Rows {
		return h, ErrNotItsRows
	}
	h.FromRows = true
	if h.Differences, err = Compare(claimed, by.make(kept, claimed.Header.Edition), nil); err != nil {
		return h, err
	}
	if !maps.Equal(kept.Folds, claimed.Header.Folds) {
		h.foldsDiffer(claimed.Header, kept.Folds)
	}
	if h.Rows, err = CompareRows(kept.Rows, folded.Rows, folded.Unreckoned); err != nil {
		return h, err
	}
	changed := claimed.Header.changed()
	refold(h.Rows, func(at string) bool {
		table, _, _ := strings.Cut(at, "/")
		return explained(Table(table), changed)
	})
	return h, nil
}

// foldsDiffer says that the folds that a bulletin names cannot be those it was counted by.
func (h *Held) foldsDiffer(claimed Header, are map[string]int) {
	h.Differences = append(h.Differences, Difference{"header/folds", written(claimed.Folds), written(are), Wrong})
}

// holdDigest holds the digest of rows that are not at hand to those that folding gives, as if
// they had been folded by the meanings that the bulletin names.
func (h *Held) holdDigest(claimed Header, folded Folded) error {
	folded.Rows.Folds = claimed.Folds
	again, err := folded.Rows.Close()
	if err != nil || again.Digest == claimed.Rows {
		return err
	}
	d := Difference{"header/rows", claimed.Rows, again.Digest, Wrong}
	switch {
	case len(folded.Unreckoned) > 0 || folded.Rows.Blind == "": // which was drawn for the bulletin, and is withheld from this reader
		d.Verdict = Undecided
	case len(claimed.changed()) > 0:
		d.Verdict = Refolded
	}
	h.Differences = append(h.Differences, d)
	return nil
}

// refold takes back the verdict on what another meaning explains.
func refold(all []Difference, explained func(path string) bool) {
	for i := range all {
		if all[i].Verdict == Wrong && explained(all[i].Path) {
			all[i].Verdict = Refolded
		}
	}
}
