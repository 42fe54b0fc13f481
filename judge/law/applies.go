package law

import "truce/ground/act"

// Applies answers which rules of which versions bound whom at the place, during the time
// asked about or a part of it.
func (s *Snapshot) Applies(p Place, w When) []Applied {
	return s.here(p, w).applies()
}

func (h *here) applies() []Applied {
	var all []Applied
	h.s.eachRule(h.known, func(subject act.SubjectID, r *rule) {
		for _, b := range r.bound {
			if _, meets := meet(b.force, h.at); !meets {
				continue
			}
			lies := h.in(r.where, b.party)
			if lies.where != Outside {
				certain := lies.where.Holds() && covers(b.force, h.at)
				all = append(all, Applied{subject, r.version.ID, r.clause, r.kind, r.name, b.party, certain})
			}
		}
	})
	return all
}
