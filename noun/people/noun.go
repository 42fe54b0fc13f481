package people

import (
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/force"
	"truce/noun"
)

// Offices are running nodes, each with a register of its own.
func Offices() noun.Noun {
	return noun.Noun{
		Name: OfficeNoun, Plural: "offices", Named: noun.ByConsent,
		About: "Offices and their registers.",
		State: Office{}, Fold: FoldOffice, Rules: 1,
		Kinds: []noun.Kind{
			{Name: "office-opened", Body: OfficeOpened{}, Opens: true, Group: "found", About: "An office and its register were founded."},
			{Name: "root-named", Body: RootNamed{}, Group: "keep-sides", Several: true, About: "The fingerprint of a party's root key was named."},
			{Name: "root-enrolled", Body: RootEnrolled{}, Group: "root", Answers: true, About: "A party's root key was brought."},
			{Name: "registrar-named", Body: RegistrarNamed{}, Group: "root", About: "A party let somebody vouch for its keys."},
			{Name: "registrar-withdrawn", Body: RegistrarWithdrawn{}, Group: "root", About: "A party let somebody vouch for its keys no longer."},
			{Name: "founder-removed", Body: FounderRemoved{}, Group: "keep-sides", Several: true, About: "A founder was to have no power any more."},
			{Name: "rules-set", Body: RulesSet{}, Group: "keep-sides", Several: true, About: "Other rules of the office were put forward."},
			{Name: "custodians-set", Body: CustodiansSet{}, Group: "keep-sides", Several: true, About: "To whom sources are sealed was put forward."},
			{Name: "register-succeeded", Body: RegisterSucceeded{}, Group: "keep-sides", Several: true, About: "By which register the work of this one goes on was put forward."},
			{Name: "disclosure-erased", Body: DisclosureErased{}, Group: "keep-sides", Several: true, About: "What an act hides was to be erased for good."},
			{Name: "head-checked", Body: HeadChecked{}, Answers: true, About: "Somebody who may copy the register said what a check of it found."},
			{Name: "copy-released", Body: CopyReleased{}, Group: "keep-sides", Several: true, About: "Somebody was to be given a copy in which there is something restricted."},
			noun.Endorsement(),
		},
		Admission: officeAdmission(),
		Public:    noun.Shown("name", "code", "origin", "registerKey", "terms", "provisional", "secondSide", "successor", "predecessor").Told(noun.Exact).Moving(noun.AtOnce).Before(receivedByDay),
		Part:      noun.People,
		Plain:     "an office and its register stand on the screen of the register",
	}
}

// Organisations are employers.
func Organisations() noun.Noun {
	return noun.Noun{
		Name: OrganisationNoun, Plural: "organisations", Named: noun.ByConsent,
		About: "Employers and the parties that they belong to.",
		State: Organisation{}, Fold: FoldOrganisation, Rules: 1,
		Kinds: []noun.Kind{
			{Name: "organisation-registered", Body: OrganisationRegistered{}, Opens: true, Group: "keep-people", About: "An employer, and the party that it belongs to, was made known."},
		},
		Admission: organisationAdmission(),
		Public:    noun.Inside("who may speak here is for those who sign in"),
		Part:      noun.People,
		Plain:     "a name and a party",
	}
}

// Persons are those who may speak.
func Persons() noun.Noun {
	return noun.Noun{
		Name: PersonNoun, Plural: "persons", Named: noun.ByConsent,
		About: "People who may speak, with their roles.",
		State: Person{}, Fold: FoldPerson, Rules: 1,
		Kinds: []noun.Kind{
			{Name: "person-registered", Body: PersonRegistered{}, Opens: true, Group: "keep-people", About: "A person was made known."},
			{Name: "role-granted", Body: RoleGranted{}, Group: "keep-people", Several: true, About: "A person was given a role."},
			{Name: "role-withdrawn", Body: RoleWithdrawn{}, Group: "keep-people", Several: true, About: "A role was taken back."},
			noun.Endorsement(),
		},
		Admission: personAdmission(),
		Public:    noun.Inside("who may speak here is for those who sign in"),
		Part:      noun.People,
		Plain:     "people and their roles are read together, on the screen of people and keys",
	}
}

// Keys are what signs.
func Keys() noun.Noun {
	return noun.Noun{
		Name: KeyNoun, Plural: "keys", Named: noun.ByConsent,
		About: "Keys and whom they speak for.",
		State: Key{}, Fold: FoldKey, Rules: 1,
		Kinds: []noun.Kind{
			{Name: "key-enrolled", Body: KeyEnrolled{}, Opens: true, Group: "keep-people", Several: true, About: "It was put forward for whom a key speaks."},
			{Name: "key-possessed", Body: KeyPossessed{}, Group: "possess", Answers: true, About: "Somebody proved to hold a key."},
			noun.Endorsement(),
			{Name: "key-role-ended", Body: KeyRoleEnded{}, Group: "keep-people", About: "A role was taken from a key."},
			{Name: "key-revoked", Body: KeyRevoked{}, Opens: true, Group: "keep-people", Several: true, About: "A key ended."},
		},
		Admission: keyAdmission(),
		Public:    noun.Inside("who may speak here is for those who sign in"),
		Part:      noun.People,
		Plain:     "keys are read beside whose they are, on the screen of people and keys",
	}
}

// receivedByDay tells strangers the day on which rules, a second side or a succession came into force: that is a receipt.
func receivedByDay(state string, zone func() *time.Location) (string, error) {
	var o Office
	if err := json.Unmarshal([]byte(state), &o); err != nil {
		return "", err
	}
	moments := []*time.Time{&o.SecondSide}
	for i := range o.Terms {
		moments = append(moments, &o.Terms[i].Since)
	}
	for _, s := range []*Succession{o.Successor, o.Predecessor} {
		if s != nil {
			moments = append(moments, &s.Since)
		}
	}
	for _, at := range moments {
		*at = force.DayOf(*at, zone())
	}
	text, err := json.Marshal(o, json.Deterministic(true))
	return string(text), err
}
