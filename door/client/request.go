package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"truce/door/wire"
)

// Sizes of answers that are read into memory.
const (
	maxAnswer  = 64 << 20 // a page of a thousand states, or a bundle of 256 entries
	maxProblem = 64 << 10
	maxPause   = 30 * time.Second
)

// request is one question. It can be sent again: its body is text.
type request struct {
	method, path string
	query        url.Values
	mediaType    string
	body         string
	headers      map[string]string
	stranger     bool // it is asked without signing in
}

// ask sends a request until it is answered and reads the JSON answer into out, if there is
// one. Other media types are read whole, into a *[]byte.
func (c *Client) ask(ctx context.Context, q request, out any) error {
	answer, err := c.send(ctx, q)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	body, err := readAll(answer.Body)
	if err != nil {
		return fmt.Errorf("read answer to %s %s: %w", q.method, q.path, err)
	}
	if whole, is := out.(*[]byte); is {
		*whole = body
		return nil
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(body, out); err != nil {
		return fmt.Errorf("read answer to %s %s: %w", q.method, q.path, err)
	}
	return nil
}

func readAll(r io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, maxAnswer+1))
	if err == nil && len(body) > maxAnswer {
		err = errors.New("the answer is too large")
	}
	return body, err
}

// send answers a response of 2xx or an error: a *wire.Problem if the office refused.
func (c *Client) send(ctx context.Context, q request) (*http.Response, error) {
	pause := c.o.Pause
	for try := 1; ; try++ {
		answer, err := c.once(ctx, q, nil)
		wait, again := worthAnother(err, pause)
		if !again || try == c.o.Tries || ctx.Err() != nil {
			return answer, err
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(wait):
		}
		pause *= 2
	}
}

// once sends a request once. A body, if given, is sent in place of the request's text.
func (c *Client) once(ctx context.Context, q request, body io.Reader) (*http.Response, error) {
	if body == nil {
		body = strings.NewReader(q.body)
	}
	target := c.base.JoinPath(q.path)
	target.RawQuery = q.query.Encode()
	r, err := http.NewRequestWithContext(ctx, q.method, target.String(), body)
	if err != nil {
		return nil, fmt.Errorf("ask office: %w", err)
	}
	if err := c.headers(r, q); err != nil {
		return nil, err
	}
	answer, err := c.o.HTTP.Do(r)
	if err != nil {
		return nil, fmt.Errorf("ask office: %w", err)
	}
	if answer.StatusCode/100 == 2 {
		return answer, nil
	}
	defer answer.Body.Close()
	return nil, refusal(answer)
}

func (c *Client) headers(r *http.Request, q request) error {
	token := ""
	if !q.stranger {
		var err error
		if token, err = c.authorization(r.Context()); err != nil {
			return err
		}
	}
	for name, value := range map[string]string{
		"Authorization": token, "Accept-Language": c.o.Language, "Content-Type": q.mediaType} {
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	for name, value := range q.headers {
		r.Header.Set(name, value)
	}
	return nil
}

// busy is a refusal that another try may get past, with the pause that was asked for.
type busy struct {
	*wire.Problem
	after time.Duration
}

func (b busy) Unwrap() error { return b.Problem }

func refusal(answer *http.Response) error {
	p := &wire.Problem{}
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxProblem))
	if err != nil || json.Unmarshal(text, p) != nil || p.Key == "" {
		p = &wire.Problem{Status: answer.StatusCode, Title: http.StatusText(answer.StatusCode),
			Detail: fmt.Sprintf("The server answered %s.", answer.Status)}
	}
	switch answer.StatusCode {
	case http.StatusLocked:
		return busy{p, 0}
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		seconds, _ := strconv.Atoi(answer.Header.Get("Retry-After"))
		return busy{p, time.Duration(seconds) * time.Second}
	}
	return p
}

// worthAnother tells whether and when to try again: when the way broke, or the office was
// busy. What was refused stays refused.
func worthAnother(err error, pause time.Duration) (time.Duration, bool) {
	if err == nil {
		return 0, false
	}
	if b, is := errors.AsType[busy](err); is {
		return min(max(pause, b.after), maxPause), true
	}
	if _, refused := errors.AsType[*wire.Problem](err); refused {
		return 0, false
	}
	if _, broken := errors.AsType[*url.Error](err); broken {
		return min(pause, maxPause), true
	}
	return 0, false
}
