package main

import (
	"io"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// commandsNamed finds commands as texts name them: between backquotes, or as a line of a block.
var commandsNamed = regexp.MustCompile("(?:`|\n\\s*)(?:\\./bin/)?truce ([^`\n|;>]*)")

// What a page, a refusal or the desk tells people to type is there to be typed: each command is one of the program's, and takes
// the options that it is named with.
func TestCommands_that_texts_name_are_there(t *testing.T) {
	t.Parallel()
	p, err := newParser(&cli{}, &env{out: &output{Writer: io.Discard}, err: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for name, text := range textsThatNameCommands(t) {
		if name == "CHANGELOG.md" {
			continue // it tells of commands that were
		}
		for _, match := range commandsNamed.FindAllStringSubmatch(text, -1) {
			seen++
			words := strings.Fields(match[1])
			if len(words) > 0 && (words[0] == "help" || words[0] == "private-filed") { // help is no command of the parser's; the other is what a digest begins with
				continue
			}
			if lacks := unknownIn(p.Model.Node, words); lacks != "" {
				t.Errorf("%s names %q: there is no %s", name, "truce "+match[1], lacks)
			}
		}
	}
	if seen < 300 {
		t.Errorf("%d commands were found", seen)
	}
}

// textsThatNameCommands are pages, refusals, the desk's words and what the program itself says.
func textsThatNameCommands(t *testing.T) map[string]string {
	t.Helper()
	root, all := os.DirFS("../.."), map[string]string{}
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/decisions/*.md", "ground/problem/data/*.json", "web/src/words/*.json", "web/src/tongues/*.json", "cmd/truce/*.go", "scenario/*/guide.txt"} {
		names, err := fs.Glob(root, pattern)
		if err != nil || len(names) == 0 {
			t.Fatal(pattern, err)
		}
		for _, name := range names {
			text, err := fs.ReadFile(root, name)
			if err != nil {
				t.Fatal(err)
			}
			all[name] = string(text)
		}
	}
	return all
}

// unknownIn is the first word that is no command there, or the first option that none of its takes; "" if all are.
func unknownIn(n *kong.Node, words []string) string {
	for i, word := range words {
		switch {
		case strings.HasPrefix(word, "--"):
			if lacks := unknownOption(n, words[i:]); lacks != "" {
				return lacks
			}
			return ""
		case !regexp.MustCompile(`^[a-z][a-z-]*[.,:)]?$`).MatchString(word):
			return unknownOption(n, words[i:])
		}
		word = strings.TrimRight(word, ".,:)")
		next := slices.IndexFunc(n.Children, func(c *kong.Node) bool { return c.Name == word })
		if next < 0 && n.DefaultCmd == nil && len(n.Positional) == 0 && len(n.Children) > 0 {
			return "command " + word
		}
		if next < 0 {
			return unknownOption(n, words[i:])
		}
		n = n.Children[next]
	}
	return ""
}

// unknownOption is the first option that a command does not take.
func unknownOption(n *kong.Node, words []string) string {
	for _, word := range words {
		name, is := strings.CutPrefix(word, "--")
		if name, _, _ = strings.Cut(name, "="); !is || name == "" || name == "help" {
			continue
		}
		name = strings.TrimRight(name, ".,:)\"'")
		if !slices.ContainsFunc(flagsOf(n), func(f *kong.Flag) bool {
			return f.Name == name || f.Tag.Negatable != "" && "no-"+f.Name == name
		}) {
			return "option --" + name
		}
	}
	return ""
}

// flagsOf are those of a command, of those above it, and of the one that it is short for.
func flagsOf(n *kong.Node) (all []*kong.Flag) {
	for _, group := range n.AllFlags(false) {
		all = append(all, group...)
	}
	if n.DefaultCmd != nil {
		all = append(all, flagsOf(n.DefaultCmd)...)
	}
	return all
}
