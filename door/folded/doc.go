// Package folded lets a reader ask a copy of a register on a machine of his own: the copy is checked, what its acts add
// up to is folded as the office folded it, and the result is opened as an office that is asked only. So lists, counts,
// bulletins and the desk answer by the same code here and there, and whoever trusts nobody reads nothing that he has not
// checked himself.
//
// What is folded is kept in a folder, for one state of the copy: its files are read again each time,
// and if one byte of them is another, or of what was folded, all is checked and folded anew (seal.go). Of a copy that does not check nothing is folded.
// Nothing is written into the copy.
//
// The reader's rights are those for whom the copy was made. What the copy withholds leaves its members empty; whatever
// that may change is told as open, never as absent (office.Withheld).
package folded
