// Package bulletin makes a mission's regular product: what was alleged, observed and found
// in a day or a week, where, by whom it is said to have been done, what the parties count,
// who suffered, what kept the mission from seeing, and which deadlines come.
//
// Making is pure, in two steps. Count reads what the office knew at one moment and says what
// each record counts as: Rows, which are closed and kept. Make makes both editions from rows
// alone, by Rules that have a number: the same rows give the same bytes, on any machine and
// whatever acts come to mean later. The moment is named by the size and the root of each
// register that it rests on; so anybody who has a copy makes the bulletin again and compares
// (Hold). Every figure carries its counting unit and the records behind it: their ids in the
// mission's edition, their number and a digest in the public one. What is counted in two units
// is never added, and a place that nobody watched has no number: not observed is not zero.
//
// The sections are always the same, in the same order, and say so when they are empty. JSON is
// the bulletin itself (RFC 8785, so that its digest does not depend on who writes it); HTML
// and CSV are ways to read it, made from the JSON alone.
//
// It knows no law and no database: how places lie to zones comes in with the Input.
package bulletin
