package people

import (
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
)

// FoldOffice adds up the acts about an office. Only the first office-opened counts.
func FoldOffice(_ act.SubjectID, entries []fold.Entry, _ fold.Look) fold.Folded {
	for _, e := range entries {
		if b, is := e.Body.(*OfficeOpened); is {
			s := Office{b.Name, b.Origin, b.RegisterKey, b.Founder, e.Key, b.Key}
			return timeless(fold.Period{Kind: "office", Status: "open", Label: b.Name, State: s}, nil)
		}
	}
	return fold.Folded{}
}

// FoldOrganisation adds up the acts about an organisation.
func FoldOrganisation(_ act.SubjectID, entries []fold.Entry, _ fold.Look) fold.Folded {
	g := fold.NewGraph(entries)
	var registered fold.Field[Organisation]
	for _, e := range entries {
		if b, is := e.Body.(*OrganisationRegistered); is {
			registered.Set(g, e.ID, Organisation{b.Name, b.Party})
		}
	}
	s := registered.Value()
	return timeless(fold.Period{Kind: "organisation", Status: "registered", Party: s.Party, Label: s.Name, State: s},
		fold.Conflicts(func() (fold.Conflict, bool) { return registered.Conflict("registration") }))
}

// FoldPerson adds up the acts about a person. The party comes from the organisation, so
// an employer's change of party reaches its people.
func FoldPerson(_ act.SubjectID, entries []fold.Entry, look fold.Look) fold.Folded {
	g := fold.NewGraph(entries)
	var registered fold.Field[PersonRegistered]
	var s Person
	var held roles
	for _, e := range entries {
		switch b := e.Body.(type) {
		case *PersonRegistered:
			registered.Set(g, e.ID, *b)
		case *RoleGranted:
			held.set(g, e.ID, b.Role, holding{true, b.Until})
		case *RoleWithdrawn:
			held.set(g, e.ID, b.Role, holding{})
		}
	}
	s.Organisation, s.Name = registered.Value().Organisation, registered.Value().Name
	s.Party, s.Roles = partyOf(s.Organisation, look), held.list()
	conflicts := fold.Conflicts(func() (fold.Conflict, bool) { return registered.Conflict("registration") })
	return timeless(fold.Period{Kind: "person", Status: "registered", Party: s.Party, State: s}, append(conflicts, held.conflicts()...))
}

func partyOf(organisation act.SubjectID, look fold.Look) string {
	state, held := look(organisation, time.Time{})
	var o Organisation
	if !held || json.Unmarshal(state, &o) != nil {
		return ""
	}
	return o.Party
}

// FoldKey adds up the acts about a key. A revocation is final, whatever came beside it. A later
// one that does not say since when the key is in doubt leaves what an earlier one said.
func FoldKey(subject act.SubjectID, entries []fold.Entry, _ fold.Look) fold.Folded {
	g := fold.NewGraph(entries)
	var enrolled fold.Field[KeyEnrolled]
	var revoked fold.Field[KeyRevoked]
	s := Key{ID: act.KeyID(strings.TrimPrefix(subject.Name(), "jkt:"))}
	for _, e := range entries {
		switch b := e.Body.(type) {
		case *KeyEnrolled:
			enrolled.Set(g, e.ID, *b)
		case *KeyRevoked:
			if !s.Revoked {
				s.Revoked, s.RevokedAt = true, e.Received
			}
			said := *b
			if said.CompromisedSince.IsZero() {
				said.CompromisedSince = revoked.Value().CompromisedSince
			}
			revoked.Set(g, e.ID, said)
		}
	}
	b := enrolled.Value()
	s.Person, s.Key, s.Device, s.Sealing = b.Person, b.Key, b.Device, b.Sealing
	s.Reason, s.CompromisedSince = revoked.Value().Reason, revoked.Value().CompromisedSince
	return timeless(fold.Period{Kind: "key", Status: status(s), State: s},
		fold.Conflicts(
			func() (fold.Conflict, bool) { return enrolled.Conflict("enrolment") },
			func() (fold.Conflict, bool) { return revoked.Conflict("revocation") }))
}

func status(k Key) string {
	if k.Revoked {
		return "revoked"
	}
	return "enrolled"
}
