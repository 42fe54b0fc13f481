package agreement

import (
	"cmp"
	"time"
)

// CivilZone is the time zone in which people count days at a moment: that of the first text, in the
// order given, that is in force then. After the last one ended, days are still counted as it said:
// what happens then is told in the days that people know. "" if no text was ever in force until then.
func CivilZone(all []Agreement, at time.Time) string {
	last, ended := "", time.Time{}
	for _, a := range all {
		for _, v := range a.Versions {
			for _, i := range v.Force {
				switch {
				case i.Holds(at):
					return v.TimeZone
				case !i.From.After(at) && i.Until.After(ended):
					last, ended = cmp.Or(v.TimeZone, last), i.Until
				}
			}
		}
	}
	return last
}
