package exercise

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/tools/txtar"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/judge/policy"
	"truce/office/house"
	"truce/office/officetest"
	"truce/scenario"
	"truce/tool/answer"
	"truce/tool/query"
)

var update = flag.Bool("update", false, "write what the stories now answer; read the difference")

// stories asks the office into which the exercise was loaded. A story holds files whose
// names are questions:
//
//	show incident/1 as verifier-1 [known 2017-07-25T12:00:00Z] [inForce ...] [at /state/harm]
//
// Ids of acts and digests differ from loading to loading and are left out.
func stories(t *testing.T, o *house.House) { storiesOf(t, o, scenario.Default) }

func storiesOf(t *testing.T, o *house.House, name string) {
	files, err := filepath.Glob("../../testdata/story/" + name + "/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	people := scene(t, name).People()
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			story, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for i, f := range story.Files {
				got := answered(t, o, people, strings.Fields(f.Name))
				if !*update {
					officetest.Answered(t, f.Name, f.Data, got, "go test ./door/exercise -update")
				}
				story.Files[i].Data = append(bytes.TrimSpace(got), '\n')
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(story), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// question is what a file's name asks.
type question struct {
	who policy.Person
	at  query.Clocks
	in  jsontext.Pointer
}

func ask(t *testing.T, people []Person, words []string) (q question) {
	t.Helper()
	for i := 2; i+1 < len(words); i += 2 {
		var err error
		switch words[i] {
		case "as":
			q.who = reader(people, words[i+1])
		case "known":
			q.at.Known, err = time.Parse(time.RFC3339, words[i+1])
		case "inForce":
			q.at.InForce, err = time.Parse(time.RFC3339, words[i+1])
		case "at":
			q.in = jsontext.Pointer(words[i+1])
		default:
			err = fmt.Errorf("%s means nothing", words[i])
		}
		if err != nil {
			t.Fatalf("%s: %v", words, err)
		}
	}
	return q
}

// reader is somebody of the exercise; any other name is a stranger's.
func reader(people []Person, name string) policy.Person {
	i := slices.IndexFunc(people, func(p Person) bool { return p.Name == name })
	if i < 0 {
		return policy.Person{}
	}
	return policy.Person{ID: people[i].Subject(), Party: people[i].Party, Roles: []string{people[i].Role}}
}

// changing are ids and digests, whole or by their first eight digits.
var changing = regexp.MustCompile(`\b[0-9a-f]{64}\b|\b[0-9a-f]{8}\b`)

func answered(t *testing.T, o *house.House, people []Person, words []string) []byte {
	t.Helper()
	q := ask(t, people, words)
	items, err := o.Reading.Subject(context.Background(), q.who, act.SubjectID(words[1]), q.at)
	if err != nil {
		return fmt.Appendf(nil, "%s: %s", problem.From(err).Key, problem.From(err).Sentence())
	}
	var told []any
	for _, item := range items {
		told = append(told, part(t, item, q.in))
	}
	text, err := json.Marshal(told, json.Deterministic(true), jsontext.WithIndent("  "))
	if err != nil {
		t.Fatal(err)
	}
	return changing.ReplaceAll(text, []byte("…"))
}

// part is what stands at the pointer, with the item's own standing.
func part(t *testing.T, item answer.Item, in jsontext.Pointer) any {
	t.Helper()
	if in == "" {
		return item
	}
	text, err := json.Marshal(item)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(text, &tree); err != nil {
		t.Fatal(err)
	}
	for name := range in.Tokens() {
		switch v := tree.(type) {
		case map[string]any:
			tree = v[name]
		case []any:
			i := slices.IndexFunc(v, func(each any) bool { m, is := each.(map[string]any); return is && m["id"] == name })
			if tree = nil; i >= 0 {
				tree = v[i]
			}
		}
	}
	told := map[string]any{"status": item.Status, "knownFrom": item.KnownFrom, string(in): tree}
	for name, at := range map[string]time.Time{"from": item.From, "until": item.Until} {
		if !at.IsZero() {
			told[name] = at
		}
	}
	return told
}
