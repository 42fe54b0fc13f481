package query

// Count is how many rows share the values of the columns that were grouped by.
type Count struct {
	Values  []string // in the order of the columns asked for; a day is 2017-05-07, or empty
	N       int
	Doubted int // of these, how many rest on acts of keys in doubt
	Alone   int // of those, how many on such acts alone
}

// Groups are the columns of rows that counts can be grouped by.
func Groups() []string {
	return []string{"noun", "type", "day", "status", "party", "zone"}
}

// AllGroups are those and the ones that ask the law. Grouped by within, what lies in nothing
// is left out, and what lies in two zones is counted in both; relation, how it lies to it, goes with it.
func AllGroups() []string { return append(Groups(), "within", "relation") }
