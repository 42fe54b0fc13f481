package incident

import (
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/place"
	"truce/ground/taxonomy"
)

// ahead reports whether somebody spoke of a time that had not come when the office was told. The office's clock
// decides, with the same room that authors' clocks have. It is taken and marked: whose clock was wrong says it
// again. It counts for nothing before that, for nobody saw what was still to be.
func ahead(received time.Time, said ...time.Time) bool {
	for _, at := range said {
		if act.ClockAt(at, received) == act.Ahead {
			return true
		}
	}
	return false
}

// spoken is what somebody said, and when the office received it.
type spoken[T any] struct {
	of       fold.Field[T]
	received map[act.ID]time.Time
}

func (s *spoken[T]) set(g fold.Graph, e fold.Entry, value T) {
	if s.received == nil {
		s.received = map[act.ID]time.Time{}
	}
	s.received[e.ID] = e.Received
	s.of.Set(g, e.ID, value)
}

// at is when what stands was received.
func (s spoken[T]) at() time.Time { return s.received[s.of.By()] }

// ahead gives the end as much room as the time is known to: what happened some time today is said to have happened before midnight.
func (r Record) ahead(received time.Time) bool {
	return r.Time != nil && (ahead(received, r.Time.From) || ahead(received.Add(length(r.Time)), r.Time.Until))
}

// length is to what a time is known.
func length(t *place.Extent) time.Duration {
	precision, _ := taxonomy.Default().List(taxonomy.TimePrecision).Term(t.Precision)
	return time.Duration(precision.LengthSeconds) * time.Second
}

// offPost reports whether the post from which it was seen did not stand then: at neither end, where the time is
// known to more than an hour. It is marked and counts: who keeps posts could otherwise undo, by a date, what others saw.
func (r Record) offPost(look fold.Look) bool {
	if r.Post == "" || r.Time == nil || r.Time.From.IsZero() {
		return false
	}
	return !stood(look, r.Post, r.Time.From) && (!last(r.Time).After(r.Time.From.Add(time.Hour)) || !stood(look, r.Post, last(r.Time)))
}

// last is the last moment that a time may mean.
func last(t *place.Extent) time.Time {
	if !t.Until.IsZero() {
		return t.Until
	}
	return t.From.Add(length(t))
}

func stood(look fold.Look, post act.SubjectID, at time.Time) bool {
	state, held := look(post, at)
	var p struct {
		Status string `json:"status"`
	} // of a post's state, all that is needed here
	return held && json.Unmarshal(state, &p) == nil && p.Status != "closed"
}
