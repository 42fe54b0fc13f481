package office

import (
	"context"
	"errors"
	"strings"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/judge/policy"
	"truce/noun/evidence"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/tool/kinds"
	"truce/tool/store"
)

// refuse answers why an act cannot be taken, as things stand in this transaction: nil if
// it can. An error is the disk's.
func (w *writer) refuse(tx *store.Tx, j *job, known bool) (refusal, err error) {
	if refusal := w.standing(j); refusal != nil {
		return refusal, nil
	}
	if !known && !j.spec.Opens {
		return problem.NotFound(problem.SubjectUnknown, problem.P{"subject": j.act.Subject}), nil
	}
	if refusal, err := w.refuseNames(tx, j); err != nil || refusal != nil {
		return refusal, err
	}
	if !w.office.Directory().Founded() {
		return w.refuseFounding(j), nil
	}
	if refusal, err := w.refuseReport(tx, j, known); err != nil || refusal != nil {
		return refusal, err
	}
	if refusal, err := w.refuseRights(tx, j, known); err != nil || refusal != nil {
		return refusal, err
	}
	if refusal, err := w.refuseBulletin(tx, j); err != nil || refusal != nil {
		return refusal, err
	}
	return w.refuseLaw(tx, j)
}

// standing looks at the key again: it may have been revoked since the caller looked.
func (w *writer) standing(j *job) error {
	d := w.office.Directory()
	if !d.Founded() {
		return nil
	}
	if author, standing := d.Author(j.act.Issuer, w.last); standing == people.Revoked {
		return problem.Forbidden(problem.KeyRevoked, problem.P{"key": j.act.Issuer, "since": author.RevokedAt})
	}
	return nil
}

// refuseNames looks for the acts and subjects that the act names.
func (w *writer) refuseNames(tx *store.Tx, j *job) (refusal, err error) {
	for _, prev := range j.act.Prev {
		known, err := tx.Knows(j.act.Subject, prev)
		if err != nil {
			return nil, err
		}
		if !known.Act {
			return w.refusePrev(j, prev)
		}
	}
	for _, subject := range kinds.Refers(j.body) {
		known, err := tx.KnowsSubject(subject)
		if err != nil {
			return nil, err
		}
		if !known {
			return problem.NotFound(problem.SubjectUnknown, problem.P{"subject": subject}), nil
		}
	}
	return nil, nil
}

// refusePrev tells an act about something else from one that is not there.
func (w *writer) refusePrev(j *job, prev act.ID) (refusal, err error) {
	_, err = w.office.search.Act(context.Background(), prev)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return problem.Conflict(problem.PrevUnknown, problem.P{"prev": prev}), nil
	case err != nil:
		return nil, err
	}
	return problem.Invalid(problem.PrevOtherSubject, problem.P{"prev": prev, "subject": j.act.Subject}), nil
}

// refuseFounding holds the founding act to the register that it founds.
func (w *writer) refuseFounding(j *job) error {
	b, is := j.body.(*people.OfficeOpened)
	switch {
	case !is:
		return problem.Conflict(problem.OfficeNotFounded)
	case b.Origin != w.origin || b.RegisterKey != w.office.heads.vkey:
		return problem.Invalid(problem.BodyWrong, problem.P{"reason": "origin and registerKey must be this register's own"}).At("/registerKey")
	}
	return nil
}

func (w *writer) refuseRights(tx *store.Tx, j *job, known bool) (refusal, err error) {
	if _, founding := j.body.(*people.OfficeOpened); founding {
		return problem.Conflict(problem.OfficeAlreadyFounded), nil
	}
	decision, err := w.decide(tx, j, known)
	switch {
	case err != nil:
		return nil, err
	case decision.Allowed:
		return nil, nil
	case decision.Rule == "reporter-cannot-verify":
		return problem.Forbidden(problem.ReporterCannotVerify), nil
	}
	return problem.Forbidden(problem.NotPermitted, problem.P{
		"action": j.act.Kind, "allowed": w.office.policy.WhoMay(j.act.Kind)}), nil
}

