package client

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"truce/noun/gazetteer"
)

// Resolve answers which place of the gazetteer a name means, or the candidates.
func (c *Client) Resolve(ctx context.Context, q gazetteer.Query) (gazetteer.Answer, error) {
	v := url.Values{"q": {q.Name}}
	if q.Within != "" {
		v.Set("within", q.Within)
	}
	if q.Kind != "" {
		v.Set("kind", q.Kind)
	}
	if q.Limit > 0 {
		v.Set("limit", strconv.Itoa(q.Limit))
	}
	if p := q.Near; p != nil {
		v.Set("near", strconv.FormatFloat(p.Lon, 'f', -1, 64)+","+strconv.FormatFloat(p.Lat, 'f', -1, 64))
	}
	var answer gazetteer.Answer
	err := c.ask(ctx, request{method: http.MethodGet, path: "/api/places/resolve", query: v}, &answer)
	return answer, err
}
