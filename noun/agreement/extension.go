package agreement

import (
	"cmp"
	"slices"
)

// extensions gathers the consents about a version by what they extend and to when, in the
// order of the days.
func (f *folding) extensions(version string) []Extension {
	var all []Extension
	for key, h := range heard(f.consents, f.recorded.consents) {
		if key.version != version {
			continue
		}
		i := slices.IndexFunc(all, func(x Extension) bool { return x.Obligation == key.obligation && string(x.Until) == key.until })
		if i < 0 {
			all = append(all, Extension{Obligation: key.obligation, Until: Date(key.until)})
			i = len(all) - 1
		}
		all[i].Consents = append(all[i].Consents, f.consentOf(h, key.party))
	}
	for i := range all {
		slices.SortFunc(all[i].Consents, func(a, b Consent) int { return cmp.Compare(a.Party, b.Party) })
	}
	slices.SortStableFunc(all, func(a, b Extension) int {
		return cmp.Or(cmp.Compare(a.Until, b.Until), cmp.Compare(a.Obligation, b.Obligation))
	})
	return all
}

// moved are the deadlines that all who must consent moved: they are those who must
// consent to a longer duration or, where no clause names any, those who must sign.
func (s *VersionState) moved(facts Facts, zones TimeZones) map[string]Date {
	moved := map[string]Date{}
	for i := range s.Extensions {
		x := &s.Extensions[i]
		if x.Obligation == "" || x.Why != "" {
			continue
		}
		due, err := DueOf(s.Version, x.Obligation, facts, zones)
		if err != nil {
			x.Why = NoSuchObligation
			continue
		}
		x.Missing = missing(given(x.Consents), s.consenters(due))
		switch {
		case due.Status == Reckoned && x.Until <= due.Day:
			x.Why = NotLonger
		case len(x.Missing) > 0:
			x.Why = ConsentMissing
		default:
			x.Counts, x.Late = true, due.Status == Reckoned && lastConsent(given(x.Consents)) > due.Day
			moved[x.Obligation] = max(moved[x.Obligation], x.Until)
		}
	}
	return moved
}

func (s *VersionState) consenters(due Due) []string {
	d := s.duration()
	if d == nil || len(d.Consent) == 0 || due.Status != Reckoned {
		return s.signatories()
	}
	return partiesAt(s.Memberships, d.Consent, due.From)
}

func (f *folding) consentOf(h told[Date], party string) Consent {
	return Consent{Party: party, On: h.value, Received: f.came[h.act], Source: h.source, Recorded: h.recorded, Act: h.act, Why: h.why}
}

// given are the consents that count.
func given(all []Consent) []Consent {
	return slices.DeleteFunc(slices.Clone(all), func(c Consent) bool { return c.Why != "" })
}
