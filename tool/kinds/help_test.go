package kinds

import (
	"crypto/rand"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/taxonomy"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/noun/publication"
	"truce/noun/word"
)

func open(t testing.TB) *Kinds {
	t.Helper()
	k, err := New(words)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func words(list string) ([]string, string) { return taxonomy.Words(list) }

// example reads the example in the doc comment of the kind's Go type: its indented lines.
func example(t testing.TB, body reflect.Type) jsontext.Value {
	t.Helper()
	folder := filepath.Join("..", "..", strings.TrimPrefix(body.PkgPath(), "truce/"))
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if doc := docOf(d, body.Name()); doc != "" {
				return jsontext.Value(indented(doc))
			}
		}
	}
	t.Fatalf("%s has no doc comment in %s", body, folder)
	return nil
}

func docOf(d ast.Decl, name string) string {
	g, is := d.(*ast.GenDecl)
	if !is || len(g.Specs) != 1 {
		return ""
	}
	if s, is := g.Specs[0].(*ast.TypeSpec); !is || s.Name.Name != name {
		return ""
	}
	return g.Doc.Text()
}

func indented(doc string) string {
	var lines []string
	for line := range strings.Lines(doc) {
		if strings.HasPrefix(line, "\t") || strings.HasPrefix(line, " ") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}

// subjectOf is a subject that an act with the body can be about.
func subjectOf(t testing.TB, s Spec, body jsontext.Value) act.SubjectID {
	t.Helper()
	switch s.Noun {
	case people.KeyNoun:
		var b people.KeyEnrolled
		if err := json.Unmarshal(body, &b); err == nil && len(b.Key) > 0 {
			key, err := act.ParsePublicKey(b.Key)
			if err != nil {
				t.Fatal(err)
			}
			return people.KeySubject(key.ID())
		}
		return people.KeySubject("k")
	case incident.TallyNoun:
		var b incident.TallyPublished
		if err := json.Unmarshal(body, &b); err == nil && b.Date != "" {
			return b.Subject()
		}
	case publication.Noun:
		var b publication.BulletinPublished
		if err := json.Unmarshal(body, &b); err == nil && b.Date != "" {
			return publication.Subject("hq", b.Kind, b.Date)
		}
	case word.Noun:
		var b word.WordAdded
		if err := json.Unmarshal(body, &b); err == nil && b.Code != "" {
			return word.Subject(b.List, b.Code)
		}
	case "evidence":
		return act.SubjectID("evidence/" + strings.Repeat("0f", 32))
	}
	return act.SubjectID(s.Noun + "/example")
}

// signed makes an act of the kind with the body, in the kind's form.
func signed(t testing.TB, s Spec, body jsontext.Value) (act.Act, []act.Disclosure) {
	t.Helper()
	return formed(t, s, s.Form(), body)
}

// formed makes one in whatever form.
func formed(t testing.TB, s Spec, form act.Form, body jsontext.Value) (act.Act, []act.Disclosure) {
	t.Helper()
	key, err := act.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	a, ds, err := key.Sign(act.Draft{
		Issued: time.Date(2017, 5, 7, 12, 0, 0, 0, time.UTC), Kind: s.Kind, Subject: subjectOf(t, s, body),
		Audience: []act.RegisterID{"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"}, Form: form, Body: body,
	}, rand.Reader)
	if err != nil {
		t.Fatalf("%s: %v", s.Kind, err)
	}
	return a, ds
}
