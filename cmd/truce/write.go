package main

import (
	"context"
	"errors"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/taxonomy"
	"truce/office"
	"truce/tool/kinds"
)

func knownKinds() (*kinds.Kinds, error) {
	return kinds.New(taxonomy.Words)
}

// signed signs a draft for a register, after hiding what its kind does not show to everybody,
// and looks at the result as an office would: a mistake is cheaper before it is sent.
func (k key) signed(e *env, register act.RegisterID, d act.Draft) (act.Act, []act.Disclosure, error) {
	all, err := knownKinds()
	if err != nil {
		return act.Act{}, nil, err
	}
	d.Issued, d.Audience = e.now(), []act.RegisterID{register}
	d, is := all.Complete(d, e.written())
	if !is {
		return act.Act{}, nil, hinted{problem.NotFound(problem.KindUnknown, problem.P{"kind": d.Kind}), "truce schema"}
	}
	a, ds, err := k.private.Sign(d, e.rand)
	if large, is := errors.AsType[act.SizeError](err); is {
		return act.Act{}, nil, problem.TooLarge(problem.ActTooLarge, problem.P{"size": large.Size, "limit": large.Limit}).Because(err)
	}
	if err != nil {
		return act.Act{}, nil, err
	}
	if _, err := all.Read(a, ds); err != nil {
		spec, _ := all.Spec(a.Kind)
		return act.Act{}, nil, hinted{office.BodyProblem(a, spec, err), "truce schema " + string(d.Kind)}
	}
	return a, ds, nil
}

// do signs one act and hands it in: what the small helpers for people and keys are.
func (a atOffice) do(ctx context.Context, e *env, s signer, kind act.Kind, subject act.SubjectID, body any) error {
	w, err := a.writing(ctx, e, s)
	if err != nil {
		return err
	}
	return errors.Join(w.tell(ctx, e, kind, subject, body), w.Close())
}
