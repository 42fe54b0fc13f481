package agreement

import "truce/ground/fold"

func (f *folding) takeSignature(e fold.Entry, b AgreementSigned) {
	from := origin{e.ID, b.Source}
	if !f.may(e, b.Party, b.Source, b.Version) {
		f.claimed = append(f.claimed, claim{b, e.ID, speaks(e, b.Party, b.Source)})
		return
	}
	b.Source = ""
	if _, _, before := f.signed.get(signedKey{b.Version, b.Party}); before && f.agreed(b.Version) {
		f.flag(e.ID, AlreadyAgreed, b.Version, b.Party)
		return
	}
	f.signed.set(f.graph, signedKey{b.Version, b.Party}, b, from)
}

// sign puts the signatures to the version: those that count, and beside them those that
// do not, with the reason.
func (f *folding) sign(s *VersionState) {
	for _, key := range f.signed.order {
		if key.version != s.ID {
			continue
		}
		b, from, _ := f.signed.get(key)
		why := s.Refuses(b)
		if why != "" {
			f.flag(from.act, why, s.ID, key.party)
		}
		s.Signatures = append(s.Signatures, Signature{Party: b.Party, Capacity: b.Capacity, On: b.On, Source: from.source, Act: from.act, Counts: why == "", Why: why})
	}
	for _, c := range f.claimed {
		if b := c.body; b.Version == s.ID {
			s.Signatures = append(s.Signatures, Signature{Party: b.Party, Capacity: b.Capacity, On: b.On, Source: b.Source, Act: c.by, Why: c.why})
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

// agreed reports whether all who must sign it have.
func (v VersionState) agreed() bool {
	_, signed := v.signedOn()
	return signed
}

// signedOn is the day of the last required signature, once none is missing.
func (v VersionState) signedOn() (Date, bool) {
	var last Date
	for _, party := range v.signatories() {
		s, has := v.signature(party)
		if !has {
			return "", false
		}
		last = max(last, s.On)
	}
	return last, last != ""
}
