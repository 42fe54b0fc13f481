package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"

	"truce/tool/keep"
	"truce/tool/query"
)

// narrow is up to how many rows a box may find before it is cheaper to walk the list in its
// order and skip: looking so many up takes about as long as skipping their share of a
// million rows in the covering index.
const narrow = 4000

// hit is a row that a box or a search has found, with its place in the list.
type hit = query.Cursor

// List answers a page of rows, newest first, after the cursor if one is given. One row more than
// a page may be asked for: it tells whether there is another page.
func (r *Tx) List(ctx context.Context, asked query.Filter, after *query.Cursor, limit int) ([]keep.Row, error) {
	f := filter{asked}
	limit = max(1, min(limit, query.MaxPage+1))
	hits, narrowed, err := r.narrowed(ctx, f)
	if err != nil {
		return nil, err
	}
	c, err := f.condition()
	if err != nil {
		return nil, err
	}
	if narrowed {
		return r.among(c, beyond(hits, after), limit)
	}
	if after != nil {
		c.and("(from_us, id) < (?, ?)", intBind(after.From), intBind(after.ID))
	}
	return r.walk(f, c, limit)
}

// walk finds the ids in the list's index first and fetches only the page's rows.
func (r *Tx) walk(f filter, c *condition, limit int) (rows []keep.Row, err error) {
	sql := fmt.Sprintf(`SELECT %s WHERE id IN (SELECT id FROM view %s WHERE %s ORDER BY from_us DESC, id DESC LIMIT %d)
		ORDER BY from_us DESC, id DESC`, rowColumns, f.index(), c.sql.String(), limit)
	err = r.each(sql, c.bind, func(s *sqlite.Stmt) error { rows = append(rows, readRow(s)); return nil })
	return rows, err
}

// index names the one to walk: SQLite's planner has no statistics here and would pick by
// its own lights.
func (f filter) index() string {
	switch {
	case len(f.Subjects) > 0:
		return "INDEXED BY view_subject"
	case f.doubtIndex() != "":
		return f.doubtIndex()
	case !f.Known.IsZero() || len(f.Nouns) > 1:
		return ""
	case len(f.Types) == 1:
		return "INDEXED BY view_kind"
	}
	return "INDEXED BY view_list"
}

// doubtIndex names the index of the few rows that rest on acts of keys in doubt, where these are asked for.
func (f filter) doubtIndex() string {
	if f.Doubt != "" && f.Doubt != query.NoDoubt {
		return "INDEXED BY view_doubt"
	}
	return ""
}

// beyond sorts the hits as the list is, newest first, from after the cursor.
func beyond(hits []hit, after *query.Cursor) []hit {
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(b.From, a.From), cmp.Compare(b.ID, a.ID))
	})
	if after == nil {
		return hits
	}
	start := slices.IndexFunc(hits, func(h hit) bool {
		return h.From < after.From || h.From == after.From && h.ID < after.ID
	})
	if start < 0 {
		return nil
	}
	return hits[start:]
}

// among reads the hits' rows a few at a time until the page is full. To have SQLite sort
// all of them read each whole row: 38 ms for a box of 3,000.
func (r *Tx) among(c *condition, hits []hit, limit int) (rows []keep.Row, err error) {
	for len(hits) > 0 && len(rows) < limit {
		n := min(len(hits), limit+limit/4)
		found, err := r.these(c, hits[:n], limit-len(rows))
		if err != nil {
			return nil, err
		}
		rows, hits = append(rows, found...), hits[n:]
	}
	return rows, nil
}

func (r *Tx) these(c *condition, hits []hit, limit int) (rows []keep.Row, err error) {
	// The + keeps SQLite from preferring another index to these few ids.
	sql := fmt.Sprintf("SELECT %s WHERE id IN (SELECT value FROM json_each(?)) AND %s ORDER BY +from_us DESC, id DESC LIMIT %d",
		rowColumns, unindexed(c.sql.String()), limit)
	err = r.each(sql, func(s *sqlite.Stmt) {
		s.BindText(1, jsonList(idsOf(hits)))
		for i, b := range c.binds {
			b(s, i+2)
		}
	}, func(s *sqlite.Stmt) error { rows = append(rows, readRow(s)); return nil })
	return rows, err
}

func idsOf(hits []hit) []int64 {
	ids := make([]int64, len(hits))
	for i, h := range hits {
		ids[i] = h.ID
	}
	return ids
}

