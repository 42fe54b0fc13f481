package office

import (
	"context"
	"strings"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/judge/admission"
	"truce/noun/people"
	"truce/tool/answer"
	"truce/tool/kinds"
)

// job is one act on its way to the writer.
type job struct {
	act    act.Act
	check  act.Begun // of the signature: the writer finishes those of a batch together
	hidden string    // its disclosures as they came, each ended by a tilde
	body   any
	spec   kinds.Spec
	author people.Author
	rests  bool // admission.Verdict.Rests

	after []func() // what parts do once it is durable

	receipt answer.Receipt
	err     error
	done    chan struct{}
}

// Submit takes one act with its disclosures, in the SD-JWT form. When it returns a
// receipt the act is durable; when it returns an error, always a *problem.Problem,
// nothing of it was kept. The same act again gets the same receipt.
func (f *Office) Submit(ctx context.Context, sdjwt string) (answer.Receipt, error) {
	j, err := f.prepare(sdjwt)
	if err == nil {
		err = f.check(ctx, j)
	}
	if err != nil {
		f.counted.refuse(err)
		return answer.Receipt{}, err
	}
	if err := f.enqueue(ctx, j); err != nil {
		f.counted.refuse(err)
		return answer.Receipt{}, err
	}
	f.await(j)
	f.counted.refuse(j.err)
	return j.receipt, j.err
}

// await waits until the act is answered. One that slipped into the queue while the writer
// was stopping was never looked at.
func (f *Office) await(j *job) {
	select {
	case <-j.done:
	case <-f.stopped:
		select {
		case <-j.done:
		default:
			j.err = problem.Unavailable(problem.OfficeStopping)
		}
	}
	if j.err == nil {
		for _, after := range j.after {
			after()
		}
	}
}

// SubmitAll takes acts in their order. Each is taken or refused by itself.
func (f *Office) SubmitAll(ctx context.Context, sdjwts []string) []answer.Outcome {
	outcomes := make([]answer.Outcome, len(sdjwts))
	jobs := make([]*job, len(sdjwts))
	for i, text := range sdjwts {
		j, err := f.prepare(text)
		if err == nil {
			err = f.check(ctx, j)
		}
		if err == nil {
			err = f.enqueue(ctx, j)
		}
		if err != nil {
			f.counted.refuse(err)
			outcomes[i].Err = err
			continue
		}
		jobs[i] = j
		if f.kinds.Governs(j.act.Subject.Noun()) {
			f.await(j) // the next act may be by the key that this one enrols
		}
	}
	for i, j := range jobs {
		if j != nil {
			f.await(j)
			f.counted.refuse(j.err)
			outcomes[i] = answer.Outcome{Receipt: j.receipt, Err: j.err}
		}
	}
	return outcomes
}

func (f *Office) enqueue(ctx context.Context, j *job) error {
	select {
	case <-f.stop:
		return problem.Unavailable(problem.OfficeStopping)
	default:
	}
	select {
	case f.jobs <- j:
		return nil
	case <-f.stop:
		return problem.Unavailable(problem.OfficeStopping)
	case <-ctx.Done():
		return problem.Unavailable(problem.OfficeBusy).Because(ctx.Err())
	}
}

// prepare does what needs no state but the directory: every caller for itself, on its
// own core. Nothing is done for an act, nor told of it, before signed has been asked.
func (f *Office) prepare(sdjwt string) (*job, error) {
	if err := f.Takes(); err != nil {
		return nil, err
	}
	a, ds, err := act.ParseSDJWT(sdjwt)
	if err != nil {
		return nil, actProblem(err)
	}
	spec, _ := f.kinds.Spec(a.Kind)
	if refusal := f.rules.Meant(a, f.Directory()); refusal != nil { // before its key is looked for: it may be known where it is meant to be
		return nil, refusal
	}
	body, err := f.kinds.Read(a, ds)
	if err != nil {
		return nil, BodyProblem(a, spec, err)
	}
	author, err := f.author(a, body)
	if err != nil {
		return nil, err
	}
	_, hidden, _ := strings.Cut(sdjwt, "~")
	j := &job{act: a, check: f.checks.Begin(a, author.Key), hidden: hidden, body: body, spec: spec, author: author, done: make(chan struct{})}
	return j, f.lawful(j)
}

// lawful refuses what a legal text, or the rules of an office, cannot use. Geometry and policies are
// work: it is done only for an act that somebody known to the office signed.
func (f *Office) lawful(j *job) error {
	if !f.kinds.Governs(j.act.Subject.Noun()) {
		return nil
	}
	if err := j.signed(); err != nil {
		return err
	}
	if refusal := admission.ByItself(j.body); refusal != nil {
		return refusal
	}
	if b, is := j.body.(*people.RegisterSucceeded); is {
		return f.endsAt(b.Head)
	}
	return nil
}

// endsAt refuses to end the register at a head that it did not sign, or at one from before what others have cosigned: what
// came after it would be left out by the successor.
func (f *Office) endsAt(head string) error {
	if !f.heads.holds(head) {
		return problem.Invalid(problem.HeadForeign).At("/head")
	}
	named, err := register.PeekHead([]byte(head))
	if err != nil {
		return problem.Invalid(problem.HeadForeign).At("/head").Because(err)
	}
	last := named.Size
	err = f.CosignedHeads(context.Background(), named.Size+1, func(size int64, _ []byte) bool { last = size; return true })
	if err == nil && last > named.Size {
		err = problem.Invalid(problem.HeadBehindCosigned, problem.P{"size": named.Size, "signed": last}).At("/head")
	}
	return err
}

// signed refuses an act that its author's key did not sign.
func (j *job) signed() error {
	if err := j.check.Err(); err != nil {
		return problem.Invalid(problem.SignatureWrong, problem.P{"key": j.act.Issuer}).Because(err)
	}
	return nil
}

// author finds whose key is to check the signature. A revoked key is let pass: its earlier acts
// may be sent again and are then found; new ones are refused by the writer, which knows which is
// which.
func (f *Office) author(a act.Act, body any) (people.Author, error) {
	author, refusal := admission.Author(a, body, f.Directory(), f.Now())
	if refusal != nil && refusal.Key != problem.KeyRevoked {
		return people.Author{}, refusal
	}
	return author, nil
}
