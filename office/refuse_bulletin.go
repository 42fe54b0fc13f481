package office

import (
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/problem"
	"truce/noun/publication"
	"truce/tool/store"
)

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
