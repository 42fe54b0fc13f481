package register

import (
	"time"

	"golang.org/x/mod/sumdb/note"
)

// Options of [Check].
type Options struct {
	// Verifier is the public key of the register, known from elsewhere. Required.
	Verifier note.Verifier
	// Remembered are signed heads of this register seen earlier. The copy must extend each, so a history
	// that was rewritten and signed again is found. Not in any order.
	Remembered [][]byte
	// Entry, if set, checks what an entry says. It is called from several goroutines at once, in no
	// order; an error is a finding about the entry.
	Entry func(index int64, e Entry) error
	// Progress, if set, is told now and then how many of the entries are done.
	Progress func(done, total int64)
}

// Problem is something wrong with a copy of a register.
type Problem struct {
	// First and Last are the positions of the entries, from 0, of which at least one is bad. They are
	// the same if it is known which one.
	First, Last int64
	// Path is the file in which it shows, if it shows in one.
	Path string
	// What is wrong, in a sentence.
	What string
}

// Duplicate is one act that stands twice in a register.
type Duplicate struct {
	First, Again int64
}

// Report is what [Check] found.
type Report struct {
	Head SignedHead
	// From and Until are the received times of the first and the last entry, by the office's clock.
	From, Until time.Time
	// Problem is the first thing wrong, by position; nil if the copy is intact: every entry is as signed.
	Problem *Problem
	// Duplicates are acts with the same signing input, in the order of the second one.
	Duplicates []Duplicate
}
