package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"truce/door/exercise"
	"truce/scenario"
)

// same refuses a folder in which another exercise was played: its people and its register are
// others.
func (c *demoCmd) same(x *exercise.Exercise) error {
	origin, err := originOf(c.office())
	if err != nil || origin == x.Origin() {
		return err
	}
	other := "another folder of acts"
	for _, name := range scenario.Names() {
		if known, err := builtIn(name); err == nil && known.Origin() == origin {
			other = name
		}
	}
	return hinted{fmt.Errorf("%s holds a demo of %s, whose register is %s, and not of %s", c.Data, other, origin, c.Scenario),
		fmt.Sprintf("`%s` serves what is there. `%s` plays this one beside it. With --fresh, what is there is thrown away.",
			shell("truce", "demo", "--scenario", other, "--data", c.Data),
			shell("truce", "demo", "--scenario", c.Scenario, "--data", c.Data+"-"+filepath.Base(c.Scenario)))}
}

// originOf is the name of the register of an office's folder, as its public key begins.
func originOf(folder string) (string, error) {
	vkey, err := os.ReadFile(filepath.Join(folder, "register.pub"))
	if err != nil {
		return "", fmt.Errorf("read which demo lies there: %w", err)
	}
	origin, _, _ := strings.Cut(string(vkey), "+")
	return origin, nil
}

// again is the command that goes on with this very demo.
func (c *demoCmd) again(program string) string {
	words := []string{program, "demo"}
	for _, flag := range [][3]string{
		{"--scenario", c.Scenario, scenario.Default}, {"--data", c.Data, "./truce-demo"}, {"--listen", c.Listen, "127.0.0.1:8440"}, {"--time-zone", c.TimeZone, ""},
	} {
		if flag[1] != flag[2] {
			words = append(words, flag[0], flag[1])
		}
	}
	return shell(words...)
}

// shell writes a command as a person types it.
func shell(words ...string) string {
	plain := regexp.MustCompile(`^[A-Za-z0-9_./:=@,+-]+$`)
	quoted := make([]string, len(words))
	for i, word := range words {
		if quoted[i] = word; !plain.MatchString(word) {
			quoted[i] = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
		}
	}
	return strings.Join(quoted, " ")
}

// ending is what every guide ends with, whatever the scenario.
func (c *demoCmd) ending(program string) string {
	again := c.again(program)
	return "\nTo go on with it later, as it then is:  " + again + "\nTo throw it away and begin anew:        " + again + " --fresh\nStop with Ctrl-C.\n"
}
