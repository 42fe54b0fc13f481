// Package kinds is the one closed list of all kinds of act: which noun each belongs to,
// the Go type of its body, and how each noun's acts add up. Nothing registers itself; who
// adds a kind adds a line here, and the tests name what the kind still lacks.
package kinds

import (
	"fmt"
	"reflect"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/shape"
	"truce/noun/agreement"
	"truce/noun/evidence"
	"truce/noun/gazetteer"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/noun/post"
	"truce/noun/publication"
	"truce/noun/zone"
)

// Spec is what there is to know about one kind of act.
type Spec struct {
	Kind   act.Kind
	Noun   string // of the subjects that it may be about
	Opens  bool   // may be the first act about its subject
	About  string // one sentence for people who write acts
	Shape  shape.Shape
	Hides  map[string]string // path of each member that must be hidden, and its class
	hidden []hiddenMember
	body   reflect.Type
}

type line struct {
	kind  act.Kind
	noun  string
	opens bool
	about string
	body  any
}

func list() []line {
	return []line{
		{"office-opened", people.OfficeNoun, true, "An office and its register were founded.", people.OfficeOpened{}},
		{"organisation-registered", people.OrganisationNoun, true, "An employer, and the party that it belongs to, was made known.", people.OrganisationRegistered{}},
		{"person-registered", people.PersonNoun, true, "A person was made known.", people.PersonRegistered{}},
		{"role-granted", people.PersonNoun, false, "A person was given a role.", people.RoleGranted{}},
		{"role-withdrawn", people.PersonNoun, false, "A role was taken back.", people.RoleWithdrawn{}},
		{"key-enrolled", people.KeyNoun, true, "A key began to speak for a person.", people.KeyEnrolled{}},
		{"key-revoked", people.KeyNoun, true, "A key ended.", people.KeyRevoked{}},
		{"post-established", post.Noun, true, "A post stands from a moment on.", post.PostEstablished{}},
		{"post-moved", post.Noun, false, "A post stands elsewhere from a moment on.", post.PostMoved{}},
		{"post-closed", post.Noun, false, "A post stands no longer.", post.PostClosed{}},
		{"observation-filed", incident.ReportNoun, true, "Something was perceived.", incident.ObservationFiled{}},
		{"allegation-filed", incident.ReportNoun, true, "Something was claimed to have happened.", incident.AllegationFiled{}},
		{"report-withdrawn", incident.ReportNoun, false, "A reporter took the report back.", incident.ReportWithdrawn{}},
		{"duplicate-decided", incident.ReportNoun, false, "Two reports were said to be about different happenings, or that was opened again.", incident.DuplicateDecided{}},
		{"incident-opened", incident.IncidentNoun, true, "A file was started about one happening.", incident.IncidentOpened{}},
		{"report-linked", incident.IncidentNoun, false, "A report was gathered into the file.", incident.ReportLinked{}},
		{"report-unlinked", incident.IncidentNoun, false, "A report was taken out of the file again.", incident.ReportUnlinked{}},
		{"incident-assessed", incident.IncidentNoun, false, "A verifier took a step.", incident.IncidentAssessed{}},
		{"answer-requested", incident.IncidentNoun, false, "A party was asked for its position.", incident.AnswerRequested{}},
		{"position-taken", incident.IncidentNoun, false, "A party said what it thinks of the incident.", incident.PositionTaken{}},
		{"attribution-made", incident.IncidentNoun, false, "Somebody said who did it, how sure, and on what ground.", incident.AttributionMade{}},
		{"attribution-withdrawn", incident.IncidentNoun, false, "An author took an attribution back.", incident.AttributionWithdrawn{}},
		{"finding-issued", incident.IncidentNoun, false, "A body said what it found, and who was there.", incident.FindingIssued{}},
		{"harm-recorded", incident.IncidentNoun, false, "What became of one person was recorded.", incident.HarmRecorded{}},
		{"same-victim-proposed", incident.IncidentNoun, false, "Two rows of victims were said to be one person.", incident.SameVictimProposed{}},
		{"same-victim-decided", incident.IncidentNoun, false, "A verifier answered whether two rows are one person.", incident.SameVictimDecided{}},
		{"tally-published", incident.TallyNoun, true, "A party published its count for a day.", incident.TallyPublished{}},
		{"restriction-recorded", incident.RestrictionNoun, true, "People of the mission were kept from moving or seeing.", incident.RestrictionRecorded{}},
		{"bulletin-published", publication.Noun, true, "A bulletin was published.", publication.BulletinPublished{}},
		{"correction-published", publication.Noun, false, "A bulletin was corrected.", publication.CorrectionPublished{}},
		{"evidence-deposited", evidence.Noun, true, "A file was handed to the office.", evidence.EvidenceDeposited{}},
		{"place-listed", gazetteer.Noun, true, "A gazetteer lists a place.", gazetteer.PlaceListed{}},
		{"place-variant-added", gazetteer.Noun, false, "A name was used for a place.", gazetteer.PlaceVariantAdded{}},
		{"place-variant-withdrawn", gazetteer.Noun, false, "A name does not mean a place after all.", gazetteer.PlaceVariantWithdrawn{}},
		{"custody-transferred", evidence.Noun, false, "A piece of evidence went from one hand to another.", evidence.CustodyTransferred{}},
		{"agreement-drafted", agreement.Noun, true, "A version of a text was put forward, or an account of it.", agreement.AgreementDrafted{}},
		{"clauses-filed", agreement.Noun, false, "More clauses of a version were filed.", agreement.ClausesFiled{}},
		{"agreement-signed", agreement.Noun, false, "A party signed a version.", agreement.AgreementSigned{}},
		{"party-joined", agreement.Noun, false, "A party takes part from a day on.", agreement.PartyJoined{}},
		{"party-excluded", agreement.Noun, false, "A party takes no part from a day on.", agreement.PartyExcluded{}},
		{"extension-consented", agreement.Noun, false, "A party consented to a later day.", agreement.ExtensionConsented{}},
		{"trigger-recorded", agreement.Noun, false, "Something happened from which deadlines count.", agreement.TriggerRecorded{}},
		{"position-stated", agreement.Noun, false, "A delegation said what it thinks of a clause.", agreement.PositionStated{}},
		{"fulfilment-recorded", agreement.Noun, false, "It was recorded how far an obligation was fulfilled.", agreement.FulfilmentRecorded{}},
		{"zone-proposed", zone.Noun, true, "A boundary was put forward for a zone.", zone.ZoneProposed{}},
		{"zone-consented", zone.Noun, false, "A party consented to one proposal for a zone.", zone.ZoneConsented{}},
		{"zone-objected", zone.Noun, false, "A party objected to one proposal for a zone.", zone.ZoneObjected{}},
		{"zone-lapsed", zone.Noun, false, "It was proposed that a boundary ends.", zone.ZoneLapsed{}},
		{"line-drawn", zone.LineNoun, true, "A course was put forward for a line.", zone.LineDrawn{}},
		{"line-consented", zone.LineNoun, false, "A party consented to one proposal for a line.", zone.LineConsented{}},
		{"line-objected", zone.LineNoun, false, "A party objected to one proposal for a line.", zone.LineObjected{}},
		{"line-lapsed", zone.LineNoun, false, "It was proposed that a line ends.", zone.LineLapsed{}},
	}
}

