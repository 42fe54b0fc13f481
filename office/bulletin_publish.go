package office

import (
	"context"
	"fmt"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/judge/bulletin"
	"truce/judge/policy"
	"truce/noun/publication"
	"truce/tool/store"
)

// PublicationProposal is the act that would publish a bulletin or correct one: for its author to look
// through and sign.
type PublicationProposal struct {
	Kind    act.Kind      `json:"kind"`
	Subject act.SubjectID `json:"subject"`
	Body    any           `json:"body"`
}

// ProposeBulletin makes a bulletin as it is known now and answers the act that would publish
// it.
func (f *Office) ProposeBulletin(ctx context.Context, who policy.Person, spec BulletinSpec) (PublicationProposal, error) {
	if err := f.mayDraft(who); err != nil {
		return PublicationProposal{}, err
	}
	made, err := f.MakeBulletin(ctx, spec)
	if err != nil {
		return PublicationProposal{}, err
	}
	h := made.Editions[publication.Public].Header
	return PublicationProposal{"bulletin-published", publication.Subject(h.Office, h.Kind, h.Date), publication.BulletinPublished{
		Number: h.Number, Kind: h.Kind, Date: h.Date, CutOff: h.CutOff, TimeZone: h.TimeZone, From: h.From, Until: h.Until, Basis: made.Basis,
	}}, nil
}

// ProposeCorrection makes a published bulletin again as it is known now and answers the act
// that would correct it, but for what and why.
func (f *Office) ProposeCorrection(ctx context.Context, who policy.Person, name string) (PublicationProposal, error) {
	if err := f.mayDraft(who); err != nil {
		return PublicationProposal{}, err
	}
	s, err := f.bulletinState(ctx, name)
	if err != nil {
		return PublicationProposal{}, err
	}
	next := s.Last().Correction + 1
	made, err := f.MakeBulletin(ctx, specOf(s, next, time.Time{}))
	if err != nil {
		return PublicationProposal{}, err
	}
	return PublicationProposal{"correction-published", act.SubjectID(publication.Noun + "/" + name),
		publication.CorrectionPublished{Number: next, Basis: made.Basis}}, nil
}

func (f *Office) mayDraft(who policy.Person) error {
	if !who.Known() {
		return problem.Unauthenticated(problem.SignInNeeded)
	}
	if !f.May(who, policy.DraftBulletin) {
		return problem.Forbidden(problem.NotPermitted, problem.P{
			"action": string(policy.DraftBulletin), "allowed": []string{"monitor", "verifier", "secretariat", "liaison"}})
	}
	return nil
}

// specOf is how an issue of a published bulletin is made again.
func specOf(s publication.Bulletin, correction int, known time.Time) BulletinSpec {
	return BulletinSpec{
		Spec:   bulletin.Spec{Kind: s.Kind, Date: s.Date, CutOff: s.CutOff, TimeZone: s.TimeZone},
		Number: s.Number, Correction: correction, Known: known,
	}
}

func (f *Office) bulletinState(ctx context.Context, name string) (s publication.Bulletin, err error) {
	subject := act.SubjectID(publication.Noun + "/" + name)
	err = f.db.Read(ctx, func(r *store.Reader) error {
		rows, err := r.CurrentRows(subject)
		if err != nil || len(rows) == 0 {
			return err
		}
		return json.Unmarshal([]byte(rows[0].State), &s)
	})
	if err == nil && len(s.Issues) == 0 {
		err = problem.NotFound(problem.NothingFound, problem.P{"id": subject})
	}
	return s, storageProblem(f.folder, err)
}

