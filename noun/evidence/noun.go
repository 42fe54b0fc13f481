package evidence

import (
	"truce/noun"
)

// Pieces are files that prove something.
func Pieces() noun.Noun {
	return noun.Noun{
		Name: Noun, Plural: "evidence", Named: noun.Made,
		About: "Files that prove something, and through whose hands they went.",
		State: Evidence{}, Fold: Fold, Rules: 1,
		Kinds: []noun.Kind{
			{Name: "evidence-deposited", Body: EvidenceDeposited{}, Opens: true, About: "A file was handed to the office."},
			{Name: "custody-transferred", Body: CustodyTransferred{}, About: "A piece of evidence went from one hand to another."},
		},
		Admission: admission(),
		Public:    noun.Inside("files are shown with the reports that they belong to"),
		Plain:     "a file stands with the reports and incidents that it is about",
	}
}
