package bulletin

import (
	"html/template"
	"slices"
	"time"

	"truce/ground/act"
	"truce/noun"
	"truce/noun/agreement"
)

// CountedParty is one whom the agreements name.
type CountedParty struct {
	Code   string `json:"code"`
	Names  []Text `json:"names,omitempty"`
	Agreed bool   `json:"agreed,omitzero"` // a text that entered into force names it
}

// parties is who the agreements name, at the moment of the bulletin.
func (in Input) parties() agreement.Parties {
	all := map[act.SubjectID]agreement.Agreement{}
	for _, a := range in.Agreements {
		all[a.Subject] = a.State
	}
	return agreement.PartiesOf(all)
}

// named are all whom the agreements name, whether or not a row does: so it does not depend on
// what a copy withholds.
func (c *counting) named() {
	for _, code := range c.parties.Codes() {
		p := CountedParty{Code: code, Agreed: c.parties.Agreed(code)}
		for _, t := range c.parties.Names(code) {
			p.Names = append(p.Names, Text{t.Language, t.Text})
		}
		c.rows.Parties = append(c.rows.Parties, p)
	}
}

// sides sorts those to whom attributions lead into parties and listed groups, as the
// agreements called them when it happened.
func (c *counting) sides(actors []string, at time.Time) (inside, outside []string) {
	for _, actor := range actors {
		if c.parties.Listed(actor, at) {
			outside = append(outside, actor)
		} else {
			inside = append(inside, actor)
		}
	}
	return inside, outside
}

// called are the parties that an edition knows. Who stands in a draft alone is not for strangers.
func (r Rows) called(mission bool) []CountedParty {
	var all []CountedParty
	for _, p := range r.Parties {
		if p.Agreed || mission {
			all = append(all, p)
		}
	}
	return all
}

// partyName is what the agreements call a party; what none calls anything, its code.
func (p *page) partyName(code string) string {
	for _, c := range p.Header.Parties {
		if c.Code == code && len(c.Names) > 0 {
			return p.text(c.Names)
		}
	}
	return code
}

// party is a party's name, with a mark if no text that entered into force names it.
func (p *page) party(code string) template.HTML {
	name := esc(p.partyName(code))
	if slices.ContainsFunc(p.Header.Parties, func(c CountedParty) bool { return c.Code == code && c.Agreed }) {
		return name
	}
	return name + small("("+p.word("not-named")+")")
}

// side is the name of a party, or the mission.
func (p *page) side(name string) template.HTML {
	if name == noun.Mission {
		return p.word("the-mission")
	}
	return p.party(name)
}
