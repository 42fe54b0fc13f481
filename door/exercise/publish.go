package exercise

import (
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/judge/policy"
	"truce/office/bulletins"
	"truce/tool/answer"
)

// completed is the body of an act. A publication says in the script only which bulletin is
// meant, or what is corrected and why: what it rests on, the office proposes, as it does to a
// person, once everything before it was handed in.
func (l *loader) completed(n line) jsontext.Value {
	var p answer.PublicationProposal
	var err error
	who := policy.Person{ID: l.person(n.Who).Subject(), Roles: []string{l.person(n.Who).Role}}
	switch n.Kind {
	case "evidence-deposited":
		return l.deposited(n)
	case "bulletin-published":
		l.hand()
		var spec bulletins.Spec
		if err = json.Unmarshal(n.Body, &spec, json.MatchCaseInsensitiveNames(true)); err == nil {
			p, err = l.office.Bulletins.Propose(l.ctx, who, spec)
		}
	case "correction-published":
		l.hand()
		p, err = l.office.Bulletins.ProposeCorrection(l.ctx, who, n.Subject.Name())
	default:
		return n.Body
	}
	if err != nil {
		l.fail(fmt.Errorf("propose %s: %w", n.Subject, err))
		return n.Body
	}
	said, err := unasked(n.Body)
	l.fail(err)
	body, err := over(p.Body, said)
	l.fail(err)
	return body
}

// unasked is the body of a publication without what only asks for it.
func unasked(body jsontext.Value) (jsontext.Value, error) {
	members := map[string]jsontext.Value{}
	if err := json.Unmarshal(body, &members); err != nil {
		return nil, err
	}
	delete(members, "whole")
	return json.Marshal(members, json.Deterministic(true))
}

// over is what is proposed with what the script says on top.
func over(proposed any, said jsontext.Value) (jsontext.Value, error) {
	text, err := json.Marshal(proposed)
	if err != nil {
		return nil, err
	}
	members := map[string]jsontext.Value{}
	if err := json.Unmarshal(text, &members); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(said, &members); err != nil {
		return nil, err
	}
	return json.Marshal(members, json.Deterministic(true))
}
