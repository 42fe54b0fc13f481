package client

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/go-json-experiment/json"

	"truce/door/wire"
	"truce/ground/act"
)

// LawAt answers the law at a place and time, as known at a moment (zero: now).
func (c *Client) LawAt(ctx context.Context, place wire.Place, known time.Time) (wire.Said, error) {
	all, err := c.LawOfAll(ctx, wire.Places{Known: known, Places: []wire.Place{place}})
	if err != nil {
		return wire.Said{}, err
	}
	if len(all.Answers) != 1 {
		return wire.Said{}, fmt.Errorf("ask for law: %d answers", len(all.Answers))
	}
	return all.Answers[0], nil
}

// LawOfAll answers the law at many places, in their order.
func (c *Client) LawOfAll(ctx context.Context, places wire.Places) (all wire.SaidOfAll, err error) {
	body, err := json.Marshal(places)
	if err != nil {
		return all, fmt.Errorf("write places: %w", err)
	}
	err = c.ask(ctx, request{method: http.MethodPost, path: "/api/law", mediaType: "application/json", body: string(body)}, &all)
	return all, err
}

// LawOf answers the law of an incident, for readers of exact places.
func (c *Client) LawOf(ctx context.Context, id act.SubjectID, known time.Time) (told wire.IncidentLaw, err error) {
	q := url.Values{}
	setTime(q, "known", known)
	err = c.ask(ctx, request{method: http.MethodGet, path: "/api/subjects/" + string(id) + "/law", query: q}, &told)
	return told, err
}

// Versions answers the versions of an agreement's text.
func (c *Client) Versions(ctx context.Context, agreement string, known time.Time) (told wire.Versions, err error) {
	q := url.Values{}
	setTime(q, "known", known)
	err = c.ask(ctx, request{method: http.MethodGet, path: "/api/agreements/" + agreement + "/versions", query: q}, &told)
	return told, err
}

// Differences answers how two versions of a text differ.
func (c *Client) Differences(ctx context.Context, agreement, before, after string, known time.Time) (told wire.Differences, err error) {
	q := url.Values{"before": {before}, "after": {after}}
	setTime(q, "known", known)
	err = c.ask(ctx, request{method: http.MethodGet, path: "/api/agreements/" + agreement + "/differences", query: q}, &told)
	return told, err
}

// Deadlines answers what is due when, and how it stands at an instant (zero: now); of one
// version, or "" for all.
func (c *Client) Deadlines(ctx context.Context, agreement, version string, at, known time.Time) (told wire.Deadlines, err error) {
	q := url.Values{}
	setTime(q, "at", at)
	setTime(q, "known", known)
	if version != "" {
		q.Set("version", version)
	}
	err = c.ask(ctx, request{method: http.MethodGet, path: "/api/agreements/" + agreement + "/deadlines", query: q}, &told)
	return told, err
}

// Comparison asks to compare two proposals for a zone. Zero values are left to the office.
type Comparison struct {
	A, B                      act.ID
	Point                     *[2]float64 // longitude, latitude: to be placed by both
	RadiusMetres              float64
	WidthMetres, SquareMetres float64 // under which ground is a sliver
	Known                     time.Time
}

// CompareProposals sets two proposals for a zone side by side.
func (c *Client) CompareProposals(ctx context.Context, zone string, by Comparison) (told wire.Compared, err error) {
	q := url.Values{"a": {by.A.String()}, "b": {by.B.String()}}
	setTime(q, "known", by.Known)
	number := func(name string, v float64) { q.Set(name, fmt.Sprint(v)) }
	if by.Point != nil {
		number("lon", by.Point[0])
		number("lat", by.Point[1])
	}
	for name, v := range map[string]float64{"radius": by.RadiusMetres, "width": by.WidthMetres, "square": by.SquareMetres} {
		if v != 0 {
			number(name, v)
		}
	}
	err = c.ask(ctx, request{method: http.MethodGet, path: "/api/zones/" + zone + "/compare", query: q}, &told)
	return told, err
}
