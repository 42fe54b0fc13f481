package kinds

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// absent says of each number, and each yes or no, that may be left out without a pointer why nobody reads anything else
// from its absence than from 0 or no: by its name where all of that name are one thing, else with its type. Where absent
// means "not said", the member is a pointer: nobody was killed, and nobody says how many, are two things for ever.
var absent = map[string]string{
	// Marks that a fold or an author sets where something is so. Without one it is not so: nobody could say more.
	"missionOnly": "noun.MarkSignatures marks what the mission alone vouched for; of counts it is how many, and none is 0",
	"doubted":     "noun.MarkSignatures marks what was signed with a key in doubt",
	"exercise":    "whatever does not say so happened",
	"draft":       "what its author does not call a draft is finished",
	"alone":       "one side did it without a second; else it was not so",
	"recorded":    "somebody else says so; else the party or the person signed",
	"retracted":   "a row that nobody took back stands",
	"ahead":       "reckoned from the time that is said and the receipt; of what says no time nothing is known to be ahead",
	"offPost":     "reckoned from when the post stood; of counts it is how many, and none is 0",
	"late":        "reckoned from two days that are both known",
	"broken":      "the office that takes the act knows who had the file, and marks it",

	"noun/incident.Attribution.withdrawn": "nobody took it back",
	"noun/incident.Tally.inconsistent":    "reckoned from the parts, which are shown",
	"noun/incident.Tally.offBy":           "reckoned from the parts; 0 where there are none, which is shown",
	"noun/incident.Tally.own":             "the mission entered it; there is no third",
	"noun/incident.OneSource.sealed":      "reckoned from the sealed texts of both",
	"noun/incident.OneSource.disputed":    "reckoned from the words that are shown",
	"noun/incident.SaidOfSources.code":    "said of the two reports themselves, if not by codes",
	"noun/incident.Seat.meets":            "reckoned of seats that did not answer",
	"noun/incident.Seat.finds":            "reckoned of seats that did not answer",
	"noun/incident.Quorum.yes":            "of n-of-m alone, where it is 1 at least",
	"noun/incident.Count.atLeast":         "a number is exact unless its author says that there may be more",

	"noun/incident.RestrictionRecorded.ongoing":  "absent says nothing; false is never written, and a time of its end is another member",
	"noun/incident.RestrictionRecorded.noReason": "absent says nothing; false is never written, and a reason that was given is another member",

	"noun/body.Decision.needed":       "of n-of-m alone, where it is 1 at least",
	"noun/body.Decision.eachVoice":    "the rule of a body says it or does not: a side is one voice",
	"noun/body.Decision.eachReporter": "the rule of a body says it or does not: a side is one source",

	"noun/people.CopyReleased.evidenceFiles": "whatever a release does not let out it keeps",
	"noun/people.Release.evidenceFiles":      "whatever a release does not let out it keeps",
	"noun/people.Asked.given":                "of a role, which is taken if it is not to be given",
	"noun/people.Key.brought":                "none: it is reckoned from what the key said",
	"noun/people.Key.revoked":                "nobody revoked it",
	"noun/people.KeyRevoked.own":             "the office that takes the act knows whose key it is",
	"noun/people.Named.own":                  "the root that the side has did not sign it",
	"noun/people.Replaced.own":               "others signed it, without the root",
	"noun/people.Waiting.agreed":             "until then it is only put forward",
	"noun/people.Office.provisional":         "reckoned: there is a second side or there is not",
	"noun/people.Ruling.chosenNames":         "rules are said all together: what they do not allow they do not allow",
	"noun/people.Ruling.delayHours":          "rules are said all together: without a delay there is none",
	"noun/publication.Issue.correction":      "0 is the bulletin as it was first published",
	"noun/people.Side.founding":              "whom the founding names it names",

	"noun/agreement.AgreementDrafted.parts": "no part follows, and a draft is whole with those that it names",
	"noun/agreement.Language.original":      "whatever is not called the document's own wording is a translation",
	"noun/agreement.Leave.noticeDays":       "a text that names no notice asks for none: at once",
	"noun/agreement.Party.mustSign":         "a text binds without whoever it does not name",
	"noun/agreement.Step.count":             "of sentences that count; the sentence says",
	"noun/agreement.When.count":             "0 units after the trigger is its own day, said or not",

	"noun.Proposal.sides": "3 at least; absent: as many as the rules in force ask for",

	"noun/gazetteer.Name.variant":                "a name is one that is used unless it is called a variant",
	"noun/zone.Terms.approximate":                "what is drawn is what is meant unless its author says otherwise",
	"noun/zone.Withdrawal.minCalibreMillimetres": "1 at least; absent: of any calibre",

	"ground/place.Place.radiusMetres": "1 at least; absent: the source states none, and the precision says how near",
	"ground/published.Row.line":       "1 at least; absent: it has no lines",
}

// Of whatever may be left out a reader must know what its absence means. Harm once could not: "nobody was killed" and
// "not said" were one and the same, in acts that nobody can change.
func TestAbsent_is_not_taken_for_zero(t *testing.T) {
	t.Parallel()
	found := map[string]bool{}
	for _, n := range Nouns() {
		mayBeAbsent(reflect.TypeOf(n.State), found, map[reflect.Type]bool{})
		for _, k := range n.Kinds {
			mayBeAbsent(reflect.TypeOf(k.Body), found, map[reflect.Type]bool{})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		if absent[name] == "" && absent[last(name)] == "" {
			t.Errorf("%s may be absent, and is 0 or false then. If absent means that it is not said, make it a pointer. If both are the same to "+
				"every reader, say why in the list absent", name)
		}
	}
	for name, why := range absent {
		if !found[name] && !anyNamed(found, name) {
			t.Errorf("the list absent has %s (%s), which no act and no state has", name, why)
		}
	}
}

// mayBeAbsent gathers the members of a type, at any depth, that are left out when they are 0 or false.
func mayBeAbsent(of reflect.Type, found map[string]bool, seen map[reflect.Type]bool) {
	for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
		of = of.Elem()
	}
	if of.Kind() != reflect.Struct || seen[of] || of.PkgPath() == "time" {
		return
	}
	seen[of] = true
	for i := range of.NumField() {
		f := of.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch f.Type.Kind() {
		case reflect.Bool, reflect.Int, reflect.Int32, reflect.Int64, reflect.Float64:
			if strings.Contains(options, "omit") {
				found[strings.TrimPrefix(of.PkgPath(), "truce/")+"."+of.Name()+"."+name] = true
			}
		default:
			mayBeAbsent(f.Type, found, seen)
		}
	}
}

func last(name string) string { return name[strings.LastIndex(name, ".")+1:] }

func anyNamed(found map[string]bool, name string) bool {
	return slices.ContainsFunc(slices.Collect(maps.Keys(found)), func(of string) bool { return last(of) == name })
}
