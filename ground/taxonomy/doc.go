// Package taxonomy holds the closed word lists of a mission: how something was
// seen, what happened, how sure we are, in the languages of package tongue. The
// lists are data, one file a list in data/, for a person to edit.
//
// A code never changes its meaning and never goes away, because acts that carry
// it cannot be rewritten. A code that should not be used any more is marked
// retired: it is still read and labelled, but not written.
//
// It is not a place for rules. What a means is worth, who may take a step, which
// weapon is heavy in which zone, is for the agreement and the nouns to say. Nor
// for parties: those are whom the agreements name (agreement.PartiesOf).
package taxonomy
