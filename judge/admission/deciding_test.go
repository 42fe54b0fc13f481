package admission_test

import (
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
)

// folders hold what decides: what is taken, and what acts add up to.
func folders(t *testing.T) (all []string) {
	t.Helper()
	for _, pattern := range []string{"ground/*", "noun", "noun/*", "judge/admission", "judge/bulletin", "judge/feature", "judge/law", "judge/near", "judge/policy",
		"tool/geo", "tool/kinds", "office/judging", "office/near"} {
		found, err := filepath.Glob(filepath.Join("..", "..", pattern))
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		all = append(all, found...)
	}
	return all
}

// deciding are the modules that others keep and on which it turns what is taken and what acts add up to: policies, conditions
// in agreements, geometry, keys, JSON, texts. They are read off the imports. An upgrade of one can change a verdict without a line of ours changing.
func deciding(t *testing.T, required []string) (all []string) {
	t.Helper()
	all = []string{"github.com/go-json-experiment/json", "github.com/go-jose/go-jose/v4"}
	for _, folder := range folders(t) {
		for _, name := range goFiles(t, folder) {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
			if err != nil {
				t.Fatal(err)
			}
			for _, i := range file.Imports {
				path := strings.Trim(i.Path.Value, `"`)
				all = append(all, slices.DeleteFunc(slices.Clone(required), func(module string) bool {
					return path != module && !strings.HasPrefix(path, module+"/")
				})...)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// goFiles are those of a package that are no tests.
func goFiles(t *testing.T, folder string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(files, func(name string) bool { return strings.HasSuffix(name, "_test.go") })
}

// Their versions stand beside what each number decides. Who upgrades one reads what it changed, runs the golden corpus and
// writes the new version here; a verdict that comes out otherwise needs a new number (docs/meaning.md).
func TestDeciding_libraries_are_those_of_the_number(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	file, err := modfile.Parse("go.mod", text, nil)
	if err != nil {
		t.Fatal(err)
	}
	versions, required := map[string]string{}, []string{}
	for _, r := range file.Require {
		versions[r.Mod.Path] = r.Mod.Version
		required = append(required, r.Mod.Path)
	}
	var now strings.Builder
	for _, module := range deciding(t, required) {
		now.WriteString(module + " " + versions[module] + "\n")
	}
	standsAs(t, "testdata/libraries.txt", now.String(), "a library that decides is of another version. Read what it changed, and run go test ./door/exercise -run TestReleased ./judge/... ./noun/...")
}

// Numbers in the code on which it turns what is taken and what acts add up to: how many acts stand open, how long a root waits, how long
// a text may be. One that changes decides otherwise under the same number of rules.
func TestDeciding_constants_are_those_of_the_number(t *testing.T) {
	t.Parallel()
	var all []string
	for _, folder := range folders(t) {
		all = append(all, constants(t, folder)...)
	}
	slices.Sort(all)
	standsAs(t, "testdata/constants.txt", strings.Join(all, ""),
		"a number that decides is new or another. If it was another: a new number of the rules goes by it, and those before by what it was (docs/meaning.md)")
}

// constants are the numbers that a package declares, a line each.
func constants(t *testing.T, folder string) (all []string) {
	t.Helper()
	for _, name := range goFiles(t, folder) {
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if g, is := d.(*ast.GenDecl); is && g.Tok == token.CONST {
				all = append(all, numbers(t, fset, filepath.ToSlash(folder), g)...)
			}
		}
	}
	return all
}

func numbers(t *testing.T, fset *token.FileSet, folder string, g *ast.GenDecl) (all []string) {
	t.Helper()
	for _, spec := range g.Specs {
		values := spec.(*ast.ValueSpec)
		for i, value := range values.Values {
			var text strings.Builder
			if err := printer.Fprint(&text, fset, value); err != nil {
				t.Fatal(err)
			}
			if strings.ContainsAny(text.String(), "\"`'") || strings.Contains(text.String(), "iota") || !strings.ContainsAny(text.String(), "0123456789") {
				continue // a word, or a list of words
			}
			all = append(all, strings.TrimPrefix(folder, "../../")+"."+values.Names[i].Name+" "+text.String()+"\n")
		}
	}
	return all
}

// standsAs holds a text to what a file says, or writes it.
func standsAs(t *testing.T, name, now, otherwise string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want, err := os.ReadFile(name); err != nil || string(want) != now {
		t.Errorf("%s does not say this any more (%v): %s. Then go test ./judge/admission -run Deciding -update, and read the difference.\n%s", name, err, otherwise, now)
	}
}
