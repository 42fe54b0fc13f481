package agreement

import "truce/ground/shape"

// Version is one text of the agreement, or one account of it.
type Version struct {
	ID        string      `json:"id" pattern:"^[a-z0-9][a-z0-9-]{0,39}$" doc:"name of the version within the agreement"`
	Type      string      `json:"type" pattern:"^(draft|report|text)$" doc:"draft: put forward; report: what somebody says a text says; text: may be signed"`
	Title     Texts       `json:"title" maxlen:"20" doc:"its title"`
	Date      Date        `json:"date" doc:"day of the version"`
	Source    Source      `json:"source" doc:"where it was read"`
	Wording   string      `json:"wording" pattern:"^(verbatim|paraphrase)$" doc:"paraphrase: the meaning in other words"`
	Languages []Language  `json:"languages" maxlen:"20" doc:"each language used, and whose wording it is"`
	TimeZone  string      `json:"timeZone" pattern:"^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+){0,2}$" maxlen:"60" doc:"where its days begin and end (IANA name)"`
	Replaces  string      `json:"replaces,omitempty" pattern:"^[a-z0-9][a-z0-9-]{0,39}$" doc:"version that ends when this one enters into force"`
	Parties   []Party     `json:"parties,omitempty" maxlen:"100" doc:"those it names, and as what"`
	Events    []Event     `json:"events,omitempty" maxlen:"50" doc:"events from which its clauses count"`
	Clauses   []Clause    `json:"clauses,omitempty" maxlen:"400" doc:"its clauses, in order"`
	Note      shape.Prose `json:"note,omitzero" maxlen:"2000" doc:"remark of who entered it"`
}

// Source is where a version was read.
type Source struct {
	Name      string `json:"name" maxlen:"300" doc:"publisher or document"`
	Published Date   `json:"published,omitempty" doc:"day of publication"`
	Address   string `json:"address,omitempty" maxlen:"500" doc:"where it can be found"`
}

// Capacities of a party.
const (
	Guarantor = "guarantor" // answers for the agreement
	Bound     = "bound"     // obliged by it, whether or not it signed
	Observer  = "observer"  // takes part, not obliged
	Listed    = "listed"    // a group outside the ceasefire
)

// Party is one of those that a version names.
type Party struct {
	Code     string `json:"code" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"code of the party"`
	Names    Texts  `json:"names" maxlen:"20" doc:"its name"`
	Capacity string `json:"capacity" pattern:"^(guarantor|bound|observer|listed)$" doc:"as what it is named"`
	MustSign bool   `json:"mustSign,omitzero" doc:"true if nothing binds before it signed"`
}

// Event is something from which deadlines can count once it is recorded.
type Event struct {
	ID   string `json:"id" pattern:"^[a-z0-9][a-z0-9-]{0,39}$" doc:"name of the event, the same in all versions"`
	What Texts  `json:"what" maxlen:"20" doc:"what has to happen"`
}

func (v Version) party(code string) (Party, bool) {
	for _, p := range v.Parties {
		if p.Code == code {
			return p, true
		}
	}
	return Party{}, false
}

// Clause finds a clause by its id.
func (v Version) Clause(id string) (Clause, bool) {
	for _, c := range v.Clauses {
		if c.ID == id {
			return c, true
		}
	}
	return Clause{}, false
}

// Obligation finds an obligation by its id, and the clause that it stands in.
func (v Version) Obligation(id string) (Clause, Obligation, bool) {
	for _, c := range v.Clauses {
		for _, o := range c.Obligations {
			if o.ID == id {
				return c, o, true
			}
		}
	}
	return Clause{}, Obligation{}, false
}

// named are the parties of the text that who stands for.
func (v Version) named(who []string) []string {
	var codes []string
	for _, p := range v.Parties {
		if includes(who, Membership{Party: p.Code, Capacity: p.Capacity}) {
			codes = append(codes, p.Code)
		}
	}
	return codes
}

// drawnBy are those who must consent to what is drawn under the version: whom a clause names or, where none does, all who must sign.
func (v Version) drawnBy() []string {
	for _, c := range v.Clauses {
		if c.Boundaries != nil {
			return c.Boundaries.Consent
		}
	}
	return v.signatories()
}

// signatories are those who must sign before anything binds.
func (v Version) signatories() []string {
	var codes []string
	for _, p := range v.Parties {
		if p.MustSign {
			codes = append(codes, p.Code)
		}
	}
	return codes
}
