package main

import (
	"os/exec"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// delegations adds a secretary and two delegations to the story's office, each with the key
// file NAME.key, by the commands that a person would type.
func delegations(ts *testscript.TestScript, _ bool, _ []string) {
	run := func(args ...string) {
		cmd := exec.Command(program(ts), args...)
		cmd.Dir = ts.MkAbs(".")
		if out, err := cmd.CombinedOutput(); err != nil {
			ts.Fatalf("truce %v: %v\n%s", args, err, out)
		}
	}
	as := func(args ...string) { run(append(args, "--data", "office", "--key", "administrator.key")...) }
	as("organisation", "add", "organisation/tr", "--name", "Delegation TR", "--party", "TR")
	as("organisation", "add", "organisation/ru", "--name", "Delegation RU", "--party", "RU")
	for _, who := range [][3]string{{"secretary", "mission", "secretariat"}, {"tr", "tr", "liaison"}, {"ru", "ru", "liaison"}} {
		person := "person/" + who[0]
		as("person", "add", person, "--organisation", "organisation/"+who[1], "--name", who[0]+" (fictional role)")
		as("role", "grant", person, who[2])
		run("keys", "new", "--no-passphrase", who[0]+".key", "--person", person, "--office", "story.truce")
		enrol := []string{"keys", "enrol", who[0] + ".key"}
		if who[1] != "mission" {
			enrol = append(enrol, "--party", strings.ToUpper(who[1]))
		}
		as(enrol...)
	}
}
