package bulletins

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/timezone"
	"truce/judge/admission"
	"truce/judge/bulletin"
	"truce/judge/policy"
	"truce/noun/publication"
	"truce/office"
	"truce/tool/answer"
	"truce/tool/keep"
)

// Propose makes a bulletin as it is known now and answers the act that would publish it. Nobody is to sign what
// would be refused: of a day that is not over, or whose bulletin is published, or that one after it has, it answers none.
func (b *Bulletins) Propose(ctx context.Context, who policy.Person, spec Spec) (answer.PublicationProposal, error) {
	if err := b.mayDraft(who); err != nil {
		return answer.PublicationProposal{}, err
	}
	made, err := b.drawn(ctx, spec)
	if err != nil {
		return answer.PublicationProposal{}, err
	}
	subject, body := made.Publication()
	if held, err := b.state(ctx, subject.Name()); err == nil {
		return answer.PublicationProposal{}, held.Again(subject)
	}
	if p := body.Early(b.office.Now()); p != nil {
		return answer.PublicationProposal{}, p
	}
	if err := b.inSeries(ctx, body); err != nil {
		return answer.PublicationProposal{}, err
	}
	return answer.PublicationProposal{Kind: "bulletin-published", Subject: subject, Body: body}, nil
}

// Publication is what publishes the bulletin, whether or not it is taken now.
func (m Made) Publication() (act.SubjectID, publication.BulletinPublished) {
	h := m.Editions[publication.Public].Header
	return publication.Subject(h.Office, h.Kind, h.Date), publication.BulletinPublished{
		Number: h.Number, Kind: h.Kind, Date: h.Date, CutOff: h.CutOff, TimeZone: h.TimeZone, From: h.From, Until: h.Until, Basis: m.Basis,
	}
}

// inSeries refuses a bulletin that is none of its series, as admission would.
func (b *Bulletins) inSeries(ctx context.Context, body publication.BulletinPublished) error {
	var all []publication.Bulletin
	s := bulletin.Series{Terms: b.office.Terms(), Zones: timezone.Load}
	err := b.office.Read(ctx, func(r keep.Reader) (err error) {
		all, err = standing(r, b.office.Now())
		return err
	})
	if err != nil {
		return err
	}
	if refusal := body.Follows(all); refusal != nil {
		return refusal
	}
	if last, is := publication.LastOf(body.Kind, all); is {
		s.Before = &last
	}
	if refusal := s.Refuses(body); refusal != nil {
		return refusal
	}
	return nil
}

// standing are the latest states of all bulletins.
func standing(r keep.Reader, now time.Time) (all []publication.Bulletin, err error) {
	var of act.SubjectID
	err = r.NounAsOf(publication.Noun, now, func(row keep.Row) error {
		var s publication.Bulletin
		err := json.Unmarshal([]byte(row.State), &s)
		if row.Subject == of {
			all = all[:len(all)-1]
		}
		all, of = append(all, s), row.Subject
		return err
	})
	return all, err
}

// ProposeCorrection makes a published bulletin again as it is known now and answers the act
// that would correct it, but for what and why.
func (b *Bulletins) ProposeCorrection(ctx context.Context, who policy.Person, name string) (answer.PublicationProposal, error) {
	if err := b.mayDraft(who); err != nil {
		return answer.PublicationProposal{}, err
	}
	s, err := b.state(ctx, name)
	if err != nil {
		return answer.PublicationProposal{}, err
	}
	next := s.Last().Correction + 1
	made, err := b.drawn(ctx, specOf(s, publication.Issue{Correction: next}))
	if err != nil {
		return answer.PublicationProposal{}, err
	}
	return answer.PublicationProposal{Kind: "correction-published", Subject: act.SubjectID(publication.Noun + "/" + name),
		Body: publication.CorrectionPublished{Number: next, Basis: made.Basis}}, nil
}

// drawn makes a bulletin to be published, with a blind of its own.
func (b *Bulletins) drawn(ctx context.Context, spec Spec) (Made, error) {
	blind := make([]byte, 32)
	if _, err := io.ReadFull(b.office.Random(), blind); err != nil {
		return Made{}, err
	}
	spec.Blind = base64.RawURLEncoding.EncodeToString(blind)
	return b.Make(ctx, spec)
}

