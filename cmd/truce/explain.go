package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/tool/answer"
)

type explainCmd struct {
	Subject string  `arg:"" help:"Such as incident/2017-05-07-zellaqiyat."`
	Known   instant `help:"As the office knew it at this time." placeholder:"TIME"`
	JSON    bool    `help:"Print JSON."`
	readAt
	signer
}

func (c *explainCmd) Run(ctx context.Context, e *env) error {
	subject, err := subjectOf(c.Subject)
	if err != nil {
		return problem.Invalid(problem.SubjectMalformed, problem.P{"subject": c.Subject, "value": c.Subject, "id": c.Subject}).Because(err)
	}
	d, err := c.reading(ctx, e, c.signer)
	if err != nil {
		return err
	}
	explained, err := d.Explain(ctx, subject, c.Known.Time)
	if err == nil && c.JSON {
		err = e.printJSON(explained)
	} else if err == nil {
		newExplainer(e, explained).print()
	}
	return errors.Join(err, d.Close())
}

// explainer prints an explanation. It names acts by their place in the register.
type explainer struct {
	*env
	answer.Explanation
	entries map[act.ID]int64
}

func newExplainer(e *env, told answer.Explanation) explainer {
	x := explainer{e, told, map[act.ID]int64{}}
	for _, step := range told.Steps {
		x.entries[step.ID] = step.Index
	}
	return x
}

func (x explainer) print() {
	if x.Earlier > 0 {
		x.printf("%d earlier acts are not told singly.\n\n", x.Earlier)
	}
	for _, step := range x.Steps {
		x.printf("entry %d  %s  received %s\n", step.Index, step.Kind, stamp(step.Received))
		x.printf("  by %s\n", author(step.Told))
		if len(step.Erased) > 0 {
			x.printf("  %s\n", erasedWords(step.Told))
		}
		x.changes(step)
		x.printf("\n")
	}
}

func (x explainer) changes(step answer.Step) {
	switch step.Nothing {
	case answer.NoEffect:
		x.printf("  changed nothing: without it the state is the same\n")
	case answer.Withheld:
		x.printf("  changed nothing that you may see; part of the state is withheld from you\n")
	case answer.NotKnown:
		x.printf("  was not known yet\n")
	case answer.Resting:
		x.printf("  %s\n", restsWords(step.ID))
	}
	var period time.Time
	for _, c := range step.Changes {
		if !c.Period.Equal(period) {
			period = c.Period
			x.printf("  in the world since %s\n", stamp(period))
		}
		if !repeated(c, step.Changes) {
			x.printf("  %s\n", x.change(c))
		}
	}
}

// change is a line such as `~ status  "open" -> "closed"  (until entry 12)`.
func (x explainer) change(c answer.MemberChange) string {
	line := strings.TrimPrefix(c.Member, "state.") + "  "
	switch {
	case c.Before == nil:
		line = "+ " + line + x.brief(c.After)
	case c.After == nil:
		line = "- " + line + x.brief(c.Before)
	default:
		line = "~ " + line + x.brief(c.Before) + " -> " + x.brief(c.After)
	}
	if entry, is := x.entries[c.ReplacedBy]; is {
		line += fmt.Sprintf("  (until entry %d)", entry)
	}
	return line
}

// maxShown is the length of a value that is printed whole, in characters.
const maxShown = 100

var actID = regexp.MustCompile(`"[0-9a-f]{64}"`)

// brief is a value on one line, its acts named by their entries.
func (x explainer) brief(v jsontext.Value) string {
	named := actID.ReplaceAllStringFunc(string(v), func(quoted string) string {
		id, err := act.ParseID(strings.Trim(quoted, `"`))
		if entry, is := x.entries[id]; err == nil && is {
			return fmt.Sprintf("entry %d", entry)
		}
		return quoted
	})
	return short(named, maxShown)
}

// repeated reports whether another change of the step says the same: lists find subjects by
// columns that repeat members of the state.
func repeated(c answer.MemberChange, among []answer.MemberChange) bool {
	return slices.ContainsFunc(among, func(o answer.MemberChange) bool {
		return o.Member == "state."+c.Member && o.Period.Equal(c.Period) && string(o.After) == string(c.After)
	})
}
