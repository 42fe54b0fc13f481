package cosign

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"

	"truce/ground/register"
)

// Office is what an asker needs of an office.
type Office interface {
	Head(ctx context.Context) ([]byte, error)
	Verifier() note.Verifier
	Tiles() register.TileReader
	Cosign(ctx context.Context, signed []byte, cosigner note.Verifier) error
}

// AskerOptions say whom to ask and how.
type AskerOptions struct {
	Policy  register.Policy // its cosigners with an address are asked
	Every   time.Duration   // the interval, whether or not the register grew
	Timeout time.Duration   // for one cosigner's answer
	HTTP    *http.Client
	Now     func() time.Time
	Log     *slog.Logger
}

// Answer is what a cosigner did when it was asked last.
type Answer string

// Answers.
const (
	Cosigned    Answer = "cosigned"
	Away        Answer = "away"         // it could not be reached, or did not answer in time
	NotFollowed Answer = "not-followed" // it does not know this register, or not under this key
	// SawMore: it cosigned a head with more entries than this office has. This office lost entries: nothing
	// may be taken until they are found.
	SawMore Answer = "saw-more"
	// Doubts: it says that the head does not extend the one that it cosigned. Either of the two is wrong.
	Doubts  Answer = "doubts"
	Useless Answer = "useless" // it answered with something that is not its signature on the head
)

// Told is a cosigner's last answer.
type Told struct {
	Name   string
	Answer Answer
	At     time.Time // of the cosignature, by its own clock; zero if there is none
	Size   int64     // of the head that it was asked about; for SawMore, of the one that it saw
	Why    string    // for the operator
	// Proven is the head, signed by this very office, that shows that a cosigner is right with SawMore or
	// Doubts. A cosigner that only says so can be lying.
	Proven *register.SignedHead
}

// Asker brings the office's head to its cosigners at fixed intervals. Nothing that an act waits for waits for it.
type Asker struct {
	office Office
	o      AskerOptions

	mu    sync.Mutex
	known map[string]int64 // how many entries each is believed to have seen
	told  map[string]Told
}

// NewAsker makes an asker. Only cosigners with an address in the policy are asked.
func NewAsker(office Office, o AskerOptions) *Asker {
	if o.HTTP == nil {
		o.HTTP = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	return &Asker{office: office, o: o, known: map[string]int64{}, told: map[string]Told{}}
}

// Run asks until ctx ends.
func (a *Asker) Run(ctx context.Context) {
	tick := time.NewTicker(a.o.Every)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if _, err := a.Ask(ctx); err != nil && ctx.Err() == nil {
				a.o.Log.Error("ask cosigners", "error", err)
			}
		case <-ctx.Done():
			return
		}
	}
}

// Told is what each cosigner answered last, in the policy's order.
func (a *Asker) Told() []Told {
	a.mu.Lock()
	defer a.mu.Unlock()
	var all []Told
	for _, k := range a.o.Policy.Cosigners() {
		if t, has := a.told[k.Name]; has {
			all = append(all, t)
		}
	}
	return all
}

// Ask asks all of them now, side by side, and keeps what they sign. One that is away keeps nobody waiting
// longer than the timeout. An error is this office's own.
func (a *Asker) Ask(ctx context.Context) ([]Told, error) {
	signed, err := a.office.Head(ctx)
	if err != nil {
		return nil, fmt.Errorf("ask cosigners: %w", err)
	}
	head, err := register.OpenHead(signed, a.office.Verifier())
	if err == nil {
		head, err = head.Bare(a.office.Verifier())
	}
	if err != nil {
		return nil, fmt.Errorf("ask cosigners: %w", err)
	}
	var wg sync.WaitGroup
	for _, k := range a.o.Policy.Cosigners() {
		if k.URL != "" {
			wg.Go(func() { a.note(a.askOne(ctx, k, head)) })
		}
	}
	wg.Wait()
	return a.Told(), nil
}

// note keeps an answer, and tells the operator when it is another than before.
func (a *Asker) note(t Told) {
	a.mu.Lock()
	before := a.told[t.Name].Answer
	a.told[t.Name] = t
	a.mu.Unlock()
	if t.Answer == before {
		return
	}
	level := slog.LevelWarn
	switch t.Answer {
	case Cosigned:
		level = slog.LevelInfo
	case SawMore, Doubts:
		level = slog.LevelError
	}
	a.o.Log.Log(context.Background(), level, "cosigner", "name", t.Name, "answer", string(t.Answer), "entries", t.Size, "why", t.Why)
}

