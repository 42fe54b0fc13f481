package store

import (
	"strings"

	"zombiezen.com/go/sqlite"

	"truce/tool/keep"
)

// lies are the words that are meant by within.
func (f filter) lies() string {
	if f.MayBe && !f.ZonesOnly {
		return "('inside', 'border', 'may-be')"
	}
	return "('inside', 'border')"
}

// within adds conditions on what is derived by the law, whose columns are named with the prefix.
func (f filter) within(c *condition, prefix, relation, kind string) {
	if len(f.Within) > 0 {
		c.oneOf(prefix+"code", f.Within)
	}
	if f.ZonesOnly {
		c.and(prefix + relation + " IN " + f.lies() + " AND " + prefix + kind + " = 'zone'")
	} else {
		c.and("(" + prefix + relation + " IN " + f.lies() + " OR " + prefix + "code = '?')")
	}
}

// oneOf is among, in words that other parts of a query do not look for.
func (c *condition) oneOf(column string, values []string) {
	binds := make([]func(*sqlite.Stmt, int), len(values))
	for i, v := range values {
		binds[i] = textBind(v)
	}
	c.and("("+column+" = ?"+strings.Repeat(" OR "+column+" = ?", len(values)-1)+")", binds...)
}

// knownThen is at which moment of knowledge something derived is meant.
func (f filter) knownThen(c *condition) {
	if f.Known.IsZero() {
		c.and("j.known_until = 9223372036854775807")
	} else {
		c.and("j.known_from <= ? AND j.known_until > ?", intBind(micros(f.Known)), intBind(micros(f.Known)))
	}
}

// law adds to a condition on rows how they must lie.
func (f filter) law(c *condition) {
	if len(f.Within) > 0 {
		j := &condition{}
		f.within(j, "j.", "relation", "kind")
		f.knownThen(j)
		c.and("EXISTS (SELECT 1 FROM derived j WHERE j.row = view.id AND j.derivation = 'law' AND "+j.sql.String()+")", j.binds...)
	}
	if len(f.Ground) > 0 {
		j := &condition{}
		j.oneOf("j.code", f.Ground)
		j.and("j.point <> ''")
		f.knownThen(j)
		c.and("EXISTS (SELECT 1 FROM derived j WHERE j.row = view.id AND j.derivation = 'law' AND "+j.sql.String()+")", j.binds...)
	}
}

// near adds to a condition on rows which posts they must be near to.
func (f filter) near(c *condition) {
	if len(f.Near) == 0 {
		return
	}
	j := &condition{}
	f.nearOnly(j)
	f.knownThen(j)
	c.and("EXISTS (SELECT 1 FROM derived j WHERE j.row = view.id AND j.derivation = 'near' AND "+j.sql.String()+")", j.binds...)
}

func (f filter) nearOnly(c *condition) {
	c.oneOf("j.code", f.Near)
	c.and("j.relation IN " + f.lies())
}

// lying asks the index of what is derived for few ids; false if there are many.
func (r *Tx) lying(f filter) (ids []int64, few bool, err error) {
	c, derivation := &condition{}, keep.Law
	c.and("j.known_until = 9223372036854775807")
	if len(f.Near) > 0 {
		derivation = keep.Near
		f.nearOnly(c)
	} else if len(f.Within) > 0 {
		f.within(c, "j.", "relation", "kind")
	} else {
		c.oneOf("j.code", f.Ground)
		c.and("j.point <> ''")
	}
	c.binds = append(c.binds, intBind(narrow+1))
	err = r.each("SELECT DISTINCT j.row FROM derived j INDEXED BY derived_code WHERE j.derivation = '"+derivation+"' AND "+c.sql.String()+" LIMIT ?", c.bind,
		func(s *sqlite.Stmt) error { ids = append(ids, s.ColumnInt64(0)); return nil })
	return ids, len(ids) <= narrow, err
}
