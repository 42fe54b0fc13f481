package agreement

import (
	"bytes"
	"slices"

	"github.com/go-json-experiment/json"
)

// Difference is how one clause differs between two versions.
type Difference struct {
	Change  string           `json:"change"` // same, added, removed or changed
	Topic   string           `json:"topic,omitempty"`
	Before  string           `json:"before,omitempty"` // clause of the first version
	After   string           `json:"after,omitempty"`  // clause of the second
	Members []string         `json:"members,omitempty"`
	Texts   []TextDifference `json:"texts,omitempty"`
}

// TextDifference compares heading or text in one language, word by word.
type TextDifference struct {
	Member   string `json:"member"` // heading or text
	Language string `json:"language"`
	Words    []Word `json:"words"`
}

// Compare sets two versions side by side, clause by clause: clauses on the same topic or,
// where either has none, of the same id. What only the first has comes in its place;
// what only the second has, at the end. Members names the parts of a clause that differ,
// such as "text" or "obligations".
func Compare(before, after Version) []Difference {
	var all []Difference
	met := map[string]bool{}
	for _, a := range before.Clauses {
		i := slices.IndexFunc(after.Clauses, func(b Clause) bool { return !met[b.ID] && a.matches(b) })
		if i < 0 {
			all = append(all, Difference{Change: Removed, Topic: a.Topic, Before: a.ID})
			continue
		}
		met[after.Clauses[i].ID] = true
		all = append(all, compareClauses(a, after.Clauses[i]))
	}
	for _, b := range after.Clauses {
		if !met[b.ID] {
			all = append(all, Difference{Change: Added, Topic: b.Topic, After: b.ID})
		}
	}
	return all
}

func (clause Clause) matches(other Clause) bool {
	if clause.Topic != "" && other.Topic != "" {
		return clause.Topic == other.Topic
	}
	return clause.ID == other.ID
}

func compareClauses(a, b Clause) Difference {
	d := Difference{Change: Same, Topic: b.Topic, Before: a.ID, After: b.ID}
	for _, m := range []struct {
		name          string
		before, after any
	}{
		{"heading", a.Heading, b.Heading}, {"text", a.Text, b.Text},
		{"entry", a.Entry, b.Entry}, {"duration", a.Duration, b.Duration},
		{"suspension", a.Suspension, b.Suspension}, {"denunciation", a.Denunciation, b.Denunciation}, {"boundaries", a.Boundaries, b.Boundaries},
		{"obligations", a.Obligations, b.Obligations}, {"prohibitions", a.Prohibitions, b.Prohibitions},
		{"ceilings", a.Ceilings, b.Ceilings},
	} {
		if !alike(m.before, m.after) {
			d.Change = Changed
			d.Members = append(d.Members, m.name)
		}
	}
	d.Texts = append(compareTexts("heading", a.Heading, b.Heading), compareTexts("text", a.Text, b.Text)...)
	return d
}

// alike compares as it would be written, so that an empty list is as good as none.
func alike(a, b any) bool {
	before, err := json.Marshal(a, json.OmitZeroStructFields(true))
	after, other := json.Marshal(b, json.OmitZeroStructFields(true))
	return err == nil && other == nil && bytes.Equal(before, after)
}

// compareTexts compares in each language that either has, those that differ.
func compareTexts(member string, a, b Texts) []TextDifference {
	var all []TextDifference
	for _, language := range languagesOf(a, b) {
		before, after := a.exactly(language), b.exactly(language)
		if before != after {
			all = append(all, TextDifference{member, language, compareWords(before, after)})
		}
	}
	return all
}

func languagesOf(a, b Texts) []string {
	var all []string
	for _, t := range slices.Concat(a, b) {
		if !slices.Contains(all, t.Language) {
			all = append(all, t.Language)
		}
	}
	return all
}

func (t Texts) exactly(language string) string {
	for _, text := range t {
		if text.Language == language {
			return text.Text
		}
	}
	return ""
}
