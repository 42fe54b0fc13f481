package api

import (
	"context"
	"sync"
	"time"

	"truce/ground/act"
	"truce/ground/problem"
)

// longestTurn is how long somebody waits for what he himself asked before.
const longestTurn = 10 * time.Second

// turns has each person do one costly thing at a time: who asks for a hundred drawings to be looked at
// keeps one core busy, and waits for it himself.
type turns struct {
	of sync.Map // a channel with room for one, by key
}

// take waits for a turn. The caller ends it.
func (t *turns) take(ctx context.Context, who act.KeyID) (done func(), err error) {
	of, _ := t.of.LoadOrStore(who, make(chan struct{}, 1))
	turn := of.(chan struct{})
	ctx, cancel := context.WithTimeout(ctx, longestTurn)
	defer cancel()
	select {
	case turn <- struct{}{}:
		return func() { <-turn }, nil
	case <-ctx.Done():
		return nil, problem.Unavailable(problem.TooManyRequests, problem.P{"seconds": int(longestTurn.Seconds())})
	}
}
