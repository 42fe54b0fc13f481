package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"truce/door/wire"
	"truce/noun"
	"truce/tool/answer"
	"truce/tool/kinds"
)

// everyNoun asks the office that the story serves every list-like question of every noun: by
// command as a verifier, who sees all of the mission's, and through the API as a stranger.
func everyNoun(ts *testscript.TestScript, _ bool, _ []string) {
	for _, n := range kinds.Nouns() {
		a := asker{ts, n, "truce-demo/keys/verifier-1.key"}
		page := a.list()
		if len(page) == 0 {
			ts.Fatalf("the exercise has no %s: give it one, so that this test can ask about it", n.Plural)
		}
		for _, item := range page {
			a.fits(item)
		}
		first := string(page[0].Subject)
		a.says(first, "show", first)
		a.says(first, "list", n.Name) // the singular does, too
		a.says(n.Plural, "count", n.Plural)
		a.says("entry", "show", first, "--history")
		a.says("subject,counted,type", "list", n.Plural, "--as", "csv")
		a.says(`"FeatureCollection"`, "list", n.Plural, "--as", "geojson")
		a.says(`"title": "`+n.Name+`"`, "schema", n.Name)
		if n.Placed.Judged {
			a.says("WITHIN", "count", n.Plural, "--by", "within,relation", "--judged")
		}
		a.strangers()
	}
}

// asker asks about one noun.
type asker struct {
	*testscript.TestScript
	noun noun.Noun
	key  string
}

// says fails unless the command's answer holds the words.
func (a asker) says(want string, args ...string) []byte {
	if args[0] != "schema" {
		args = append(args, "--key", a.key, "--server", a.Getenv("TRUCE_SERVER"))
	}
	cmd := exec.Command(program(a.TestScript), args...)
	cmd.Dir = a.MkAbs(".")
	var told bytes.Buffer
	cmd.Stderr = &told
	out, err := cmd.Output()
	if err != nil || !strings.Contains(string(out), want) {
		a.Fatalf("truce %s: %v\n%s%s\nwanted %q", strings.Join(args, " "), err, out, told.Bytes(), want)
	}
	return out
}

func (a asker) list() []answer.Item {
	var page []answer.Item
	out := a.says("", "list", a.noun.Plural, "--json", "--limit", "1000")
	for line := range bytes.Lines(out) {
		var item answer.Item
		a.Check(json.Unmarshal(line, &item))
		page = append(page, item)
	}
	return page
}

// get answers what a stranger gets.
func (a asker) get(path string) []byte {
	r, err := http.Get(a.Getenv("TRUCE_SERVER") + path)
	a.Check(err)
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	a.Check(err)
	if r.StatusCode != http.StatusOK {
		a.Fatalf("GET %s: %s\n%s", path, r.Status, body)
	}
	return body
}

// fits holds a state to the schema that is served for its noun.
func (a asker) fits(item answer.Item) {
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(a.get(kinds.StateAddress(a.noun.Name))))
	a.Check(err)
	state, err := jsonschema.UnmarshalJSON(bytes.NewReader(item.State))
	a.Check(err)
	c := jsonschema.NewCompiler()
	a.Check(c.AddResource("state.json", schema))
	compiled, err := c.Compile("state.json")
	a.Check(err)
	if err := compiled.Validate(state); err != nil {
		a.Fatalf("the state of %s is not as its schema says: %v", item.Subject, err)
	}
}

// strangers are shown rows of public nouns alone, as their schema says.
func (a asker) strangers() {
	var page wire.Page
	a.Check(json.Unmarshal(a.get(a.noun.Collection()+"?limit=1000"), &page))
	if (len(page.Items) > 0) != a.noun.Public.Any() {
		a.Fatalf("strangers get %d %s, and their noun says public: %v", len(page.Items), a.noun.Plural, a.noun.Public.Any())
	}
	for _, item := range page.Items {
		a.fits(item)
	}
	a.get(fmt.Sprintf("/api/counts?noun=%s", a.noun.Name))
}
