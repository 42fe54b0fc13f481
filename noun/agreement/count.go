package agreement

import "time"

// Trigger is when something happened from which rules count: by the day, or to the moment.
type Trigger struct {
	Name string    `json:"name"`
	Day  Date      `json:"day,omitempty"`
	At   time.Time `json:"at,omitzero"`
	Of   string    `json:"of,omitempty"` // a signing: the version that was signed, if another
}

// Moment is what a rule counts to. From and Until are the ends of the day, half-open, or
// both the moment, if the rule names one. UTC.
type Moment struct {
	Day   Date      `json:"day,omitempty"`
	From  time.Time `json:"from,omitzero"`
	Until time.Time `json:"until,omitzero"`
}

// Statuses of a reckoning.
const (
	Reckoned   = "reckoned"
	Waiting    = "waiting"    // for a trigger that has not been recorded
	Unknowable = "unknowable" // what is recorded does not suffice
)

// count goes from the trigger as far as the rule says.
func (w When) count(t Trigger, loc *time.Location) (Moment, []Step, bool) {
	day, steps := t.on(loc)
	if w.Unit == Hours {
		return w.hours(t, loc, steps)
	}
	first := day
	if w.Counting == inclusive {
		first = day.addDays(-1)
	}
	last, more := w.from(first, day)
	return w.moment(last, loc, append(append(steps, Step{Say: SayDayBecomes, Day: last}), more...))
}

// on is the day of the trigger. A moment falls on the day that it has in the rule's own
// time zone.
func (t Trigger) on(loc *time.Location) (Date, []Step) {
	if t.Day != "" {
		return t.Day, []Step{{Say: SayTriggerDay, Name: t.Name, Day: t.Day}}
	}
	day := dateOf(t.At.In(loc))
	return day, []Step{{Say: SayTriggerAt, Name: t.Name, At: t.At.UTC(), Day: day}}
}

func (w When) hours(t Trigger, loc *time.Location, steps []Step) (Moment, []Step, bool) {
	if t.At.IsZero() {
		return Moment{}, append(steps, Step{Say: SayNeedsHour, Name: t.Name}), false
	}
	at := t.At.UTC().Add(time.Duration(w.Count) * time.Hour)
	m := Moment{dateOf(at.In(loc)), at, at}
	return m, append(steps, Step{Say: SayMoment, At: at, Name: loc.String()}), true
}

// from counts days, weeks or months. First is day 0. Months go by the trigger's own day,
// so that 31 January inclusive and one month end on the day before 28 February.
func (w When) from(first, trigger Date) (Date, []Step) {
	switch w.Unit {
	case WorkingDays:
		return w.workingDays(first)
	case Weeks:
		return first.addDays(7 * w.Count), nil
	case Months:
		return w.months(trigger)
	}
	return first.addDays(w.Count), nil
}

func (w When) months(trigger Date) (Date, []Step) {
	to := trigger.addMonths(w.Count, w.MonthEnd == "stick")
	var steps []Step
	if to.utc().Day() != trigger.utc().Day() {
		steps = []Step{{Say: SayMonthEnd, Day: to}}
	}
	if w.Counting == inclusive {
		to = to.addDays(-1)
	}
	return to, steps
}

// workingDays ends: a weekend has at most six days, and holidays are few.
func (w When) workingDays(day Date) (Date, []Step) {
	skipped := 0
	for left := w.Count; left > 0; {
		day = day.addDays(1)
		if w.works(day) {
			left--
		} else {
			skipped++
		}
	}
	if skipped == 0 {
		return day, nil
	}
	return day, []Step{{Say: SaySkipped, Count: skipped}}
}

// moment gives the day its ends.
func (w When) moment(day Date, loc *time.Location, steps []Step) (Moment, []Step, bool) {
	if w.Clock != "" {
		at := clockOf(day, w.Clock, loc)
		return Moment{day, at, at}, append(steps, Step{Say: SayMoment, At: at, Name: loc.String()}), true
	}
	m := Moment{day, startOf(day, loc), endOf(day, loc)}
	return m, append(steps, Step{Say: SayDayEnds, At: m.Until, Name: loc.String()}), true
}
