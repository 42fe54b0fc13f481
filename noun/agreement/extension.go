package agreement

import (
	"cmp"
	"slices"
	"time"
)

// extensions gathers the consents about a version by what they extend and to when, in the
// order of the days.
func (f *folding) extensions(version string) []Extension {
	var all []Extension
	for _, w := range f.extended {
		key := w.key
		if key.version != version {
			continue
		}
		i := slices.IndexFunc(all, func(x Extension) bool { return x.Obligation == key.obligation && string(x.Until) == key.until })
		if i < 0 {
			all = append(all, Extension{Obligation: key.obligation, Until: Date(key.until)})
			i = len(all) - 1
		}
		all[i].said = append(all[i].said, w.Consent)
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
		h := s.hear(x.said, func(_ []Consent, known time.Time) ([]string, bool) { return s.mustAgree(known, known), true })
		x.Consents, x.Missing = h.consents(), h.missing
		switch {
		case due.Status == Reckoned && x.Until <= due.Day:
			x.Why = NotLonger
		case !h.agreed:
			x.Why = ConsentMissing
		default:
			x.Counts, x.Late = true, due.Status == Reckoned && lastConsent(h.counts()) > due.Day
			moved[x.Obligation] = max(moved[x.Obligation], x.Until)
		}
	}
	return moved
}
