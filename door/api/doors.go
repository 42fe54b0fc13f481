package api

import (
	"net/http"
	"net/url"

	"truce/ground/problem"
	"truce/judge/policy"
	"truce/tool/query"
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
func (a *API) Filter(values url.Values, who policy.Person, nouns ...string) (query.Filter, error) {
	for _, name := range []string{"box", "from", "until", "inForce", "known", "text", "counted", "doubted", "mayBe"} {
		if len(values[name]) > 1 {
			return query.Filter{}, wrong(name, problem.ReasonRepeated)
		}
	}
	p := FilterParams{
		Box: values.Get("box"), Subject: values["subject"], About: values["about"], Type: values["type"], Status: values["status"], Party: values["party"], Zone: values["zone"],
		From: values.Get("from"), Until: values.Get("until"), InForce: values.Get("inForce"), Known: values.Get("known"),
		Text: values.Get("text"), Counted: values.Get("counted"), Doubted: values.Get("doubted"), Near: values["near"],
		LawParams: LawParams{Within: values["within"], MayBe: values.Get("mayBe"), Ground: values["ground"]},
	}
	return p.filter(who, nouns...)
}
