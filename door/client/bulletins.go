package client

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/judge/bulletin"
)

// BulletinForm says how a bulletin is wanted. The zero value is JSON, in the fullest edition
// that the reader may have.
type BulletinForm struct{ Edition, Format, Language, Correction string }

func (f BulletinForm) query(into url.Values) url.Values {
	for name, value := range map[string]string{"edition": f.Edition, "format": f.Format, "lang": f.Language, "correction": f.Correction} {
		if value != "" {
			into.Set(name, value)
		}
	}
	return into
}

func specQuery(s bulletin.Spec) url.Values {
	q := url.Values{}
	if s.Whole {
		q.Set("whole", "true")
	}
	for name, value := range map[string]string{"kind": s.Kind, "date": s.Date, "cutOff": s.CutOff, "timeZone": s.TimeZone} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

// Bulletin is a published bulletin.
func (c *Client) Bulletin(ctx context.Context, name string, f BulletinForm) (text []byte, err error) {
	err = c.ask(ctx, request{method: http.MethodGet, path: "/api/bulletins/" + url.PathEscape(name), query: f.query(url.Values{})}, &text)
	return text, err
}

// Draft is a bulletin as it builds itself; a zero known is now.
func (c *Client) Draft(ctx context.Context, s bulletin.Spec, known time.Time, f BulletinForm) (text []byte, err error) {
	q := f.query(specQuery(s))
	if !known.IsZero() {
		q.Set("known", known.UTC().Format(time.RFC3339Nano))
	}
	err = c.ask(ctx, request{method: http.MethodGet, path: "/api/bulletins/draft", query: q}, &text)
	return text, err
}

// Proposal is the act that would publish a bulletin or, if correct names one, correct it.
type Proposal struct {
	Kind    act.Kind       `json:"kind"`
	Subject act.SubjectID  `json:"subject"`
	Body    jsontext.Value `json:"body"`
}

// Propose asks for the act that would publish or correct a bulletin.
func (c *Client) Propose(ctx context.Context, s bulletin.Spec, correct string) (p Proposal, err error) {
	q := specQuery(s)
	if correct != "" {
		q = url.Values{"correct": {correct}}
	}
	err = c.ask(ctx, request{method: http.MethodGet, path: "/api/bulletins/proposal", query: q}, &p)
	return p, err
}
