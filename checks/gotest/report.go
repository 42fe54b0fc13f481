package main

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/go-json-experiment/json"
)

// event is a line of go test -json (go doc test2json).
type event struct {
	Action, Package, ImportPath, Test, Output string
}

// suite is what is told of one package before it ends.
type suite struct {
	own   []string            // output of no test
	tests map[string][]string // output of each test that has not passed
}

// skip is one test that was skipped.
type skip struct{ test, why string }

// maxLine bounds one line that a test prints.
const maxLine = 16 << 20

// report prints what go test would have printed without -json, as it comes, and answers what
// was skipped.
func report(w io.Writer, events io.Reader) ([]skip, error) {
	var skipped []skip
	suites := map[string]*suite{}
	lines := bufio.NewScanner(events)
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e, json.MatchCaseInsensitiveNames(true)) != nil { // the go command's own words
			fmt.Fprintln(w, lines.Text())
			continue
		}
		if e.Package == "" { // a package that does not build
			io.WriteString(w, e.Output)
			continue
		}
		if suites[e.Package] == nil {
			suites[e.Package] = &suite{tests: map[string][]string{}}
		}
		skipped = append(skipped, suites[e.Package].take(w, e)...)
	}
	return skipped, lines.Err()
}

// take notes an event and prints what is to be told once its package has ended.
func (s *suite) take(w io.Writer, e event) []skip {
	switch {
	case e.Action == "output" && e.Test == "":
		s.own = append(s.own, e.Output)
	case e.Action == "output" && !progress(e.Output):
		s.tests[e.Test] = append(s.tests[e.Test], e.Output)
	case e.Test == "" && (e.Action == "pass" || e.Action == "skip"):
		s.closing(w)
	case e.Test == "" && e.Action == "fail":
		s.failed(w)
	case e.Action == "pass":
		delete(s.tests, e.Test)
	case e.Action == "skip":
		why := reason(s.tests[e.Test])
		delete(s.tests, e.Test)
		return []skip{{strings.TrimPrefix(e.Package, "truce/") + " " + e.Test, why}}
	}
	return nil
}

// closing prints the line that go test ends a good package with.
func (s *suite) closing(w io.Writer) {
	if n := len(s.own); n > 0 {
		io.WriteString(w, s.own[n-1])
	}
}

// failed prints the output of what did not pass; where a test panicked or none ended, of all.
func (s *suite) failed(w io.Writer) {
	for _, output := range s.tests {
		io.WriteString(w, strings.Join(output, ""))
	}
	io.WriteString(w, strings.Join(s.own, ""))
}

// progress are the lines of go test -v that go test alone does not print.
func progress(line string) bool {
	return strings.HasPrefix(line, "=== ")
}

// where is the file and line before what a test says.
var where = regexp.MustCompile(`^\S+_?\w*\.go:\d+: `)

// reason is what a skipped test said.
func reason(output []string) string {
	for _, line := range output {
		if text := strings.TrimSpace(line); where.MatchString(text) {
			return where.ReplaceAllString(text, "")
		}
	}
	return "it says no reason"
}
