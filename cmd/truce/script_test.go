package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"truce/ground/register"
	"truce/noun/people"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"truce": main})
}

// TestScript runs the stories in testdata/script, each in a folder of its own.
func TestScript(t *testing.T) {
	t.Parallel()
	testscript.Run(t, scripts(t, testscript.Params{Dir: "testdata/script"}))
}

// scripts are stories of a folder, or files, with what every story may say.
func scripts(t *testing.T, p testscript.Params) testscript.Params {
	t.Helper()
	var once sync.Once
	var founded error
	shared := t.TempDir()
	// mission gives the story an office and key files NAME.key of its own.
	mission := func(ts *testscript.TestScript, _ bool, _ []string) {
		once.Do(func() { founded = newMission(program(ts), shared) })
		ts.Check(founded)
		ts.Check(os.CopyFS(ts.MkAbs("."), os.DirFS(shared)))
		keys, err := filepath.Glob(ts.MkAbs("*.key"))
		ts.Check(err)
		for _, file := range keys {
			ts.Check(os.Chmod(file, 0o600)) // copying does not keep who may read
		}
		onPaper(ts, false, nil)
	}
	p.RequireExplicitExec, p.RequireUniqueNames = true, true
	p.Cmds = map[string]func(*testscript.TestScript, bool, []string){
		"serve": serveInBackground, "mission": mission, "on-paper": onPaper, "handed": handedOut, "flip": flipByte, "keep": keepOutput, "code": endsWith, "nouns": everyNoun, "delegations": delegations, "second-side": secondSide, "try": tryPrinted, "printed": linePrinted,
		"forge": forgeCopy,
	}
	more := p.Setup
	p.Setup = func(env *testscript.Env) error {
		for _, name := range []string{"LANG", "LC_ALL", "LC_MESSAGES", "TRUCE_KEY", "TRUCE_SERVER", "TRUCE_OFFICE", "TRUCE_REGISTER"} {
			env.Setenv(name, "")
		}
		env.Setenv("TRUCE_NO_PASSPHRASE", "1")
		env.Setenv("TRUCE_CACHE", filepath.Join(env.WorkDir, ".cache"))
		env.Setenv("TRUCE_REMEMBER", filepath.Join(env.WorkDir, ".remembered"))
		env.Values[printed{}], env.Values[tries{}] = make(chan string, 1000), &guide{}
		if more != nil {
			return more(env)
		}
		return nil
	}
	return p
}

// onPaper gives the story the id of the office's register, as its people have it on paper.
func onPaper(ts *testscript.TestScript, _ bool, _ []string) {
	vkey, err := os.ReadFile(ts.MkAbs("office/register.pub"))
	ts.Check(err)
	id, err := register.ID(strings.TrimSpace(string(vkey)))
	ts.Check(err)
	ts.Setenv("TRUCE_REGISTER", id)
}

// handedOut gives the story the fingerprint that `truce authority` printed, as people have it on paper.
func handedOut(ts *testscript.TestScript, _ bool, _ []string) {
	fingerprint, _, _ := strings.Cut(ts.ReadFile("stdout"), "\n")
	ts.Setenv("TRUCE_AUTHORITY", fingerprint)
}

// served is where a program says that it is.
var served = regexp.MustCompile(`https?://[^\s/]+`)

