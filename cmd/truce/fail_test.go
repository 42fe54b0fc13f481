package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// inEnglishAlone is how many refusals of commands are told in English, whatever language their reader asked for. It may
// only shrink: a new refusal is a problem (ground/problem), which is told in every language.
const inEnglishAlone = 19

func TestRefusals_in_English_alone_grow_fewer(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	// A problem may have a command as its hint, which is the same in all languages.
	hints, problems := regexp.MustCompile(`\bhinted\{`), regexp.MustCompile(`\bhinted\{(problem\.|office\.BodyProblem)`)
	found := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found += len(hints.FindAll(text, -1)) - len(problems.FindAll(text, -1))
	}
	if found > inEnglishAlone {
		t.Errorf("%d refusals are told in English alone, and %d were: make the new one a problem", found, inEnglishAlone)
	}
	if found < inEnglishAlone {
		t.Errorf("%d refusals are told in English alone, fewer than %d: lower the number", found, inEnglishAlone)
	}
}
