package agreement

import (
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/force"
	"truce/noun"
)

// Agreements are texts side by side: drafts, accounts and what was signed. Civil days
// are reckoned by the rules of the time zones that zones answers.
func Agreements(zones TimeZones) noun.Noun {
	return noun.Noun{
		Name: Noun, Plural: "agreements", Named: noun.ByConsent,
		About: "Agreements: every version of the text side by side, and what follows from each.",
		State: Agreement{}, Fold: Fold(zones), Rules: 1,
		Kinds: []noun.Kind{
			{Name: "agreement-drafted", Body: AgreementDrafted{}, Opens: true, Group: "keep-law", Several: true, About: "A version of a text was put forward, or an account of it."},
			{Name: "clauses-filed", Body: ClausesFiled{}, Group: "keep-law", Several: true, About: "More clauses of a version were filed."},
			{Name: "agreement-signed", Body: AgreementSigned{}, Group: "keep-law", Several: true, About: "A party signed a version."},
			{Name: "party-joined", Body: PartyJoined{}, Group: "keep-law", About: "A party takes part from a day on."},
			{Name: "party-excluded", Body: PartyExcluded{}, Group: "keep-law", Several: true, About: "A party takes no part from a day on."},
			{Name: "extension-consented", Body: ExtensionConsented{}, Group: "keep-law", Several: true, About: "A party consented to a later day."},
			{Name: "suspension-declared", Body: SuspensionDeclared{}, Group: "keep-law", Several: true, About: "A party declared that a version is suspended, for some or for all."},
			{Name: "resumption-declared", Body: ResumptionDeclared{}, Group: "keep-law", Several: true, About: "A party declared that a suspension ends."},
			{Name: "denunciation-declared", Body: DenunciationDeclared{}, Group: "keep-law", Several: true, About: "A party declared that a version ends, for some or for all."},
			{Name: "trigger-recorded", Body: TriggerRecorded{}, Group: "keep-law", About: "Something happened from which deadlines count."},
			{Name: "position-stated", Body: PositionStated{}, Group: "keep-law", About: "A delegation said what it thinks of a clause."},
			{Name: "fulfilment-recorded", Body: FulfilmentRecorded{}, Group: "keep-law", About: "It was recorded how far an obligation was fulfilled."},
		},
		Admission: admission(),
		Public:    public(),
		Part:      noun.Law, Placed: noun.Placed{Open: true},
		Screen: "/agreement/:name",
	}
}

// public are the versions that entered into force, and of those what counts: drafts, reports
// and claims are still being negotiated. Positions, and how the mission knows what it
// recorded, stay inside.
func public() noun.Public {
	return noun.Shown(
		"inForce", "versions.id", "versions.type", "versions.title", "versions.date", "versions.source", "versions.wording",
		"versions.languages", "versions.timeZone", "versions.replaces", "versions.parties", "versions.events", "versions.clauses",
		"versions.digest", "versions.complete", "versions.signatures", "versions.force", "versions.memberships", "versions.extensions", "versions.declarations",
		"versions.deadlines", "versions.bindings", "versions.standing",
	).But("source", "note").Told(noun.InWorldOnly).Moving(noun.AtOnce).Before(agreed)
}

func agreed(state string, zone func() *time.Location) (string, error) {
	var a Agreement
	if err := json.Unmarshal([]byte(state), &a); err != nil {
		return "", err
	}
	a.Versions = slices.DeleteFunc(a.Versions, func(v VersionState) bool { return v.Type != "text" || len(v.Force) == 0 })
	for i := range a.Versions {
		v := &a.Versions[i]
		v.Signatures = slices.DeleteFunc(v.Signatures, func(s Signature) bool { return !s.Counts })
		v.Extensions = slices.DeleteFunc(v.Extensions, func(x Extension) bool { return !x.Counts })
		v.Declarations = slices.DeleteFunc(v.Declarations, func(d Declaration) bool { return !d.Counts })
		for j := range v.Extensions {
			v.Extensions[j].Consents = byDay(given(v.Extensions[j].Consents), zone())
		}
		for j := range v.Declarations {
			v.Declarations[j].Consents = byDay(given(v.Declarations[j].Consents), zone())
		}
		for j := range v.Signatures {
			v.Signatures[j].Received = force.DayOf(v.Signatures[j].Received, zone())
		}
		for j := range v.Standing.Gaps {
			g := &v.Standing.Gaps[j]
			g.Why = force.Told(g.Why, zone())
		}
		for j := range v.Standing.Later {
			l := &v.Standing.Later[j]
			l.Why, l.Until = force.Told(l.Why, zone()), force.NextDay(l.Until, zone())
		}
	}
	text, err := json.Marshal(a, json.Deterministic(true))
	return string(text), err
}

// byDay tells of consents the day of receipt.
func byDay(all []Consent, zone *time.Location) []Consent {
	for i := range all {
		all[i].Received = force.DayOf(all[i].Received, zone)
	}
	return all
}
