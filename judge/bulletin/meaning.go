package bulletin

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"truce/noun/agreement"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/noun/post"
	"truce/noun/publication"
	"truce/noun/zone"
	"truce/tool/kinds"
)

// Meaning is how the meanings by which a bulletin says that it was counted stand to those of
// this program.
type Meaning string

// Meanings. Which nouns are counted goes with Rules; so a bulletin by the rules of this program
// that names another set of nouns, or a number below 1, was counted by no program that ever was.
const (
	SameMeaning  Meaning = "same"
	OtherMeaning Meaning = "other" // a number is higher or lower, as of a later or an earlier program
	NoMeaning    Meaning = "none"  // a noun is missing, is none that is counted, or has a number below 1
)

// MeaningOf holds the folds that a bulletin names to those of a program (Folds).
func MeaningOf(claimed, here map[string]int) Meaning {
	switch {
	case maps.Equal(claimed, here):
		return SameMeaning
	case !slices.Equal(sorted(claimed), sorted(here)), slices.Min(slices.Collect(maps.Values(claimed))) < 1:
		return NoMeaning
	}
	return OtherMeaning
}

// Meaning holds the folds that the header names to those of this program.
func (h Header) Meaning() Meaning { return MeaningOf(h.Folds, Folds(h.Rules)) }

// changed are the nouns that mean something else here than when a bulletin was counted. Folds
// that no program ever had excuse nothing.
func (h Header) changed() []string {
	if h.Meaning() != OtherMeaning {
		return nil
	}
	here := Folds(h.Rules)
	return slices.DeleteFunc(sorted(here), func(noun string) bool { return h.Folds[noun] == here[noun] })
}

// OtherMeanings names the nouns whose meaning is another in this program than by which the
// bulletin was counted, such as "incident 1, here 2".
func (h Header) OtherMeanings() []string {
	here := Folds(h.Rules)
	all := h.changed()
	for i, noun := range all {
		all[i] = fmt.Sprintf("%s %d, here %d", noun, h.Folds[noun], here[noun])
	}
	return all
}

// CountedFrom are the nouns whose meaning can make rows of one sort other ones: those whose
// states they are, and those by whose states these are judged, with the rules of the law that judge. A member of the heading is a
// sort of its own, of one row; what no noun says of it is not here.
func CountedFrom(table Table) []string {
	const law, ground, judged = agreement.Noun, zone.Noun, kinds.Law
	switch table {
	case Reports:
		return []string{incident.ReportNoun, law, ground, judged}
	case Files, Rulings, Questions:
		return []string{incident.IncidentNoun, incident.ReportNoun, law, ground, judged}
	case Restricts:
		return []string{incident.RestrictionNoun, law, ground, judged}
	case TallyRows:
		return []string{incident.TallyNoun}
	case Posts:
		return []string{post.Noun, law, ground, judged}
	case ZoneRows:
		return []string{ground, law, judged}
	case DeadlineRows, ForceRows:
		return []string{law}
	case LateRows:
		return append(LateNouns(Rules), publication.Noun)
	case Notices, "since":
		return []string{publication.Noun}
	case "office", "officeName":
		return []string{people.OfficeNoun}
	case "exercise", DoubtedRows:
		return sorted(Folds(Rules))
	}
	return nil
}

// explained reports whether the meaning of one of the nouns may be why rows of a sort differ.
func explained(table Table, changed []string) bool {
	return slices.ContainsFunc(CountedFrom(table), func(noun string) bool { return slices.Contains(changed, noun) })
}

// explainedFigure reports the same of a statement of the bulletin, by its path: it may differ
// if a sort of rows may that its section is made from.
func (b Bulletin) explainedFigure(at string, changed []string) bool {
	head, rest, _ := strings.Cut(at, "/")
	if head == "header" {
		member, _, _ := strings.Cut(rest, "/")
		return explained(Table(member), changed)
	}
	for _, s := range b.sections {
		if s.Name != head {
			continue
		}
		for table := range s.From {
			if explained(table, changed) {
				return true
			}
		}
	}
	return false
}
