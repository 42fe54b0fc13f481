// Package feature says what a row is to a map or a table: where it lies, as one reader may see
// it, and its members as columns with names and types that stay the same from row to row. It is
// made in this one place; GeoJSON, CSV and whatever format comes draw from it.
//
// It decides no rights: it is handed what a reader may have, and adds nothing.
package feature

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/shape"
	"truce/noun"
	"truce/tool/kinds"
)

// Row is a row of a list as one reader may have it.
type Row struct {
	Subject                   act.SubjectID
	Kind, Status, Party, Zone string
	Precision                 string
	From, Until               time.Time // in the world, half-open; zero: unknown, or open
	KnownFrom, KnownUntil     time.Time // to the office, half-open
	Counts                    bool
	Where                     fold.Where     // the zero value: the reader may not see it, or there is none
	State                     jsontext.Value // without what the reader may not see
	// In a copy: of which classes it withholds members, and whether how the row stands turns on that.
	Withheld []string
	Open     bool
}

// Feature is a row for a map or a table.
type Feature struct {
	Subject act.SubjectID
	Place   *Place // nil: nowhere, or nowhere that this reader may know of
	// Values are in the order of the table's columns: string, int64, float64, bool or
	// time.Time as the column's type says; nil where the row says nothing, or says it not to
	// this reader.
	Values []any
}

// Table is how all features of one noun look.
type Table struct {
	Noun    noun.Noun
	Columns []shape.Column
}

// common are the columns that every row has before those of its state.
func common() []shape.Column {
	return []shape.Column{
		{Path: "subject", Type: shape.Text, Doc: "noun, slash, name"},
		{Path: "counted", Type: shape.Boolean, Doc: "false for drafts and what was withdrawn"},
		{Path: "type", Type: shape.Text, Doc: "word of the noun's own taxonomy"},
		{Path: "status", Type: shape.Text},
		{Path: "party", Type: shape.Text, Doc: "of the author or the operator"},
		{Path: "zone", Type: shape.Text, Doc: "as its author named it"},
		{Path: "from", Type: shape.Instant, Doc: "in force from (in the world)"},
		{Path: "until", Type: shape.Instant, Doc: "in force until, not included"},
		{Path: "precision", Type: shape.Text, Doc: "how well from and until are known; empty: as they are written"},
		{Path: "knownFrom", Type: shape.Instant, Doc: "known to the office from"},
		{Path: "knownUntil", Type: shape.Instant, Doc: "known until, not included"},
		{Path: "form", Type: shape.Text, Doc: "of the place: point, circle, sector, area, coarse or drawn"},
		{Path: "lon", Type: shape.Number, Doc: "degrees east, WGS84; of a sector there is no point"},
		{Path: "lat", Type: shape.Number, Doc: "degrees north, WGS84"},
		{Path: "radiusMetres", Type: shape.Number, Doc: "how far from the point it may be"},
	}
}

// prefix is put before the names of members of states, so that none is taken for a common one.
const prefix = "state."

// TableOf is the table of a noun; false if there is no such noun.
func TableOf(k *kinds.Kinds, name string) (Table, bool) {
	n, known := k.Noun(name)
	if !known {
		return Table{}, false
	}
	t := Table{n, common()}
	for _, c := range k.StateColumns(name) {
		c.Path = prefix + c.Path
		t.Columns = append(t.Columns, c)
	}
	return t, true
}

// OfCopy is the table with what a copy says besides: what it withholds is never taken for what is not there.
func (t Table) OfCopy() Table {
	t.Columns = slices.Insert(slices.Clone(t.Columns), 2,
		shape.Column{Path: "open", Type: shape.Boolean, Doc: "true: how it stands is not reckoned in this copy, because that turns on what is withheld"},
		shape.Column{Path: "withheld", Type: shape.Text, Doc: "classes of which the copy withholds members of the acts about it"})
	return t
}

// Feature makes one of a row of the table's noun.
func (t Table) Feature(r Row) (Feature, error) {
	var state map[string]any
	if err := json.Unmarshal(r.State, &state); err != nil {
		return Feature{}, fmt.Errorf("read state of %s: %w", r.Subject, err)
	}
	place, err := placeOf(r.Where, state, t.Noun.Placed.Drawn)
	if err != nil {
		return Feature{}, fmt.Errorf("draw %s: %w", r.Subject, err)
	}
	f := Feature{Subject: r.Subject, Place: place, Values: make([]any, len(t.Columns))}
	row := map[string]any{
		"subject": string(r.Subject), "counted": r.Counts, "open": r.Open, "withheld": text(strings.Join(r.Withheld, " ")), "type": text(r.Kind), "status": text(r.Status), "party": text(r.Party), "zone": text(r.Zone),
		"from": instant(r.From), "until": instant(r.Until), "precision": text(r.Precision), "knownFrom": instant(r.KnownFrom), "knownUntil": instant(r.KnownUntil),
	}
	place.columns(row)
	for i, c := range t.Columns {
		if path, of := strings.CutPrefix(c.Path, prefix); of {
			f.Values[i] = typed(c.Type, member(state, path))
		} else {
			f.Values[i] = row[c.Path]
		}
	}
	return f, nil
}

func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func instant(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC()
}

// member finds what stands at a path of names joined by dots.
func member(state map[string]any, path string) any {
	var at any = state
	for name := range strings.SplitSeq(path, ".") {
		object, is := at.(map[string]any)
		if !is {
			return nil
		}
		at = object[name]
	}
	return at
}

// typed reads a member as its column's type; what does not fit stands for nothing.
func typed(as shape.ColumnType, v any) any {
	switch v := v.(type) {
	case string:
		if as == shape.Instant {
			t, err := time.Parse(time.RFC3339Nano, v)
			if err != nil {
				return nil
			}
			return t.UTC()
		}
		if as == shape.Text {
			return v
		}
	case float64:
		if as == shape.Integer {
			return int64(v)
		}
		if as == shape.Number {
			return v
		}
	case bool:
		if as == shape.Boolean {
			return v
		}
	}
	return nil
}
