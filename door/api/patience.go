package api

import (
	"io"
	"net/http"
	"slices"
	"time"
)

// patience watches over a body that comes or goes in pieces: as long as pieces move, it
// may take its time; when none moves for stepTime, the connection is cut.
type patience struct {
	c     *http.ResponseController
	timer *time.Timer
}

// patient takes the server's deadlines off. The caller stops it. Not every
// ResponseWriter has deadlines; then there are none to move.
func patient(w http.ResponseWriter) *patience {
	p := &patience{c: http.NewResponseController(w)}
	_ = p.c.SetReadDeadline(time.Time{})
	_ = p.c.SetWriteDeadline(time.Time{})
	p.timer = time.AfterFunc(stepTime, p.cut)
	return p
}

// moved is called when a piece went through.
func (p *patience) moved() { p.timer.Reset(stepTime) }

func (p *patience) stop() { p.timer.Stop() }

// writer is the answer, written in pieces that each may take their time.
func (p *patience) writer(w http.ResponseWriter) http.ResponseWriter { return piecemeal{w, p} }

const pieceBytes = 64 << 10

type piecemeal struct {
	http.ResponseWriter
	p *patience
}

// Unwrap is for http.ResponseController.
func (w piecemeal) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w piecemeal) Write(b []byte) (written int, err error) {
	for piece := range slices.Chunk(b, pieceBytes) {
		n, err := w.ResponseWriter.Write(piece)
		if written += n; err != nil {
			return written, err
		}
		w.p.moved()
	}
	return written, nil
}

// reader is a body, each piece of which may take its time: stepBytes, so that a byte now and then keeps nothing open.
func (p *patience) reader(r io.Reader) io.Reader { return &arriving{Reader: r, p: p} }

type arriving struct {
	io.Reader
	p    *patience
	came int // since it was last said that it moves
}

func (r *arriving) Read(b []byte) (int, error) {
	n, err := r.Reader.Read(b)
	if r.came += n; r.came >= stepBytes {
		r.came = 0
		r.p.moved()
	}
	return n, err
}

// cut sets deadlines that have passed, whatever the clock shows.
func (p *patience) cut() {
	past := time.Unix(1, 0)
	_ = p.c.SetReadDeadline(past)
	_ = p.c.SetWriteDeadline(past)
}
