package main

import (
	"fmt"
	"io"
	"sync"
)

// output is standard output. It remembers the first write that failed, so that a command
// whose answer was lost, on a full disk say, does not end as if it had been given.
type output struct {
	io.Writer
	mu  sync.Mutex
	err error
}

// Write is part of io.Writer.
func (o *output) Write(b []byte) (int, error) {
	n, err := o.Writer.Write(b)
	if err != nil {
		o.mu.Lock()
		defer o.mu.Unlock()
		if o.err == nil {
			o.err = err
		}
	}
	return n, err
}

// lost is the error with which a command ends whose output was not all written.
func (o *output) lost() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err == nil {
		return nil
	}
	return hinted{fmt.Errorf("standard output took not all of the answer: %w", o.err),
		"What the command did is done; only its answer is cut. Make room where the output goes, and ask again."}
}
