package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/problem"
)

// maxFeatures bounds a GeoJSON file, which is read whole.
const maxFeatures = 256 << 20

// geometryColumn is where a feature's geometry stands, as JSON.
const geometryColumn = "geometry"

// features are those of a GeoJSON file, read one after the other.
type features struct {
	all  []jsontext.Value
	done int
}

// readFeatures reads the whole file and closes it.
func readFeatures(file io.ReadCloser) (opened, error) {
	data, err := io.ReadAll(io.LimitReader(file, maxFeatures+1))
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, fmt.Errorf("read features: %w", err)
	}
	if len(data) > maxFeatures {
		return nil, problem.TooLarge(problem.ImportFileNotGeoJSON)
	}
	var collection struct {
		Type     string           `json:"type"`
		Features []jsontext.Value `json:"features"`
	}
	if err := json.Unmarshal(data, &collection); err != nil {
		return nil, problem.Invalid(problem.ImportFileNotGeoJSON).Because(err)
	}
	if collection.Type != "FeatureCollection" {
		return nil, problem.Invalid(problem.ImportFileNotGeoJSON).At("/type")
	}
	return &features{all: collection.Features}, nil
}

// Close has nothing left to close.
func (f *features) Close() error { return nil }

func (f *features) next() (Row, error) {
	if f.done == len(f.all) {
		return Row{}, io.EOF
	}
	text := f.all[f.done]
	f.done++
	var feature struct {
		Properties map[string]jsontext.Value `json:"properties"`
		Geometry   jsontext.Value            `json:"geometry"`
	}
	if err := json.Unmarshal(text, &feature); err != nil {
		return Row{}, problem.Invalid(problem.ImportFileNotGeoJSON).At(fmt.Sprintf("/features/%d", f.done-1)).Because(err)
	}
	row := Row{Line: f.done}
	names := slices.Sorted(maps.Keys(feature.Properties))
	for _, name := range names {
		row.fields = append(row.fields, property(feature.Properties[name]))
	}
	names, row.fields = append(names, geometryColumn), append(row.fields, property(feature.Geometry))
	row.of = newHeader(names)
	var err error
	row.sha256, err = featureHash(text)
	return row, err
}

// property is a value as text: a text itself, nothing for null, and the JSON of others.
func property(v jsontext.Value) string {
	switch v.Kind() {
	case '"':
		var text string
		if json.Unmarshal(v, &text) == nil {
			return strings.ReplaceAll(text, "\x00", "")
		}
	case 'n', 0:
		return ""
	}
	return string(v)
}

func featureHash(text jsontext.Value) (string, error) {
	canonical := slices.Clone(text)
	if err := canonical.Canonicalize(); err != nil {
		return "", problem.Invalid(problem.ImportFileNotGeoJSON).Because(err)
	}
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:]), nil
}
