package agreement

import (
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun"
)

// Fold adds up the acts about an agreement. It reads no clock: time zones come from
// outside, and each day of a rule is reckoned in the zone that the version names.
func Fold(zones TimeZones) fold.Func {
	return func(_ act.SubjectID, entries []fold.Entry, look fold.Look) fold.Folded {
		f := folding{graph: fold.NewGraph(entries), roots: noun.NewRoots(look), owners: map[string]owner{}, came: map[act.ID]time.Time{}, by: map[act.ID]signer{}}
		for _, e := range entries {
			f.came[e.ID] = e.Received
			f.take(e)
		}
		return f.result(zones)
	}
}

// folding gathers what acts say, before anything is concluded from it.
type folding struct {
	graph     fold.Graph
	roots     noun.Roots
	owners    map[string]owner // who filed a version first
	versions  keyed[versionKey, filed]
	parts     keyed[partKey, ClausesFiled]
	said                        // by parties, or recorded of those that have no root key to sign with
	recorded  said              // by the mission, of parties that have one: it waits for them
	by        map[act.ID]signer // of signatures
	extended  []word[consentKey]
	announced []word[declaredKey]
	members   keyed[memberKey, change] // for conflicts
	moves     []move
	events    keyed[eventKey, TriggerRecorded]
	fulfilled keyed[fulfilledKey, FulfilmentRecorded]
	came      map[act.ID]time.Time // when each act was received
	claimed   []claim              // signatures by others than the party
	flags     []Flag
}

// said is what was said for parties.
type said struct {
	signed    keyed[signedKey, AgreementSigned]
	consents  keyed[consentKey, Date] // for conflicts, as declared
	positions keyed[positionKey, PositionStated]
	declared  keyed[declaredKey, Date]
}

// to is where an act belongs that speaks for a party, which may speak for it.
func (f *folding) to(e fold.Entry, version, party string) *said {
	if f.waits(e, version, party) {
		return &f.recorded
	}
	return &f.said
}

type (
	versionKey struct{ version string }
	partKey    struct {
		version, by string
		part        int
	}
	signedKey    struct{ version, party string }
	memberKey    struct{ party, since string }
	consentKey   struct{ version, obligation, until, party string }
	eventKey     struct{ event, by string }
	positionKey  struct{ version, clause, party string }
	fulfilledKey struct{ version, obligation, party, by string }
)

// claim is a signature that cannot count.
type claim struct {
	body AgreementSigned
	by   act.ID
	why  string
}

func (f *folding) take(e fold.Entry) {
	switch b := e.Body.(type) {
	case *AgreementDrafted:
		f.takeVersion(e, b)
	case *ClausesFiled:
		f.takeClauses(e, b)
	case *AgreementSigned:
		f.takeSignature(e, *b)
	case *PartyJoined:
		f.takeMember(e, b.Party, b.From, b.Source, change{b.Capacity, b.Names})
	case *PartyExcluded:
		f.takeMember(e, b.Party, b.From, b.Source, change{Capacity: excluded(b.As)})
	case *ExtensionConsented:
		f.takeConsent(e, b)
	case *SuspensionDeclared, *ResumptionDeclared, *DenunciationDeclared:
		f.takeDeclaration(e)
	case *TriggerRecorded:
		f.takeEvent(e, *b)
	case *PositionStated:
		f.takePosition(e, *b)
	case *FulfilmentRecorded:
		f.takeFulfilment(e, *b)
	}
}

func (f *folding) flag(by act.ID, say, version, party string) {
	f.flags = append(f.flags, Flag{say, version, party, by})
}

// may reports whether the act may speak for the party, and flags it if not.
func (f *folding) may(e fold.Entry, party, source, version string) bool {
	why := speaks(e, party, source)
	if why != "" {
		f.flag(e.ID, why, version, party)
	}
	return why == ""
}
