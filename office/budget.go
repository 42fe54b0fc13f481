package office

import (
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

// maxSpenders bounds who is remembered. Past it, all start afresh.
const maxSpenders = 20_000

// budget is the writer's: only what a key really signed, for this register, and what is not there yet is counted, so that nobody
// spends another's.
type budget struct {
	Budget
	left map[string]spent
}

type spent struct {
	acts float64
	at   time.Time
}

// take answers nil if one more act is within what is left of its key's and its side's and, where it is about a subject by which others are
// judged, of its key's for that; about is "" of any other.
func (b *budget) take(key act.KeyID, party string, about act.SubjectID, now time.Time) *problem.Problem {
	if b.KeyMinute == 0 {
		return nil
	}
	if b.left == nil || len(b.left) > maxSpenders {
		b.left = map[string]spent{}
	}
	ofKey, ofSide := "key "+string(key), "side "+party
	k := b.refilled(ofKey, b.KeyMinute, b.KeyBurst, now)
	s := b.refilled(ofSide, b.SideMinute, b.SideBurst, now)
	wait := max((1-k.acts)/b.KeyMinute, (1-s.acts)/b.SideMinute) // in minutes
	if about != "" && b.AboutMinute > 0 {
		ofAbout := ofKey + " about " + string(about)
		a := b.refilled(ofAbout, b.AboutMinute, b.AboutBurst, now)
		if wait = max(wait, (1-a.acts)/b.AboutMinute); wait <= 0 {
			a.acts--
		}
		b.left[ofAbout] = a
	}
	if wait <= 0 {
		k.acts, s.acts = k.acts-1, s.acts-1
	}
	b.left[ofKey], b.left[ofSide] = k, s
	if wait <= 0 {
		return nil
	}
	return problem.Unavailable(problem.TooManyRequests, problem.P{"seconds": int(math.Ceil(wait * 60))})
}

func (b *budget) refilled(who string, minute float64, burst int, now time.Time) spent {
	s, is := b.left[who]
	if !is {
		return spent{float64(burst), now}
	}
	passed := max(0, now.Sub(s.at).Minutes())
	return spent{min(float64(burst), s.acts+passed*minute), now}
}
