package incident

import (
	"slices"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/shape"
)

// Attribution is one author's answer to who did it.
type Attribution struct {
	Actor      string        `json:"actor"`
	Confidence string        `json:"confidence"`
	Basis      []string      `json:"basis"`
	Reason     shape.Prose   `json:"reason,omitzero" class:"narrative"`
	By         act.SubjectID `json:"by" class:"staff"`
	ReceivedOn string        `json:"receivedOn"` // day of receipt, UTC
	// MissionOnly: its author's key speaks for a party and was vouched for by the mission only.
	MissionOnly      bool        `json:"missionOnly,omitzero"`
	Doubted          bool        `json:"doubted,omitzero"` // made with a key in doubt
	Withdrawn        bool        `json:"withdrawn,omitzero"`
	WithdrawalReason shape.Prose `json:"withdrawalReason,omitzero" class:"narrative"` // it was withdrawn
}

// What an incident says of who did it, over all the attributions that stand.
const (
	NotAttributed = "not-attributed" // nobody says: the default
	Attributed    = "attributed"     // whoever says, says the same
	Disputed      = "disputed"       // attributions to several actors stand side by side
)

// attributions keeps one for each author and actor.
type attributions struct {
	all []*attribution // in the order in which they were first made
	of  map[answerer]*attribution
}

// answerer is whose answer it is, and whom it names.
type answerer struct {
	author act.SubjectID
	actor  string
}

type attribution struct {
	author act.SubjectID
	actor  string
	made   fold.Field[Attribution]
}

func (a *attributions) find(author act.SubjectID, actor string) *attribution {
	return a.of[answerer{author, actor}]
}

func (a *attributions) make(g fold.Graph, e fold.Entry, b *AttributionMade) {
	at := a.find(e.Person, b.Actor)
	if at == nil {
		at = &attribution{author: e.Person, actor: b.Actor}
		if a.all = append(a.all, at); a.of == nil {
			a.of = map[answerer]*attribution{}
		}
		a.of[answerer{e.Person, b.Actor}] = at
	}
	at.made.Set(g, e.ID, Attribution{
		Actor: b.Actor, Confidence: b.Confidence, Basis: b.Basis, Reason: b.Reason, By: e.Person, ReceivedOn: dayOf(e), MissionOnly: e.MissionOnly, Doubted: e.Doubted,
	})
}

func (a *attributions) withdraw(g fold.Graph, e fold.Entry, b *AttributionWithdrawn) (ignored string) {
	at := a.find(e.Person, b.Actor)
	if at == nil {
		return "no-such-attribution"
	}
	withdrawn := at.made.Value()
	withdrawn.Withdrawn, withdrawn.WithdrawalReason = true, b.Reason
	at.made.Set(g, e.ID, withdrawn)
	return ""
}

func (a *attributions) list() []Attribution {
	var all []Attribution
	for _, at := range a.all {
		all = append(all, at.made.Value())
	}
	return all
}

func (a *attributions) conflicts() []fold.Conflict {
	var found []fold.Conflict
	for _, at := range a.all {
		if c, is := at.made.Conflict("attribution to " + at.actor); is {
			found = append(found, c)
		}
	}
	return found
}

// Actors are those named by attributions that stand, each once, sorted. Which of them is a
// party and which a listed group outside the ceasefire, the agreements say.
func (s Incident) Actors() []string {
	var all []string
	for _, a := range s.Attributions {
		if !a.Withdrawn {
			all = append(all, a.Actor)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func attributed(actors []string) string {
	switch len(actors) {
	case 0:
		return NotAttributed
	case 1:
		return Attributed
	}
	return Disputed
}
