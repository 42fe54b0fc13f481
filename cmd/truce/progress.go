package main

import (
	"time"

	"truce/ground/work"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// progress shows how far long work is: a bar on a terminal, else a line at a tenth, and
// none for what is soon done, so that a log of it stays short.
type progress struct {
	e     *env
	name  string
	bars  *mpb.Progress
	bar   *mpb.Bar
	tenth int64     // of which there was a line
	last  time.Time // when that was
}

// between is the shortest time between two lines.
const between = 500 * time.Millisecond

func (e *env) progress(name string) *progress {
	p := &progress{e: e, name: name, last: e.now()}
	if e.terminal {
		p.bars = mpb.New(mpb.WithOutput(e.err), mpb.WithWidth(64))
	}
	return p
}

// at tells how many of all are done. A total of 0 or less is not known yet.
func (p *progress) at(done, all int64) {
	if p.bars == nil {
		p.line(done, all)
		return
	}
	if p.bar == nil {
		p.bar = p.bars.AddBar(0, mpb.PrependDecorators(decor.Name(p.name+" "), decor.CountersNoUnit("%d of %d")),
			mpb.AppendDecorators(decor.Percentage(), decor.Name(" "), decor.AverageETA(decor.ET_STYLE_GO)))
	}
	p.bar.SetTotal(all, false)
	p.bar.SetCurrent(done)
}

func (p *progress) line(done, all int64) {
	if all <= 0 {
		return
	}
	if tenth, now := done*10/all, p.e.now(); tenth > p.tenth && now.Sub(p.last) >= between {
		p.tenth, p.last = tenth, now
		p.e.notef("%s: %d of %d\n", p.name, done, all)
	}
}

// tell is at for work of several parts, each with a bar of its own.
func (p *progress) tell(now work.Progress) {
	if now.Doing != p.name {
		p.endBar()
		p.name, p.tenth = now.Doing, 0
	}
	p.at(now.Done, now.Total)
}

// endBar leaves the bar where it came: full only if the work was done.
func (p *progress) endBar() {
	if p.bar != nil {
		p.bar.Abort(false)
		p.bar.Wait()
		p.bar = nil
	}
}

// end puts the cursor below all bars.
func (p *progress) end() {
	p.endBar()
	if p.bars != nil {
		p.bars.Wait()
	}
}
