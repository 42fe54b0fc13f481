package feature

import (
	"encoding/csv"
	"io"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/visible"
)

// WriteGeoJSON writes a FeatureCollection (RFC 7946). A feature without a place has the
// geometry null; members without a value are left out. Next, if it is not empty, stands in the
// collection as a member of ours: where there is more.
func (t Table) WriteGeoJSON(w io.Writer, all []Feature, next string) error {
	enc := jsontext.NewEncoder(w)
	write := func(tokens ...jsontext.Token) (err error) {
		for _, token := range tokens {
			if err = enc.WriteToken(token); err != nil {
				return err
			}
		}
		return nil
	}
	err := write(jsontext.BeginObject, jsontext.String("type"), jsontext.String("FeatureCollection"))
	if err == nil && next != "" {
		err = write(jsontext.String("next"), jsontext.String(next))
	}
	if err == nil {
		err = write(jsontext.String("features"), jsontext.BeginArray)
	}
	for _, f := range all {
		if err == nil {
			err = json.MarshalEncode(enc, t.geoJSON(f), json.Deterministic(true))
		}
	}
	if err != nil {
		return err
	}
	return write(jsontext.EndArray, jsontext.EndObject)
}

type geoJSON struct {
	Type       string         `json:"type"`
	ID         string         `json:"id"`
	Geometry   jsontext.Value `json:"geometry"`
	Properties map[string]any `json:"properties"`
}

func (t Table) geoJSON(f Feature) geoJSON {
	g := geoJSON{"Feature", string(f.Subject), jsontext.Value("null"), map[string]any{}}
	if f.Place != nil {
		g.Geometry = f.Place.Geometry
	}
	for i, c := range t.Columns {
		if f.Values[i] != nil {
			g.Properties[c.Path] = f.Values[i]
		}
	}
	return g
}

// WriteCSV writes a table (RFC 4180, UTF-8) with the columns' names as its first line. Numbers
// have a point and no grouping, times are RFC 3339 in UTC, and a cell without a value is empty.
// Text that a spreadsheet would take for a formula has an apostrophe before it. Control
// characters other than tabs and line breaks, and those that turn the direction of writing, are
// made visible, as \u001b (package visible): tables are printed on terminals.
func (t Table) WriteCSV(w io.Writer, all []Feature) error {
	out := csv.NewWriter(w)
	line := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		line[i] = c.Path
	}
	if err := out.Write(line); err != nil {
		return err
	}
	for _, f := range all {
		for i, v := range f.Values {
			line[i] = cell(v)
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func cell(v any) string {
	switch v := v.(type) {
	case string:
		return visible.Cell(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	case time.Time:
		return v.Format(time.RFC3339)
	}
	return ""
}
