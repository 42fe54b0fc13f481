package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"truce/door/copies"
	"truce/door/watch"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun"
	"truce/noun/people"
)

type watchCmd struct {
	Copy     string `arg:"" help:"Folder of a copy that truce export made, or address of an office."`
	Party    string `help:"Code of the party; otherwise that of the owner of the key, or of whom the copy was made for." placeholder:"PARTY"`
	Register string `help:"The register's public key, known from elsewhere than the copy." placeholder:"KEY"`
	Remember string `help:"Folder in which is kept what you saw; otherwise one in your own settings." env:"TRUCE_REMEMBER" placeholder:"FOLDER"`
	Office   string `help:"Origin of the office that you sign in to, if the key file does not say." env:"TRUCE_OFFICE" placeholder:"ORIGIN"`
	signer
}

func (c *watchCmd) Run(ctx context.Context, e *env) error {
	if c.Remember == "" {
		own, err := os.UserConfigDir()
		if err != nil {
			return problem.Invalid(problem.OptionMissing, problem.P{"option": "--remember", "example": "--remember FOLDER"}).Because(err)
		}
		c.Remember = filepath.Join(own, "truce", "remembered")
	}
	check := checkCopyCmd{Copy: c.Copy, where: where{Office: c.Office}, signer: c.signer}
	src, err := check.source(ctx, e, c.Copy)
	if err != nil {
		return err
	}
	o := copies.CheckOptions{Key: c.Register, Memory: c.Remember, Now: e.now, ForkFile: "fork-proof.json"}
	if !isAddress(c.Copy) {
		o.Files = copies.Files(c.Copy)
	}
	look, err := newLook(ctx, e, src, o, looker{c.Party, c.Key})
	if err != nil {
		return uncheckable(c.Copy, err)
	}
	o.Each, o.Founding = look.Take, look.founding
	p := e.progress("check")
	report, err := copies.Check(ctx, src, o, p.tell)
	p.end()
	if err != nil {
		return uncheckable(c.Copy, err)
	}
	if !report.OK() {
		return e.judge(c.Copy, report)
	}
	return c.tell(e, look, report)
}

// tell shows what there is, and remembers it.
func (c *watchCmd) tell(e *env, l *look, r copies.Report) error {
	told := l.told(r, e.now())
	if told.Party == "" && told.Person == "" {
		return problem.Invalid(problem.WatchedUnnamed)
	}
	e.printf("Register  %s, %d entries, received until %s\nKey       %s\n", r.Origin, r.Head.Size, stamp(r.Until), r.KeyWords())
	e.watched(told)
	var side people.Side
	for _, s := range r.Directory.Sides() { // others that were made sides concern every side
		unnamed := slices.Contains(r.Unnamed, s.Side)
		if s.Side == told.Party {
			side = s
		} else if !unnamed && len(s.Asks) == 0 {
			continue
		}
		for _, text := range sideLines(s, unnamed, r.Until) {
			e.printf("%s\n", text)
		}
	}
	if err := c.registers(e); err != nil {
		return err
	}
	if err := watch.Remember(c.Remember, r.Origin, l.who, told.Seen(e.now())); err != nil {
		return err
	}
	if all := slices.DeleteFunc(side.Threatened(r.Until), func(n people.Named) bool { return !n.Carries() }); told.Party != "" && len(all) > 0 {
		if all[0].Replaces == "" {
			return foreignKey{problem.Conflict(problem.RootUnheard, problem.P{"party": told.Party, "key": all[0].Fingerprint, "until": all[0].Until})}
		}
		return foreignKey{problem.Conflict(problem.RootWaits, problem.P{"party": told.Party, "until": all[0].Until})}
	}
	if len(told.Asked) > 0 {
		t := told.Asked[0]
		return foreignKey{problem.Conflict(problem.EndWaits, problem.P{"party": noun.SideOf(told.Party), "subject": t.Subject, "act": t.Act.String()[:12], "until": t.Until})}
	}
	return foreign(told)
}

