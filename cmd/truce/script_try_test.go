package main

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// printed is the key of the lines that a command served in the background prints, and
// tries that of what has been tried of them.
type (
	printed struct{}
	tries   struct{}
)

// guide is what `truce demo` says one can try, block by block.
type guide struct {
	preamble string
	blocks   map[string]string
	tried    []string
	all      []string // its lines
}

// lastOfGuide is the line with which the program ends every guide.
const lastOfGuide = "Stop with Ctrl-C."

// tryPrinted runs what the demo printed under a number, letter for letter, as a person who
// pastes it would. `try all` fails if something that was printed has not been tried.
func tryPrinted(ts *testscript.TestScript, neg bool, args []string) {
	g := ts.Value(tries{}).(*guide)
	if g.blocks == nil {
		g.read(ts.Value(printed{}).(chan string))
	}
	if args[0] == "all" {
		for number := range g.blocks {
			if !slices.Contains(g.tried, number) {
				ts.Fatalf("the demo prints %s. and this story does not try it:\n%s", number, g.blocks[number])
			}
		}
		return
	}
	block, is := g.blocks[args[0]]
	if !is {
		ts.Fatalf("the demo does not print %s.", args[0])
	}
	g.tried = append(g.tried, args[0])
	err := ts.Exec("bash", "-c", "shopt -s expand_aliases; set -o pipefail\n"+g.preamble+"\n"+block)
	if failed := err != nil; failed != neg {
		ts.Fatalf("%s: failed %v, want %v: %v", block, failed, neg, err)
	}
}

// read takes the lines up to the last. Commands stand far in; what comes before the first
// number prepares all of them.
func (g *guide) read(lines chan string) {
	g.blocks = map[string]string{}
	number := ""
	for line := range lines {
		g.all = append(g.all, line)
		if line == lastOfGuide {
			return
		}
		if before, _, is := strings.Cut(line, ". "); is {
			if _, err := strconv.Atoi(before); err == nil {
				number = before
			}
		}
		command, is := strings.CutPrefix(line, "     ")
		switch {
		case !is, number == "" && strings.HasPrefix(command, " "):
		case number == "":
			g.preamble += command + "\n"
		default:
			g.blocks[number] += command + "\n"
		}
	}
}

// linePrinted fails unless a line that the demo printed matches.
func linePrinted(ts *testscript.TestScript, neg bool, args []string) {
	g, pattern := ts.Value(tries{}).(*guide), regexp.MustCompile(args[0])
	if is := slices.ContainsFunc(g.all, pattern.MatchString); is == neg {
		ts.Fatalf("a line like %q: %v in\n%s", args[0], is, strings.Join(g.all, "\n"))
	}
}
