package exercise

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/act"
	"truce/incident"
	"truce/office"
	"truce/seal"
	"truce/shape"
)

const founder = "administrator"

// Origin is the name of the exercise's register.
const Origin = "hq.exercise.truce"

// Load founds the office, enrols everybody and hands in every act of the exercise, each
// received when the clock stands where the act does. The office must be empty and read
// this clock. It answers the people with their keys, which nobody else has.
func Load(ctx context.Context, o *office.Office, clock *Clock, rand io.Reader) ([]Person, error) {
	roll, err := readRoll()
	if err != nil {
		return nil, err
	}
	people, err := roll.draw(rand)
	if err != nil {
		return nil, err
	}
	l := &loader{ctx: ctx, office: o, clock: clock, rand: rand, people: people,
		named: map[string]act.ID{}, heads: map[act.SubjectID][]act.ID{}}
	if err := l.found(); err != nil {
		return nil, err
	}
	if err := l.enrol(roll); err != nil {
		return nil, err
	}
	return people, l.play()
}

type loader struct {
	ctx    context.Context
	office *office.Office
	clock  *Clock
	rand   io.Reader
	people []Person
	named  map[string]act.ID          // acts that lines name
	heads  map[act.SubjectID][]act.ID // latest acts about each subject
	err    error                      // the first; nothing is done after it
}

func (l *loader) found() error {
	p := l.person(founder)
	_, err := l.office.Found(l.ctx, office.Founding{
		ID: "hq", Name: "Headquarters (EXERCISE)", Founder: p.Subject()}, p.Key)
	return err
}

func (l *loader) person(name string) Person {
	i := slices.IndexFunc(l.people, func(p Person) bool { return p.Name == name })
	if i < 0 {
		l.err = fmt.Errorf("nobody is called %s in the exercise", name)
		return Person{}
	}
	return l.people[i]
}

// do hands in one act by somebody who had seen everything about the subject.
func (l *loader) do(who string, kind act.Kind, subject string, body any) {
	text, err := shape.Clean(body)
	if err != nil {
		l.err = err
	}
	l.hand(line{Who: who, Kind: kind, Subject: act.SubjectID(subject), Body: text})
}

func (l *loader) play() error {
	script, err := readScript()
	if err != nil {
		return err
	}
	for _, line := range script {
		l.clock.set(line.At)
		if line.Source != "" {
			line.Body = l.withSource(line)
		}
		l.hand(line)
	}
	return l.err
}

// hand signs a line and submits it.
func (l *loader) hand(n line) {
	author := l.person(n.Who)
	prev := l.seen(n)
	spec, _ := l.office.Kinds().Spec(n.Kind)
	if l.err != nil {
		return
	}
	a, ds, err := author.Key.Sign(act.Draft{
		Issued: l.clock.Now(), Kind: n.Kind, Subject: n.Subject, Prev: prev, Body: n.Body,
		Hide: slices.Collect(maps.Keys(spec.Hides)),
	}, l.rand)
	if err == nil {
		_, err = l.office.Submit(l.ctx, act.FormatSDJWT(a, ds))
	}
	if err != nil {
		l.err = fmt.Errorf("load %s %s by %s: %w", n.Kind, n.Subject, n.Who, err)
		return
	}
	if n.Name != "" {
		l.named[n.Name] = a.ID
	}
	l.heads[n.Subject] = append(without(l.heads[n.Subject], prev), a.ID)
}

func (l *loader) seen(n line) []act.ID {
	if n.Seen == nil {
		return l.heads[n.Subject]
	}
	var prev []act.ID
	for _, name := range n.Seen {
		id, is := l.named[name]
		if !is {
			l.err = fmt.Errorf("no earlier act is named %s", name)
		}
		prev = append(prev, id)
	}
	return prev
}

func without(heads, gone []act.ID) []act.ID {
	var kept []act.ID
	for _, h := range heads {
		if !slices.Contains(gone, h) {
			kept = append(kept, h)
		}
	}
	return kept
}

// withSource seals who told to the custodians, as the author's device would.
func (l *loader) withSource(n line) jsontext.Value {
	recipients, err := seal.ParseRecipients(l.office.Directory().Sealing("custodian", l.clock.Now()))
	if err == nil {
		n.Body, err = sealInto(n.Body, recipients, n.Source)
	}
	if err != nil {
		l.err = fmt.Errorf("seal source of %s: %w", n.Subject, err)
	}
	return n.Body
}

func sealInto(body jsontext.Value, recipients []seal.Recipient, source string) (jsontext.Value, error) {
	sealed, err := seal.To(recipients, []byte(source))
	if err != nil {
		return nil, err
	}
	members := map[string]jsontext.Value{}
	if err := json.Unmarshal(body, &members); err != nil {
		return nil, err
	}
	if members["source"], err = json.Marshal(incident.Source{Sealed: sealed, Direct: true}); err != nil {
		return nil, err
	}
	return json.Marshal(members, json.Deterministic(true))
}
