package main

import (
	"context"
	"errors"
	"fmt"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/register"
)

// isFoundedBy holds an office to the founding that its visitor's key file names. Whoever has a register's key can found it
// once more, and what is signed for the one is good in the other: so the register itself has to show, by a head that its
// key signed, that its first entry is that very act. An office that cannot is told nothing, and hands out nothing.
func (d desk) isFoundedBy(ctx context.Context, k key) error {
	if k.founding == (act.ID{}) {
		return nil
	}
	vkey, err := d.Key(ctx)
	if err != nil {
		return err
	}
	if err := keepsRegister(vkey, k.register); err != nil {
		return err
	}
	proof, entry, err := d.Receipt(ctx, k.founding)
	if isNotFound(err) {
		return d.foundedOtherwise(ctx, k, err)
	}
	if err != nil {
		return err
	}
	if err := showsFirst(vkey, k.founding, proof, entry); err != nil {
		return d.foundedOtherwise(ctx, k, err)
	}
	return nil
}

// keepsRegister refuses an office whose register has another key than the one that is meant.
func keepsRegister(vkey string, meant act.RegisterID) error {
	id, err := register.ID(vkey)
	if err != nil {
		return fmt.Errorf("read the register's key: %w", err)
	}
	if meant != "" && act.RegisterID(id) != meant {
		return found{problem.Conflict(problem.RegisterOther, problem.P{"register": meant, "found": id})}
	}
	return nil
}

// showsFirst checks that an act is the first entry of the register of a key.
func showsFirst(vkey string, id act.ID, proof, entry []byte) error {
	verifier, err := register.NewVerifier(vkey)
	if err != nil {
		return err
	}
	r, err1 := register.ParseReceipt(proof)
	en, err2 := register.ParseEntry(entry)
	a, err3 := act.Parse(en.Act)
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	if a.ID != id || r.Index != 0 {
		return fmt.Errorf("entry %d, act %s: it is not the founding that was meant", r.Index, a.ID)
	}
	head, err := register.OpenHead(r.Head, verifier)
	if err != nil {
		return err
	}
	return register.CheckInclusion(r.Proof, head.TreeHead, 0, register.LeafHash(entry))
}

// foundedOtherwise says which founding the office shows in the place of the one that the key file names.
func (d desk) foundedOtherwise(ctx context.Context, k key, why error) error {
	shows := "—"
	if o, err := readOffice(ctx, d); err == nil && len(o.state.Terms) > 0 {
		shows = o.state.Terms[0].Act.String() // by the office's word: its rules are those of its founding at first
	}
	return found{problem.Conflict(problem.FoundingOther, problem.P{"found": shows, "expected": k.founding}).Because(why)}
}