// serveInBackground starts `truce serve` or `truce demo` with these arguments on a free
// port, waits until it says where it is, and leaves that in TRUCE_SERVER. It is stopped
// as a person stops it, at the end of the story.
func serveInBackground(ts *testscript.TestScript, neg bool, args []string) {
	cmd := exec.Command(program(ts), append(args, "--listen", "127.0.0.1:0")...)
	cmd.Dir = ts.MkAbs(".")
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	ts.Defer(func() {
		ts.Check(cmd.Process.Signal(syscall.SIGINT))
		ts.Check(cmd.Wait()) // the exit code of a graceful end is 0
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if address := served.FindString(lines.Text()); address != "" {
			ts.Setenv("TRUCE_SERVER", address)
			said := ts.Value(printed{}).(chan string)
			go func() {
				for lines.Scan() { // so that it never waits for us
					select {
					case said <- lines.Text():
					default:
					}
				}
			}()
			return
		}
	}
	ts.Fatalf("truce %s ended before it served", strings.Join(args, " "))
}

// program is the one under test, as exec finds it.
func program(ts *testscript.TestScript) string {
	return filepath.Join(filepath.SplitList(ts.Getenv("PATH"))[0], "truce")
}

// newMission founds an office and enrols people, once for all stories, by the commands
// that a person would type.
func newMission(truce, folder string) error {
	run := func(args ...string) error {
		cmd := exec.Command(truce, args...)
		cmd.Dir = folder
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("truce %s: %w\n%s", strings.Join(args, " "), err, out)
		}
		return nil
	}
	for _, name := range []string{"administrator", "monitor-1", "verifier-1", "custodian-1", "auditor-1"} {
		if err := run("keys", "new", "--no-passphrase", name+".key", "--person", "person/"+name, "--office", "story.truce", "--sealing"); err != nil {
			return err
		}
	}
	show := exec.Command(truce, "keys", "show", "custodian-1.key")
	show.Dir = folder
	public, err := show.Output()
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, "custodian-1.json"), public, 0o644)
	}
	if err != nil {
		return err
	}
	commands := [][]string{
		{"found", "--name", "Office of a story", "--origin", "story.truce", "--chosen-names", "--custodian", "custodian-1.json", "--data", "office", "--key", "administrator.key"},
		{"organisation", "add", "organisation/mission", "--name", "Mission", "--data", "office", "--key", "administrator.key"},
	}
	for _, who := range [][2]string{{"monitor-1", "monitor"}, {"verifier-1", "verifier"}, {"custodian-1", "custodian"}, {"auditor-1", "auditor"}} {
		name, person := who[0], "person/"+who[0]
		asAdministrator := []string{"--data", "office", "--key", "administrator.key"}
		enrol := append([]string{"keys", "enrol", name + ".key"}, asAdministrator...)
		commands = append(commands,
			append([]string{"person", "add", person, "--organisation", "organisation/mission", "--name", name + " (fictional role)"}, asAdministrator...))
		if people.Reporting(who[1]) {
			enrol = append(enrol, "--role", who[1])
		} else {
			commands = append(commands, append([]string{"role", "grant", person, who[1]}, asAdministrator...))
		}
		commands = append(commands, enrol)
	}
	for _, args := range commands {
		if err := run(args...); err != nil {
			return err
		}
	}
	return nil
}

// flipByte changes the byte at a position of a file.
func flipByte(ts *testscript.TestScript, neg bool, args []string) {
	matches, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(matches) != 1 {
		ts.Fatalf("%d files match %s", len(matches), args[0])
	}
	content, err := os.ReadFile(matches[0])
	ts.Check(err)
	content[len(content)/2] ^= 1
	ts.Check(os.WriteFile(matches[0], content, 0o600))
}

// keepOutput leaves the last standard output, without the line end, in a variable.
func keepOutput(ts *testscript.TestScript, neg bool, args []string) {
	ts.Setenv(args[0], strings.TrimSpace(ts.ReadFile("stdout")))
}

// endsWith runs a command that must end with an exit code, which comes first.
func endsWith(ts *testscript.TestScript, neg bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	if exit, is := errors.AsType[*exec.ExitError](err); is {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("%s ended with %d instead of %s", strings.Join(args[1:], " "), got, args[0])
	}
}

// secondSide has TR join the office of a mission, by the key root.key.
func secondSide(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Check(ts.Exec("bash", "-c", `set -e
truce keys new --no-passphrase root.key --person person/root-tr --office story.truce
member() { truce keys show root.key | sed -n "s/.*\"$1\": \"\(.*\)\".*/\1/p"; }
truce sign --kind root-named --subject office/story.truce --after latest --data office --key administrator.key \
  --body "{\"party\": \"TR\", \"person\": \"person/root-tr\", \"fingerprint\": \"$(member id)\"}" > named.txt
truce submit named.txt --data office
truce sign --kind root-enrolled --subject office/story.truce --key root.key \
  --body "{\"party\": \"TR\", \"key\": {\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"$(member x)\"}}" > brought.txt
truce submit brought.txt --data office`))
}
