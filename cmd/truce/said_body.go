package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/noun"
	"truce/noun/agreement"
	"truce/noun/body"
)

// established tells what a body is to be, and, of one that its members signed before, what changes.
func (s *sentences) established(subject act.SubjectID, b *body.BodyEstablished) []string {
	lines := append(bodySaid(b), s.mandateSaid(b.Mandate)...)
	items, err := s.held(subject)
	if err != nil {
		return append(lines, "whether it changes a body that is established already cannot be told: "+err.Error())
	}
	for _, i := range items {
		var now body.Body
		if err := json.Unmarshal(i.State, &now); err != nil {
			return append(lines, "whether it changes a body that is established already cannot be told: "+err.Error())
		}
		if held := len(now.Terms); held > 0 {
			return append(lines, bodyChanges(now.Terms[held-1], b)...)
		}
	}
	return lines
}

func bodySaid(b *body.BodyEstablished) []string {
	lines := []string{fmt.Sprintf("%s is to be a body (%s).", b.Name, b.Kind)}
	for _, seat := range b.Seats {
		lines = append(lines, "seat "+seatSaid(seat))
	}
	lines = append(lines, decisionSaid(b.Decision))
	if side := body.Alone(b.Seats); side != "" {
		lines = append(lines, fmt.Sprintf("ONLY %s SITS IN IT: it speaks for %s alone, and finds nothing for others", side, side))
	}
	return lines
}

func seatSaid(s body.Seat) string {
	line := fmt.Sprintf("%s: %s, of the side %s", s.Seat, s.Person, noun.SideOf(s.Party))
	if !s.From.IsZero() {
		line += " from " + stamp(s.From)
	}
	return line + until(s.Until)
}

// decisionSaid is a rule with everything that it asks.
func decisionSaid(d *body.Decision) string {
	if d == nil {
		return "it has no rule by which it decides: it can find nothing"
	}
	line := "it decides by " + d.Rule
	if d.Needed > 0 {
		line += fmt.Sprintf(": %d must say yes", d.Needed)
	}
	line += fmt.Sprintf("; %d must take part", d.Quorum)
	if len(d.Sides) > 0 {
		line += ", among them " + strings.Join(d.Sides, " and ")
	}
	if d.EachVoice {
		line += "; two seats of one side are two voices"
	} else {
		line += "; two seats of one side are one voice"
	}
	if d.EachReporter {
		line += "; what two people of one side saw are two sources"
	}
	return line
}

// bodyChanges tells what an established body would no longer be, and who loses a seat or is given one.
func bodyChanges(held body.Term, b *body.BodyEstablished) []string {
	lines := []string{fmt.Sprintf("This body is established, since %s. By this act it changes:", stamp(held.Since))}
	for _, m := range []struct{ name, before, after string }{
		{"name", held.Name, b.Name},
		{"kind", held.Kind, b.Kind},
		{"mandate", pointed(held.Mandate), pointed(b.Mandate)},
		{"rule", decisionSaid(held.Decision), decisionSaid(b.Decision)},
	} {
		if m.before != m.after {
			lines = append(lines, fmt.Sprintf("its %s was: %s", m.name, m.before), fmt.Sprintf("its %s is to be: %s", m.name, m.after))
		}
	}
	for _, s := range held.Seats {
		if !slices.Contains(b.Seats, s) {
			lines = append(lines, "loses its seat: "+seatSaid(s))
		}
	}
	for _, s := range b.Seats {
		if !slices.Contains(held.Seats, s) {
			lines = append(lines, "is given a seat: "+seatSaid(s))
		}
	}
	for _, side := range sidesOf(held.Seats) {
		if !slices.Contains(sidesOf(b.Seats), side) {
			lines = append(lines, side+" is to have no seat in it any more")
		}
	}
	if len(lines) == 1 {
		return []string{fmt.Sprintf("This body is established, since %s. This act says the same of it.", stamp(held.Since))}
	}
	return lines
}

func sidesOf(seats []body.Seat) (all []string) {
	for _, s := range seats {
		all = append(all, noun.SideOf(s.Party))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// mandateSaid tells the clause that is to set a body up, in its own words, or that there is none.
func (s *sentences) mandateSaid(m *body.Mandate) []string {
	lines := []string{"its mandate: " + pointed(m)}
	if m == nil {
		return append(lines, noClauseSaid(body.NoMandate))
	}
	var failed error
	var text agreement.Agreement
	basis := body.BasisOf(m, func(id act.SubjectID, _ time.Time) ([]byte, bool) {
		items, err := s.held(id)
		if err != nil && !isNotFound(err) {
			failed = err
		}
		if err != nil || len(items) == 0 {
			return nil, false
		}
		state := items[len(items)-1].State
		return state, json.Unmarshal(state, &text) == nil
	})
	if failed != nil {
		return append(lines, untold(failed))
	}
	if basis.NoClause != "" {
		return append(lines, noClauseSaid(basis.NoClause))
	}
	v, _ := text.Version(m.Version)
	c, _ := v.Clause(m.Clause)
	lines = append(lines, "that clause is headed: "+c.Heading.In("en"))
	for _, i := range basis.Force {
		lines = append(lines, "its text is in force "+period(i.From, i.Until))
	}
	if len(basis.Force) == 0 {
		lines = append(lines, noClauseSaid(body.NotInForce))
	}
	return lines
}

func pointed(m *body.Mandate) string {
	if m == nil {
		return "none is named"
	}
	return fmt.Sprintf("%s, version %s, clause %s", m.Agreement, m.Version, m.Clause)
}

// noClauseSaid says why no clause of a text in force sets a body up (body.Basis).
func noClauseSaid(why string) string {
	return "NO CLAUSE: " + map[string]string{
		body.NoMandate:    "it names no agreement that sets it up",
		body.NoText:       "the register has no such version of an agreement",
		body.NoSuchClause: "that version has no such clause",
		body.NotAText:     "that version is a draft or a report, which nobody can sign",
		body.NotInForce:   "its text is not in force then",
	}[why]
}
