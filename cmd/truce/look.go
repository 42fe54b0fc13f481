package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"truce/door/copies"
	"truce/door/watch"
	"truce/ground/act"
	"truce/ground/register"
	"truce/judge/policy"
	"truce/office"
)

// looker says who looks: by party and by key file, or else whoever the copy was made for.
type looker struct{ party, key string }

// look is a look at who speaks for somebody, while a copy is checked.
type look struct {
	*watch.Watch
	who      string // who looks, in the file of looks
	party    string
	person   act.SubjectID
	key      act.KeyID
	founding act.ID // as the key file names it
	asked    bool   // the party was named, whoever looks
	again    bool   // its reader looked so before, and did not say so now
	before   watch.Seen
}

func newLook(ctx context.Context, e *env, src register.Source, o copies.CheckOptions, by looker) (*look, error) {
	l := &look{party: by.party, asked: by.party != ""}
	var err error
	var reader policy.Person
	if by.key != "" {
		var k key
		if k, err = e.readKey(by.key); err == nil {
			l.person, l.key, l.founding = k.person, k.private.Public().ID(), k.founding
		}
	} else if o.Files != nil {
		reader, err = copies.Reader(o.Files)
		l.person, l.party = reader.ID, cmp.Or(by.party, reader.Party)
	}
	if err != nil {
		return nil, err
	}
	origin, err := copies.OriginOf(ctx, src)
	if err != nil {
		return nil, err
	}
	l.who = cmp.Or(string(l.person), string(l.key), "anybody")
	if by.party != "" {
		l.who += " for " + by.party
	}
	l.before, err = watch.Remembered(o.Memory, origin, l.who)
	l.Watch = watch.New(l.before.Size)
	return l, err
}

// others are the looks of whom the reader looked as before, beside this one: what a copy says of its reader turns none of
// them off.
func (l *look) others(ctx context.Context, src register.Source, o copies.CheckOptions) (all []*look, err error) {
	if l.asked || l.key != "" || o.Memory == "" {
		return nil, nil
	}
	origin, err := copies.OriginOf(ctx, src)
	if err != nil {
		return nil, err
	}
	before, err := watch.Lookers(o.Memory, origin)
	for _, who := range before {
		person, party, asked := strings.Cut(who, " for ")
		id, unnamed := act.ParseSubject(person)
		if who == l.who || unnamed != nil && !asked {
			continue
		}
		other := &look{who: who, party: party, person: id, asked: asked, again: true}
		if other.before, err = watch.Remembered(o.Memory, origin, who); err != nil {
			return nil, err
		}
		other.Watch = watch.New(other.before.Size)
		all = append(all, other)
	}
	return all, err
}

// told is what came of it. For which party a key or a person speaks, the register says.
func (l *look) told(r copies.Report, now time.Time) watch.Told {
	whose := watch.Whose{Party: l.party, Person: l.person}
	if l.asked {
		whose.Person = ""
	} else if speaking := r.Directory.Speaking(l.person, now); len(speaking) > 0 {
		whose.Party = speaking[0].Party
	}
	if l.key != "" && !l.asked {
		author, _ := r.Directory.Author(l.key, now)
		whose.Party, whose.Person = cmp.Or(l.party, author.Party), cmp.Or(author.Person, l.person)
	}
	return l.Tell(r.Directory, whose, l.before, now)
}

// looks are several looks at one copy.
type looks []*look

func (all looks) take(j office.Judged) error {
	for _, l := range all {
		if err := l.Take(j); err != nil {
			return err
		}
	}
	return nil
}

// lines tell of each who speaks, and that nothing is told if it is not known for whom.
func (all looks) lines(e *env, r copies.Report) (err error) {
	for _, l := range all {
		if l.again {
			e.printf("Looked    as %s you looked before, and this copy does not say that you are that\n", l.who)
		}
		err = errors.Join(err, e.line(l, r))
	}
	if r.Directory != nil && len(all) > 0 {
		for _, t := range all[0].Threats(r.Directory) {
			for _, text := range threatLines(t) {
				e.printf("%s\n", text)
			}
		}
	}
	switch {
	case r.Reader == "" && len(all) == 1 && !all[0].asked && all[0].key == "":
		e.printf("Speaks    not told: the copy does not say for whom it was made. Name your key with --key, or your party with --party\n")
	case r.Reader != "" && !r.ReaderKnown:
		e.printf("Reader    the copy says that it was made for %s, of whom the register tells nothing here\n", r.Reader)
	}
	return err
}

// line tells in one line who speaks for whoever checks, and fails if there is a new key in which nobody of the party had
// a hand.
func (e *env) line(l *look, r copies.Report) error {
	if !r.OK() {
		return nil
	}
	told := l.told(r, e.now())
	if told.Party == "" && told.Person == "" {
		return nil
	}
	speak, mission, fresh, gone := 0, 0, 0, 0
	for _, k := range told.Keys {
		count(&speak, k.Ended.IsZero() && !k.Root)
		count(&mission, k.Ended.IsZero() && k.MissionOnly())
		count(&fresh, k.New)
		count(&gone, k.Gone)
	}
	acts := 0
	for _, n := range told.Acts() {
		acts += n
	}
	since := "you never looked before with `truce watch`"
	if told.Since.Looked() {
		since = fmt.Sprintf("since you looked, %s: %d new, %d ended, %d acts signed", stamp(told.Since.At), fresh, gone, acts)
	}
	e.printf("Speaks    for %s: %s, %d of them vouched for by the mission only; %s\n", told.Names(), several(int64(speak), "key", "keys"), mission, since)
	if !told.Since.Looked() {
		return nil
	}
	return foreign(told)
}

func count(n *int, is bool) {
	if is {
		*n++
	}
}
