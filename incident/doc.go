// Package incident is the noun of what happened: reports, each one person's observation
// or allegation, and incidents, the files that gather reports.
//
// An observation and an allegation never mix: an incident counts them apart. Gathering is
// by links that can be undone; nothing is merged or deleted. Whether an incident broke a
// rule is not said here but by package law.
package incident

// Nouns of this package.
const (
	ReportNoun   = "report"
	IncidentNoun = "incident"
)
