package register

import (
	"golang.org/x/mod/sumdb/tlog"
)

// Verdict says how two views of one register relate.
type Verdict string

const (
	// Same: the same entries.
	Same Verdict = "same"
	// Behind: one view has only the first entries of the other. A delay, and no fault.
	Behind Verdict = "behind"
	// Forked: the register signed two histories. No delay explains it.
	Forked Verdict = "forked"
)

// Comparison is how two views of one register relate.
type Comparison struct {
	Verdict Verdict
	// A and B are the signed heads of the two views. When forked they are evidence, to be kept.
	A, B SignedHead
	// BehindBy is how many entries the shorter view lacks.
	BehindBy int64
	// Fork is set when forked.
	Fork *Fork
}

// Fork is the proof that a register signed two histories, which anyone can check with its public key alone.
type Fork struct {
	// Index is the first position at which they differ.
	Index int64
	// A and B are the leaf hashes at that position in the two views.
	A, B tlog.Hash
	// ReceiptA and ReceiptB show that each was signed for.
	ReceiptA, ReceiptB Receipt
}
