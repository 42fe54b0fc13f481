package main

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"truce/door/copies"
	"truce/door/watch"
	"truce/ground/act"
	"truce/ground/register"
	"truce/judge/policy"
)

// looker says who looks: by party and by key file, or else whoever the copy was made for.
type looker struct{ party, key string }

// look is a look at who speaks for somebody, while a copy is checked.
type look struct {
	*watch.Watch
	who    string // who looks, in the file of looks
	party  string
	person act.SubjectID
	key    act.KeyID
	asked  bool // the party was named, whoever looks
	before watch.Seen
}

func newLook(ctx context.Context, e *env, src register.Source, o copies.CheckOptions, by looker) (*look, error) {
	l := &look{party: by.party, asked: by.party != ""}
	var err error
	var reader policy.Person
	if by.key != "" {
		var k key
		if k, err = e.readKey(by.key); err == nil {
			l.person, l.key = k.person, k.private.Public().ID()
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

// told is what came of it. For which party a key speaks, the register says.
func (l *look) told(r copies.Report, now time.Time) watch.Told {
	whose := watch.Whose{Party: l.party, Person: l.person}
	if l.asked {
		whose.Person = ""
	}
	if l.key != "" && !l.asked {
		author, _ := r.Directory.Author(l.key, now)
		whose.Party, whose.Person = cmp.Or(l.party, author.Party), cmp.Or(author.Person, l.person)
	}
	return l.Tell(r.Directory, whose, l.before, now)
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
	e.printf("Speaks    for %s: %d keys, %d of them vouched for by the mission only; %s\n", told.Names(), speak, mission, since)
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
