package office

import (
	"maps"
	"math"
	"time"

	"truce/ground/act"
	"truce/ground/problem"
)

// Budget is how many acts an office takes of one key, and of all keys of one side, so that nobody keeps the
// one writer busy for whom all wait. The zero value has no limits: whoever has the folder is not limited.
type Budget struct {
	KeyMinute, SideMinute float64 // acts a minute, in the long run
	KeyBurst, SideBurst   int     // at once, after a pause: what a post was cut off with comes in one go
	AboutMinute           float64 // of one key about one subject by which others are judged, which all have to read
	AboutBurst            int
}

// DefaultBudget is never met by people: a shift of a post is some hundred acts. An import of more
// than KeyBurst rows waits. Of one person, key or text one key says some dozen things.
func DefaultBudget() Budget { return Budget{3_000, 12_000, 10_000, 40_000, 2, 120} }

// fewSpenders are remembered without looking which of them have lost nothing by now.
const fewSpenders = 20_000

// budget is the writer's: only what a key really signed, for this register, and what is not there yet
// is counted, so that nobody spends another's. Whoever spent is remembered until
// what was spent is there again, and no shorter: what else is said by whomever pushes nobody out. So many can be remembered as budgets let
// spend meanwhile, and no more: who is refused spends nothing.
type budget struct {
	Budget
	left map[string]spent
	many int // how many are remembered before those are forgotten who lost nothing
}

// spent is what is left of a budget, of so much at once and so much more a minute.
type spent struct {
	acts   float64
	at     time.Time
	minute float64
	burst  int
}

// take answers nil if one more act is within what is left of its key's and its side's and, where it is about a subject by which others are
// judged, of its key's for that; about is "" of any other.
func (b *budget) take(key act.KeyID, party string, about act.SubjectID, now time.Time) *problem.Problem {
	if b.KeyMinute == 0 {
		return nil
	}
	of := map[string]spent{
		"key " + string(key): {minute: b.KeyMinute, burst: b.KeyBurst},
		"side " + party:      {minute: b.SideMinute, burst: b.SideBurst},
	}
	if about != "" && b.AboutMinute > 0 {
		of["key "+string(key)+" about "+string(about)] = spent{minute: b.AboutMinute, burst: b.AboutBurst}
	}
	wait := 0.0 // in minutes
	for who, all := range of {
		s, is := b.left[who]
		if s = s.refilled(now); !is {
			s = spent{float64(all.burst), now, all.minute, all.burst}
		}
		of[who], wait = s, max(wait, (1-s.acts)/s.minute)
	}
	if wait > 0 {
		return problem.Unavailable(problem.TooManyRequests, problem.P{"seconds": int(math.Ceil(wait * 60))})
	}
	b.forget(now)
	for who, s := range of {
		s.acts--
		b.left[who] = s
	}
	return nil
}

// forget lets go of those who have again all that they had.
func (b *budget) forget(now time.Time) {
	if b.left == nil {
		b.left, b.many = map[string]spent{}, fewSpenders
	}
	if len(b.left) < b.many {
		return
	}
	maps.DeleteFunc(b.left, func(_ string, s spent) bool { return s.refilled(now).acts >= float64(s.burst) })
	b.many = max(fewSpenders, 2*len(b.left))
}

// refilled is what is left at a moment.
func (s spent) refilled(now time.Time) spent {
	s.acts = min(float64(s.burst), s.acts+max(0, now.Sub(s.at).Minutes())*s.minute)
	s.at = now
	return s
}
