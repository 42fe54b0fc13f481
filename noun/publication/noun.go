package publication

import (
	"truce/noun"
)

// Bulletins are what an office publishes of a day or a week.
func Bulletins() noun.Noun {
	return noun.Noun{
		Name: Noun, Plural: "bulletins", Named: noun.ByConsent,
		About: "Published bulletins, daily and weekly, with their corrections.",
		State: Bulletin{}, Fold: Fold, Rules: 1,
		Kinds: []noun.Kind{
			{Name: "bulletin-published", Body: BulletinPublished{}, Opens: true, About: "A bulletin was published."},
			{Name: "correction-published", Body: CorrectionPublished{}, About: "A bulletin was corrected."},
		},
		Admission: admission(),
		Public:    noun.Shown("number", "kind", "date", "cutOff", "timeZone", "from", "until", "issues").Told(noun.Exact).Moving(noun.WhenSigned),
		Screen:    "/bulletin/:name",
	}
}
