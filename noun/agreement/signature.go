package agreement

import (
	"cmp"
	"slices"

	"truce/ground/fold"
)

func (f *folding) takeSignature(e fold.Entry, b AgreementSigned) {
	from := origin{e.ID, b.Source, e.Party != b.Party}
	if !f.may(e, b.Party, b.Source, b.Version) {
		f.claimed = append(f.claimed, claim{b, e.ID, speaks(e, b.Party, b.Source)})
		return
	}
	b.Source = ""
	key := signedKey{b.Version, b.Party}
	if _, _, before := f.signed.get(key); before && f.agreed(b.Version) {
		f.flag(e.ID, AlreadyAgreed, b.Version, b.Party)
		return
	}
	f.by[e.ID] = f.signer(e, b.Party)
	say(f, &f.to(e, b.Version, b.Party).signed, key, b, from, b.Version, b.Party)
}

// sign puts the signatures to the version: those that count, and beside them those that
// do not, with the reason.
func (f *folding) sign(s *VersionState) {
	for key, h := range heard(f.signed, f.recorded.signed) {
		if key.version != s.ID {
			continue
		}
		why := s.Refuses(h.value)
		if why != "" {
			f.flag(h.act, why, s.ID, key.party)
		}
		s.add(h.value, h.origin, f.by[h.act], cmp.Or(why, h.why))
	}
	for _, c := range f.claimed {
		if b := c.body; b.Version == s.ID {
			s.Signatures = append(s.Signatures, Signature{Party: b.Party, Capacity: b.Capacity, On: b.On, Received: f.came[c.by], Source: b.Source, Act: c.by, Why: c.why})
		}
	}
	if s.Type != "text" {
		return
	}
	for _, party := range s.signatories() {
		if _, has := s.signature(party); !has {
			s.Missing = append(s.Missing, party)
		}
	}
}

func (s *VersionState) add(b AgreementSigned, from origin, by signer, why string) {
	s.Signatures = append(s.Signatures, Signature{
		Party: b.Party, Capacity: b.Capacity, On: b.On, Received: by.received, Source: from.source, Recorded: from.recorded, Act: from.act, Counts: why == "", Why: why, by: by})
}

// Refuses says why a signature cannot be of this version, "" if it can: NotAText,
// NotComplete, NotSound, AnotherText, NotNamed or OtherCapacity.
func (v VersionState) Refuses(b AgreementSigned) string {
	p, named := v.party(b.Party)
	switch {
	case v.Type != "text":
		return NotAText
	case !v.Complete:
		return NotComplete
	case len(v.Faults) > 0:
		return NotSound
	case b.Digest != v.Digest:
		return AnotherText
	case !named:
		return NotNamed
	case p.Capacity != b.Capacity:
		return OtherCapacity
	}
	return ""
}

// signature finds the one of the party that counts.
func (v VersionState) signature(party string) (Signature, bool) {
	for _, s := range v.Signatures {
		if s.Counts && s.Party == party {
			return s, true
		}
	}
	return Signature{}, false
}

// agreed reports whether all who must sign it have, and not one alone.
func (v VersionState) agreed() bool {
	_, signed := v.signedOn()
	return signed
}

// binding are the signatures of those whom the version binds, as far as they count, by their days.
func (v VersionState) binding() []Signature {
	all := slices.DeleteFunc(slices.Clone(v.Signatures), func(s Signature) bool { return !s.Counts || s.Capacity == Observer })
	slices.SortStableFunc(all, func(a, b Signature) int { return cmp.Compare(a.On, b.On) })
	return all
}

// required are the signatures by which the version is agreed, once none is missing: of all who must sign and, since what one side
// signed alone is no agreement, of the first that signed beside it. What others sign later moves nothing of it.
func (v VersionState) required() (all []Signature, agreed bool) {
	signed, must := v.binding(), v.signatories()
	for _, party := range must {
		s, has := v.signature(party)
		if !has {
			return nil, false
		}
		all = append(all, s)
	}
	if len(must) == 1 {
		slices.SortStableFunc(signed, func(a, b Signature) int { return a.Received.Compare(b.Received) })
		i := slices.IndexFunc(signed, func(s Signature) bool { return s.Party != must[0] })
		if i < 0 {
			return nil, false
		}
		all = append(all, signed[i])
	}
	return all, len(must) > 0
}

// signedOn is the day of the last required signature, once none is missing.
func (v VersionState) signedOn() (last Date, agreed bool) {
	required, agreed := v.required()
	for _, s := range required {
		last = max(last, s.On)
	}
	return last, agreed
}
