package bulletin

import (
	"time"

	"truce/ground/problem"
	"truce/noun/agreement"
	"truce/noun/people"
	"truce/noun/publication"
)

// Series is what a bulletin that is to be published is held to: how its office reckons days, and the bulletin of its kind
// before it. Bulletins of one kind follow one another without a gap and without telling any time twice.
type Series struct {
	Terms  []people.Term         // rules that the office has gone by, the earliest first
	Before *publication.Bulletin // the last of its kind, nil if none was published
	Zones  agreement.TimeZones   // by which days are reckoned
}

// Refuses tells why a bulletin is none of the series, nil if it is one: its day is the office's, by the rules of that very day (DayOf),
// and it begins where the last of its kind ends. If none was published, it has as many days as its kind.
func (s Series) Refuses(b publication.BulletinPublished) *problem.Problem {
	day := DayOf(b.Date, s.Terms)
	loc, err := s.Zones(day.TimeZone)
	if err != nil {
		return problem.Invalid(problem.BodyWrong, problem.P{"reason": problem.ReasonNameUnknown}).At("/timeZone").Because(err)
	}
	spec := Spec{Kind: b.Kind, Date: b.Date, CutOff: day.CutOff, TimeZone: day.TimeZone}
	period, _, err := spec.Spans(loc)
	if err != nil {
		return problem.Invalid(problem.BodyWrong, problem.P{"reason": problem.ReasonNotATime}).At("/date").Because(err)
	}
	clock := func(t time.Time) string { return t.In(loc).Format(time.DateTime) + " (" + day.TimeZone + ")" }
	if b.TimeZone != day.TimeZone || b.CutOff != day.CutOff || !b.Until.Equal(period.Until) {
		return problem.Conflict(problem.BulletinOtherDay, problem.P{"day": b.Date, "expected": day.CutOff + " (" + day.TimeZone + ")", "found": b.CutOff + " (" + b.TimeZone + ")", "until": clock(b.Until)}).At("/cutOff")
	}
	begins := period.From
	if s.Before != nil {
		begins = s.Before.Until
	}
	if !b.From.Equal(begins) {
		return problem.Conflict(problem.BulletinLeavesGap, problem.P{"kind": b.Kind, "expected": clock(begins), "found": clock(b.From)}).At("/from")
	}
	return nil
}