func (a *Asker) askOne(ctx context.Context, k register.PolicyKey, head register.SignedHead) Told {
	ctx, cancel := context.WithTimeout(ctx, a.o.Timeout)
	defer cancel()
	t := Told{Name: k.Name, Size: head.Size}
	line, err := a.request(ctx, k, head)
	if err == nil {
		cosigned := register.AddCosignatures(head, line, k.Verifier)
		found := register.Cosignatures(cosigned.Note, k.Verifier)
		if len(found) == 0 {
			err = refusal{Useless, 0, "it answered with something that is not its signature"}
		} else if err = a.office.Cosign(ctx, cosigned.Note, k.Verifier); err == nil {
			t.Answer, t.At = Cosigned, found[0].At
			if off := found[0].At.Sub(a.o.Now()); off.Abs() > register.ClockSlack {
				t.Why = fmt.Sprintf("its clock differs from this office's by %s", off.Round(time.Second))
			}
			return t
		}
	}
	t.Answer, t.Why = Away, err.Error()
	if r, is := errors.AsType[refusal](err); is {
		t.Answer, t.Why = r.answer, r.why
		if r.answer == SawMore {
			t.Size = r.size
		}
		if r.answer == SawMore || r.answer == Doubts {
			t.Proven = a.proof(ctx, k, head)
		}
	}
	return t
}

// proof asks a cosigner for the head that it cosigned, and answers it if this office signed it and it is not one
// of the register as it is.
func (a *Asker) proof(ctx context.Context, k register.PolicyKey, head register.SignedHead) *register.SignedHead {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(k.URL, "/")+"/"+hashOf(head.Origin)+"/checkpoint", nil)
	if err != nil {
		return nil
	}
	answer, err := a.o.HTTP.Do(q)
	if err != nil {
		return nil
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxRequestBytes))
	if err != nil || answer.StatusCode != http.StatusOK {
		return nil
	}
	seen, err := register.OpenHead(text, a.office.Verifier())
	if err != nil {
		return nil
	}
	if seen.Size <= head.Size {
		root, err := register.RootAt(ctx, a.office.Tiles(), seen.Size, head.Size)
		if err != nil || root == seen.Root {
			return nil
		}
	}
	return &seen
}

// refusal is an answer without a signature.
type refusal struct {
	answer Answer
	size   int64
	why    string
}

func (r refusal) Error() string { return r.why }

// request asks from the size that the cosigner is believed to know and, where it knows another, once more.
func (a *Asker) request(ctx context.Context, k register.PolicyKey, head register.SignedHead) ([]byte, error) {
	a.mu.Lock()
	known := min(a.known[k.Name], head.Size)
	a.mu.Unlock()
	for again := false; ; again = true {
		line, conflict, err := a.post(ctx, k, known, head)
		if err == nil {
			known = head.Size
		}
		if conflict != nil && (again || *conflict > head.Size) {
			err = refusal{SawMore, *conflict, fmt.Sprintf("it cosigned a head of %d entries, and this office has %d", *conflict, head.Size)}
			if *conflict <= head.Size {
				err = refusal{Useless, 0, "it names one size after another"}
			}
		}
		if conflict != nil && !again && *conflict <= head.Size {
			known = *conflict
			continue
		}
		a.mu.Lock()
		a.known[k.Name] = known
		a.mu.Unlock()
		return line, err
	}
}

// post sends one request. conflict is the size that the cosigner says it knows instead.
func (a *Asker) post(ctx context.Context, k register.PolicyKey, known int64, head register.SignedHead) (line []byte, conflict *int64, err error) {
	proof, err := register.ProveConsistency(ctx, a.office.Tiles(), known, head.Size)
	if err != nil {
		return nil, nil, err
	}
	body := register.CosignRequest{Known: known, Proof: proof, Head: head.Note}.Bytes()
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(k.URL, "/")+"/add-checkpoint", strings.NewReader(string(body)))
	if err != nil {
		return nil, nil, err
	}
	q.Header.Set("Content-Type", "text/plain; charset=utf-8")
	answer, err := a.o.HTTP.Do(q)
	if err != nil {
		return nil, nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxRequestBytes))
	if err != nil {
		return nil, nil, err
	}
	return read(answer, text)
}

// read follows C2SP tlog-witness, and its earlier version: a conflict without a size, and 422, are suspicion of
// a fork; 403 and 404 say that the register is not followed.
func read(answer *http.Response, text []byte) (line []byte, conflict *int64, err error) {
	said := strings.TrimSpace(string(text[:min(len(text), 200)]))
	switch answer.StatusCode {
	case http.StatusOK:
		return text, nil, nil
	case http.StatusConflict:
		size, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
		if err == nil && size >= 0 && answer.Header.Get("Content-Type") == MediaSize {
			return nil, &size, refusal{Useless, size, said}
		}
		return nil, nil, refusal{Doubts, 0, "it says that the head conflicts with the one that it cosigned: " + said}
	case http.StatusUnprocessableEntity:
		return nil, nil, refusal{Doubts, 0, "it says that the head does not extend the one that it cosigned: " + said}
	case http.StatusForbidden, http.StatusNotFound:
		return nil, nil, refusal{NotFollowed, 0, said}
	}
	return nil, nil, refusal{Away, 0, answer.Status + ": " + said}
}