// decide asks the policies. About a subject that is not there yet the answer depends on
// the kind, the party and the roles alone and is remembered: asking anew for every report
// was a tenth of what the one writer did.
func (w *writer) decide(tx *store.Tx, j *job, known bool) (policy.Decision, error) {
	who := personOf(j.author)
	if known {
		subject, err := w.subject(tx, j.act.Subject, known)
		if b, is := j.body.(*incident.DuplicateDecided); is && err == nil {
			var other store.Entry
			other, err = tx.FirstAbout(b.Other)
			subject.Reporters = append(subject.Reporters, other.Person)
		}
		return w.office.policy.MayAct(who, j.act.Kind, subject), err
	}
	question := string(j.act.Kind) + " " + who.Party + " " + strings.Join(who.Roles, ",")
	decision, asked := w.decided[question]
	if !asked {
		decision = w.office.policy.MayAct(who, j.act.Kind, policy.Subject{ID: j.act.Subject})
		if w.decided == nil || len(w.decided) > maxDecided {
			w.decided = map[string]policy.Decision{}
		}
		w.decided[question] = decision
	}
	return decision, nil
}

// maxDecided bounds the memory of writer.decided: kinds times parties times sets of roles.
const maxDecided = 4096

// subject gathers what policies may ask about a subject as it stands.
func (w *writer) subject(tx *store.Tx, id act.SubjectID, known bool) (policy.Subject, error) {
	s := policy.Subject{ID: id, Exists: known}
	if !known {
		return s, nil
	}
	first, err := tx.FirstAbout(id)
	if err != nil {
		return s, err
	}
	s.Author, s.Party = first.Person, first.Party
	rows, err := tx.CurrentRows(id)
	if err != nil || len(rows) == 0 {
		return s, err
	}
	s.Compartment = rows[0].Compartment
	return s, w.standsSo(tx, &s, rows[0])
}

func (w *writer) standsSo(tx *store.Tx, s *policy.Subject, row store.Row) error {
	switch row.Noun {
	case people.KeyNoun:
		var k people.Key
		err := json.Unmarshal([]byte(row.State), &k)
		s.KeyOwner = k.Person
		return err
	case evidence.Noun:
		var e evidence.Evidence
		err := json.Unmarshal([]byte(row.State), &e)
		s.Holder = e.Holder
		return err
	case incident.IncidentNoun:
		return w.reporters(tx, s)
	}
	return nil
}

// reporters are all who ever filed, gathered or took out what the incident holds or held:
// nobody verifies what he or she brought, nor by taking it out for a moment.
func (w *writer) reporters(tx *store.Tx, s *policy.Subject) error {
	entries, err := tx.EntriesAbout(s.ID)
	if err != nil {
		return err
	}
	for _, e := range entries {
		entry, err := w.office.decode(e)
		if err != nil {
			return err
		}
		linked, is := entry.Body.(*incident.ReportLinked)
		if !is {
			continue
		}
		first, err := tx.FirstAbout(linked.Report)
		if err != nil {
			return err
		}
		s.Reporters = append(s.Reporters, e.Person, first.Person)
	}
	return nil
}

// refuseReport holds a report to what it began as, and a party's own report to a party.
func (w *writer) refuseReport(tx *store.Tx, j *job, known bool) (refusal, err error) {
	record, is := recordOf(j.body)
	if !is {
		return nil, nil
	}
	if record.Compartment == "party" && j.author.Party == "" {
		return problem.Invalid(problem.BodyWrong, problem.P{"reason": problem.ReasonNotUsedWith}).At("/compartment"), nil
	}
	if !known {
		return nil, nil
	}
	first, err := tx.FirstAbout(j.act.Subject)
	if err != nil {
		return nil, err
	}
	began, err := act.Parse(first.JWS)
	if err == nil && began.Kind != j.act.Kind {
		return problem.Conflict(problem.SubjectExists, problem.P{"subject": j.act.Subject}), nil
	}
	return nil, err
}

func recordOf(body any) (incident.Record, bool) {
	switch b := body.(type) {
	case *incident.ObservationFiled:
		return b.Record, true
	case *incident.AllegationFiled:
		return b.Record, true
	}
	return incident.Record{}, false
}
