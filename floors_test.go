// Package truce_test holds the picture of the house and the rules that go with it: who may
// import whom, and who may touch the clock, chance, the environment, the network and SQL.
package truce_test

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floors are the house from the ground up. A package imports from the floors below its own,
// never from its own and never from above. Who adds a package gives it a place here.
func floors() [][]string {
	return [][]string{
		{"scan"}, // cellar: knows nothing of what it reads
		{"act", "register", "taxonomy", "problem", "shape", "place", "scenario", "published"}, // ground
		{"fold"}, // how acts add up
		{"people", "incident", "post", "evidence", "agreement", "zone", "gazetteer", "publication"}, // nouns
		{"kinds", "store", "geo", "seal", "blob"},                                                   // tools
		{"policy", "law", "bulletin"},                                                               // judgement
		{"office"},                                                                                  // one running office
		{"api/wire", "api/session"},                                                                 // what the two ends of a door share
		{"api", "api/client", "tiles", "exchange", "importer", "exercise", "web"},                   // doors: they know nothing of each other
		{"cmd/truce"}, // flags, environment, clock, chance
	}
}

// testSupport are imported by tests alone, and live by the rules of tests.
func testSupport() []string { return []string{"fold/foldtest", "office/officetest"} }

// doors may speak HTTP.
func doors() []string { return []string{"api", "api/client", "tiles", "exchange", "web"} }

const (
	module   = "truce/"
	checks   = "checks/" // outside checks: programs of their own, with parts that are not ours
	topFloor = "cmd/"
)

// pkg is what the go command tells of a package. Imports of tests are not among them.
type pkg struct {
	ImportPath, Dir         string
	GoFiles, IgnoredGoFiles []string
	Imports                 []string
}

func (p pkg) name() string { return strings.TrimPrefix(p.ImportPath, module) }

func (p pkg) ours() []string {
	var names []string
	for _, path := range p.Imports {
		if name, is := strings.CutPrefix(path, module); is {
			names = append(names, name)
		}
	}
	return names
}

// packages are those of the module that the program is made of.
func packages(t *testing.T) []pkg {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Dir,GoFiles,IgnoredGoFiles,Imports", "./...").Output()
	if err != nil {
		t.Fatalf("list packages: %v", err)
	}
	var all []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		if len(p.GoFiles) > 0 && !strings.HasPrefix(p.name(), checks) && !slices.Contains(testSupport(), p.name()) {
			all = append(all, p)
		}
	}
}

func floorOf(name string) int {
	return slices.IndexFunc(floors(), func(floor []string) bool { return slices.Contains(floor, name) })
}

func TestFloors(t *testing.T) {
	t.Parallel()
	all := packages(t)
	there := map[string]bool{}
	for _, p := range all {
		there[p.name()] = true
		own := floorOf(p.name())
		if own < 0 {
			t.Errorf("%s has no floor", p.name())
			continue
		}
		for _, below := range p.ours() {
			if floor := floorOf(below); floor >= own || floor < 0 {
				t.Errorf("%s, on floor %d, imports %s, on floor %d", p.name(), own, below, floor)
			}
		}
	}
	for i, floor := range floors() {
		for _, name := range floor {
			if !there[name] {
				t.Errorf("%s stands on floor %d of the picture only", name, i)
			}
		}
	}
}

// A party that distrusts us takes this one package and checks its copy of the register.
func TestRegister_needs_nothing_of_ours(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		if p.name() == "register" && len(p.ours()) > 0 {
			t.Errorf("register imports %v", p.ours())
		}
	}
}

func TestImports_of_others_stay_in_their_places(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		top := strings.HasPrefix(p.name(), topFloor)
		for _, path := range p.Imports {
			switch {
			case path == "net/http" && !top && !slices.Contains(doors(), p.name()):
				t.Errorf("%s speaks HTTP: only doors do", p.name())
			case sql(path) && p.name() != "store":
				t.Errorf("%s imports %s: SQL is in store alone", p.name(), path)
			case (path == "crypto/rand" || strings.HasPrefix(path, "math/rand")) && !top:
				t.Errorf("%s imports %s: randomness is passed in", p.name(), path)
			case path == "log" || path == "unsafe" || path == "C" || path == "plugin":
				t.Errorf("%s imports %s", p.name(), path)
			}
		}
	}
}

func sql(path string) bool {
	return path == "database/sql" || strings.HasPrefix(path, "zombiezen.com/go/sqlite") || strings.HasPrefix(path, "modernc.org/sqlite")
}

