package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// Every command that the README's five minutes name is one of the guide's, which a story tries letter for letter.
func TestREADME_names_commands_of_the_guide(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	guide, err := os.ReadFile("../../scenario/syria-2017/guide.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, page, _ := strings.Cut(string(readme), "## Five minutes")
	page, _, _ = strings.Cut(page, "\n## ")
	commands := regexp.MustCompile("(?s)`((?:truce|curl) [^`]*)`").FindAllStringSubmatch(page, -1)
	if len(commands) < 10 {
		t.Fatalf("%d commands found in the README", len(commands))
	}
	lines := strings.Split(string(guide), "\n")
	for _, c := range commands {
		command := strings.Join(strings.Fields(c[1]), " ")
		is := false
		for _, line := range lines {
			is = is || strings.TrimSpace(line) == command
		}
		if !is {
			t.Errorf("the guide does not print %q", command)
		}
	}
}
