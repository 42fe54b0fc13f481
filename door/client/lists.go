package client

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"truce/door/wire"
	"truce/ground/act"
	"truce/tool/answer"
	"truce/tool/query"
)

// Filter selects records. What is empty does not narrow.
type Filter struct {
	Box                                              *[4]float64 // west, south, east, north in degrees
	Subjects, About, Types, Statuses, Parties, Zones []string
	From, Until                                      time.Time // whose period began in this half-open stretch
	InForce                                          time.Time // whose period holds this instant
	Known                                            time.Time // as the office knew it then
	Text                                             string
	Counted                                          bool
	Doubt                                            query.Doubt // how far it rests on acts of keys in doubt
	Within                                           []string    // lies by the law in a zone or belt of such a code
	MayBe                                            bool        // or may lie
	Ground                                           []string    // recorded point within the boundary of such a zone
	Near                                             []string    // near such a post, as it then stood
}

func (f Filter) query() url.Values {
	q := url.Values{}
	for name, values := range map[string][]string{
		"subject": f.Subjects, "about": f.About, "type": f.Types, "status": f.Statuses, "party": f.Parties, "zone": f.Zones,
		"within": f.Within, "ground": f.Ground, "near": f.Near} {
		if len(values) > 0 {
			q[name] = values
		}
	}
	for name, t := range map[string]time.Time{"from": f.From, "until": f.Until, "inForce": f.InForce, "known": f.Known} {
		setTime(q, name, t)
	}
	if f.Text != "" {
		q.Set("text", f.Text)
	}
	if f.Counted {
		q.Set("counted", "true")
	}
	if f.Doubt != "" {
		q.Set("doubted", string(f.Doubt))
	}
	if f.MayBe {
		q.Set("mayBe", "true")
	}
	if b := f.Box; b != nil {
		q.Set("box", fmt.Sprintf("%g,%g,%g,%g", b[0], b[1], b[2], b[3]))
	}
	return q
}

func setTime(q url.Values, name string, t time.Time) {
	if !t.IsZero() {
		q.Set(name, t.UTC().Format(time.RFC3339Nano))
	}
}

// List answers a page of a collection, such as "reports", after the page that had next as
// its mark, or the first for "".
func (c *Client) List(ctx context.Context, collection string, f Filter, next string, limit int) (wire.Page, error) {
	var page wire.Page
	err := c.ask(ctx, listRequest(collection, f, next, limit), &page)
	return page, err
}

func listRequest(collection string, f Filter, next string, limit int) request {
	q := f.query()
	if next != "" {
		q.Set("after", next)
	}
	if limit > 0 {
		q.Set("limit", strconv.Itoa(limit))
	}
	return request{method: http.MethodGet, path: "/api/" + collection, query: q}
}

// Table is a page of a list as text in a format, csv or geojson, and where the next one goes
// on; "" if there is none.
func (c *Client) Table(ctx context.Context, collection, format string, f Filter, next string, limit int) (text []byte, more string, err error) {
	answer, err := c.send(ctx, listRequest(collection+"."+format, f, next, limit))
	if err != nil {
		return nil, "", err
	}
	defer answer.Body.Close()
	if text, err = readAll(answer.Body); err != nil {
		return nil, "", fmt.Errorf("read list of %s: %w", collection, err)
	}
	link, _, _ := strings.Cut(strings.TrimPrefix(answer.Header.Get("Link"), "<"), ">")
	if to, err := url.Parse(link); err == nil {
		more = to.Query().Get("after")
	}
	return text, more, nil
}

// All goes through a collection, page by page. An error is the last that it yields.
func (c *Client) All(ctx context.Context, collection string, f Filter) iter.Seq2[answer.Item, error] {
	return func(yield func(answer.Item, error) bool) {
		next := ""
		for {
			page, err := c.List(ctx, collection, f, next, 1000)
			if err != nil {
				yield(answer.Item{}, err)
				return
			}
			for _, item := range page.Items {
				if !yield(item, nil) {
					return
				}
			}
			if next = page.Next; next == "" {
				return
			}
		}
	}
}

// Counts answers how many records of the nouns there are, grouped by columns.
func (c *Client) Counts(ctx context.Context, nouns, by []string, f Filter) (wire.Counts, error) {
	q := f.query()
	q["noun"] = nouns
	if len(by) > 0 {
		q["by"] = by
	}
	var counts wire.Counts
	err := c.ask(ctx, request{method: http.MethodGet, path: "/api/counts", query: q}, &counts)
	return counts, err
}

// Subject answers the periods of a subject: all of them, or the one in force.
func (c *Client) Subject(ctx context.Context, id act.SubjectID, at query.Clocks) ([]answer.Item, error) {
	q := url.Values{}
	setTime(q, "inForce", at.InForce)
	setTime(q, "known", at.Known)
	var periods wire.Periods
	err := c.ask(ctx, request{method: http.MethodGet, path: "/api/subjects/" + string(id), query: q}, &periods)
	return periods.Items, err
}

// History answers the acts about a subject, in the order of the register.
func (c *Client) History(ctx context.Context, id act.SubjectID) ([]answer.Told, error) {
	var history wire.History
	err := c.ask(ctx, request{method: http.MethodGet, path: "/api/subjects/" + string(id) + "/history"}, &history)
	return history.Acts, err
}

// Heads answers the latest acts about a subject, which the next one names as seen.
func (c *Client) Heads(ctx context.Context, id act.SubjectID) ([]act.ID, error) {
	var heads wire.Heads
	err := c.ask(ctx, request{method: http.MethodGet, path: "/api/subjects/" + string(id) + "/heads"}, &heads)
	return heads.Acts, err
}

// Proposals answers what waits for signatures of others.
func (c *Client) Proposals(ctx context.Context) (all answer.AwaitedList, err error) {
	err = c.ask(ctx, request{method: http.MethodGet, path: "/api/proposals"}, &all)
	return all, err
}

// Explain answers what each act about a subject changed, as the office knew it at a moment;
// now for the zero time.
func (c *Client) Explain(ctx context.Context, id act.SubjectID, known time.Time) (explained answer.Explanation, err error) {
	q := url.Values{}
	setTime(q, "known", known)
	err = c.ask(ctx, request{method: http.MethodGet, path: "/api/subjects/" + string(id) + "/explanation", query: q}, &explained)
	return explained, err
}

// AccessLog answers a page of who was handed restricted members, the latest first, after the
// page that had next as its mark, or the first for "".
func (c *Client) AccessLog(ctx context.Context, f query.Access, next string, limit int) (page wire.AccessLog, err error) {
	q := url.Values{}
	for name, value := range map[string]string{"subject": string(f.Subject), "person": string(f.Person), "class": f.Class, "after": next} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if limit > 0 {
		q.Set("limit", strconv.Itoa(limit))
	}
	err = c.ask(ctx, request{method: http.MethodGet, path: "/api/access-log", query: q}, &page)
	return page, err
}

// Custodians answers the acts from which a device finds out to whom sources are sealed (people.Show).
func (c *Client) Custodians(ctx context.Context) ([]string, error) {
	var custodians wire.Custodians
	err := c.ask(ctx, request{method: http.MethodGet, path: "/api/custodians"}, &custodians)
	return custodians.Acts, err
}

// Me answers who the key of this client speaks for.
func (c *Client) Me(ctx context.Context) (wire.Me, error) {
	var me wire.Me
	err := c.ask(ctx, request{method: http.MethodGet, path: "/api/me"}, &me)
	return me, err
}