func (b *Bulletins) mayDraft(who policy.Person) error {
	if !who.Known() {
		return problem.Unauthenticated(problem.SignInNeeded)
	}
	if !b.office.May(who, policy.DraftBulletin) {
		return b.office.Policy().Refusal(policy.DraftBulletin)
	}
	return nil
}

// specOf is how an issue of a published bulletin is made again; one that is not known at a moment yet, now.
func specOf(s publication.Bulletin, i publication.Issue) Spec {
	return Spec{
		Spec:   bulletin.Spec{Kind: s.Kind, Date: s.Date, CutOff: s.CutOff, TimeZone: s.TimeZone, From: s.From},
		Number: s.Number, Correction: i.Correction, Known: i.Known, Blind: i.Blind, Rows: i.Rows,
	}
}

func (b *Bulletins) state(ctx context.Context, name string) (s publication.Bulletin, err error) {
	subject := act.SubjectID(publication.Noun + "/" + name)
	err = b.office.Read(ctx, func(r keep.Reader) error {
		rows, err := r.CurrentRows(subject)
		if err != nil || len(rows) == 0 {
			return err
		}
		return json.Unmarshal([]byte(rows[0].State), &s)
	})
	if err == nil && len(s.Issues) == 0 {
		err = problem.NotFound(problem.NothingFound, problem.P{"id": subject})
	}
	return s, err
}

// check makes the bulletin of an act again and refuses the act if it claims anything else: no
// wrong bulletin is ever published. It needs no lock: what was known at a moment stays what was
// known at that moment. Who may not publish is refused later, and costs nothing here.
func (b *Bulletins) check(ctx context.Context, a office.Offered) (after func(), err error) {
	if err := a.Signed(); err != nil {
		return nil, err
	}
	spec, claimed, err := b.claimed(ctx, a)
	if err != nil {
		return nil, err
	}
	if !b.office.Policy().MayOpen(admission.PersonOf(a.Author), a.Act.Kind, a.Act.Subject).Allowed {
		return nil, nil
	}
	made, err := b.Make(ctx, spec)
	if err != nil {
		return nil, err
	}
	if where := made.differs(a, claimed); where != "" {
		return nil, problem.Invalid(problem.BulletinNotAsMade).At(where)
	}
	return func() { b.keep(made) }, nil // durable is the act: all this could be made again
}

// claimed is which bulletin an act publishes, and what it says of it.
func (b *Bulletins) claimed(ctx context.Context, a office.Offered) (Spec, publication.Basis, error) {
	switch body := a.Body.(type) {
	case *publication.BulletinPublished:
		s := publication.Bulletin{Number: body.Number, Kind: body.Kind, Date: body.Date, CutOff: body.CutOff, TimeZone: body.TimeZone, From: body.From}
		return specOf(s, publication.Issue{Basis: body.Basis}), body.Basis, nil
	case *publication.CorrectionPublished:
		s, err := b.state(ctx, a.Act.Subject.Name())
		return specOf(s, publication.Issue{Correction: body.Number, Basis: body.Basis}), body.Basis, err
	}
	return Spec{}, publication.Basis{}, fmt.Errorf("check bulletin: %T is none", a.Body)
}

// differs names the first member of an act that is not as made, "" if all are.
func (m Made) differs(a office.Offered, claimed publication.Basis) string {
	if b, is := a.Body.(*publication.BulletinPublished); is {
		h := m.Editions[publication.Public].Header
		switch {
		case a.Act.Subject != publication.Subject(h.Office, h.Kind, h.Date):
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
	case !slices.Equal(claimed.Registers, m.Basis.Registers):
		return "/registers"
	case claimed.Rules != m.Basis.Rules:
		return "/rules"
	case claimed.Rows != m.Basis.Rows:
		return "/rows"
	}
	for i, e := range m.Basis.Editions {
		if claimed.Editions[i] != e {
			return fmt.Sprintf("/editions/%d", i)
		}
	}
	return ""
}
