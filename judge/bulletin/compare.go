package bulletin

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Verdict is what a recount says of a figure.
type Verdict string

// Verdicts. What is right is not listed.
const (
	Wrong     Verdict = "wrong"
	Undecided Verdict = "undecided" // it rests on members that are withheld from the copy
	Refolded  Verdict = "refolded"  // this program has another meaning of a noun by which the bulletin says that it was counted
)

// Difference is one figure, or another statement, in which a bulletin is not what making it
// again gives.
type Difference struct {
	Path    string // such as "zones/inside dz-idlib/observed"
	Claimed string // as the bulletin has it, "" if it lacks it
	Made    string // as making it again gives
	Verdict Verdict
}

// Compare holds a bulletin to the same one made again, in the order of the sections. What is
// not reckoned (Bulletin.NotReckoned) is undecided where it differs. The rows that the two were made from are
// not compared: they are a statement of their own, which CompareRows is for.
func Compare(claimed, again Bulletin, open map[string]bool) ([]Difference, error) {
	a, err := tree(claimed)
	if err != nil {
		return nil, err
	}
	b, err := tree(again)
	if err != nil {
		return nil, err
	}
	for _, t := range []map[string]any{a, b} {
		header := t["header"].(map[string]any)
		delete(header, "rows")
		delete(header, "folds")
	}
	c := comparing{open: open}
	c.compare("header", a["header"], b["header"])
	for _, section := range claimed.sections {
		c.compare(section.Name, a[section.Name], b[section.Name])
	}
	return c.found, nil
}

func tree(b Bulletin) (map[string]any, error) {
	text, err := b.Bytes()
	if err != nil {
		return nil, err
	}
	var t map[string]any
	return t, json.Unmarshal(text, &t)
}

type comparing struct {
	open  map[string]bool
	found []Difference
}

func (c *comparing) compare(at string, a, b any) {
	if a == nil || b == nil {
		if figures := figuresIn(a, b); len(figures) > 0 { // a row that one side lacks is a row of nothing
			c.lacking(at, a == nil, figures)
			return
		}
	}
	if isFigure(a) || isFigure(b) {
		c.leaf(at, a, b)
		return
	}
	am, aIs := a.(map[string]any)
	bm, bIs := b.(map[string]any)
	if aIs && bIs || aIs && b == nil || bIs && a == nil {
		c.members(at, am, bm)
		return
	}
	as, aRows := rowsIn(a)
	bs, bRows := rowsIn(b)
	if aRows && bRows {
		c.members(at, as, bs)
		return
	}
	c.leaf(at, a, b)
}

// figuresIn are the figures of a row.
func figuresIn(a, b any) map[string]any {
	figures := map[string]any{}
	for _, v := range []any{a, b} {
		row, _ := v.(map[string]any)
		for name, member := range row {
			if isFigure(member) && !isFigure(v) {
				figures[name] = member
			}
		}
	}
	return figures
}

func (c *comparing) lacking(at string, claimed bool, figures map[string]any) {
	for _, name := range sorted(figures) {
		switch {
		case empty(figures[name]):
		case claimed:
			c.leaf(at+"/"+name, nil, figures[name])
		default:
			c.leaf(at+"/"+name, figures[name], nil)
		}
	}
}

// empty reports whether a figure counts nothing, now and before.
func empty(figure any) bool {
	m := figure.(map[string]any)
	before, _ := m["before"].(map[string]any)
	return m["number"] == 0.0 && (before == nil || before["number"] == 0.0)
}

