package law

import (
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/force"
	"truce/noun/agreement"
)

// TextForce is how one version of a text stood during the time asked about. What is missing is
// told while it was not in force.
type TextForce struct {
	Agreement act.SubjectID `json:"agreement"`
	Version   string        `json:"version"`
	Type      string        `json:"type"`  // text, or draft or report, which nobody can sign
	State     string        `json:"state"` // in-force, waits, suspended or ended; where it changed, a line for each
	force.Interval
	For []string     `json:"for,omitempty"` // parties whom it bound during the time, or a part of it
	Why []force.Lack `json:"why,omitempty"`
	// Doubted are the parties that signed it, or consented to its extension, with a key that is in doubt.
	Doubted []string `json:"doubted,omitempty" doc:"parties that signed it, or consented to its extension, with a key in doubt"`
}

// Texts answers for every version of every text that is known how it stood, stretch by stretch.
// Of drafts and reports it tells nothing where there is a text that can be signed.
func (s *Snapshot) Texts(w When) []TextForce {
	at, known := w.stretch(), w.known()
	var all []TextForce
	for _, t := range s.order {
		if !t.known.Holds(known) {
			continue
		}
		for _, v := range t.tells() {
			all = append(all, v.during(t.subject, at)...)
		}
	}
	return all
}

// standing is a version with the force that it has.
type standing struct {
	version   *agreement.VersionState
	stretches []force.Stretch
	holders   []bound
}

func standingsOf(a *agreement.Agreement) []standing {
	all := make([]standing, len(a.Versions))
	for i := range a.Versions {
		v := &a.Versions[i]
		all[i] = standing{v, v.Standing.Stretches(""), holdersOf(v.Standing.For("", force.Interval{}))}
	}
	return all
}

// tells are the versions of which there is something to say.
func (t *text) tells() []standing {
	var texts []standing
	for _, v := range t.standings {
		if v.version.Type == "text" {
			texts = append(texts, v)
		}
	}
	if len(texts) == 0 {
		return t.standings
	}
	return texts
}

func (v standing) during(subject act.SubjectID, at span) []TextForce {
	var all []TextForce
	for _, s := range v.stretches {
		both, meets := meet(spanOf(s.From, s.Until), at)
		if !meets {
			continue
		}
		f := TextForce{Agreement: subject, Version: v.version.ID, Type: v.version.Type, State: s.State, Interval: s.Interval, Why: s.Why, Doubted: v.doubted()}
		if s.State == force.InForce {
			f.For = during(v.holders, both)
		}
		all = append(all, f)
	}
	return all
}

// doubted are the parties whose signatures and consents, as far as they count, are of keys in doubt.
func (v standing) doubted() (parties []string) {
	for _, s := range v.version.Signatures {
		if s.Counts && s.Doubted {
			parties = append(parties, s.Party)
		}
	}
	for _, x := range v.version.Extensions {
		for _, c := range x.Consents {
			if x.Counts && c.Why == "" && c.Doubted {
				parties = append(parties, c.Party)
			}
		}
	}
	slices.Sort(parties)
	return slices.Compact(parties)
}

func anyInForce(all []TextForce) bool {
	for _, t := range all {
		if t.State == force.InForce {
			return true
		}
	}
	return false
}

// Told are those of which strangers may know: what is or was in force. Of what is missing they
// are told what is no secret of a negotiation, and of when a word was received the day, by a zone.
func Told(all []TextForce, zone *time.Location) []TextForce {
	var lacks []force.Lack
	for _, t := range all {
		lacks = append(lacks, t.Why...)
	}
	var told []TextForce
	for _, t := range all {
		t.Interval = force.ToldOf(t.Interval, lacks, zone)
		if t.Why = force.Told(t.Why, zone); t.State == force.Waits && len(t.Why) == 0 {
			continue
		}
		told = append(told, t)
	}
	return told
}

func holdersOf(members []force.Member) []bound {
	var all []bound
	for _, m := range members {
		all = append(all, bound{m.Party, spanOf(m.From, m.Until)})
	}
	return all
}

// during are the parties bound at some moment of the time, each once, in their order.
func during(all []bound, at span) []string {
	var parties []string
	for _, b := range all {
		if _, meets := meet(b.force, at); meets && !slices.Contains(parties, b.party) {
			parties = append(parties, b.party)
		}
	}
	return parties
}

// holdFor is whether something is in force for a party during the time: Inside, throughout;
// Outside, at no moment. Of nobody in particular, and where nothing is said of whom, it is
// throughout.
func holdFor(all []bound, party string, at span) Where {
	if party == "" || len(all) == 0 {
		return Inside
	}
	held := Outside
	for _, b := range all {
		if _, meets := meet(b.force, at); b.party != party || !meets {
			continue
		}
		if covers(b.force, at) {
			return Inside
		}
		held = MayBe
	}
	return held
}
