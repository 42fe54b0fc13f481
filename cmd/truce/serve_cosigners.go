package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"truce/door/cosign"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/office/house"
)

// asking says which cosigners an office asks, and how often.
type asking struct {
	Cosigners   string        `help:"Policy file (C2SP tlog-policy) with this register's key, and the cosigners with their addresses." env:"TRUCE_COSIGNERS" placeholder:"FILE"`
	CosignEvery time.Duration `help:"How often they are asked, whether or not the register grew." default:"10m" env:"TRUCE_COSIGN_EVERY" placeholder:"DURATION"`
}

// cosignPatience is how long one cosigner may take.
const cosignPatience = 10 * time.Second

// policy reads the file; nil if there is none.
func (a asking) policy() (*register.Policy, error) {
	if a.Cosigners == "" {
		return nil, nil
	}
	if a.CosignEvery < time.Second {
		return nil, problem.Invalid(problem.ValueUnfit, problem.P{"value": a.CosignEvery.String(), "option": "--cosign-every", "example": "--cosign-every 10m"})
	}
	p, err := readPolicy(a.Cosigners)
	return &p, err
}

// readPolicy reads a policy file.
func readPolicy(path string) (register.Policy, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return register.Policy{}, fmt.Errorf("read policy: %w", err)
	}
	p, err := register.ParsePolicy(text)
	if err != nil {
		return register.Policy{}, hinted{fmt.Errorf("%s: %w", path, err),
			"A policy has a line `log KEY`, a line `witness NAME KEY ADDRESS` for each cosigner, `group NAME 2 ru ir tr` and `quorum NAME` (c2sp.org/tlog-policy)."}
	}
	return p, nil
}

// asker asks the cosigners of a policy, which must be about this office.
func (a asking) asker(e *env, o *house.House, p register.Policy) (*cosign.Asker, error) {
	ours, addresses := false, 0
	for _, k := range p.Registers() {
		ours = ours || k.Key == o.Key()
	}
	for _, k := range p.Cosigners() {
		if k.URL != "" {
			addresses++
		}
	}
	switch {
	case !ours:
		return nil, hinted{fmt.Errorf("%s is not a policy for this register", a.Cosigners), "Its line must be: log " + o.Key()}
	case addresses == 0:
		return nil, hinted{fmt.Errorf("%s names no cosigner with an address", a.Cosigners), "For example: witness ru KEY https://cosigner.guarantor.example"}
	}
	return cosign.NewAsker(o.Office, cosign.AskerOptions{Policy: p, Every: a.CosignEvery, Timeout: cosignPatience, Now: e.now, Log: e.log}), nil
}

// begin asks once before anything is taken: an office that lost entries must not go on without them.
func (a asking) begin(ctx context.Context, e *env, asker *cosign.Asker) error {
	told, err := asker.Ask(ctx)
	if err != nil {
		return err
	}
	for _, t := range told {
		if t.Proven != nil {
			return hinted{fmt.Errorf("the cosigner %s holds a head of %d entries that this office signed, and it is not one of the register as it is here: entries were lost, or an old copy was put back",
				t.Name, t.Proven.Size), "Find the folder that has them. To go on from here would give the register a second history."}
		}
		e.notef("Cosigner %s: %s\n", t.Name, answered(t))
	}
	return nil
}

// answered says to an operator what a cosigner did.
func answered(t cosign.Told) string {
	switch t.Answer {
	case cosign.Cosigned:
		said := fmt.Sprintf("cosigned %d entries at %s", t.Size, stamp(t.At))
		if t.Why != "" {
			said += "; " + t.Why
		}
		return said
	case cosign.Away:
		return "cannot be reached; it is asked again. " + t.Why
	case cosign.NotFollowed:
		return "does not follow this register: its operator runs `truce cosign follow`. " + t.Why
	case cosign.SawMore:
		return "says that it saw more entries than are here, and shows no head for it. " + t.Why
	case cosign.Doubts:
		return "says that this is another history than it saw, and shows no head for it. " + t.Why
	}
	return t.Why
}
