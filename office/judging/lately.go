package judging

import (
	"context"
	"time"

	"truce/judge/policy"
	"truce/tool/answer"
)

// JudgeLately judges what came in last, without waiting for long, and tells a reader how far
// judging then is: what answers by the law are made of.
func (j *Judging) JudgeLately(ctx context.Context, who policy.Person) (answer.Judged, error) {
	j.lately(ctx)
	told, err := j.Judged(ctx)
	if !who.Known() && !told.UpTo.IsZero() {
		told = answer.Judged{UpTo: told.UpTo.Truncate(24 * time.Hour)} // how many records there are is not a stranger's to know
	}
	return told, err
}
