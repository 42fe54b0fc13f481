package policy

import (
	"errors"

	"truce/ground/edition"
)

// FloorFile is the file of a set of policies that says what no policies give. In Cedar what one policy forbids no other
// permits, so the texts beside it only ever permit within it; and because the floor is one of the texts that the sides sign, any
// Cedar engine that reads them decides as the office does.
const FloorFile = "floor.cedar"

// ErrFloor says that a set of policies lacks its floor, or has another.
var ErrFloor = errors.New("these policies lack floor.cedar as the rules of admission have it: what no side can be made to lose is in it")

// Floors are the words that FloorFile must have, by number of the rules of admission.
func Floors() (edition.List[string], error) {
	text, err := policies.ReadFile("policies/" + FloorFile)
	return edition.First(string(text)), err
}
