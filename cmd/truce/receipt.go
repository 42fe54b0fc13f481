package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/register"
)

type receiptCmd struct {
	Act  string `arg:"" help:"Id of the act."`
	Out  string `help:"Folder into which the proof (ID.tlog-proof) and the entry that it is about (ID.entry) are written. Both are checked offline with --from." placeholder:"FOLDER"`
	From string `help:"Folder with a proof and an entry that were fetched before: nothing is asked of an office." placeholder:"FOLDER"`
	receiptPolicy
	atOffice
	signer
}

// receiptPolicy is what the holder of a receipt asks of it.
type receiptPolicy struct {
	Policy      string `help:"Policy file (C2SP tlog-policy): whose heads, and cosigned by whom." env:"TRUCE_POLICY" placeholder:"FILE"`
	RegisterKey string `help:"With --from and without a policy: the register's public key, known from elsewhere." placeholder:"KEY"`
}

// Run shows how far a receipt is: taken, by the office's word, or cosigned, as the policy asks.
func (c *receiptCmd) Run(ctx context.Context, e *env) error {
	id, err := act.ParseID(c.Act)
	if err != nil {
		return problem.Invalid(problem.ActIdMalformed, problem.P{"value": c.Act})
	}
	if c.From != "" {
		proof, err1 := os.ReadFile(c.From + "/" + id.String() + ".tlog-proof")
		entry, err2 := os.ReadFile(c.From + "/" + id.String() + ".entry")
		if err := errors.Join(err1, err2); err != nil {
			return fmt.Errorf("read receipt: %w", err)
		}
		return c.hold(e, id, proof, entry)
	}
	d, err := c.reading(ctx, e, c.signer)
	if err != nil {
		return err
	}
	return errors.Join(c.ask(ctx, e, d, id), d.Close())
}

func (c *receiptCmd) ask(ctx context.Context, e *env, d desk, id act.ID) error {
	step, err := d.ReceiptStep(ctx, id)
	if err != nil {
		return err
	}
	proof, entry, err := d.Receipt(ctx, id)
	if err != nil {
		return err
	}
	if c.Out != "" {
		if err := os.MkdirAll(c.Out, 0o700); err != nil {
			return err
		}
		err := errors.Join(os.WriteFile(c.Out+"/"+id.String()+".tlog-proof", proof, 0o600), os.WriteFile(c.Out+"/"+id.String()+".entry", entry, 0o600))
		if err != nil {
			return err
		}
	}
	e.printf("Taken     entry %d, received %s, by the office's word\n", step.Index, stamp(step.Received))
	if step.Rests {
		e.printf("          %s\n", restsWords(id))
	}
	if c.Policy == "" {
		return e.officesWord(step)
	}
	return c.hold(e, id, proof, entry)
}

// officesWord is how far the office says that a receipt is, to somebody who has no policy to hold it to.
func (e *env) officesWord(step wire.ReceiptStep) error {
	switch {
	case step.Asked == "":
		e.printf("Cosigned  by nobody: this office asks no cosigners\n")
	case step.Step == wire.StepCosigned:
		e.printf("Cosigned  as the office asks (%s), it says; hold it to a policy of your own with --policy\n", step.Asked)
		for _, by := range step.By {
			e.printf("          %s at %s\n", by.Name, stamp(by.At))
		}
	default:
		e.printf("Cosigned  not yet: the office asks for %s, at intervals. Ask again later\n", step.Asked)
	}
	return nil
}

// hold checks a receipt by what its holder has alone: the proof, the entry, and the policy or the register's key.
func (c *receiptCmd) hold(e *env, id act.ID, proof, entry []byte) error {
	if c.Policy == "" {
		return c.vouched(e, id, proof, entry)
	}
	policy, err := readPolicy(c.Policy)
	if err != nil {
		return err
	}
	r, err := register.ParseReceipt(proof)
	if err != nil {
		return found{fmt.Errorf("the proof is damaged: %v", err)}
	}
	en, err := register.ParseEntry(entry)
	if err != nil {
		return found{fmt.Errorf("the entry is damaged: %v", err)}
	}
	a, err := act.Parse(en.Act)
	if err != nil || a.ID != id {
		return found{fmt.Errorf("the entry is not of the act %s", id)}
	}
	j := policy.Judge(r.Head, e.now(), 0)
	if j.Head.Note != nil && register.CheckInclusion(r.Proof, j.Head.TreeHead, r.Index, register.LeafHash(entry)) != nil {
		return found{errors.New("the proof does not show that the act is in the register")}
	}
	return e.held(en, j)
}

// vouched holds a receipt to the register's key alone.
func (c *receiptCmd) vouched(e *env, id act.ID, proof, entry []byte) error {
	r, err1 := register.ParseReceipt(proof)
	en, err2 := register.ParseEntry(entry)
	a, err3 := act.Parse(en.Act)
	if err := errors.Join(err1, err2, err3); err != nil || a.ID != id {
		return found{fmt.Errorf("the proof or the entry is damaged, or not of the act %s", id)}
	}
	if c.RegisterKey == "" {
		return unjudged{problem.Invalid(problem.HeadKeyMissing)}
	}
	verifier, err := register.NewVerifier(c.RegisterKey)
	if err != nil {
		return err
	}
	head, err := register.OpenHead(r.Head, verifier)
	if err != nil || register.CheckInclusion(r.Proof, head.TreeHead, r.Index, register.LeafHash(entry)) != nil {
		return found{errors.New("the proof does not show that the act is in the register of that key")}
	}
	e.printf("TAKEN     %s: it is in a register of %d entries; only the register vouches for it\n", receivedAt(en), head.Size)
	return nil
}

// held says how far a receipt is by a policy that judged its head, and that the head holds the entry.
func (e *env) held(en register.Entry, j register.Judgement) error {
	verdict, why := verdictOn(j, e.now())
	if j.Unasked && j.State == register.Satisfied {
		e.printf("TAKEN     %s: it is in a register of %d entries; your policy asks nobody else, so only the register vouches for it\n", receivedAt(en), j.Head.Size)
		return nil
	}
	if j.State == register.Satisfied {
		e.printf("COSIGNED  %s: as your policy asks, a register of %d entries with it in was seen, by %s\n", receivedAt(en), j.Head.Size, byWhom(j))
		return nil
	}
	e.printf("%-9s %s: %s\n", verdict, receivedAt(en), why)
	if j.State == register.UnknownKey || j.State == register.WrongSignature || j.State == register.NoHead {
		return found{problemOn(j, e.now())}
	}
	return uncosigned{problemOn(j, e.now())}
}

func receivedAt(en register.Entry) string {
	return fmt.Sprintf("received %s by the office's clock", stamp(en.Received))
}