func (c *comparing) members(at string, a, b map[string]any) {
	names := sorted(a)
	for name := range b {
		if _, both := a[name]; !both {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		c.compare(at+"/"+pathName(name), a[name], b[name])
	}
}

// pathName is a name as it stands in a path.
func pathName(name string) string { return strings.ReplaceAll(name, "/", ":") }

func isFigure(v any) bool {
	m, is := v.(map[string]any)
	_, has := m["unit"]
	return is && has
}

// rowsIn takes a table apart by the names of its rows. An empty list is a table without any.
func rowsIn(v any) (map[string]any, bool) {
	list, is := v.([]any)
	if !is && v != nil {
		return nil, false
	}
	rows := map[string]any{}
	for i, each := range list {
		m, is := each.(map[string]any)
		name, named := m["row"].(string)
		if !is || !named {
			return nil, false
		}
		if _, twice := rows[name]; twice {
			name += " again " + itoa(i)
		}
		rows[name] = each
	}
	return rows, true
}

func (c *comparing) leaf(at string, a, b any) {
	x, y := written(a), written(b)
	if x == y {
		return
	}
	d := Difference{at, shown(a, x), shown(b, y), Wrong}
	if matches(c.open, at) {
		d.Verdict = Undecided
	}
	c.found = append(c.found, d)
}

func written(v any) string {
	if v == nil {
		return ""
	}
	text, err := json.Marshal(v, json.Deterministic(true))
	if err != nil {
		return err.Error()
	}
	value := jsontext.Value(text)
	if err := value.Canonicalize(); err != nil {
		return err.Error()
	}
	return string(value)
}

// shown is a figure in a few words; its records would fill pages.
func shown(v any, text string) string {
	if !isFigure(v) {
		return text
	}
	m := v.(map[string]any)
	of := "no records"
	if list, is := m["of"].([]any); is {
		of = fmt.Sprintf("%d records", len(list))
	} else if digest, is := m["digest"].(string); is {
		of = "records " + digest[:min(len(digest), 12)]
	}
	number := "not observed"
	if n, is := m["number"].(float64); is {
		number = fmt.Sprint(n)
	}
	before := ""
	if e, is := m["before"].(map[string]any); is {
		if n, is := e["number"].(float64); is {
			before = fmt.Sprintf(", before: %v", n)
		}
	}
	return fmt.Sprintf("%s (%v; %s%s)", number, m["unit"], of, before)
}

// CompareRows holds the rows that a bulletin was made from to those that folding gives now,
// row by row. Both sides count by the rules of this program. Rows of a sort among which a record
// is not reckoned are undecided where they differ.
func CompareRows(claimed, again Rows, unreckoned []Unreckoned) ([]Difference, error) {
	if again.Blind == "" {
		claimed.Blind = "" // it is withheld from whoever folds, and says nothing of a record
	}
	a, err := rowTree(claimed)
	if err != nil {
		return nil, err
	}
	b, err := rowTree(again)
	if err != nil {
		return nil, err
	}
	c := comparing{open: map[string]bool{}}
	for _, d := range unreckoned {
		c.open[string(d.Table)] = true
	}
	for _, table := range sorted(a) {
		as, bs := keyed(a[table]), keyed(b[table])
		for _, key := range slices.Sorted(maps.Keys(as)) {
			c.leaf(table+key, as[key], bs[key])
		}
		for _, key := range slices.Sorted(maps.Keys(bs)) {
			if as[key] == nil {
				c.leaf(table+key, nil, bs[key])
			}
		}
	}
	return c.found, nil
}

// rowTree are rows as JSON, every table there; by which meanings they were counted is not part
// of them.
func rowTree(r Rows) (map[string]any, error) {
	r.Folds = nil
	text, err := json.Marshal(r, json.Deterministic(true))
	if err != nil {
		return nil, fmt.Errorf("write rows of bulletin: %w", err)
	}
	t := map[string]any{}
	for _, table := range Tables() {
		t[string(table)] = nil
	}
	return t, json.Unmarshal(text, &t)
}

// keyed takes a table apart by what its rows are about. What is no table is one row.
func keyed(v any) map[string]any {
	list, is := v.([]any)
	if !is {
		return map[string]any{"": v}
	}
	rows := map[string]any{}
	for _, row := range list {
		key := "/" + pathName(keyOf(row))
		for n := 2; rows[key] != nil; n++ {
			key = "/" + pathName(keyOf(row)) + " " + itoa(n)
		}
		rows[key] = row
	}
	return rows
}

func keyOf(row any) string {
	m, _ := row.(map[string]any)
	for _, name := range []string{"subject", "row", "code", "noun", "bulletin", "origin"} {
		if key, is := m[name].(string); is {
			return key
		}
	}
	return written(row)
}
