package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"truce/checks/datasets"
)

const tried = `package tried

import "testing"

func TestGood(t *testing.T) { t.Log("of no interest") }

func TestBad(t *testing.T) {
	t.Run("one", func(t *testing.T) {})
	t.Run("other", func(t *testing.T) { t.Error("it is wrong: mend it so") })
}

func TestLeft(t *testing.T) { t.Skip("the moon is needed") }

func TestLacks(t *testing.T) { t.Run("part", func(t *testing.T) { t.Skip("` + datasets.Unset + `") }) }
`

// module is a small module with these tests.
func module(t *testing.T, source string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module tried\n\ngo 1.26\n", "tried_test.go": source} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func events(t *testing.T, folder string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "test", "-json", "./...")
	cmd.Dir = folder
	out, err := cmd.Output()
	if len(out) == 0 {
		t.Fatalf("run go test: %v", err)
	}
	return out
}

func TestReport_tells_what_failed_and_what_was_skipped(t *testing.T) {
	t.Parallel()
	var told bytes.Buffer
	skipped, err := report(&told, bytes.NewReader(events(t, module(t, tried))))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"--- FAIL: TestBad/other", "it is wrong: mend it so", "FAIL\ttried"} {
		if !strings.Contains(told.String(), want) {
			t.Errorf("%q is not told:\n%s", want, &told)
		}
	}
	for _, unwanted := range []string{"of no interest", "=== RUN", "TestGood", "Bad/one"} {
		if strings.Contains(told.String(), unwanted) {
			t.Errorf("%q is told:\n%s", unwanted, &told)
		}
	}
	want := []skip{{"tried TestLeft", "the moon is needed"}, {"tried TestLacks/part", datasets.Unset}}
	if len(skipped) != 2 || skipped[0] != want[0] || skipped[1] != want[1] {
		t.Errorf("skipped are %q, want %q", skipped, want)
	}
}

func TestReport_ends_a_good_package_as_go_test_does(t *testing.T) {
	t.Parallel()
	var told bytes.Buffer
	good := strings.ReplaceAll(tried, `t.Error("it is wrong: mend it so")`, "")
	if _, err := report(&told, bytes.NewReader(events(t, module(t, good)))); err != nil {
		t.Fatal(err)
	}
	if text := told.String(); !strings.HasPrefix(text, "ok  \ttried\t") || strings.Count(text, "\n") != 1 {
		t.Errorf("told is %q", text)
	}
}

func TestReport_tells_what_does_not_build(t *testing.T) {
	t.Parallel()
	var told bytes.Buffer
	if _, err := report(&told, bytes.NewReader(events(t, module(t, "package tried\n\nvar x int = nothing\n")))); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(told.String(), "undefined: nothing") {
		t.Errorf("told is %q", &told)
	}
}

func TestSkipped_are_kept_and_counted(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "skipped")
	var told bytes.Buffer
	if err := tellSkipped(&told, file); err != nil || !strings.Contains(told.String(), "none was skipped") {
		t.Errorf("of none it tells %q, %v", &told, err)
	}
	for _, s := range []skip{{"a TestLeft", "the moon is needed"}, {"b TestLacks", datasets.Unset}} {
		if err := keepSkipped(file, []skip{s}); err != nil {
			t.Fatal(err)
		}
	}
	told.Reset()
	if err := tellSkipped(&told, file); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"a TestLeft: the moon is needed", "Skipped: 2, of them 1 for want of published data", "docs/data.md", datasets.Sets()[0].About} {
		if !strings.Contains(told.String(), want) {
			t.Errorf("%q is not told:\n%s", want, &told)
		}
	}
}

func TestRun_refuses_a_skipped_test_where_none_may_be(t *testing.T) {
	t.Parallel()
	good := module(t, strings.ReplaceAll(tried, `t.Error("it is wrong: mend it so")`, ""))
	if err := run(good, "", []string{"./..."}, true); err == nil || !strings.Contains(err.Error(), "2 tests were skipped") {
		t.Errorf("it ends with %v", err)
	}
	if err := run(good, "", []string{"./..."}, false); err != nil {
		t.Errorf("where they may be it ends with %v", err)
	}
}
