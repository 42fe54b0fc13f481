package bulletin

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// ErrNotItsRows says that rows are not those that a bulletin was made from.
var ErrNotItsRows = errors.New("these are not the rows that the bulletin was made from: their digest is another one")

// Folded is what folding a copy of the register gives for a bulletin.
type Folded struct {
	Rows     Rows
	Doubtful []Doubtful // records of which the copy does not tell enough
}

// Held is what came of holding a bulletin to a copy of the register.
type Held struct {
	Differences []Difference // of figures and other statements, in the order of the sections
	Rows        []Difference // of the rows that it was made from, if they were kept, to those that folding gives
	FromRows    bool         // the figures were made from the rows that were kept
}

// Hold holds a bulletin to what folding a copy gives, and to the rows that it was made from if
// those were kept. With them its figures are made from them, which no later meaning touches,
// and rows that fold otherwise by now are a finding of their own. Without them figures that
// differ are called wrong only if this program folds by the meanings by which the bulletin was
// counted.
func Hold(claimed Bulletin, folded Folded, kept *Closed) (h Held, err error) {
	if kept != nil {
		return holdToRows(claimed, folded, *kept)
	}
	again, err := folded.Rows.Close()
	if err != nil {
		return h, err
	}
	h.Differences, err = Compare(claimed, Make(again, claimed.Header.Edition), Doubts(folded.Doubtful))
	if err != nil {
		return h, err
	}
	if !claimed.Header.sameMeaning() {
		refold(h.Differences)
	}
	return h, h.holdDigest(claimed.Header, folded)
}

func holdToRows(claimed Bulletin, folded Folded, kept Closed) (h Held, err error) {
	if kept.Digest != claimed.Header.Rows {
		return h, ErrNotItsRows
	}
	h.FromRows = true
	if h.Differences, err = Compare(claimed, Make(kept, claimed.Header.Edition), nil); err != nil {
		return h, err
	}
	h.Rows, err = CompareRows(kept.Rows, folded.Rows)
	switch {
	case !claimed.Header.sameMeaning():
		refold(h.Rows)
	case len(folded.Doubtful) > 0:
		for i := range h.Rows {
			h.Rows[i].Verdict = Undecided
		}
	}
	return h, err
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
	case len(folded.Doubtful) > 0:
		d.Verdict = Undecided
	case !claimed.sameMeaning():
		d.Verdict = Refolded
	}
	h.Differences = append(h.Differences, d)
	return nil
}

// refold takes back the verdict on what this program folds by other meanings.
func refold(all []Difference) {
	for i := range all {
		if all[i].Verdict == Wrong {
			all[i].Verdict = Refolded
		}
	}
}

func (h Header) sameMeaning() bool { return maps.Equal(h.Folds, Folds()) }

// OtherMeanings names the nouns whose meaning is another in this program than by which the
// bulletin was counted, such as "incident 1, here 2".
func (h Header) OtherMeanings() []string {
	here := Folds()
	var all []string
	for _, noun := range slices.Sorted(maps.Keys(merged(h.Folds, here))) {
		if h.Folds[noun] != here[noun] {
			all = append(all, fmt.Sprintf("%s %d, here %d", noun, h.Folds[noun], here[noun]))
		}
	}
	return all
}

func merged(a, b map[string]int) map[string]int {
	all := maps.Clone(a)
	if all == nil {
		all = map[string]int{}
	}
	maps.Copy(all, b)
	return all
}
