package agreement

import "truce/ground/fold"

// speaks decides whether an act may speak for the party: its own people, or the mission
// if it says how it knows. Nobody else. It answers why not.
func speaks(e fold.Entry, party, source string) string {
	switch {
	case e.Party == party:
		return ""
	case e.Party != "":
		return SpeaksForAnother
	case source == "":
		return NoSource
	}
	return ""
}

func (f *folding) takeMember(e fold.Entry, party string, since Date, source string, c change) {
	if f.may(e, party, source, "") && !f.waits(e, "", party) {
		m := move{memberKey: memberKey{party, string(since)}, change: c, origin: origin{e.ID, source, e.Party != party}}
		f.members.set(f.graph, m.memberKey, c, m.origin)
		f.moves = append(f.moves, m)
	}
}

func (f *folding) takeConsent(e fold.Entry, b *ExtensionConsented) {
	if f.may(e, b.Party, b.Source, b.Version) {
		key := consentKey{b.Version, b.Obligation, string(b.Until), b.Party}
		said := f.to(e, b.Version, b.Party)
		if said.consents.stands(f.graph, key, e.ID, b.On) {
			f.flag(e.ID, SaidBefore, b.Version, b.Party)
			return
		}
		said.consents.set(f.graph, key, b.On, origin{e.ID, b.Source, e.Party != b.Party})
	}
}

func (f *folding) takePosition(e fold.Entry, b PositionStated) {
	if f.may(e, b.Party, b.Source, b.Version) {
		from := origin{e.ID, b.Source, e.Party != b.Party}
		b.Source = ""
		f.to(e, b.Version, b.Party).positions.set(f.graph, positionKey{b.Version, b.Clause, b.Party}, b, from)
	}
}

func (f *folding) takeEvent(e fold.Entry, b TriggerRecorded) {
	from := origin{e.ID, b.Source, false}
	b.Source = ""
	f.events.set(f.graph, eventKey{b.Event, e.Party}, b, from)
}

func (f *folding) takeFulfilment(e fold.Entry, b FulfilmentRecorded) {
	from := origin{e.ID, b.Source, false}
	b.Source = ""
	f.fulfilled.set(f.graph, fulfilledKey{b.Version, b.Obligation, b.Party, e.Party}, b, from)
}
