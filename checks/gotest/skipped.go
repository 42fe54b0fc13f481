package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"truce/checks/datasets"
)

// keepSkipped adds a line for each test to the file; "" keeps nothing.
func keepSkipped(file string, skipped []skip) error {
	if file == "" || len(skipped) == 0 {
		return nil
	}
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	writeSkipped(f, skipped)
	return f.Close()
}

func writeSkipped(w io.Writer, skipped []skip) {
	for _, s := range skipped {
		fmt.Fprintf(w, "  skipped: %s: %s\n", s.test, s.why)
	}
}

// tellSkipped prints what the file has, how many tests that are, and how to get what they lack.
func tellSkipped(w io.Writer, file string) error {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Fprintln(w, "All tests passed, and none was skipped.")
		return nil
	}
	if err != nil {
		return err
	}
	w.Write(text)
	lines := strings.Count(string(text), "\n")
	lacking := strings.Count(string(text), datasets.Unset)
	fmt.Fprintf(w, "All other tests passed. Skipped: %d, of them %d for want of published data.\n", lines, lacking)
	if lacking > 0 {
		tellSets(w)
	}
	return nil
}

func tellSets(w io.Writer) {
	fmt.Fprintf(w, "To run those, too, put these data sets into a folder, as docs/data.md says, and name it with %s:\n", datasets.Variable)
	for _, set := range datasets.Sets() {
		fmt.Fprintf(w, "  %-18s %s\n", set.Folder, set.About)
	}
}
