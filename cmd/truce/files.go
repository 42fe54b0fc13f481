package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-json-experiment/json"

	"truce/door/client"
	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun/evidence"
	"truce/tool/blob"
	"truce/tool/query"
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
func (f files) get(ctx context.Context, piece act.SubjectID, form string) (io.ReadCloser, error) {
	bearer, err := f.client.Authorization(ctx)
	if err != nil {
		return nil, err
	}
	address := strings.TrimSuffix(f.address, "/") + "/api/evidence/" + url.PathEscape(piece.Name()) + "/" + form
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
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

// fetch reads the working copy, or opens the sealed original. What arrives is compared with the deposit before anything is
// done with it, whatever office or copy hands it out: nothing else is kept under that name.
func (c *evidenceGetCmd) fetch(ctx context.Context, d desk, piece act.SubjectID, k key) ([]byte, error) {
	form := blob.Working
	if c.Original {
		form = blob.Sealed
	}
	content, err := d.files.whole(ctx, piece, form)
	if err != nil {
		return nil, err
	}
	original, err := d.deposited(ctx, piece, form, sha256.Sum256(content))
	if err != nil || !c.Original {
		return content, err
	}
	opened, err := seal.Decrypt(bytes.NewReader(content), *k.sealing)
	if err != nil {
		return nil, err
	}
	if content, err = io.ReadAll(opened); err != nil {
		return nil, err
	}
	if blob.ID(sha256.Sum256(content)).String() != original {
		return nil, otherFile(piece)
	}
	return content, nil
}

// whole reads a form of a file to its end.
func (f files) whole(ctx context.Context, piece act.SubjectID, form blob.Form) ([]byte, error) {
	route := map[blob.Form]string{blob.Working: "working", blob.Sealed: "sealed"}[form]
	body, err := f.get(ctx, piece, route)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	content, err := io.ReadAll(io.LimitReader(body, maxFetched+1))
	if err == nil && len(content) > maxFetched {
		err = fmt.Errorf("the file has more than %d bytes: it is not fetched at once", maxFetched)
	}
	return content, err
}

// deposited refuses a form that the deposit does not name, and answers the digest of the original.
func (d desk) deposited(ctx context.Context, piece act.SubjectID, form blob.Form, sum blob.ID) (original string, err error) {
	items, err := d.Subject(ctx, piece, query.Clocks{})
	if err != nil {
		return "", err
	}
	for _, i := range items {
		var e evidence.Evidence
		if err := json.Unmarshal(i.State, &e); err != nil {
			return "", err
		}
		if sum.String() == map[blob.Form]string{blob.Working: e.Working, blob.Sealed: e.Sealed}[form] {
			return e.Original, nil
		}
	}
	return "", otherFile(piece)
}

func otherFile(piece act.SubjectID) error {
	return problem.Conflict(problem.EvidenceAltered, problem.P{"hash": piece})
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
