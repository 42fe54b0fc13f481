// Package gazetteer is the noun of places with codes: what a gazetteer lists, under which
// names, and what people on the line call them.
//
// A name that somebody wrote or heard is resolved here: to one place code, or to several
// candidates of which a person chooses, reading the name and the district back. It is
// never guessed. Spellings differ by hamza, article, doubled letters, vowels and the
// writer's way of putting Arabic into Latin letters; what differs by more is not the same
// name, and a place far from where the speaker says he is is not the same place.
//
// Everything here is public reference data: no facility and no person is a place.
package gazetteer

// Noun of this package.
const Noun = "place"
