package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"truce": main})
}

// TestScript runs the stories in testdata/script, each in a folder of its own.
func TestScript(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", RequireExplicitExec: true, RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			for _, name := range []string{"LANG", "LC_ALL", "LC_MESSAGES", "TRUCE_KEY", "TRUCE_SERVER", "TRUCE_OFFICE"} {
				env.Setenv(name, "")
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"serve": serveInBackground, "mission": foundMission, "flip": flipByte, "keep": keepOutput,
		},
	})
}

// serveInBackground starts `truce serve` or `truce demo` with these arguments on a free
// port, waits until it says where it is, and leaves that in TRUCE_SERVER. It is stopped
// as a person stops it, at the end of the story or by `serve stop`.
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
		if _, address, is := strings.Cut(lines.Text(), "http://"); is {
			ts.Setenv("TRUCE_SERVER", "http://"+strings.Fields(address)[0])
			go func() {
				for lines.Scan() { // so that it never waits for us
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

// foundMission founds an office in the folder and enrols people, all by the commands that
// a person would type. Their key files are NAME.key.
func foundMission(ts *testscript.TestScript, neg bool, args []string) {
	truce := func(args ...string) {
		cmd := exec.Command(program(ts), args...)
		cmd.Dir = ts.MkAbs(".")
		if out, err := cmd.CombinedOutput(); err != nil {
			ts.Fatalf("truce %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	as := func(args ...string) {
		truce(append(args, "--data", ts.Getenv("WORK")+"/office", "--key", "administrator.key")...)
	}
	truce("keys", "new", "administrator.key", "--person", "person/administrator", "--office", "story.truce")
	truce("found", "--name", "Office of a story", "--origin", "story.truce", "--data", "office", "--key", "administrator.key")
	as("organisation", "add", "organisation/mission", "--name", "Mission")
	for _, who := range [][2]string{{"monitor-1", "monitor"}, {"verifier-1", "verifier"}, {"custodian-1", "custodian"}, {"auditor-1", "auditor"}} {
		name, person := who[0], "person/"+who[0]
		as("person", "add", person, "--organisation", "organisation/mission", "--name", name+" (fictional role)")
		as("role", "grant", person, who[1])
		truce("keys", "new", name+".key", "--person", person, "--office", "story.truce", "--sealing")
		as("keys", "enrol", name+".key")
	}
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
