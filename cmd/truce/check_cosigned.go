package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"truce/door/copies"
	"truce/ground/problem"
	"truce/ground/register"
)

// asked is what a reader asks of heads.
type asked struct {
	Policy string        `help:"Policy file (C2SP tlog-policy): whose heads, and cosigned by whom, such as 2 of ru, ir, tr." env:"TRUCE_POLICY" placeholder:"FILE"`
	MaxAge time.Duration `help:"How long ago at most enough cosigners saw the head, such as 24h; 336h for a post that is away for two weeks." env:"TRUCE_MAX_AGE" placeholder:"DURATION"`
	Head   []string      `help:"Files with signed heads that you got in other ways, such as from a cosigner or a print-out." placeholder:"FILE"`
}

// apply reads the policy and the heads.
func (a asked) apply(o *copies.CheckOptions) error {
	for _, name := range a.Head {
		text, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("read head: %w", err)
		}
		o.Heads = append(o.Heads, register.SplitHeads(scanned(text))...)
	}
	if a.Policy == "" {
		if a.MaxAge != 0 {
			return problem.Invalid(problem.PolicyMissing)
		}
		return nil
	}
	p, err := readPolicy(a.Policy)
	o.Policy, o.MaxAge = &p, a.MaxAge
	return err
}

// cosigned is how the copy's head stands by the reader's policy.
func (c checkedCopy) cosigned() []string {
	by := c.Cosigned
	if !by.Held {
		return nil
	}
	all := []string{line("Cosigned", "%s", held(by.Head, by.Asked, by.Oldest))}
	if by.Head.State != register.Satisfied && by.Reach != nil {
		all = append(all, below("the first %d of %d entries are, at %s; those after them only the office vouches for", by.Reach.Head.Size, c.Head.Size, stamp(by.Reach.At)))
	}
	return all
}

// byWhom lists the cosignatures of a head, and whose is missing or wrong.
func byWhom(j register.Judgement) string {
	var said []string
	for _, s := range j.Cosigned {
		said = append(said, s.Name+" at "+stamp(s.At))
	}
	if len(said) == 0 {
		said = []string{"by nobody"}
	}
	for _, name := range j.Wrong {
		said = append(said, "WRONG in the name of "+name)
	}
	return strings.Join(said, ", ")
}

// held says who cosigned a head, and what the reader's policy asks for.
func held(j register.Judgement, quorum string, oldest time.Duration) string {
	switch {
	case j.State == register.UnknownKey, j.State == register.NoHead:
		return "not looked at: it is no head of a register that your policy names"
	case j.Unasked:
		return byWhom(j) + "; your policy asks for no cosignature"
	}
	return byWhom(j) + "; your policy asks for " + quorum + within(oldest)
}

func within(oldest time.Duration) string {
	if oldest == 0 {
		return ""
	}
	return fmt.Sprintf(", not longer ago than %s", span(oldest))
}

// span writes a duration as people say it.
func span(d time.Duration) string {
	minutes := int(d.Round(time.Minute) / time.Minute)
	switch {
	case d >= 48*time.Hour:
		return fmt.Sprintf("%d days", int(d.Hours()/24))
	case minutes < 1:
		return "less than a minute"
	case minutes%60 == 0:
		return fmt.Sprintf("%dh", minutes/60)
	case minutes < 60:
		return fmt.Sprintf("%dm", minutes)
	}
	return fmt.Sprintf("%dh%dm", minutes/60, minutes%60)
}

// uncosigned ends a check by the verdict on the head.
func (e *env) uncosigned(c checkedCopy) error {
	verdict, why := verdictOn(c.Cosigned.Head, e.now())
	e.printf("%s\n", line(verdict, "nothing wrong was found in %s itself, but %s", c.name, why))
	if c.Cosigned.Head.State == register.WrongSignature {
		return found{problemOn(c.Cosigned.Head, e.now())}
	}
	return uncosigned{problemOn(c.Cosigned.Head, e.now())}
}

// verdictOn says a standing in words: a word for scripts, and a sentence.
func verdictOn(j register.Judgement, now time.Time) (verdict, why string) {
	switch {
	case j.Unasked && j.State == register.Satisfied:
		return "GOOD", "the register signed the head; your policy asks nobody else, so only the register vouches for it"
	case j.Unasked && j.State == register.NotCosigned:
		return "NO AGE", "your policy asks for no cosignature, so nobody but the register says how old its head is"
	}
	switch j.State {
	case register.Satisfied:
		return "GOOD", "the head is cosigned as your policy asks"
	case register.Stale:
		return "STALE", fmt.Sprintf("enough cosigners last saw its head %s ago: what came since may be withheld from you", span(now.Sub(j.At)))
	case register.Ahead:
		return "AHEAD", "its head is cosigned in the future: your clock is wrong, or theirs are"
	case register.UnknownKey:
		return "UNKNOWN", "its head is not signed by a register that your policy names"
	case register.WrongSignature:
		return "FORGED", "its head carries a signature that is not of whom it says"
	case register.NoHead:
		return "NO HEAD", "it is no signed head"
	}
	return "NOT YET", "too few cosigners have signed its head"
}

// problemOn is a standing that is not as a policy asks, as its reader is refused.
func problemOn(j register.Judgement, now time.Time) *problem.Problem {
	if j.Unasked && j.State == register.NotCosigned {
		return problem.Conflict(problem.HeadWithoutAge)
	}
	switch j.State {
	case register.Stale:
		return problem.Conflict(problem.HeadStale, problem.P{"span": fmt.Sprintf("%dh", int(now.Sub(j.At).Hours()))})
	case register.Ahead:
		return problem.Conflict(problem.HeadAhead)
	case register.UnknownKey:
		return problem.Conflict(problem.HeadOfUnknown)
	case register.WrongSignature:
		return problem.Conflict(problem.HeadForged)
	case register.NoHead:
		return problem.Conflict(problem.HeadMalformed)
	}
	return problem.Conflict(problem.HeadNotCosigned)
}
