package taxonomy

// Name names a list. It is also the name of its file in data/.
type Name string

// The lists.
const (
	Means                 Name = "means"
	Event                 Name = "event"
	Status                Name = "status"
	NotInvestigableReason Name = "not-investigable-reason"
	PartyPosition         Name = "party-position"
	AttributionConfidence Name = "attribution-confidence"
	AttributionBasis      Name = "attribution-basis"
	PlacePrecision        Name = "place-precision"
	TimePrecision         Name = "time-precision"
	Restriction           Name = "restriction"
	Site                  Name = "site"
	ReliefDecision        Name = "relief-decision"
	WeaponDisposition     Name = "weapon-disposition"
	WeaponClass           Name = "weapon-class"
	CountingUnit          Name = "counting-unit"
	Direction             Name = "direction"
	Effect                Name = "effect"
	Role                  Name = "role"
	DisclosureClass       Name = "disclosure-class"
	PostKind              Name = "post-kind"
	EvidenceKind          Name = "evidence-kind"
	PlaceKind             Name = "place-kind"
)

// Names lists every list, in the order in which a person meets them.
func Names() []Name {
	return []Name{
		Event, Direction, WeaponClass, CountingUnit, Effect,
		Means, PlacePrecision, TimePrecision, EvidenceKind,
		Status, NotInvestigableReason, PartyPosition,
		AttributionConfidence, AttributionBasis,
		Restriction, Site, ReliefDecision, WeaponDisposition,
		PlaceKind, PostKind, Role, DisclosureClass,
	}
}
