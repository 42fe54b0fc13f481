// Package agreement is the noun of what was agreed: one agreement, several versions of
// its text side by side (drafts, reports about a text, the text that was signed), what
// delegations say about each clause, who signed, and from when it binds whom.
//
// "The agreement says" is always "this version, this clause, says". Everything that
// follows from a version, when it enters into force, when a duty is due, whom it binds,
// is computed from its clauses and from recorded acts; nobody can declare it. A party
// speaks for itself only; that something happened is the mission's to record.
//
// It knows of no particular conflict: an agreement is a file (Parse). It does not judge
// incidents: it checks that prohibitions compile (Compile), and package law runs them.
package agreement

// Noun of this package, as in "agreement/syria-2017".
const Noun = "agreement"
