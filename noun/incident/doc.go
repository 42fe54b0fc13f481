// Package incident is the noun of what happened: reports, each one person's observation
// or allegation, and incidents, the files that gather reports.
//
// An observation and an allegation never mix: an incident counts them apart. Gathering is
// by links that can be undone; nothing is merged or deleted. Whether an incident broke a
// rule is not said here but by package law.
//
// What verifiers establish, what bodies find, what parties say, and who is said to have
// done it stand beside each other in the file: none overwrites another. What a party
// publishes as its count for a day is a tally, a claim that changes no count of ours.
// How monitors were kept from seeing is a restriction.
package incident

// Nouns of this package.
const (
	ReportNoun      = "report"
	IncidentNoun    = "incident"
	TallyNoun       = "tally"
	RestrictionNoun = "restriction"
)