// remade makes the bulletin of an act again and refuses the act if it claims anything else:
// no wrong bulletin is ever published. It needs no lock: what was known at a moment stays
// what was known at that moment. Who may not publish is refused later, and costs nothing here.
func (f *Office) remade(ctx context.Context, j *job) error {
	var spec BulletinSpec
	var claimed publication.Basis
	switch b := j.body.(type) {
	case *publication.BulletinPublished:
		spec = specOf(publication.Bulletin{Number: b.Number, Kind: b.Kind, Date: b.Date, CutOff: b.CutOff, TimeZone: b.TimeZone}, 0, b.Known)
		claimed = b.Basis
	case *publication.CorrectionPublished:
		if err := j.signed(); err != nil {
			return err
		}
		s, err := f.bulletinState(ctx, j.act.Subject.Name())
		if err != nil {
			return err
		}
		spec, claimed = specOf(s, b.Number, b.Known), b.Basis
	default:
		return nil
	}
	if err := j.signed(); err != nil {
		return err
	}
	if !f.policy.MayAct(personOf(j.author), j.act.Kind, policy.Subject{ID: j.act.Subject}).Allowed {
		return nil
	}
	made, err := f.MakeBulletin(ctx, spec)
	if err != nil {
		return err
	}
	if where := made.differs(j, claimed); where != "" {
		return problem.Invalid(problem.BulletinNotAsMade).At(where)
	}
	j.made = made.Bytes
	return nil
}

// differs names the first member of an act that is not as made, "" if all are.
func (m MadeBulletin) differs(j *job, claimed publication.Basis) string {
	if b, is := j.body.(*publication.BulletinPublished); is {
		h := m.Editions[publication.Public].Header
		switch {
		case j.act.Subject != publication.Subject(h.Office, h.Kind, h.Date):
			return "sub"
		case !b.From.Equal(h.From):
			return "/from"
		case !b.Until.Equal(h.Until):
			return "/until"
		}
	}
	switch {
	case !claimed.Known.Equal(m.Basis.Known):
		return "/known"
	case claimed.Size != m.Basis.Size:
		return "/size"
	case claimed.Root != m.Basis.Root:
		return "/root"
	case fmt.Sprint(claimed.Rules) != fmt.Sprint(m.Basis.Rules):
		return "/rules"
	}
	for i, e := range m.Basis.Editions {
		if claimed.Editions[i] != e {
			return fmt.Sprintf("/editions/%d", i)
		}
	}
	return ""
}

// refuseBulletin holds a publication to the order of numbers, as things stand in this
// transaction.
func (w *writer) refuseBulletin(tx *store.Tx, j *job) (refusal, err error) {
	switch b := j.body.(type) {
	case *publication.BulletinPublished:
		if now := w.office.Now(); now.Before(b.Until) {
			return problem.Conflict(problem.BulletinTooEarly, problem.P{"expected": b.Until, "now": now}), nil
		}
		return w.refuseNumber(tx, b)
	case *publication.CorrectionPublished:
		rows, err := tx.CurrentRows(j.act.Subject)
		if err != nil || len(rows) == 0 {
			return nil, err
		}
		var s publication.Bulletin
		if err := json.Unmarshal([]byte(rows[0].State), &s); err != nil || len(s.Issues) == 0 {
			return nil, err
		}
		if next := s.Last().Correction + 1; b.Number != next {
			return outOfOrder("correction", next, b.Number, s.Last().Published), nil
		}
	}
	return nil, nil
}

func outOfOrder(kind string, next, found int, after time.Time) error {
	return problem.Conflict(problem.BulletinOutOfOrder, problem.P{"kind": kind, "expected": next, "found": found, "earliest": after})
}

// refuseNumber asks for the next number of the kind, and for an end after that of the last.
func (w *writer) refuseNumber(tx *store.Tx, b *publication.BulletinPublished) (refusal, err error) {
	next, ended := 1, time.Time{}
	err = tx.CurrentOf(publication.Noun, func(row store.Row) error {
		var s publication.Bulletin
		err := json.Unmarshal([]byte(row.State), &s)
		if s.Kind == b.Kind && s.Number >= next {
			next, ended = s.Number+1, s.Until
		}
		return err
	})
	if err == nil && (b.Number != next || !b.Until.After(ended)) {
		return outOfOrder(b.Kind, next, b.Number, ended), nil
	}
	return nil, err
}
