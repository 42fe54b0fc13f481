package histories

import (
	"flag"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"truce/ground/act"
	"truce/ground/register"
)

var seed = flag.Uint64("seed", 1, "of what happens to the process, and when")

// How much a history holds: few enough questions that all their orders can be judged.
const (
	authors   = 4
	actsEach  = 60
	readers   = 2
	accidents = 14
)

// headAge is how old a head may be that is shown (package api): a question for one is as good as asked so long before.
const headAge = time.Second

// asked is a question: an act that is handed in, or (without one) how large the register is.
type asked struct{ act act.ID }

// answered is the place of the act in the register, or its size.
type answered struct{ number int64 }

// register is what a register is: acts in their order. One that is handed in again has the place that it had.
func model(founded int64) porcupine.Model {
	return porcupine.Model{
		Init: func() any { return []act.ID(nil) },
		Step: func(state, input, output any) (bool, any) {
			acts, number := state.([]act.ID), output.(answered).number
			size := founded + int64(len(acts))
			if input.(asked).act == (act.ID{}) {
				return number == size, acts
			}
			if at := slices.Index(acts, input.(asked).act); at >= 0 {
				return number == founded+int64(at), acts
			}
			return number == size, append(slices.Clone(acts), input.(asked).act)
		},
		Equal: func(a, b any) bool { return slices.Equal(a.([]act.ID), b.([]act.ID)) },
	}
}

// TestHistory_under_kills_and_stops holds that whatever was answered while the process was killed and stopped is what one
// register that only grows would have answered, and that every head that was shown is of the register that is left.
func TestHistory_under_kills_and_stops(t *testing.T) {
	p := founded(t)
	h := &history{began: time.Now()}
	var all sync.WaitGroup
	done := make(chan struct{})
	for author := range authors {
		all.Go(func() { h.append(t, p, author) })
	}
	var reading sync.WaitGroup
	for reader := range readers {
		reading.Go(func() { h.read(t, p, authors+reader, done) })
	}
	p.suffer(t, rand.New(rand.NewPCG(*seed, 7)))
	all.Wait()
	close(done)
	reading.Wait()
	t.Logf("%d acts and %d heads, %d kills, %d stops", authors*actsEach, len(h.heads), p.kills, p.stops)
	switch porcupine.CheckOperationsTimeout(model(p.size), h.all, 4*time.Minute) {
	case porcupine.Illegal:
		t.Error("no register that only grows answers so")
	case porcupine.Unknown:
		t.Error("the history could not be judged in time")
	}
	h.hold(t, p)
}

// The test of the model: a history that no register gives is told.
func TestModel_tells_what_no_register_does(t *testing.T) {
	t.Parallel()
	a, b := act.ID{1}, act.ID{2}
	at := func(call, back int64, in asked, out int64) porcupine.Operation {
		return porcupine.Operation{Input: in, Call: call, Output: answered{out}, Return: back}
	}
	for what, history := range map[string][]porcupine.Operation{
		"an act that was answered is gone": {at(1, 2, asked{a}, 5), at(3, 4, asked{}, 5)},
		"two acts have one place":          {at(1, 2, asked{a}, 5), at(3, 4, asked{b}, 5)},
		"a head is smaller than an older":  {at(1, 2, asked{a}, 5), at(3, 4, asked{}, 6), at(5, 6, asked{}, 5)},
		"an act gets two places":           {at(1, 2, asked{a}, 5), at(3, 4, asked{a}, 6)},
	} {
		if porcupine.CheckOperations(model(5), history) {
			t.Errorf("%s, and it is not told", what)
		}
	}
	if !porcupine.CheckOperations(model(5), []porcupine.Operation{at(1, 9, asked{a}, 6), at(2, 3, asked{b}, 5), at(4, 8, asked{}, 6), at(10, 11, asked{b}, 5)}) {
		t.Error("what a register does is taken for wrong")
	}
}

// history is what was asked and answered, by everybody.
type history struct {
	began time.Time

	mu    sync.Mutex
	all   []porcupine.Operation
	heads []register.SignedHead
}

func (h *history) now() int64 { return time.Since(h.began).Nanoseconds() }

func (h *history) note(who int, in asked, called, number int64) {
	back := h.now()
	h.mu.Lock()
	defer h.mu.Unlock()
	h.all = append(h.all, porcupine.Operation{ClientId: who, Input: in, Call: called, Output: answered{number}, Return: back})
}

// append hands in one act after another, each until it is answered.
func (h *history) append(t *testing.T, p *process, author int) {
	for i := range actsEach {
		text, called := p.acts[author][i], h.now()
		for tries := 0; ; tries++ {
			receipt, err := p.asker.Submit(t.Context(), text)
			if err == nil {
				h.note(author, asked{receipt.ID}, called, receipt.Index)
				break
			}
			if tries > 2000 {
				t.Errorf("an act is not taken: %v", err)
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
}

// read asks for heads. Who gets no answer learned nothing.
func (h *history) read(t *testing.T, p *process, reader int, done <-chan struct{}) {
	for {
		select {
		case <-done:
			return
		case <-time.After(25 * time.Millisecond):
		}
		called := h.now()
		note, err := p.asker.Register().Read(t.Context(), register.HeadPath)
		if err != nil {
			continue
		}
		head, err := register.OpenHead(note, p.verifier)
		if err != nil {
			t.Errorf("a head does not open: %v", err)
			return
		}
		h.note(reader, asked{}, called-headAge.Nanoseconds(), head.Size)
		h.mu.Lock()
		h.heads = append(h.heads, head)
		h.mu.Unlock()
	}
}

// hold holds the register that is left to every head that was shown.
func (h *history) hold(t *testing.T, p *process) {
	t.Helper()
	p.end(t)
	p.world.Reopen(t)
	defer p.world.Close()
	shown := make([][]byte, len(h.heads))
	for i, head := range h.heads {
		shown[i] = head.Note
	}
	report, err := register.Check(t.Context(), office{p.world}, register.Options{Verifier: p.verifier, Remembered: shown})
	if err != nil || report.Problem != nil || report.Head.Size != p.size+authors*actsEach {
		t.Errorf("the register is not the one of which heads were shown: %+v, %v", report, err)
	}
}