// Fold answers how the acts about subjects of the noun add up.
func Fold(noun string) (fold.Func, bool) {
	switch noun {
	case people.OfficeNoun:
		return people.FoldOffice, true
	case people.OrganisationNoun:
		return people.FoldOrganisation, true
	case people.PersonNoun:
		return people.FoldPerson, true
	case people.KeyNoun:
		return people.FoldKey, true
	case post.Noun:
		return post.Fold, true
	case incident.ReportNoun:
		return incident.FoldReport, true
	case incident.IncidentNoun:
		return incident.FoldIncident, true
	case incident.TallyNoun:
		return incident.FoldTally, true
	case incident.RestrictionNoun:
		return incident.FoldRestriction, true
	case gazetteer.Noun:
		return gazetteer.Fold, true
	case publication.Noun:
		return publication.Fold, true
	case evidence.Noun:
		return evidence.Fold, true
	case agreement.Noun:
		return agreement.Fold(TimeZone), true
	case zone.Noun:
		return zone.Fold, true
	case zone.LineNoun:
		return zone.FoldLine, true
	}
	return nil, false
}

// states gives each noun's state type, whose class tags say what readers may lose.
func states() map[string]any {
	return map[string]any{
		people.OfficeNoun: people.Office{}, people.OrganisationNoun: people.Organisation{},
		people.PersonNoun: people.Person{}, people.KeyNoun: people.Key{}, post.Noun: post.Post{},
		incident.ReportNoun: incident.Report{}, incident.IncidentNoun: incident.Incident{},
		incident.TallyNoun: incident.Tally{}, incident.RestrictionNoun: incident.Restriction{},
		gazetteer.Noun: gazetteer.Place{}, evidence.Noun: evidence.Evidence{}, agreement.Noun: agreement.Agreement{},
		zone.Noun: zone.Zone{}, zone.LineNoun: zone.Line{},
		publication.Noun: publication.Bulletin{},
	}
}

// Kinds is the list with the shapes read. It is immutable.
type Kinds struct {
	order  []act.Kind
	specs  map[act.Kind]Spec
	states map[string]map[string]string
}

// New reads the shapes of all kinds against the words of the taxonomies.
func New(words shape.Words) (*Kinds, error) {
	k := &Kinds{specs: map[act.Kind]Spec{}, states: map[string]map[string]string{}}
	for _, l := range list() {
		body := reflect.TypeOf(l.body)
		s, err := shape.Of(body, words)
		if err != nil {
			return nil, fmt.Errorf("read kind %s: %w", l.kind, err)
		}
		k.order = append(k.order, l.kind)
		k.specs[l.kind] = Spec{l.kind, l.noun, l.opens, l.about, s, s.Classes(), hiddenMembers(body, s.Classes()), body}
	}
	for noun, state := range states() {
		classes, err := shape.ClassesOf(reflect.TypeOf(state))
		if err != nil {
			return nil, fmt.Errorf("read state of %s: %w", noun, err)
		}
		k.states[noun] = classes
	}
	return k, nil
}

// All are the kinds in the order of the list.
func (k *Kinds) All() []Spec {
	all := make([]Spec, len(k.order))
	for i, kind := range k.order {
		all[i] = k.specs[kind]
	}
	return all
}

// Spec finds a kind.
func (k *Kinds) Spec(kind act.Kind) (Spec, bool) {
	s, known := k.specs[kind]
	return s, known
}

// StateClasses gives the class of each member of a noun's state that is not for
// everybody, by path.
func (k *Kinds) StateClasses(noun string) map[string]string { return k.states[noun] }

// Nouns are all nouns that acts may be about.
func (k *Kinds) Nouns() []string {
	nouns := make([]string, 0, len(k.states))
	for noun := range k.states {
		nouns = append(nouns, noun)
	}
	return nouns
}