// jsonList is how many ids are bound at once.
func jsonList(ids []int64) string { return strings.ReplaceAll(fmt.Sprint(ids), " ", ",") }

func unindexed(sql string) string {
	for _, column := range []string{"noun", "subject", "kind"} {
		sql = strings.ReplaceAll(sql, column+" IN", "+"+column+" IN")
	}
	return sql
}

// narrowed asks the indexes of words, of boxes and of what lies where for few rows.
func (r *Tx) narrowed(ctx context.Context, f filter) (hits []hit, narrowed bool, err error) {
	if f.Text != "" {
		ids, err := r.db.find(ctx, f.Text, f.Narrative)
		if err != nil {
			return nil, false, err
		}
		hits, err = r.places(ids)
		return hits, true, err
	}
	if !f.Known.IsZero() {
		return nil, false, nil
	}
	if f.Box != nil {
		hits, narrowed, err = r.inBox(*f.Box)
	}
	if err == nil && !narrowed && f.Derived() {
		var ids []int64
		if ids, narrowed, err = r.lying(f); err == nil && narrowed {
			hits, err = r.places(ids)
		}
	}
	return hits, narrowed, err
}

// places finds where in the list the rows are.
func (r *Tx) places(ids []int64) (hits []hit, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	err = r.each("SELECT from_us, id FROM view WHERE id IN (SELECT value FROM json_each(?))",
		func(s *sqlite.Stmt) { s.BindText(1, jsonList(ids)) },
		func(s *sqlite.Stmt) error {
			hits = append(hits, hit{From: s.ColumnInt64(0), ID: s.ColumnInt64(1)})
			return nil
		})
	return hits, err
}

func (r *Tx) inBox(b query.Box) (hits []hit, few bool, err error) {
	for _, cells := range coverBox(b) {
		hits, err = r.inCells(hits, cells, b)
		if err != nil || len(hits) > narrow {
			return nil, false, err
		}
	}
	return hits, true, nil
}

func (r *Tx) inCells(hits []hit, cells cellRange, b query.Box) ([]hit, error) {
	err := r.each(`SELECT from_us, id FROM view INDEXED BY view_cell
		WHERE known_until = 9223372036854775807 AND cell <> 0 AND cell BETWEEN ? AND ?
		AND max_lon >= ? AND min_lon <= ? AND max_lat >= ? AND min_lat <= ? LIMIT ?`,
		func(s *sqlite.Stmt) {
			s.BindInt64(1, cells.low)
			s.BindInt64(2, cells.high)
			s.BindFloat(3, b.MinLon)
			s.BindFloat(4, b.MaxLon)
			s.BindFloat(5, b.MinLat)
			s.BindFloat(6, b.MaxLat)
			s.BindInt64(7, narrow+1)
		}, func(s *sqlite.Stmt) error {
			hits = append(hits, hit{From: s.ColumnInt64(0), ID: s.ColumnInt64(1)})
			return nil
		})
	return hits, err
}

// Count counts the rows that the filter selects, grouped. What the tally can answer is
// answered from there; the rest is counted row by row.
func (r *Tx) Count(ctx context.Context, asked query.Filter, by []string) ([]query.Count, error) {
	f := filter{asked}
	for _, column := range by {
		if !slices.Contains(query.AllGroups(), column) {
			return nil, fmt.Errorf("count rows: no group %q", column)
		}
	}
	if slices.Contains(by, "relation") && !slices.Contains(by, "within") {
		return nil, fmt.Errorf("count rows: group relation without within")
	}
	if f.tallied(by) {
		return r.countCells(f, by)
	}
	return r.countRows(ctx, f, by)
}

// tallied reports whether the counts that are kept answer. Those by what rows lie in hold a
// row once for each code.
func (f filter) tallied(by []string) bool {
	if codes := len(f.Within) + len(f.Ground); codes > 1 && !slices.Contains(by, "within") || len(f.Ground) > 0 && slices.Contains(by, "within") {
		return false
	}
	const day = 24 * 60 * 60 * 1_000_000
	return !f.civil(by) && f.Text == "" && f.Box == nil && f.Doubt == "" && f.Known.IsZero() && f.InForce.IsZero() && len(f.Subjects) == 0 && len(f.About) == 0 && len(f.Near) == 0 &&
		micros(f.From)%day == 0 && micros(f.Until)%day == 0
}

