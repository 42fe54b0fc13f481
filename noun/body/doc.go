// Package body is the noun of bodies that decide together: a joint commission, a monitoring centre.
// A body has seats by side, a mandate and a rule by which it decides. What a body is, its members
// sign: nothing that only one of them wrote down counts. How a body stands to something, each seat
// says itself, by answering a proposal with its own key; whether that suffices is reckoned here and
// never written by anybody.
package body

// Noun of this package.
const Noun = "body"
