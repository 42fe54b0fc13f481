package office

import (
	"context"

	"truce/ground/problem"
	"truce/ground/register"
	"truce/judge/admission"
	"truce/judge/bulletin"
	"truce/noun/people"
	"truce/tool/keep"
)

// headFits refuses a word about a check of this register (people.HeadChecked) that is of another head than the register had, or by
// rules of which this program knows nothing: whoever reads it could not tell what was checked. Whether the register had so many
// entries admission asks.
func (f *Office) headFits(ctx context.Context, j *job) error {
	b, is := j.body.(*people.HeadChecked)
	if !is || j.act.Subject != people.OfficeSubject(f.heads.origin) {
		return nil
	}
	switch {
	case b.Admission > admission.Number:
		return problem.Conflict(problem.RulesUnknownHere, problem.P{"number": b.Admission, "has": admission.Number}).At("/admission")
	case b.Rules > bulletin.Rules:
		return problem.Conflict(problem.RulesUnknownHere, problem.P{"number": b.Rules, "has": bulletin.Rules}).At("/rules")
	}
	var size int64
	err := f.store.Read(ctx, func(r keep.Reader) error {
		own, err := keep.Own(r)
		size = own.Tree.Size()
		return err
	})
	if err != nil || b.Size > size {
		return storageProblem(f.folder, err)
	}
	root, err := register.RootAt(ctx, f.tiler, b.Size, size)
	if err != nil {
		return storageProblem(f.folder, err)
	}
	if root.String() != b.Root {
		return problem.Conflict(problem.HeadRootOther, problem.P{"size": b.Size, "hash": b.Root}).At("/root")
	}
	return nil
}
