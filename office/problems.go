package office

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/judge/admission"
	"truce/noun/agreement"
	"truce/tool/keep"
	"truce/tool/kinds"
)

// storageProblem tells people what a failure of the disk means for them.
func storageProblem(folder string, err error) error {
	var told *problem.Problem
	var what keep.TamperedError
	switch {
	case err == nil || errors.As(err, &told):
		return err
	case errors.Is(err, keep.ErrFull) || errors.Is(err, syscall.ENOSPC):
		return problem.Unavailable(problem.DiskFull).Because(err)
	case errors.Is(err, keep.ErrReadOnly) || errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS):
		return problem.Unavailable(problem.FolderReadOnly, problem.P{"folder": folder}).Because(err)
	case errors.Is(err, keep.ErrDisk) || errors.Is(err, syscall.EIO):
		return problem.Unavailable(problem.StorageFailed).Because(err)
	case errors.Is(err, keep.ErrDamaged):
		return problem.Unavailable(problem.DatabaseDamaged).Because(err)
	case errors.As(err, &what):
		return problem.Conflict(problem.DatabaseTampered, problem.P{"what": what.What}).Because(err)
	case errors.Is(err, keep.ErrOlder):
		return problem.Conflict(problem.FormatsEnded).Because(err)
	case errors.Is(err, keep.ErrNewer):
		return problem.Conflict(problem.FormatsNewer).Because(err)
	}
	return problem.Internal(problem.StorageFailed).Because(err)
}

func folderProblem(folder string, err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return problem.Unavailable(problem.FolderReadOnly, problem.P{"folder": folder}).Because(err)
	}
	return storageProblem(folder, err)
}

// actProblem tells an author what is wrong with an act or its disclosures.
func actProblem(err error) *problem.Problem {
	if e, is := errors.AsType[act.SizeError](err); is {
		return problem.TooLarge(problem.ActTooLarge, problem.P{"size": e.Size, "limit": e.Limit}).Because(err)
	}
	return malformed(err)
}

// malformed names the part of an act that breaks the form of all acts: its author's program has to change it.
func malformed(err error) *problem.Problem {
	part := strings.TrimPrefix(err.Error(), "parse act: ")
	if fault, is := errors.AsType[*json.SemanticError](err); is {
		part = fmt.Sprintf("its JSON at %q is not what stands there in an act", fault.JSONPointer)
	} else if _, is := errors.AsType[*jsontext.SyntacticError](err); is {
		part = "it is not JSON, or a member stands in it twice"
	}
	return problem.Invalid(problem.MalformedAct, problem.P{"reason": part}).Because(err)
}

// BodyProblem tells an author which rule of the kind the body broke, and where.
func BodyProblem(a act.Act, spec kinds.Spec, err error) *problem.Problem {
	var fault shape.Fault
	var member kinds.MemberError
	switch {
	case errors.Is(err, kinds.ErrUnknownKind):
		return problem.Invalid(problem.KindUnknown, problem.P{"kind": a.Kind}).Because(err)
	case errors.Is(err, kinds.ErrUnknownRev):
		return problem.Invalid(problem.RevUnknown, problem.P{"kind": a.Kind, "rev": a.Rev, "last": spec.Form().Rev}).At("/rev").Because(err)
	case errors.Is(err, kinds.ErrWrongNoun):
		return problem.Invalid(problem.KindNotForSubject, problem.P{"kind": a.Kind, "subject": a.Subject}).Because(err)
	case errors.As(err, &fault):
		return admission.FaultProblem(fault)
	case errors.Is(err, kinds.ErrInClear) && errors.As(err, &member):
		return problem.Invalid(problem.DisclosureInClear, problem.P{"class": spec.Hides[member.Path]}).At(pointer(member.Path)).Because(err)
	case errors.Is(err, kinds.ErrUndeclared):
		return problem.Invalid(problem.DisclosureUndeclared).Because(err)
	case errors.Is(err, kinds.ErrSlots):
		return problem.Invalid(problem.SlotsWrong, problem.P{"found": classes(classesOf(a.Slots)), "expected": classes(spec.Form().Classes())}).At("/slots").Because(err)
	case errors.Is(err, kinds.ErrWithheld) && errors.As(err, &member):
		return problem.Invalid(problem.DisclosureMissing, problem.P{"class": member.Path}).At("/slots/" + member.Path).Because(err)
	case errors.Is(err, act.ErrDisclosureRepeated):
		return problem.Invalid(problem.DisclosureDuplicate).At("/slots").Because(err)
	case errors.Is(err, act.ErrDisclosureUnused):
		return problem.Invalid(problem.DisclosureMismatch).Because(err)
	case errors.Is(err, kinds.ErrMisfit):
		reason := strings.TrimPrefix(err.Error(), kinds.ErrMisfit.Error()+": ")
		return problem.Invalid(problem.BodyWrong, problem.P{"reason": reason}).At(misfitAt(err)).Because(err)
	}
	return malformed(err)
}

func classesOf(slots []act.Slot) (all []string) {
	for _, slot := range slots {
		all = append(all, slot.Class)
	}
	return all
}

// classes lists slots, of which there may be none.
func classes(all []string) string {
	if len(all) == 0 {
		return "()"
	}
	return strings.Join(all, ", ")
}

// misfitAt points into the body, where the rule that was broken knows.
func misfitAt(err error) string {
	if fault, is := errors.AsType[agreement.Fault](err); is && !strings.HasPrefix(fault.Where, "/prohibitions") {
		return "/version" + fault.Where
	}
	return "/"
}

func pointer(path string) string { return "/" + strings.ReplaceAll(path, ".", "/") }
