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
	"golang.org/x/text/encoding"

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
	data, err := io.ReadAll(io.LimitReader(text(file), maxFeatures+1))
	if errors.Is(err, encoding.ErrInvalidUTF8) {
		return nil, errors.Join(problem.Invalid(problem.ImportFileNotGeoJSON).Because(err), file.Close())
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, fmt.Errorf("read features: %w", err)
	}
	if len(data) > maxFeatures {
		return nil, problem.TooLarge(problem.ImportFileNotGeoJSON)
	}
	var collection struct {
		Type     string           `json:"type"`
		CRS      jsontext.Value   `json:"crs"`
		Features []jsontext.Value `json:"features"`
	}
	if err := json.Unmarshal(data, &collection); err != nil {
		return nil, problem.Invalid(problem.ImportFileNotGeoJSON).Because(err)
	}
	if collection.Type != "FeatureCollection" {
		return nil, problem.Invalid(problem.ImportFileNotGeoJSON).At("/type")
	}
	if err := inDegrees(collection.CRS); err != nil {
		return nil, err
	}
	return &features{all: collection.Features}, nil
}

// inDegrees refuses a file, or a feature, that says that its numbers are of another reference system than degrees on WGS 84: GeoJSON of before RFC 7946
// may, and the same numbers are another place then.
func inDegrees(crs jsontext.Value) error {
	if len(crs) == 0 || crs.Kind() == 'n' {
		return nil
	}
	var named struct {
		Properties struct {
			Name string `json:"name"`
		} `json:"properties"`
	}
	err := json.Unmarshal(crs, &named)
	for _, good := range []string{"OGC:1.3:CRS84", "OGC::CRS84", "EPSG::4326", "EPSG:4326", "/CRS84", "/4326"} {
		if err == nil && strings.HasSuffix(named.Properties.Name, good) {
			return nil
		}
	}
	name := named.Properties.Name
	if name == "" {
		name = string(crs[:min(len(crs), 60)])
	}
	return problem.Invalid(problem.ImportOtherReference, problem.P{"name": name})
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
		CRS        jsontext.Value            `json:"crs"`
	}
	if err := json.Unmarshal(text, &feature); err != nil {
		return Row{}, problem.Invalid(problem.ImportFileNotGeoJSON).At(fmt.Sprintf("/features/%d", f.done-1)).Because(err)
	}
	if err := inDegrees(feature.CRS); err != nil {
		return Row{}, err
	}
	row := Row{Line: f.done}
	names := slices.Sorted(maps.Keys(feature.Properties))
	for _, name := range names {
		row.fields = append(row.fields, property(feature.Properties[name]))
	}
	names, row.fields = append(names, geometryColumn), append(row.fields, property(feature.Geometry))
	var err error
	if row.of, err = newHeader(names); err != nil {
		return Row{}, err
	}
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
