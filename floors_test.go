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
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floors are the folders of the house from the ground up. A package imports from the floors
// below its own, never from its own and never from above.
func floors() []string {
	return []string{
		"ground", // signed statements, the Merkle log, words, forms; data that is compiled in
		"noun",   // what acts are about: bodies, states, folds
		"tool",   // what is asked, SQL, geometry, encryption, files
		"judge",  // who may do what, what held where and when, the figures of a day; pure
		"office", // one running office
		"door",   // protocols, and what goes in and out by them
		"cmd",    // flags, environment, clock, chance
	}
}

// courses are what a floor has besides: packages that the others of the floor stand on, or
// that stand on the others, lowest first. "" is where all those of the floor lie that are not named.
func courses() map[string][]string {
	return map[string][]string{
		"ground": {"ground/edition", "ground/scan", "ground/subtag", "ground/tongue", "ground/visible", "", "ground/fold"},
		"noun":   {"noun", "noun/body", ""},
		"tool":   {"tool/query", "tool/answer", "tool/media", "tool/keep", "tool/disk", "tool/staging", "tool/seal", "tool/vfs", ""},
		"judge":  {"", "judge/admission"},
		"office": {"office", "office/reading", "office/deriving", "", "office/house"},
		"door":   {"door/wire", "door/session", "door/copies", "door/folded", ""},
	}
}

// elsewhere are packages that lie beside the folder of their floor: the desk's sources are not
// all Go, and scenarios are folders of data.
func elsewhere() map[string]string { return map[string]string{"web": "door", "scenario": "ground"} }

// testSupport are imported by tests alone, and live by the rules of tests.
func testSupport() []string {
	return []string{"ground/fold/foldtest", "tool/staging/stagingtest", "tool/disk/simdisk", "tool/keep/keeptest", "office/officetest"}
}

// doors may speak HTTP: those of the floor that have a protocol.
func doors() []string {
	return []string{"door/api", "door/client", "door/tiles", "door/copies", "door/cosign", "web"}
}

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

// heightOf is how high a package lies: its floor, and its course on it. A package that lies in
// no floor's folder has none.
func heightOf(name string) (height int, has bool) {
	folder, _, _ := strings.Cut(name, "/")
	if floor, is := elsewhere()[name]; is {
		folder = floor
	}
	floor := slices.Index(floors(), folder)
	course := max(slices.Index(courses()[folder], name), 0)
	if !slices.Contains(courses()[folder], name) {
		course = max(slices.Index(courses()[folder], ""), 0)
	}
	return floor*10 + course, floor >= 0
}

func TestFloors(t *testing.T) {
	t.Parallel()
	there := map[string]bool{}
	for _, p := range packages(t) {
		there[p.name()] = true
		own, has := heightOf(p.name())
		if !has {
			t.Errorf("%s lies on no floor: move it into one of %v", p.name(), floors())
			continue
		}
		for _, below := range p.ours() {
			if height, has := heightOf(below); height >= own || !has {
				t.Errorf("%s imports %s, which does not lie below it: the floors are %v. Move down what both need, or let the one above pass it in", p.name(), below, floors())
			}
		}
	}
	for _, named := range slices.Concat(slices.Concat(slices.Collect(maps.Values(courses()))...), slices.Collect(maps.Keys(elsewhere())), doors()) {
		if named != "" && named != "noun" && !there[named] {
			t.Errorf("%s stands in this file only: take it out", named)
		}
	}
}

// A party that distrusts us takes this one package and checks its copy of the register.
func TestRegister_needs_nothing_of_ours(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		if p.name() == "ground/register" && len(p.ours()) > 0 {
			t.Errorf("register imports %v: who distrusts us takes this package alone; write the few lines again that it needs", p.ours())
		}
	}
}

// A laptop that only hands in acts and reads answers links no office: what the client stands on
// says what travels, and not how it comes about.
func TestClient_links_no_office(t *testing.T) {
	t.Parallel()
	imports := map[string][]string{}
	for _, p := range packages(t) {
		imports[p.name()] = p.ours()
	}
	seen := map[string]bool{}
	for next := []string{"door/client"}; len(next) > 0; next = next[1:] {
		for _, below := range imports[next[0]] {
			if folder, _, _ := strings.Cut(below, "/"); folder == "office" {
				t.Errorf("%s imports %s, and door/client stands on it: what travels belongs into tool/answer or door/wire", next[0], below)
			}
			if !seen[below] {
				seen[below], next = true, append(next, below)
			}
		}
	}
	if !seen["tool/answer"] {
		t.Error("what door/client imports was not followed")
	}
}

func TestImports_of_others_stay_in_their_places(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		top := strings.HasPrefix(p.name(), topFloor)
		for _, path := range p.Imports {
			switch {
			case path == "net/http" && !top && !slices.Contains(doors(), p.name()):
				t.Errorf("%s speaks HTTP: only doors do; if it is one, name it in doors", p.name())
			case sql(path) && p.name() != "tool/store" && !belowSQL(p.name()):
				t.Errorf("%s imports %s: SQL is in tool/store alone; give the store a method", p.name(), path)
			case (path == "crypto/rand" || strings.HasPrefix(path, "math/rand")) && !top:
				t.Errorf("%s imports %s: randomness is passed in", p.name(), path)
			case path == "unsafe" && belowSQL(p.name()): // SQLite speaks C, whatever it is written in
			case path == "time/tzdata":
				t.Errorf("%s imports %s: time zones are those of ground/timezone", p.name(), path)
			case path == "log" || path == "unsafe" || path == "C" || path == "plugin":
				t.Errorf("%s imports %s: log with the *slog.Logger that is passed in; nothing here needs the others", p.name(), path)
			}
		}
	}
}

// belowSQL is the package that gives SQLite a disk.
func belowSQL(name string) bool { return name == "tool/vfs" }

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
			s.zones(file)
			if !strings.HasPrefix(p.name(), topFloor) {
				s.calls(file)
			}
			files++
		}
	}
	if files < 100 {
		t.Errorf("only %d files were read: this test looks in the wrong place", files)
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

// zones finds what asks the machine for a time zone: what acts add up to would depend on its files.
func (s source) zones(file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		if e, is := n.(ast.Expr); is && (s.called(e) == "time.LoadLocation" || s.called(e) == "time.Local") {
			s.fault(n.Pos(), "%s: ask timezone.Load, which is the same on every machine", s.called(e))
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
