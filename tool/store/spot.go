package store

import (
	"context"
	"fmt"
	"time"

	"zombiezen.com/go/sqlite"

	"truce/ground/act"
	"truce/tool/keep"
	"truce/tool/query"
)

// Spots hands to fn the rows of some nouns that have a place, as known at an instant (zero:
// now), whose id is above after.
func (tx *Tx) Spots(nouns []string, known time.Time, after int64, fn func(keep.Spot) error) error {
	c := &condition{}
	c.and("id > ?", intBind(after))
	c.among("+noun", nouns)
	filter{query.Filter{Known: known}}.times(c)
	c.and("lon IS NOT NULL")
	err := tx.each(`SELECT id, noun, kind, status, party, zone, compartment, subject, from_us, until_us, counts, lon, lat, radius, sector
		FROM view NOT INDEXED WHERE `+c.sql.String()+" ORDER BY id", c.bind, func(s *sqlite.Stmt) error {
		return fn(keep.Spot{
			ID: s.ColumnInt64(0), Noun: s.ColumnText(1), Kind: s.ColumnText(2), Status: s.ColumnText(3), Party: s.ColumnText(4),
			Zone: s.ColumnText(5), Compartment: s.ColumnText(6), Subject: act.SubjectID(s.ColumnText(7)),
			From: s.ColumnInt64(8), Until: s.ColumnInt64(9), Counts: s.ColumnInt(10) == 1, Where: readWhere(s, 11),
		})
	})
	if err != nil {
		return fmt.Errorf("read spots: %w", err)
	}
	return nil
}

// Ended hands to fn the rows that hold no longer since a moment, microseconds, and since when.
func (tx *Tx) Ended(since int64, fn func(id, at int64) error) error {
	err := tx.each(`SELECT id, known_until FROM view INDEXED BY view_ended
		WHERE known_until >= ? AND known_until <> 9223372036854775807 ORDER BY known_until, id`,
		func(s *sqlite.Stmt) { s.BindInt64(1, since) },
		func(s *sqlite.Stmt) error { return fn(s.ColumnInt64(0), s.ColumnInt64(1)) })
	if err != nil {
		return fmt.Errorf("read rows that ended: %w", err)
	}
	return nil
}

// LastRow is the highest id of a row.
func (tx *Tx) LastRow() (id int64, err error) {
	err = tx.each("SELECT coalesce(max(id), 0) FROM view", nil, func(s *sqlite.Stmt) error { id = s.ColumnInt64(0); return nil })
	return id, err
}

// Select hands to fn the ids of the rows that the filter selects, in no order.
func (tx *Tx) Select(ctx context.Context, f query.Filter, fn func(id int64) error) error {
	c, err := filter{f}.condition()
	if err != nil {
		return err
	}
	sql := c.sql.String()
	if f.Text != "" {
		found, err := tx.db.find(ctx, f.Text, f.Narrative)
		if err != nil {
			return err
		}
		c.and("id IN (SELECT value FROM json_each(?))", textBind(jsonList(found)))
		sql = unindexed(c.sql.String())
	}
	return tx.each("SELECT id FROM view WHERE "+sql, c.bind, func(s *sqlite.Stmt) error { return fn(s.ColumnInt64(0)) })
}
