// Package publication is the noun of what an office publishes: bulletins, each with the
// point of the register that it was made from and the digests of its editions, and numbered
// corrections to them.
//
// It keeps no figures. Package bulletin makes those again from the register, as known then,
// and whoever has a copy of the register compares. A published bulletin is never changed: a
// correction is a notice of its own, and both stay readable.
package publication

// Noun of this package.
const Noun = "bulletin"

// Kinds of bulletin.
const (
	Daily  = "daily"
	Weekly = "weekly"
)

// Editions. The mission's lists the records behind each figure; the public one carries
// their number and a digest, and nothing that is not for everybody.
const (
	Public  = "public"
	Mission = "mission"
)

// Editions are all of them, in the order in which acts name them.
func Editions() []string { return []string{Public, Mission} }
