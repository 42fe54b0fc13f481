package agreement

import (
	"strings"
	"time"

	"truce/ground/force"
)

// later are the stretches in which the version is in force by signatures and consents that were received only
// afterwards. The day of a signature is its signer's own word, and may lie long before the office had it: what was
// signed on paper is recorded later too. It counts from that day; that nobody could know it then is told beside it.
func (s *VersionState) later() []force.Later {
	var all []force.Later
	add := func(l force.Later) {
		if len(l.Why) > 0 {
			all = append(all, l)
		}
	}
	required, _ := s.required()
	add(came(asConsents(required), s.Force[0]))
	for _, x := range s.Extensions {
		if x.Counts && x.Obligation == "" {
			add(came(given(x.Consents), x.adds))
		}
	}
	return all
}

// asConsents are signatures as words that were received.
func asConsents(signed []Signature) []Consent {
	var all []Consent
	for _, g := range signed {
		all = append(all, Consent{Party: g.Party, Received: g.Received})
	}
	return all
}

// came is the part of a stretch that was over, or had begun, before the last of the words came by which it is in force.
func came(words []Consent, in Interval) force.Later {
	var names []string
	var last time.Time
	for _, c := range words {
		if !c.Received.After(in.From) {
			continue
		}
		names = append(names, c.Party)
		if c.Received.After(last) {
			last = c.Received
		}
	}
	if len(names) == 0 {
		return force.Later{}
	}
	if in.Until.IsZero() || last.Before(in.Until) {
		in.Until = last
	}
	return force.Later{Interval: in, Why: []force.Lack{{Say: force.KnownLater, Name: strings.Join(names, ", "), At: last}}}
}
