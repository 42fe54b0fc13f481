// Package exercise plays a scenario, a folder of data, into an office: a small mission to
// try everything on. A folder holds
//
//	exercise.json      the office: its name, its register, the time zone of its civil day, who founded it and when
//	people.json        organisations, and people with their roles
//	agreement/*.json   versions of the agreement, as package agreement reads them
//	zones, lines       geometry, each file an RFC 7946 Feature
//	files              evidence, drawn by a program
//	acts/*.json        the acts, in the clear, as a person would write them
//	guide.txt          what to try, as a template
//	attacks.json       what the owner of an office might do to it, to be tried on a copy; may be absent
//	tour.json          the first steps at the desk: who, where, what to try; may be absent
//
// Load signs the acts with fresh keys and hands them to the office through its one way in,
// so that an exercise obeys every rule that a real mission does. Another ceasefire is
// another folder.
package exercise
