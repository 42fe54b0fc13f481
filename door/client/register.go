package client

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"

	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/register"
)

// maxLine bounds what one act hid.
const maxLine = 1 << 20

// Register is the office's register as a source to check or to copy. Entries need the
// right to copy it. Nothing that it answers is trusted: register.Check does the checking.
func (c *Client) Register() register.Source { return source{c} }

type source struct{ c *Client }

// Read is part of register.Source.
func (s source) Read(ctx context.Context, path string) ([]byte, error) {
	var content []byte
	err := s.c.ask(ctx, request{method: http.MethodGet, path: "/register/" + path}, &content)
	if p, refused := errors.AsType[*wire.Problem](err); refused && p.Status == http.StatusNotFound {
		return nil, fmt.Errorf("read %s: %w", path, fs.ErrNotExist)
	}
	return content, err
}

// Key answers the verifier key of the register's heads as this server tells it. Compare
// it with one that came another way before trusting it.
func (c *Client) Key(ctx context.Context) (string, error) {
	var key []byte
	err := c.ask(ctx, request{method: http.MethodGet, path: "/register/key"}, &key)
	return strings.TrimSpace(string(key)), err
}

// Cosign brings a signed head with cosignatures back to its office.
func (c *Client) Cosign(ctx context.Context, head []byte) error {
	return c.ask(ctx, request{method: http.MethodPost, path: "/register/cosignatures", mediaType: "text/plain", body: string(head)}, nil)
}

// Hidden goes through the disclosures of the entries from..to that the asker may see and that a release gives;
// without a release, nothing that is restricted.
// After an error it can be asked again from where it broke.
func (c *Client) Hidden(ctx context.Context, release act.ID, from, to int64) iter.Seq2[wire.Hidden, error] {
	return func(yield func(wire.Hidden, error) bool) {
		query := url.Values{"from": {strconv.FormatInt(from, 10)}, "to": {strconv.FormatInt(to, 10)}}
		if release != (act.ID{}) {
			query.Set("release", release.String())
		}
		answer, err := c.send(ctx, request{method: http.MethodGet, path: "/register/hidden", query: query})
		if err != nil {
			yield(wire.Hidden{}, err)
			return
		}
		defer answer.Body.Close()
		lines := bufio.NewScanner(answer.Body)
		lines.Buffer(nil, maxLine)
		for lines.Scan() {
			var h wire.Hidden
			err := json.Unmarshal(lines.Bytes(), &h)
			if !yield(h, err) || err != nil {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(wire.Hidden{}, fmt.Errorf("read disclosures: %w", err))
		}
	}
}
