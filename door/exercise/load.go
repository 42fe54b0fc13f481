package exercise

import (
	"context"
	"fmt"
	"io"
	"slices"

	"truce/ground/act"
	"truce/ground/shape"
	"truce/noun/people"
	"truce/office"
	"truce/office/house"
)

// Load founds the office, enrols everybody and hands in every act, each received when the
// clock stands where the act does. The office must be empty and read this clock. It answers
// the people with their keys, which nobody else has.
func (x *Exercise) Load(ctx context.Context, o *house.House, clock *Clock, rand io.Reader) ([]Person, error) {
	all, err := x.roll.draw(rand)
	if err != nil {
		return nil, err
	}
	l := &loader{ctx: ctx, language: x.Language, office: o, clock: clock, rand: rand, people: all,
		named: map[string]act.ID{}, heads: map[act.SubjectID][]act.ID{}}
	l.found(x)
	l.enrol(x)
	l.play(x.script)
	return all, l.err
}

type loader struct {
	ctx      context.Context
	language string // in which its people write
	office   *house.House
	clock    *Clock
	rand     io.Reader
	people   []Person
	named    map[string]act.ID          // acts that lines name
	heads    map[act.SubjectID][]act.ID // latest acts about each subject
	batch    []signed                   // to be handed in together
	err      error                      // the first; nothing is done after it
}

// signed is a line that is ready to be handed in.
type signed struct {
	line
	sdjwt string
}

func (l *loader) fail(err error) {
	if l.err == nil {
		l.err = err
	}
}

func (l *loader) found(x *Exercise) {
	p := l.person(x.Founder)
	if l.err != nil {
		return
	}
	founding := office.Founding{Code: x.Office.ID, Name: x.Office.Name, Founder: p.Subject(), Custodians: l.custodians(),
		Rules: people.Ruling{TimeZone: x.TimeZone(), ChosenNames: true}} // its names are to be read
	for _, root := range l.people {
		if !root.Root {
			continue
		}
		jwk, err := root.Key.Public().MarshalJSON()
		l.fail(err)
		founding.Others = append(founding.Others, people.OpeningFounder{Party: root.Party, Person: root.Subject(), Key: jwk})
	}
	founded, err := l.office.Found(l.ctx, founding, p.Key)
	l.fail(err)
	subject := string(people.OfficeSubject(x.Origin()))
	l.heads[act.SubjectID(subject)] = []act.ID{founded.ID}
	for _, root := range l.people {
		if root.Root {
			l.endorse(root, subject, []act.ID{founded.ID})
		}
	}
}

func (l *loader) person(name string) Person {
	i := slices.IndexFunc(l.people, func(p Person) bool { return p.Name == name })
	if i < 0 {
		l.fail(fmt.Errorf("nobody is called %s in the exercise", name))
		return Person{}
	}
	return l.people[i]
}

// do hands in one act by somebody who had seen everything about the subject.
func (l *loader) do(who string, kind act.Kind, subject string, body any) {
	text, err := shape.Clean(body)
	l.fail(err)
	l.sign(line{Who: who, Kind: kind, Subject: act.SubjectID(subject), Body: text})
	l.hand()
}

// play hands in together what was written at one moment: it costs one commit.
func (l *loader) play(script []line) {
	for _, n := range script {
		if n.At.After(l.clock.Now()) {
			l.hand()
			l.clock.set(n.At)
		}
		if n.Source != "" {
			n.Body = l.withSource(n)
		}
		n.Body = l.completed(n)
		l.sign(n)
	}
	l.hand()
}

// sign signs a line as its author would, who hides what is not for everybody.
func (l *loader) sign(n line) {
	author := l.person(n.Who)
	prev := l.seen(n)
	body, err := fill(n.Body, l.idOf)
	l.fail(err)
	if l.err != nil {
		return
	}
	draft, known := l.office.Kinds().Complete(act.Draft{
		Issued: l.clock.Now(), Audience: []act.RegisterID{l.office.ID()}, Kind: n.Kind, Subject: n.Subject, Prev: prev, Body: body,
	}, l.language)
	if !known {
		l.fail(fmt.Errorf("there is no kind %s", n.Kind))
		return
	}
	a, ds, err := author.Key.Sign(draft, l.rand)
	if err != nil {
		l.fail(told(n, err))
		return
	}
	if n.Name != "" {
		l.named[n.Name] = a.ID
	}
	l.heads[n.Subject] = append(without(l.heads[n.Subject], prev), a.ID)
	l.batch = append(l.batch, signed{n, act.FormatSDJWT(a, ds)})
}

// hand hands in what was signed.
func (l *loader) hand() {
	if l.err != nil {
		return
	}
	texts := make([]string, len(l.batch))
	for i, s := range l.batch {
		texts[i] = s.sdjwt
	}
	for i, outcome := range l.office.SubmitAll(l.ctx, texts) {
		if outcome.Err != nil {
			l.fail(told(l.batch[i].line, outcome.Err))
		}
	}
	l.batch = l.batch[:0]
}

func told(n line, err error) error {
	return fmt.Errorf("load %s %s by %s: %w", n.Kind, n.Subject, n.Who, err)
}

func (l *loader) seen(n line) []act.ID {
	if n.Seen == nil {
		return l.heads[n.Subject]
	}
	var prev []act.ID
	if l.office.Kinds().Governs(n.Subject.Noun()) { // its author must have seen everything
		prev = slices.Clone(l.heads[n.Subject])
	}
	for _, name := range n.Seen {
		if slices.Contains(prev, l.named[name]) {
			continue
		}
		prev = append(prev, l.named[name])
		if _, is := l.named[name]; !is {
			l.fail(fmt.Errorf("no earlier act is named %s", name))
		}
	}
	return prev
}

// idOf puts the ids of earlier acts, and keys, into a body.
func (l *loader) idOf(order, name string) (any, error) {
	if order == "$key" {
		return people.KeySubject(l.person(name).Key.Public().ID()), l.err
	}
	id, is := l.named[name]
	if order != "$act" || !is {
		return nil, fmt.Errorf("%s %s: no such order, or no earlier act of that name", order, name)
	}
	return id, nil
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
