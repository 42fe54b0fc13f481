package office_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// notInStories are the problems for which admission refuses acts and of which no story holds one, so that the golden corpus does not
// hold later programs to them: each with the reason.
func notInStories() map[string]string {
	return map[string]string{
		"bulletin-leaves-out":        "a story signs what is proposed, which leaves nothing out: checks/adversary",
		"bulletin-published-already": "the office refuses to make it before",
		"compartment-kept":           "stories have no compartments that others name",
		"kind-not-in-rules":          "needs rules of an earlier program",
		"name-chosen":                "stories choose names, which their rules let them",
		"name-of-another":            "likewise",
		"not-brought":                "no story's register goes on with another: checks/adversary",
		"brought-too-many":           "it takes fifty thousand acts: checks/adversary",
		"office-not-founded":         "each story's office is founded",
		"private-kept":               "no form of today lets a record name it; the rule is for those to come",
		"release-missing":            "told of who makes a copy, not of an act",
		"release-of-another":         "likewise",
		"evidence-erased":            "needs a file that was erased, of whose deposit later readers decide nothing",
		"root-not-yours":             "needs two weeks of waiting and a key of the party",
		"root-outdated":              "needs a root that came in while another waited",
		"root-unsigned":              "needs people of a party who said neither yes nor no, after others did",
		"root-waits":                 "needs a party without people who could answer",
		"rules-not-here":             "said of rules that the program does not have: neither refused nor taken",
		"side-is-one-source":         "needs sources of one side compared by another",
		"signature-wrong":            "an act that its key did not sign is none",
		"successor-same-name":        "needs a head that the office signed",
	}
}

// Each problem for which admission refuses has a refused act in a story, or a reason why not: the corpus asks every later program to refuse
// those acts with the same problems.
func TestRefused_for_every_reason(t *testing.T) {
	t.Parallel()
	words := wordsOfProblems(t)
	asked, refused := map[string]bool{}, map[string]bool{}
	for _, folder := range []string{"../judge/admission", "../judge/policy", "../noun", "../noun/*"} {
		for _, text := range textsOf(t, filepath.Join(folder, "*.go")) {
			for _, found := range regexp.MustCompile(`problem\.(?:Invalid|Forbidden|Conflict|NotFound|Unavailable)\(problem\.(\w+)`).FindAllStringSubmatch(text, -1) {
				asked[words[found[1]]] = true
			}
		}
	}
	for _, text := range textsOf(t, stories) {
		for _, found := range regexp.MustCompile(`"refused": *"([a-z-]+)"`).FindAllStringSubmatch(text, -1) {
			refused[found[1]] = true
		}
	}
	left := notInStories()
	for _, word := range slices.Sorted(maps.Keys(asked)) {
		if reason := left[word]; !refused[word] && reason == "" {
			t.Errorf("no story holds an act that is refused as %s: tell one, or say above why not", word)
		} else if refused[word] && reason != "" {
			t.Errorf("a story holds an act that is refused as %s: take it from the list above", word)
		}
	}
	for word := range left {
		if !asked[word] {
			t.Errorf("nothing is refused as %s any more: take it from the list above", word)
		}
	}
	if len(asked) < 80 || len(left) > 21 {
		t.Errorf("%d problems, of which %d are in no story: it is to become fewer", len(asked), len(left))
	}
}

// wordsOfProblems are the words by which problems are told, by their names in the code.
func wordsOfProblems(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("../ground/problem/key_words.go")
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]string{}
	for _, found := range regexp.MustCompile(`(\w+):\s+"([a-z0-9-]+)"`).FindAllStringSubmatch(string(text), -1) {
		words[found[1]] = found[2]
	}
	return words
}

func textsOf(t *testing.T, pattern string) (all []string) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(name, "_test.go") {
			all = append(all, string(text))
		}
	}
	return all
}
