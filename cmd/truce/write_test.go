package main

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/problem"
)

// Who writes more than an act has room for is told before anything is signed, and how much it is.
func TestSigned_tells_who_writes_too_much(t *testing.T) {
	t.Parallel()
	e := newEnv()
	k, err := newKey(e, "person/m", false)
	if err != nil {
		t.Fatal(err)
	}
	body := jsontext.Value(`{"version":"v","part":1,"clauses":[{"id":"art_1","text":[{"text":"` + strings.Repeat("x", act.MaxBodyBytes) + `"}]}]}`)
	_, _, err = k.signed(e, act.RegisterID(strings.Repeat("A", 43)), act.Draft{Kind: "clauses-filed", Subject: "agreement/a", Body: body})
	told := problem.From(err)
	if told == nil || told.Key != problem.ActTooLarge || told.Params["limit"] != act.MaxBodyBytes || told.Params["size"].(int) <= act.MaxBodyBytes {
		t.Fatalf("told %v", err)
	}
}
