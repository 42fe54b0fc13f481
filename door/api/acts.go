package api

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strings"

	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/tool/answer"
)

// submit takes acts. It is the hot path: little is done here besides reading. There is no
// sign-in and no limit on strangers: whoever else sits behind the same address must not
// be able to keep an author from recording.
func (a *API) submit(w http.ResponseWriter, r *http.Request) {
	mediaType := r.Header.Get("Content-Type")
	if mediaType == wire.MediaAct {
		a.submitOne(w, r)
		return
	}
	mediaType, _, _ = mime.ParseMediaType(mediaType)
	switch mediaType {
	case wire.MediaAct:
		a.submitOne(w, r)
	case wire.MediaActs:
		a.submitSeveral(w, r, lines)
	case "application/json":
		a.submitSeveral(w, r, a.listed)
	default:
		a.fail(w, r, problem.Invalid(problem.MediaTypeWrong, problem.P{"type": mediaType,
			"allowed": []string{wire.MediaAct, wire.MediaActs, "application/json"}}))
	}
}

func (a *API) submitOne(w http.ResponseWriter, r *http.Request) {
	body, err := readBody(w, r, wire.MaxActBytes)
	if err != nil {
		a.fail(w, r, oneTooLarge(err))
		return
	}
	began := a.o.Now()
	receipt, err := a.office.Submit(r.Context(), strings.TrimSpace(string(body)))
	a.metrics.submit.Observe(a.o.Now().Sub(began).Seconds())
	if err != nil {
		a.fail(w, r, err)
		return
	}
	status := http.StatusCreated
	if receipt.Again {
		status = http.StatusOK
	}
	writeJSON(w, status, "application/json", receipt)
}

// errBody tells a body that is too large, with its size as far as it is known.
type errBody struct{ size int64 }

func (errBody) Error() string { return "the body is too large" }

// readBody reads a whole body of at most limit bytes.
func readBody(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, error) {
	if r.ContentLength > limit {
		return nil, errBody{r.ContentLength}
	}
	body := io.Reader(http.MaxBytesReader(w, r.Body, limit))
	if r.ContentLength < 0 || r.ContentLength > pieceBytes {
		p := patient(w) // a post's link may need minutes for a batch
		defer p.stop()
		body = p.reader(body)
	}
	var b bytes.Buffer
	b.Grow(int(min(max(r.ContentLength, 0), pieceBytes)) + bytes.MinRead)
	_, err := b.ReadFrom(body)
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return nil, errBody{limit + 1}
	}
	if err != nil {
		return nil, problem.Invalid(problem.RequestMalformed).Because(err)
	}
	return b.Bytes(), nil
}

func oneTooLarge(err error) error {
	if e, is := errors.AsType[errBody](err); is {
		return problem.TooLarge(problem.ActTooLarge, problem.P{"size": e.size, "limit": act.MaxBytes})
	}
	return err
}

func (a *API) submitSeveral(w http.ResponseWriter, r *http.Request, read func([]byte) ([]string, error)) {
	body, err := readBody(w, r, wire.MaxActsBytes)
	if e, is := errors.AsType[errBody](err); is {
		a.fail(w, r, problem.TooLarge(problem.BatchTooLarge, problem.P{"count": inBytes(e.size), "limit": inBytes(wire.MaxActsBytes)}))
		return
	}
	var acts []string
	if err == nil {
		acts, err = read(body)
	}
	if err == nil && len(acts) > wire.MaxActs {
		err = problem.TooLarge(problem.BatchTooLarge, problem.P{"count": len(acts), "limit": wire.MaxActs})
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, "application/json", wire.Outcomes{Outcomes: a.outcomes(r, a.office.SubmitAll(r.Context(), acts))})
}

func (a *API) outcomes(r *http.Request, all []answer.Outcome) []wire.Outcome {
	out := make([]wire.Outcome, len(all))
	var fault error // of a full disk, a thousand acts know the same
	for i, o := range all {
		if o.Err == nil {
			out[i].Receipt = &o.Receipt
			continue
		}
		out[i].Problem = &translate(r, problem.From(o.Err)).Problem
		if out[i].Problem.Status >= http.StatusInternalServerError {
			fault = o.Err
		}
	}
	if fault != nil {
		a.logFault(r, fault)
	}
	return out
}

// lines reads one act a line; empty lines are none.
func lines(body []byte) ([]string, error) {
	var acts []string
	for line := range strings.Lines(string(body)) {
		if line = strings.TrimSpace(line); line != "" {
			acts = append(acts, line)
		}
	}
	return acts, nil
}

func (a *API) listed(body []byte) ([]string, error) {
	var given wire.Acts
	err := readJSON(body, &given)
	if err == nil && len(given.Acts) <= wire.MaxActs {
		err = a.described(body, reflect.TypeFor[wire.Acts]())
	}
	return given.Acts, err
}

func inBytes(n int64) string { return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20)) }
