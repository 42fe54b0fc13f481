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
			return one(fold.Period{Kind: "office", Status: "open", Label: b.Name, State: s}, nil)
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
	return one(fold.Period{Kind: "organisation", Status: "registered", Party: s.Party, Label: s.Name, State: s},
		fold.Conflicts(func() (fold.Conflict, bool) { return registered.Conflict("registration") }))
}

// FoldPerson adds up the acts about a person. The party comes from the organisation, so
// an employer's change of party reaches its people.
func FoldPerson(_ act.SubjectID, entries []fold.Entry, look fold.Look) fold.Folded {
	g := fold.NewGraph(entries)
	var registered fold.Field[PersonRegistered]
	var s Person
	for _, e := range entries {
		switch b := e.Body.(type) {
		case *PersonRegistered:
			registered.Set(g, e.ID, *b)
		case *RoleGranted:
			s.Roles = append(without(s.Roles, b.Role), Role{b.Role, b.Until})
		case *RoleWithdrawn:
			s.Roles = without(s.Roles, b.Role)
		}
	}
	s.Organisation, s.Name = registered.Value().Organisation, registered.Value().Name
	s.Party = partyOf(s.Organisation, look)
	return one(fold.Period{Kind: "person", Status: "registered", Party: s.Party, State: s},
		fold.Conflicts(func() (fold.Conflict, bool) { return registered.Conflict("registration") }))
}

func partyOf(organisation act.SubjectID, look fold.Look) string {
	state, held := look(organisation, time.Time{})
	var o Organisation
	if !held || json.Unmarshal(state, &o) != nil {
		return ""
	}
	return o.Party
}

func without(roles []Role, role string) []Role {
	var kept []Role
	for _, r := range roles {
		if r.Role != role {
			kept = append(kept, r)
		}
	}
	return kept
}

// FoldKey adds up the acts about a key. A revocation is final, whatever came beside it.
func FoldKey(subject act.SubjectID, entries []fold.Entry, _ fold.Look) fold.Folded {
	g := fold.NewGraph(entries)
	var person fold.Field[act.SubjectID]
	s := Key{ID: act.KeyID(strings.TrimPrefix(subject.Name(), "jkt:"))}
	for _, e := range entries {
		switch b := e.Body.(type) {
		case *KeyEnrolled:
			person.Set(g, e.ID, b.Person)
			s.Key, s.Device, s.Sealing = b.Key, b.Device, b.Sealing
		case *KeyRevoked:
			if !s.Revoked {
				s.Revoked, s.RevokedAt = true, e.Received
			}
			s.Reason, s.CompromisedSince = b.Reason, b.CompromisedSince
		}
	}
	s.Person = person.Value()
	return one(fold.Period{Kind: "key", Status: status(s), State: s},
		fold.Conflicts(func() (fold.Conflict, bool) { return person.Conflict("person") }))
}

func status(k Key) string {
	if k.Revoked {
		return "revoked"
	}
	return "enrolled"
}