// ambient are functions and variables that answer differently each time: below the top
// floor what they tell is passed in.
func ambient(call string) bool {
	switch call {
	case "time.Now", "time.Since", "time.Until", "os.Getenv", "os.LookupEnv", "os.Environ", "os.Args", "os.ExpandEnv",
		"os.Hostname", "os.Getwd", "os.UserHomeDir", "os.UserConfigDir", "os.Exit":
		return true
	}
	return false
}

func TestSource(t *testing.T) {
	t.Parallel()
	files := 0
	for _, p := range packages(t) {
		for _, name := range append(p.GoFiles, p.IgnoredGoFiles...) {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			fset := token.NewFileSet()
			file, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			s := source{t, p.name() + "/" + name, fset, imports(file)}
			s.declarations(file)
			if !strings.HasPrefix(p.name(), topFloor) {
				s.calls(file)
			}
			files++
		}
	}
	if files < 100 {
		t.Errorf("only %d files were read", files)
	}
}

// source is one file under examination.
type source struct {
	*testing.T
	name    string
	fset    *token.FileSet
	imports map[string]string // by the name that the file uses
}

func imports(file *ast.File) map[string]string {
	named := map[string]string{}
	for _, i := range file.Imports {
		path, _ := strconv.Unquote(i.Path.Value)
		name := path[strings.LastIndex(path, "/")+1:]
		if i.Name != nil {
			name = i.Name.Name
		}
		named[name] = path
	}
	return named
}

func (s source) fault(at token.Pos, format string, a ...any) {
	s.Helper()
	s.Errorf("%s:%d: "+format, append([]any{s.name, s.fset.Position(at).Line}, a...)...)
}

// called is "time.Now" for an expression that names it, "" for anything else.
func (s source) called(e ast.Expr) string {
	selector, is := e.(*ast.SelectorExpr)
	if !is {
		return ""
	}
	x, is := selector.X.(*ast.Ident)
	if !is || s.imports[x.Name] == "" {
		return ""
	}
	return s.imports[x.Name] + "." + selector.Sel.Name
}

func (s source) calls(file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		if e, is := n.(ast.Expr); is && ambient(s.called(e)) {
			s.fault(n.Pos(), "%s: only cmd/truce asks; pass it in", s.called(e))
		}
		return true
	})
}

func (s source) declarations(file *ast.File) {
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Name.Name == "init" && d.Recv == nil {
				s.fault(d.Pos(), "init: nothing registers itself")
			}
		case *ast.GenDecl:
			if d.Tok == token.VAR && !embedded(d) {
				s.variables(d)
			}
		}
	}
}

func embedded(d *ast.GenDecl) bool {
	return d.Doc != nil && slices.ContainsFunc(d.Doc.List, func(c *ast.Comment) bool { return strings.HasPrefix(c.Text, "//go:embed ") })
}

func (s source) variables(d *ast.GenDecl) {
	for _, spec := range d.Specs {
		v := spec.(*ast.ValueSpec)
		interfaceCheck := len(v.Names) == 1 && v.Names[0].Name == "_"
		if interfaceCheck {
			continue
		}
		if len(v.Values) == 0 || slices.ContainsFunc(v.Values, func(e ast.Expr) bool { return !s.constant(e) }) {
			s.fault(v.Pos(), "the package variable %s could change: make it a function, or pass it in", v.Names[0].Name)
		}
	}
}

// constant reports whether a variable that starts so stays so: errors, compiled patterns,
// types, what is worked out once, and arrays, which nobody can append to.
func (s source) constant(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.CompositeLit:
		array, is := e.Type.(*ast.ArrayType)
		return is && array.Len != nil
	case *ast.CallExpr:
		return s.constantCall(e)
	}
	return false
}

func (s source) constantCall(e *ast.CallExpr) bool {
	fun := e.Fun
	if generic, is := fun.(*ast.IndexExpr); is {
		fun = generic.X
	}
	switch s.called(fun) {
	case "errors.New", "fmt.Errorf", "regexp.MustCompile", "sync.OnceValue", "sync.OnceValues", "reflect.TypeFor":
		return true
	}
	if f, is := fun.(*ast.FuncLit); is && f.Type.Results.NumFields() == 1 {
		array, is := f.Type.Results.List[0].Type.(*ast.ArrayType)
		return is && array.Len != nil
	}
	selector, is := fun.(*ast.SelectorExpr)
	return is && selector.Sel.Name == "Strict" && strings.HasPrefix(s.called(selector.X), "encoding/base64.")
}
