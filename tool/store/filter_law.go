package store

import (
	"strings"

	"zombiezen.com/go/sqlite"
)

// ByLaw is the part of a Filter that asks how rows lie by the law (judgement.go). A row that
// is not judged yet is not found: JudgedUpTo tells whether there are such.
type ByLaw struct {
	Within    []string // codes of zones or belts in one of which a row lies, inside or on the border; ? for what may be anywhere
	MayBe     bool     // or may lie
	Ground    []string // codes of zones, in the ground of one of which the recorded point is
	ZonesOnly bool     // the reader is told of zones, not of belts, and not what lies near a border
}

// Asked reports whether anything is asked of the law.
func (l ByLaw) Asked() bool { return len(l.Within)+len(l.Ground) > 0 }

// lies are the words that are meant by within.
func (l ByLaw) lies() string {
	if l.MayBe && !l.ZonesOnly {
		return "('inside', 'border', 'may-be')"
	}
	return "('inside', 'border')"
}

// conditions on judgements, whose columns are named with the prefix.
func (l ByLaw) within(c *condition, prefix, kind string) {
	if len(l.Within) > 0 {
		c.oneOf(prefix+"code", l.Within)
	}
	if l.ZonesOnly {
		c.and(prefix + "lies IN " + l.lies() + " AND " + prefix + kind + " = 'zone'")
	} else {
		c.and("(" + prefix + "lies IN " + l.lies() + " OR " + prefix + "code = '?')")
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

// known is at which moment of knowledge a judgement is meant.
func (f Filter) knownThen(c *condition) {
	if f.Known.IsZero() {
		c.and("j.known_until = 9223372036854775807")
	} else {
		c.and("j.known_from <= ? AND j.known_until > ?", intBind(micros(f.Known)), intBind(micros(f.Known)))
	}
}

// law adds to a condition on rows how they must lie.
func (f Filter) law(c *condition) {
	if len(f.Within) > 0 {
		j := &condition{}
		f.ByLaw.within(j, "j.", "kind")
		f.knownThen(j)
		c.and("EXISTS (SELECT 1 FROM judgement j WHERE j.row = view.id AND "+j.sql.String()+")", j.binds...)
	}
	if len(f.Ground) > 0 {
		j := &condition{}
		j.oneOf("j.code", f.Ground)
		j.and("j.point <> ''")
		f.knownThen(j)
		c.and("EXISTS (SELECT 1 FROM judgement j WHERE j.row = view.id AND "+j.sql.String()+")", j.binds...)
	}
}

// lying asks the index of judgements for few ids; false if there are many.
func (r *Reader) lying(f Filter) (ids []int64, few bool, err error) {
	c := &condition{}
	c.and("j.known_until = 9223372036854775807")
	if len(f.Within) > 0 {
		f.ByLaw.within(c, "j.", "kind")
	} else {
		c.oneOf("j.code", f.Ground)
		c.and("j.point <> ''")
	}
	c.binds = append(c.binds, intBind(narrow+1))
	err = r.each("SELECT DISTINCT j.row FROM judgement j INDEXED BY judgement_code WHERE "+c.sql.String()+" LIMIT ?", c.bind,
		func(s *sqlite.Stmt) error { ids = append(ids, s.ColumnInt64(0)); return nil })
	return ids, len(ids) <= narrow, err
}
