package agreement

import (
	"slices"

	"truce/ground/fold"
)

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
		if m.recorded && slices.ContainsFunc(f.moves, func(o move) bool { return o.party == party && !o.recorded }) {
			f.flag(e.ID, RecordedOnly, "", party)
			return
		}
		f.members.set(f.graph, m.memberKey, c, m.origin)
		f.moves = append(f.moves, m)
	}
}

func (f *folding) takeConsent(e fold.Entry, b *ExtensionConsented) {
	if f.may(e, b.Party, b.Source, b.Version) {
		key, from := consentKey{b.Version, b.Obligation, string(b.Until), b.Party}, origin{e.ID, b.Source, e.Party != b.Party}
		said := f.to(e, b.Version, b.Party)
		if said.consents.stands(f.graph, key, from, b.On) {
			f.flag(e.ID, SaidBefore, b.Version, b.Party)
			return
		}
		say(f, &said.consents, key, b.On, from, b.Version, b.Party)
		f.extended = append(f.extended, word[consentKey]{key, f.word(e, from, b.Party, b.On)})
	}
}

func (f *folding) takePosition(e fold.Entry, b PositionStated) {
	if f.may(e, b.Party, b.Source, b.Version) {
		from := origin{e.ID, b.Source, e.Party != b.Party}
		b.Source = ""
		say(f, &f.to(e, b.Version, b.Party).positions, positionKey{b.Version, b.Clause, b.Party}, b, from, b.Version, b.Party)
	}
}

// say keeps what was said for a party, and flags what the mission recorded of one that said itself what there is to say.
func say[K comparable, T any](f *folding, k *keyed[K, T], key K, value T, from origin, version, party string) {
	k.set(f.graph, key, value, from)
	if from.recorded && k.itself(key) {
		f.flag(from.act, RecordedOnly, version, party)
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
