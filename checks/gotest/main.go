// Command gotest runs go test, prints what it would print, and remembers which tests were
// skipped and why, which go test alone does not say.
//
//	gotest [-in FOLDER] [-skipped FILE] -- ARGUMENTS OF GO TEST
//	gotest -tell FILE
//
// The skipped tests are added to the file, and -tell prints what is in it: how many there are
// and how to get what they lack. With TRUCE_NO_SKIP set, as .ci/run sets it, a skipped test
// fails the run, whatever its reason: no test can be forgotten by it.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
)

func main() {
	in := flag.String("in", ".", "folder to run go test in")
	file := flag.String("skipped", "", "file to add the skipped tests to")
	tell := flag.String("tell", "", "print what is in such a file, and run nothing")
	flag.Parse()
	var err error
	if *tell != "" {
		err = tellSkipped(os.Stdout, *tell)
	} else {
		err = run(*in, *file, flag.Args(), os.Getenv("TRUCE_NO_SKIP") != "")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

// run answers an error if a test failed, or was skipped where that is not allowed.
func run(folder, file string, args []string, noSkip bool) error {
	cmd := exec.Command("go", append([]string{"test", "-json"}, args...)...)
	cmd.Dir, cmd.Stderr = folder, os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("run go test: %w", err)
	}
	skipped, err := report(os.Stdout, out)
	if err != nil {
		cmd.Process.Kill()
	}
	io.Copy(io.Discard, out) // so that it can end
	if failed := cmd.Wait(); err == nil && failed != nil {
		err = fmt.Errorf("go test: %w", failed)
	}
	if err != nil {
		return err
	}
	if noSkip && len(skipped) > 0 {
		writeSkipped(os.Stdout, skipped)
		return fmt.Errorf("%d tests were skipped, and TRUCE_NO_SKIP is set", len(skipped))
	}
	return keepSkipped(file, skipped)
}
