// Command forge does to a copy of a register what the owner of its office's machine can: he has the register's key and
// our source. `make real` shows what a party then finds.
//
//	forge [-policy FILE] COPY KEYFILE append ACTFILE RECEIVED
//	forge [-policy FILE] COPY KEYFILE shorten SUBJECT LAST
//
// append writes an act behind the last entry as received at any time; shorten takes out the first act about a subject,
// and the last entries. The copy is then signed anew, and with -policy the cosigners are asked to sign it too: what
// each answered is printed, a line for each.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"truce/door/exercise"
	"truce/ground/act"
	"truce/ground/register"
)

func main() {
	policy := flag.String("policy", "", "file that names the cosigners")
	flag.Parse()
	if err := run(context.Background(), *policy, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, policy string, args []string) error {
	if len(args) != 5 {
		return errors.New("want: forge [-policy FILE] COPY KEYFILE append ACTFILE RECEIVED, or ... shorten SUBJECT LAST")
	}
	folder, what := args[0], args[2]
	secret, err := os.ReadFile(args[1])
	if err != nil {
		return err
	}
	f, err := exercise.Forge(ctx, register.Folder(os.DirFS(folder)), string(secret))
	if err != nil {
		return err
	}
	switch what {
	case "append":
		err = appendAct(f, args[3], args[4])
	case "shorten":
		err = shorten(f, act.SubjectID(args[3]), args[4])
	default:
		err = fmt.Errorf("%q is neither append nor shorten", what)
	}
	if err == nil {
		err = f.Publish(ctx, folder)
	}
	if err == nil && policy != "" {
		err = askCosigners(ctx, policy, folder, f)
	}
	return err
}

// appendAct writes the act of a file, without what it hides.
func appendAct(f *exercise.Forgery, file, received string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	at, err := time.Parse(time.RFC3339, received)
	if err != nil {
		return err
	}
	compact, _, _ := strings.Cut(strings.TrimSpace(string(text)), "~")
	fmt.Printf("entry %d\n", f.Size())
	return f.AppendAt(compact, at)
}

func shorten(f *exercise.Forgery, subject act.SubjectID, last string) error {
	n, err := strconv.Atoi(last)
	if err != nil {
		return err
	}
	at, err := f.Drop(subject)
	if err != nil {
		return err
	}
	if f.Cut(n); at >= f.Size() {
		return fmt.Errorf("%s, entry %d, is among the last %d: nothing but those would be missing", subject, at, n)
	}
	fmt.Printf("entry %d is gone, %d are left\n", at, f.Size())
	return nil
}
