package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json"

	"truce/door/client"
	"truce/door/wire"
	"truce/tool/blob"
	"truce/tool/seal"
)

// files fetches evidence.
type files struct {
	address   string
	o         client.Options
	transport http.RoundTripper
	client    *client.Client // who signs in
}

// maxFetched bounds what is opened or written at once on this side.
const maxFetched = 1 << 30

// get answers a form of a file: working or sealed.
func (f files) get(ctx context.Context, id blob.ID, form string) (io.ReadCloser, error) {
	bearer, err := f.client.Authorization(ctx)
	if err != nil {
		return nil, err
	}
	url := strings.TrimSuffix(f.address, "/") + "/api/evidence/" + id.String() + "/" + form
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", bearer)
	r.Header.Set("Accept-Language", f.o.Language)
	answer, err := f.transport.RoundTrip(r)
	if err != nil {
		return nil, fmt.Errorf("fetch evidence: %w", err)
	}
	if answer.StatusCode != http.StatusOK {
		defer answer.Body.Close()
		return nil, refusal(answer)
	}
	return answer.Body, nil
}

// fetch reads the working copy, or opens the sealed original.
func (c *evidenceGetCmd) fetch(ctx context.Context, d desk, id blob.ID, k key) ([]byte, error) {
	form := "working"
	if c.Original {
		form = "sealed"
	}
	body, err := d.files.get(ctx, id, form)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	var content io.Reader = body
	if c.Original {
		if content, err = seal.Decrypt(body, *k.sealing); err != nil {
			return nil, err
		}
	}
	return io.ReadAll(io.LimitReader(content, maxFetched))
}

// refusal is what the office answered instead.
func refusal(answer *http.Response) error {
	p := &wire.Problem{}
	text, err := io.ReadAll(io.LimitReader(answer.Body, 64<<10))
	if err != nil || json.Unmarshal(text, p) != nil || p.Key == "" {
		return fmt.Errorf("the server answered %s", answer.Status)
	}
	return p
}
