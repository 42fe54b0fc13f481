package api

import (
	"net/http"
	"net/url"

	"truce/judge/policy"
	"truce/tool/store"
)

// What other doors of the same office share with this one: who asks, how filters are
// written, and how a refusal is told.

// Identify says who asks, by the session token. Strangers who ask too often are refused.
func (a *API) Identify(r *http.Request) (policy.Person, error) {
	c, err := a.identify(r)
	if err != nil {
		return policy.Person{}, err
	}
	return c.who(), nil
}

// Fail answers with a problem (RFC 9457) in the reader's language.
func (a *API) Fail(w http.ResponseWriter, r *http.Request, err error) { a.fail(w, r, err) }

// Filter reads the filters that lists and counts share.
func (a *API) Filter(query url.Values, who policy.Person, nouns ...string) (store.Filter, error) {
	p := FilterParams{
		Box: query.Get("box"), Subject: query["subject"], Kind: query["kind"], Status: query["status"], Party: query["party"], Zone: query["zone"],
		From: query.Get("from"), Until: query.Get("until"), InForce: query.Get("inForce"), Known: query.Get("known"),
		Text: query.Get("text"), Counting: query.Get("counting"),
		LawParams: LawParams{Within: query["within"], MayBe: query.Get("mayBe"), Ground: query["ground"]},
	}
	return p.filter(who, nouns...)
}
