// Package work is what long pieces of work have in common: they say how far they are, stop
// when the person does, and use all cores.
package work

import (
	"context"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
)

// Progress says how far a long piece of work is.
type Progress struct {
	Doing       string // what is being done, in two or three words for a person
	Done, Total int64  // Total is 0 while it is not known
	Unit        string // entries, files or bytes
}

// Tell is told of progress now and then, by one goroutine at a time. A nil Tell is told
// nothing.
type Tell func(Progress)

// At tells how far the work is.
func (t Tell) At(doing string, done, total int64, unit string) {
	if t != nil {
		t(Progress{doing, done, total, unit})
	}
}

// Reader reads from r until the context ends.
func Reader(ctx context.Context, r io.Reader) io.Reader { return reader{ctx, r} }

type reader struct {
	ctx context.Context
	r   io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

// Parallel calls f with 0 to n-1 on all cores, and returns when all calls have.
func Parallel(n int, f func(i int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	wg.Wait()
}
