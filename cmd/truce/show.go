package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/problem"
	"truce/tool/answer"
	"truce/tool/query"
)

type showCmd struct {
	Subject string  `arg:"" help:"Such as incident/2017-05-07-zellaqiyat."`
	InForce instant `help:"Only what held at this time in the world (RFC 3339)." placeholder:"TIME"`
	Known   instant `help:"As the office knew it at this time." placeholder:"TIME"`
	History bool    `help:"Show the acts about it, not what they add up to."`
	JSON    bool    `help:"Print JSON."`
	readAt
	signer
}

func (c *showCmd) Run(ctx context.Context, e *env) error {
	subject, err := subjectOf(c.Subject)
	if err != nil {
		return problem.Invalid(problem.SubjectMalformed, problem.P{"subject": c.Subject, "value": c.Subject, "id": c.Subject}).Because(err)
	}
	d, err := c.reading(ctx, e, c.signer)
	if err != nil {
		return err
	}
	if c.History {
		err = c.history(ctx, e, d, subject)
	} else {
		err = c.periods(ctx, e, d, subject)
	}
	return errors.Join(err, d.Close())
}

func (c *showCmd) periods(ctx context.Context, e *env, d desk, subject act.SubjectID) error {
	items, err := d.Subject(ctx, subject, query.Clocks{InForce: c.InForce.Time, Known: c.Known.Time})
	if err != nil {
		return err
	}
	if c.JSON {
		return e.printJSON(items)
	}
	for _, i := range items {
		e.printf("%s  %s\n", i.Subject, i.Status)
		e.printf("  in the world  %s\n", when(i))
		e.printf("  known here    %s\n", period(i.KnownFrom, i.KnownUntil))
		if of, err := nounOf(i.Noun); err == nil && of.Late > 0 && !i.Counted { // of other nouns, such as people, nothing is counted
			e.printf("  does not count: %s\n", uncounted(i))
		}
		if stated(i, "offPost") {
			e.printf("  seen from a post that did not stand then: it was closed, or not yet there\n")
		}
		switch i.Doubted.Counted() {
		case fold.Wholly:
			e.printf("  IN DOUBT: it stands as it does on acts of a key in doubt alone. Without these it would not be there, or have another status\n")
		case fold.Partly:
			e.printf("  IN DOUBT: part of it rests on acts of a key in doubt. Its status does not\n")
		}
		switch i.Doubted {
		case fold.PartlyDenied, fold.WhollyDenied:
			e.printf("  DENIED by its own side: others say that the key was in doubt, and its own side says that it was not\n")
		case fold.Disavowed:
			e.printf("  DISAVOWED by its own side alone: it rests on acts of a key that only the key's own side says was in doubt. Another side did not confirm it\n")
		}
		if len(i.Withheld) > 0 {
			e.printf("  withheld from this copy: what acts about it say of the class %s\n", strings.Join(i.Withheld, ", "))
		}
		if i.SameWeek != nil {
			e.printf("  %s\n", sameWeek(i))
		}
		if i.Open {
			e.printf("  not reckoned here: how it stands turns on what this copy withholds of the class %s\n", strings.Join(i.OpenOn, ", "))
		}
		if i.NotHeld {
			e.printf("  %s\n", c.notHeld(ctx, e, d, subject))
		}
		if len(i.Conflicts) > 0 {
			e.printf("  CONFLICT: acts that did not know of each other say different things. An act --after all of these settles it:\n")
		}
		for _, c := range i.Conflicts {
			e.printf("    %s\n", c.Field)
			for _, id := range c.Acts {
				e.printf("      %s\n", id)
			}
		}
		e.printf("%s\n", lines(i.State, "  "))
	}
	return c.lacks(ctx, e, d, subject)
}

// uncounted is why a record is in no figure.
func uncounted(i answer.Item) string {
	if stated(i, "ahead") {
		return "it speaks of a time that had not come when the office was told"
	}
	return "a draft, or taken back"
}

// stated reports whether a state says yes in a member.
func stated(i answer.Item, member string) bool {
	var all map[string]jsontext.Value
	return json.Unmarshal(i.State, &all) == nil && string(all[member]) == "true"
}

// notHeld says why the file that a record names is not here, in the reader's language where two sides had it erased.
func (c *showCmd) notHeld(ctx context.Context, e *env, d desk, subject act.SubjectID) string {
	acts, err := d.History(ctx, subject)
	if err == nil && slices.ContainsFunc(acts, func(a answer.Told) bool { return slices.Contains(a.Erased, "file") }) {
		return problem.Conflict(problem.EvidenceErased, problem.P{"subject": subject}).Sentence(e.languages...)
	}
	return "NOT HELD HERE: the file that it names is not in this office, or not as the acts tell it"
}

// lacks tells what is not in what was shown: acts that rest, and what was erased. Who may not read the history is not told.
func (c *showCmd) lacks(ctx context.Context, e *env, d desk, subject act.SubjectID) error {
	acts, err := d.History(ctx, subject)
	if refused, is := errors.AsType[*wire.Problem](err); is && refused.Status < http.StatusInternalServerError {
		return nil
	}
	for _, a := range acts {
		if a.Rests {
			e.printf("Not in it: entry %d, %s by %s\n  %s\n", a.Index, a.Kind, author(a), restsWords(a.ID))
		}
		if len(a.Erased) > 0 {
			e.printf("Not in it: of entry %d, %s by %s\n  %s\n", a.Index, a.Kind, author(a), erasedWords(a))
		}
	}
	return err
}

// erasedWords say of an act what it hides no more.
func erasedWords(a answer.Told) string {
	return fmt.Sprintf("ERASED: what it hid of %s, by decision of two sides, for good", strings.Join(a.Erased, ", "))
}

// restsWords say of an act that it rests, and what wakes it.
func restsWords(id act.ID) string {
	return fmt.Sprintf("rests: its author or side had too many acts open here; it has effect once an act of that side that has effect names it (truce sign --after %s)", id)
}

func (c *showCmd) history(ctx context.Context, e *env, d desk, subject act.SubjectID) error {
	acts, err := d.History(ctx, subject)
	if err != nil {
		return err
	}
	if c.JSON {
		return e.printJSON(acts)
	}
	for _, a := range acts {
		e.printf("entry %d  %s  received %s\n", a.Index, a.Kind, stamp(a.Received))
		e.printf("  id     %s\n", a.ID)
		e.printf("  by     %s\n", author(a))
		if a.Rests {
			e.printf("  %s\n", restsWords(a.ID))
		}
		if len(a.Erased) > 0 {
			e.printf("  %s\n", erasedWords(a))
		}
		if a.Doubted {
			e.printf("  IN DOUBT: the key is said to have been in doubt when this was signed or received\n")
		}
		if a.Denied {
			e.printf("  DENIED by its own side: others say so, and the key's own side says that it was not\n")
		}
		if a.Disavowed {
			e.printf("  DISAVOWED by its own side alone: it says that the key was in doubt when this was signed or received\n")
		}
		for _, prev := range a.Prev {
			e.printf("  after  %s\n", prev)
		}
		e.printf("%s\n", lines(a.Body, "  "))
	}
	return nil
}

// author is as much of who signed as the reader may know.
func author(a answer.Told) string {
	who := "somebody of the mission"
	if a.Party != "" {
		who = "somebody of " + a.Party
	}
	if a.Person != "" {
		who = string(a.Person)
	}
	if a.Person != "" && a.Party != "" {
		who += " of " + a.Party
	}
	if len(a.Roles) > 0 {
		who += " (" + strings.Join(a.Roles, ", ") + ")"
	}
	return who + ", key " + string(a.Issuer)
}
