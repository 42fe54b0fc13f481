// Package exercise is a small mission to try everything on: the reference case of Syria
// 2017 with its published facts, and around them people, posts, reports and incidents
// that we made up. Every one of them is marked as an exercise.
//
// The acts stand in the folder acts as a person would write them, in the clear. Load signs
// them with fresh keys and hands them to an office through its one way in, so that the
// exercise obeys every rule that a real mission does.
//
// It is not a source about the war: only the two parties' counts of 7 May 2017, the mortar
// fire near Zellaqiyat of that day, and the numbers and dates of the posts are facts.
package exercise
