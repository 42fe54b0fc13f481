package agreement

import "truce/ground/act"

// unknown flags what was said of versions, clauses and obligations that are not there.
func (f *folding) unknown(a Agreement) {
	for key, h := range heard(f.positions, f.recorded.positions) {
		v, is := f.known(a, key.version, key.party, h.act)
		if _, has := v.Clause(key.clause); is && !has {
			f.flag(h.act, NoSuchClause, key.version, key.party)
		}
	}
	for _, key := range f.fulfilled.order {
		_, from, _ := f.fulfilled.get(key)
		v, is := f.known(a, key.version, key.party, from.act)
		if _, _, has := v.Obligation(key.obligation); is && !has {
			f.flag(from.act, NoSuchObligation, key.version, key.party)
		}
	}
	for key, h := range heard(f.signed, f.recorded.signed) {
		f.known(a, key.version, key.party, h.act)
	}
	for key, h := range heard(f.declared, f.recorded.declared) {
		f.known(a, key.version, key.party, h.act)
	}
	for key, h := range heard(f.consents, f.recorded.consents) {
		f.known(a, key.version, key.party, h.act)
	}
}

// known finds the version, or flags the act that speaks of it.
func (f *folding) known(a Agreement, version, party string, by act.ID) (VersionState, bool) {
	v, is := a.Version(version)
	if !is {
		f.flag(by, NoSuchVersion, version, party)
	}
	return v, is
}