// foreign ends a look that found keys in which nobody of the party had a hand.
func foreign(told watch.Told) error {
	keys := told.Foreign()
	if len(keys) == 0 {
		return nil
	}
	var ids []string
	for _, k := range keys {
		ids = append(ids, string(k.ID))
	}
	return foreignKey{problem.Conflict(problem.KeyOfStrangers, problem.P{"party": told.Party, "key": ids})}
}

// watched prints one key a paragraph.
func (e *env) watched(told watch.Told) {
	since := "This is the first look that is remembered: everything is new"
	if told.Since.Looked() {
		since = fmt.Sprintf("Since you last looked, %s, at %d entries", stamp(told.Since.At), told.Since.Size)
	}
	e.printf("Speaks    for %s. %s.\n", told.Names(), since)
	for _, k := range told.Keys {
		e.printf("\n%s%s  %s\n", newness(k), k.ID, standing(k))
		if k.Person != "" && !k.Root {
			e.printf("      held by %s\n", k.Person)
		}
		e.printf("      since %s, enrolled by %s\n", stamp(k.Since), by(k.By))
		e.printf("      %s\n", vouched(k))
		for _, t := range told.Asked {
			if t.Subject == people.KeySubject(k.ID) {
				e.printf("      IS TO END, as others signed: see below, act %s\n", t.Act.String()[:12])
			}
		}
		if len(k.Signed) > 0 {
			e.printf("      signed since: %s\n", signed(k.Signed))
		}
	}
	if len(told.Keys) == 0 {
		e.printf("\nNo key speaks for you.\n")
	}
	for _, t := range told.Asked {
		e.printf("\n")
		for _, text := range threatLines(t) {
			e.printf("%s\n", text)
		}
	}
	e.printf("\nSigned    in this name since: %s\n", signed(told.Acts()))
}

func newness(k watch.Key) string {
	switch {
	case k.New:
		return "NEW   "
	case k.Gone:
		return "ENDED "
	}
	return "      "
}

func standing(k watch.Key) string {
	switch {
	case k.State == people.Revoked:
		return "ended " + stamp(k.Ended)
	case k.Root:
		return "root of " + k.Party + ": it vouches for keys, and speaks for nobody"
	case k.State == people.Unproven:
		return "does not speak: nobody proved to hold it"
	case k.State == people.Outside:
		return "does not speak: the period for which it was enrolled has not begun, or is over"
	case k.State == people.Unvouched:
		return "does not speak: it waits for the root or a registrar of " + k.Party
	}
	return "speaks for " + noun.SideOf(k.Party)
}

func vouched(k watch.Key) string {
	switch {
	case k.Root && k.By.As == "":
		return "compare it with the fingerprint on your paper: no earlier root of the party named it"
	case k.Root, k.Party == "":
		return "vouched for by the side itself"
	case k.MissionOnly():
		return "vouched for by the mission only"
	}
	return fmt.Sprintf("vouched for since %s by %s", stamp(k.Vouched), by(k.Voucher))
}

// by says who did something, by the side.
func by(b watch.By) string {
	words := b.Side
	if b.As != "" {
		words = fmt.Sprintf("the %s of %s", b.As, b.Side)
	}
	if b.Person != "" {
		words += ", " + string(b.Person)
	}
	if b.Key != "" {
		words += ", key " + string(b.Key)
	}
	return words
}

func signed(n map[act.Kind]int) string {
	var words []string
	for _, kind := range watch.Kinds(n) {
		words = append(words, fmt.Sprintf("%d %s", n[kind], kind))
	}
	if len(words) == 0 {
		return "nothing"
	}
	return strings.Join(words, ", ")
}

// registers shows which registers signed what heads, as far as they are remembered.
func (c *watchCmd) registers(e *env) error {
	all, err := copies.AllRemembered(c.Remember)
	for _, r := range all {
		e.printf("Head      %s: the largest that you saw has %d entries, seen %s, signed with %s\n", r.Origin, r.Size, stamp(r.Seen), r.Key)
	}
	return err
}
