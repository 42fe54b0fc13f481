package agreement

// trigger answers when a trigger was: as recorded, or worked out from another clause.
func (r reckoning) trigger(name string) (Trigger, []Step, string) {
	if r.open[name] {
		return Trigger{}, []Step{{Say: SayCircular, Name: name}}, Unknowable
	}
	r.open[name] = true
	defer delete(r.open, name)
	switch kind, of := reference(name); kind {
	case EntryIntoForce:
		return r.entry()
	case "due":
		return r.chained(name, of)
	}
	t, recorded := r.facts.Triggers[name]
	if !recorded {
		return Trigger{}, []Step{{Say: SayNotYet, Name: name}}, Waiting
	}
	if t.Of != "" {
		return t, []Step{{Say: SayOtherSigning, Name: t.Of}}, Reckoned
	}
	return t, nil, Reckoned
}

// entry is the entry into force as the version itself counts it, but never before the day
// on which it was signed.
func (r reckoning) entry() (Trigger, []Step, string) {
	for _, c := range r.v.Clauses {
		if c.Entry == nil {
			continue
		}
		got := r.notBeforeSigning(c.Entry.When, r.when(c.Entry.When))
		return Trigger{Name: EntryIntoForce, Day: got.Day, At: got.From}, got.steps, got.status
	}
	return Trigger{}, []Step{{Say: SayNoEntryRule}}, Unknowable
}

func (r reckoning) notBeforeSigning(w When, got reckoned) reckoned {
	signing, signed := r.facts.Triggers[Signing]
	if got.status != Reckoned {
		return got
	}
	if !signed {
		return reckoned{steps: append(got.steps, Step{Say: SayNotYet, Name: Signing}), status: Waiting}
	}
	loc, _ := r.location(w)
	day, _ := signing.on(loc)
	if day <= got.Day {
		return got
	}
	got.steps = append(got.steps, Step{Say: SayNotBefore, Name: Signing, Day: day})
	w.Clock = ""
	got.Moment, got.steps, _ = w.moment(day, loc, got.steps)
	return got
}

// chained is a deadline that counts from another deadline.
func (r reckoning) chained(name, obligation string) (Trigger, []Step, string) {
	_, o, found := r.v.Obligation(obligation)
	if !found || o.Due == nil {
		return Trigger{}, []Step{{Say: SayNotYet, Name: name}}, Unknowable
	}
	got := r.due(o)
	return Trigger{Name: name, Day: got.Day, At: got.Until}, got.steps, got.status
}
