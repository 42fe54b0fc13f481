package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"truce/ground/register"
	"truce/office"
	"truce/tool/keep"
)

type rebuildCmd struct {
	Data   string `help:"Folder of the office." default:"./truce-data" placeholder:"FOLDER"`
	Policy string `help:"Policy file (C2SP tlog-policy): what those cosigners saw of the register shows entries that are back-dated or dated ahead." env:"TRUCE_POLICY" placeholder:"FILE"`
}

func (c *rebuildCmd) Run(ctx context.Context, e *env) error {
	if err := isOffice(c.Data); err != nil {
		return err
	}
	var policy *register.Policy
	if c.Policy != "" {
		read, err := readPolicy(c.Policy)
		if err != nil {
			return err
		}
		policy = &read
	}
	e.rebuilds = true
	d, err := openOffice(ctx, e, c.Data, "")
	if err != nil {
		return err
	}
	p := e.progress("rebuild")
	again, err := d.RebuildHeld(ctx, policy, p.at)
	p.end()
	if err == nil {
		e.printf("Rebuilt what %s to.\n", several(d.Size(), "act adds up", "acts add up"))
		err = e.readmitted(again)
	}
	return errors.Join(err, d.Close())
}

// readmitted says what a rebuild found, entry by entry, and ends with all of it in a sentence.
func (e *env) readmitted(r office.Readmitted) error {
	e.printf("Admitted again by rules %d: %s\n", r.Rules, several(r.Acts-r.Undecided-r.Beyond-r.Against, "act", "acts"))
	if r.Undecided > 0 {
		e.printf("Not checked here: %s, of which members were dropped\n", several(r.Undecided, "act", "acts"))
	}
	if r.Erased > 0 {
		e.printf("Erased    by decision of two sides: something that %s. It is not lost\n", several(r.Erased, "act hid", "acts hid"))
	}
	if r.Beyond > 0 {
		e.printf("Not checked: %s, taken under rules that this program does not have\n", several(r.Beyond, "act", "acts"))
	}
	e.entries("WRONG", r.FirstAltered, r.Altered)
	e.entries("WRONG", r.First, r.Against)
	e.entries("LOST", r.FirstLost, r.Lost)
	for _, line := range once(r.FirstChanged) {
		e.printf("WRONG     %s\n", line)
	}
	e.more(r.Changed - int64(len(r.FirstChanged)))
	return foundAgain(r)
}

// refolded tells a person of what was found when everything had to be folded again at the start.
func (e *env) refolded(r office.Readmitted) {
	e.beside(r)
	if r.Changed > 0 {
		e.notef("Another program wrote to the database since the office closed it. What it showed was not what the acts add up to, in %s:\n", several(r.Changed, "place", "places"))
		for _, line := range once(r.FirstChanged) {
			e.notef("put right: %s\n", line)
		}
		e.notef("It is mended. Find out who can write to the database, and what was said by what was shown.\n")
	}
	if r.Against > 0 {
		e.notef("%s: truce rebuild names them\n", several(r.Against, "act in the register was taken against the rules", "acts in the register were taken against the rules"))
	}
}

// beside tells of what was put right beside entries, and of what is lost, in passing.
func (e *env) beside(r office.Readmitted) {
	for _, one := range r.FirstAltered {
		e.notef("put right: %s\n", one)
	}
	if more := r.Altered - int64(len(r.FirstAltered)); more > 0 {
		e.notef("and %d more\n", more)
	}
	for _, one := range r.FirstLost {
		e.notef("lost: %s\n", one)
	}
	if more := r.Lost - int64(len(r.FirstLost)); more > 0 {
		e.notef("and %d more\n", more)
	}
}

func (e *env) entries(verdict string, first []office.Inadmissible, all int64) {
	for _, one := range first {
		e.printf("%-9s %s\n", verdict, one)
	}
	e.more(all - int64(len(first)))
}

func (e *env) more(n int64) {
	if n > 0 {
		e.printf("%s\n", moreWords(n))
	}
}

func moreWords(n int64) string { return fmt.Sprintf("and %d more", n) }

// foundAgain ends a rebuild by all that it found; nil if it found nothing.
func foundAgain(r office.Readmitted) error {
	var said, todo []string
	if r.Altered > 0 {
		said = append(said, several(r.Altered, "entry was kept otherwise than its own bytes say", "entries were kept otherwise than their own bytes say"))
	}
	if r.Changed > 0 {
		said = append(said, "what was shown was not what the acts add up to, in "+several(r.Changed, "place", "places"))
	}
	if len(said) > 0 && r.Lost == 0 {
		todo = append(todo, "It is mended: what is shown now is what the acts add up to.")
	}
	if r.Against > 0 {
		said = append(said, several(r.Against, "act was", "acts were")+" taken against the rules")
		todo = append(todo, "What was taken against the rules stays in the register and in what is shown: tell the parties which entries they are.")
	}
	if r.Lost > 0 {
		said = append(said, "of "+several(r.Lost, "act", "acts")+" this office does not hold all that is hidden")
		todo = append(todo, "What is shown now lacks what is lost, and is not what was said. Bring it back from a backup, or have the author hand the act in again.")
	}
	if len(said) == 0 {
		return nil
	}
	if r.Altered+r.Changed+r.Lost > 0 {
		todo = append(todo, "Find out who can write to the database, and what was said by what was shown.")
	}
	return hinted{found{errors.New(strings.Join(said, "; "))}, strings.Join(todo, " ")}
}

// several is a number with what is counted.
func several(n int64, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}

// once says what differs in the same way in several versions of a subject in one line.
func once(changes []keep.Change) []string {
	var lines []string
	times := map[string]int64{}
	for _, c := range changes {
		for _, line := range changed(c) {
			if times[line]++; times[line] == 1 {
				lines = append(lines, line)
			}
		}
	}
	for i, line := range lines {
		if n := times[line]; n > 1 {
			lines[i] = fmt.Sprintf("%s (in %d versions)", line, n)
		}
	}
	return lines
}

// changed says what was shown, and what the acts make, a line for each member of a state that differs.
func changed(c keep.Change) []string {
	what := "count of " + c.What
	switch {
	case c.Subject != "" && c.What == "row":
		what = "row of " + string(c.Subject)
	case c.Subject != "":
		what = fmt.Sprintf("%s of %s", c.What, c.Subject)
	}
	var lines []string
	for _, d := range differences(c.Was, c.Is) {
		at := what
		if d.at != "" {
			at += ", " + d.at
		}
		lines = append(lines, fmt.Sprintf("%s: it was shown as %s, the acts make it %s", at, d.was, d.is))
	}
	return lines
}
