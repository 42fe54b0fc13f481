package store

import (
	"fmt"
	"strings"

	"zombiezen.com/go/sqlite"

	"truce/tool/query"
)

// filter writes what a question asks as SQL.
type filter struct{ query.Filter }

// condition is a piece of SQL with what is bound to it.
type condition struct {
	sql   strings.Builder
	binds []func(*sqlite.Stmt, int)
}

func (c *condition) and(sql string, binds ...func(*sqlite.Stmt, int)) {
	if c.sql.Len() > 0 {
		c.sql.WriteString(" AND ")
	}
	c.sql.WriteString(sql)
	c.binds = append(c.binds, binds...)
}

func (c *condition) bind(s *sqlite.Stmt) {
	for i, b := range c.binds {
		b(s, i+1)
	}
}

func textBind(v string) func(*sqlite.Stmt, int) {
	return func(s *sqlite.Stmt, i int) { s.BindText(i, v) }
}

func intBind(v int64) func(*sqlite.Stmt, int) {
	return func(s *sqlite.Stmt, i int) { s.BindInt64(i, v) }
}

func floatBind(v float64) func(*sqlite.Stmt, int) {
	return func(s *sqlite.Stmt, i int) { s.BindFloat(i, v) }
}

func (c *condition) among(column string, values []string) {
	if len(values) == 0 {
		return
	}
	binds := make([]func(*sqlite.Stmt, int), len(values))
	for i, v := range values {
		binds[i] = textBind(v)
	}
	c.and(column+" IN (?"+strings.Repeat(", ?", len(values)-1)+")", binds...)
}

// condition writes everything but text, which the search index narrows to ids.
func (f filter) condition() (*condition, error) {
	if len(f.Nouns) == 0 || len(f.Compartments) == 0 {
		return nil, fmt.Errorf("filter rows: no noun or compartment may be seen")
	}
	c := &condition{}
	c.among("noun", f.Nouns)
	c.among("subject", f.Subjects)
	c.among("kind", f.Types)
	c.among("status", f.Statuses)
	c.among("party", f.Parties)
	c.among("zone", f.Zones)
	c.among("compartment", f.Compartments)
	f.times(c)
	if f.Counted {
		c.and("counts = 1")
	}
	f.doubt(c)
	if b := f.Box; b != nil {
		c.and("max_lon >= ? AND min_lon <= ? AND max_lat >= ? AND min_lat <= ?",
			floatBind(b.MinLon), floatBind(b.MaxLon), floatBind(b.MinLat), floatBind(b.MaxLat))
	}
	if len(f.About) > 0 {
		of := &condition{}
		of.among("value", f.About)
		c.and("EXISTS (SELECT 1 FROM json_each(state, '$.about') WHERE "+of.sql.String()+")", of.binds...)
	}
	f.law(c)
	f.near(c)
	return c, nil
}

func (f filter) doubt(c *condition) {
	switch f.Doubt {
	case query.AnyDoubt:
		c.and("doubt IN ('partly', 'wholly', 'partly-denied', 'wholly-denied') AND doubt <> ''") // as the index has it
	case query.WhollyDoubt:
		c.and("doubt IN ('wholly', 'wholly-denied') AND doubt <> ''")
	case query.Disavowed:
		c.and("doubt = 'disavowed' AND doubt <> ''")
	case query.NoDoubt:
		c.and("doubt IN ('', 'disavowed')")
	}
}

func (f filter) times(c *condition) {
	if f.Known.IsZero() {
		c.and("known_until = 9223372036854775807")
	} else {
		c.and("known_until > ? AND known_from <= ?", intBind(micros(f.Known)), intBind(micros(f.Known)))
	}
	if !f.From.IsZero() {
		c.and("from_us >= ?", intBind(micros(f.From)))
	}
	if !f.Until.IsZero() {
		c.and("from_us < ?", intBind(micros(f.Until)))
	}
	if !f.InForce.IsZero() {
		c.and("from_us <= ? AND until_us > ?", intBind(micros(f.InForce)), intBind(micros(f.InForce)))
	}
}