func (r *Tx) countCells(f filter, by []string) ([]query.Count, error) {
	c := &condition{}
	if len(f.Nouns) == 0 || len(f.Compartments) == 0 {
		return nil, fmt.Errorf("count rows: no noun or compartment may be seen")
	}
	c.among("noun", f.Nouns)
	c.among("kind", f.Types)
	c.among("status", f.Statuses)
	c.among("party", f.Parties)
	c.among("zone", f.Zones)
	c.among("compartment", f.Compartments)
	if !f.From.IsZero() {
		c.and("day >= ?", intBind(keep.DayOf(f.From)))
	}
	if !f.Until.IsZero() {
		c.and("day < ?", intBind(keep.DayOf(f.Until)))
	}
	if f.Counted {
		c.and("counts = 1")
	}
	if slices.Contains(by, "within") || len(f.Within) > 0 {
		f.within(c, "", "lies", "zonal")
	} else if len(f.Ground) > 0 {
		c.among("code", f.Ground)
		c.and("point <> ''")
	}
	return r.counts("sum(n)", f.tallyOf(by), c, by, "day")
}

// tallyOf is the smallest of the tables that holds the counts.
func (f filter) tallyOf(by []string) string {
	fine := func(column string) bool { return column == "type" || column == "party" || column == "zone" }
	switch {
	case !f.Asked() && !slices.Contains(by, "within"):
		return "tally"
	case len(f.Types)+len(f.Parties)+len(f.Zones) > 0 || slices.ContainsFunc(by, fine):
		return "within"
	}
	return "within_day"
}

func (r *Tx) countRows(ctx context.Context, f filter, by []string) ([]query.Count, error) {
	c, err := f.condition()
	if err != nil {
		return nil, err
	}
	table := "view " + f.doubtIndex()
	if hits, narrowed, err := r.narrowed(ctx, f); err != nil {
		return nil, err
	} else if narrowed {
		c.and("id IN (SELECT value FROM json_each(?))", textBind(jsonList(idsOf(hits))))
		table = "view NOT INDEXED" // but by id: the few are looked up
	}
	if slices.Contains(by, "within") {
		table = f.joined(c)
	}
	if f.civil(by) {
		counts, err := r.counts("count(*)", table, c, by, quarterColumn)
		return f.byCivilDay(counts, slices.Index(by, "day")), err
	}
	return r.counts("count(*)", table, c, by, dayColumn)
}

// joined is each row with each way in which it lies that is meant. Its bindings come first.
func (f filter) joined(c *condition) string {
	j := &condition{}
	f.within(j, "j.", "relation", "kind")
	f.knownThen(j)
	c.binds = append(j.binds, c.binds...)
	return "view JOIN (SELECT j.row, j.code, j.relation AS lies FROM derived j WHERE j.derivation = 'law' AND " + j.sql.String() + ") ON row = view.id"
}

// counts groups by the day's number, which is in the order of the tally's key, and writes
// it as a date only here.
func (r *Tx) counts(n, table string, c *condition, by []string, day string) (counts []query.Count, err error) {
	columns := make([]string, len(by))
	for i, column := range by {
		columns[i] = column
		switch column {
		case "day":
			columns[i] = day
		case "type":
			columns[i] = "kind"
		case "within":
			columns[i] = "code"
		case "relation":
			columns[i] = "lies"
		}
	}
	sql := "SELECT " + strings.Join(append(columns, n), ", ") + " FROM " + table + " WHERE " + c.sql.String()
	if len(by) > 0 {
		numbers := make([]string, len(by))
		for i := range by {
			numbers[i] = fmt.Sprint(i + 1)
		}
		order := strings.Join(numbers, ", ")
		sql += " GROUP BY " + order + " ORDER BY " + order
	}
	err = r.each(sql, c.bind, func(s *sqlite.Stmt) error {
		row := query.Count{N: s.ColumnInt(len(by)), Values: make([]string, len(by))}
		for i, column := range by {
			row.Values[i] = s.ColumnText(i)
			if column == "day" && day != quarterColumn {
				row.Values[i] = dayText(s.ColumnInt64(i))
			}
		}
		counts = append(counts, row)
		return nil
	})
	return counts, err
}

// dayText writes a day as a date; rows that have no start have no day.
func dayText(day int64) string {
	if day == 0 {
		return ""
	}
	return time.Unix(day*24*60*60, 0).UTC().Format(time.DateOnly)
}
