package policy

import (
	"slices"

	"truce/ground/edition"
)

// fixed reports whether a file of a set of policies is as the rules of admission have it, word for word, whoever sets the others: floor.cedar
// says what no policies give, rights.cedar what all permit. In Cedar what one policy forbids no other permits, and only the floor forbids; so
// nothing that other files say takes a right or gives what the floor keeps. Both name kinds of act one by one, so that nothing turns on the schema.
// They are among the texts that the sides sign, so any Cedar engine that reads these decides as the office does.
func fixed(name string) bool { return slices.Contains([]string{"floor.cedar", "rights.cedar"}, name) }

// Fixed are those files by name, by number of the rules of admission. A kind that is new is the mission's alone until the floor of a number
// names it.
func Fixed() (edition.List[map[string]string], error) {
	files, err := Embedded()
	first := map[string]string{}
	for _, f := range files {
		if fixed(f.Name) {
			first[f.Name] = f.Text
		}
	}
	return edition.First(first), err
}
