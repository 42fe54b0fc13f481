package main

import (
	"fmt"
	"io"
	"sync"

	"truce/ground/visible"
)

// output is standard output. It remembers the first write that failed, so that a command
// whose answer was lost, on a full disk say, does not end as if it had been given. What goes to
// a terminal is made visible (package visible); a file or another program gets the bytes as they are.
type output struct {
	io.Writer
	terminal bool
	mu       sync.Mutex
	err      error
}

// Write is part of io.Writer.
func (o *output) Write(b []byte) (int, error) {
	n, err := len(b), error(nil)
	if o.terminal {
		_, err = io.WriteString(o.Writer, visible.Text(string(b)))
	} else {
		n, err = o.Writer.Write(b)
	}
	if err != nil {
		o.mu.Lock()
		defer o.mu.Unlock()
		if o.err == nil {
			o.err = err
		}
	}
	return n, err
}

// eyes is standard output for what people read (tables, states, histories, sentences) and for
// JSON: made visible wherever it goes, since people page and keep it. JSON means the same.
func (e *env) eyes() io.Writer { return eyes{e.out} }

type eyes struct{ *output }

// Write is part of io.Writer.
func (o eyes) Write(b []byte) (int, error) {
	if _, err := o.output.Write([]byte(visible.Text(string(b)))); err != nil {
		return 0, err
	}
	return len(b), nil
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
