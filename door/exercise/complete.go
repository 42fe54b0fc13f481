package exercise

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/shape"
	"truce/ground/timezone"
	"truce/noun/agreement"
	"truce/noun/zone"
)

// complete puts what stands in other files of the folder into the lines.
func complete(folder fs.FS, lines []line) ([]line, error) {
	var all []line
	for _, l := range lines {
		if l.File != "" && l.Kind == "" {
			filings, err := filings(folder, l)
			if err != nil {
				return nil, err
			}
			all = append(all, filings...)
			continue
		}
		one, err := completeOne(folder, l)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", l.Kind, l.Subject, err)
		}
		all = append(all, one)
	}
	return all, nil
}

func completeOne(folder fs.FS, l line) (_ line, err error) {
	if l.Body, err = fill(l.Body, fromFolder(folder)); err != nil {
		return l, err
	}
	name, of := strings.CutPrefix(string(l.Subject), "$evidence ")
	if l.File != "" {
		name = l.File
	}
	if l.File == "" && !of {
		return l, nil
	}
	l.Subject = evidenceOf(name)
	if l.File != "" {
		l.content, err = fs.ReadFile(folder, name)
	}
	return l, err
}

func fromFolder(folder fs.FS) func(order, what string) (any, error) {
	return func(order, what string) (any, error) {
		switch order {
		case "$geometry":
			return geometry(folder, what)
		case "$sha256":
			g, err := geometry(folder, what)
			if err != nil {
				return nil, err
			}
			return zone.Digest(g)
		case "$digest":
			d, err := document(folder, what)
			if err != nil {
				return nil, err
			}
			return d.Versions[0].Digest()
		}
		return nil, nil
	}
}

// geometry is that of a file with one Feature.
func geometry(folder fs.FS, name string) (jsontext.Value, error) {
	var feature struct {
		Type       string         `json:"type"`
		Properties jsontext.Value `json:"properties"`
		Geometry   jsontext.Value `json:"geometry"`
	}
	err := readFile(folder, name, &feature)
	return feature.Geometry, err
}

// document reads an agreement file with one version.
func document(folder fs.FS, name string) (agreement.Document, error) {
	text, err := fs.ReadFile(folder, name)
	if err != nil {
		return agreement.Document{}, err
	}
	d, problems := agreement.Parse(name, text, timezone.Load)
	if len(problems) > 0 {
		return agreement.Document{}, problems[0]
	}
	if len(d.Versions) != 1 {
		return agreement.Document{}, fmt.Errorf("%s: want one version in a file", name)
	}
	return d, nil
}

// filings are the acts that file an agreement.
func filings(folder fs.FS, l line) ([]line, error) {
	d, err := document(folder, l.File)
	if err != nil {
		return nil, err
	}
	acts, err := agreement.Filings(d)
	if err != nil {
		return nil, err
	}
	var all []line
	for _, f := range acts {
		one := l
		one.Kind, one.Subject, one.File = f.Kind, d.Subject(), ""
		if one.Body, err = shape.Clean(f.Body); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}
