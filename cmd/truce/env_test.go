package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/problem"
	"truce/office"
	"truce/tool/answer"
)

func TestLanguages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		locales []string
		want    string
	}{
		{[]string{"", "", "ru_RU.UTF-8"}, "ru"},
		{[]string{"ar", "", "ru_RU.UTF-8"}, "ar"},
		{[]string{"fa_IR@latin"}, "fa"},
		{[]string{"C.UTF-8", "", "ru_RU"}, "en"},
		{[]string{"de_DE.UTF-8"}, "en"},
		{nil, "en"},
	} {
		if got := problem.Language(languages(c.locales...)...).String(); got != c.want {
			t.Errorf("%q: %s, want %s", c.locales, got, c.want)
		}
	}
}

func TestTell(t *testing.T) {
	t.Parallel()
	told := func(err error) string {
		var out bytes.Buffer
		e := &env{err: &out}
		e.tell(err)
		return out.String()
	}
	secret := fmt.Errorf("dial 10.0.0.1")
	t.Run("says what is wrong, then what to do", func(t *testing.T) {
		t.Parallel()
		got := strings.Split(told(problem.Forbidden(problem.ReporterCannotVerify).Because(secret)), "\n")
		if len(got) != 3 || !strings.HasPrefix(got[0], "error: ") || !strings.HasPrefix(got[1], "hint: ") {
			t.Errorf("told %q", got)
		}
	})
	t.Run("says of a fold that was stopped that it begins again", func(t *testing.T) {
		t.Parallel()
		if got := told(fmt.Errorf("%w: %w", office.ErrFoldStopped, context.Canceled)); !strings.Contains(got, "from the first act") || strings.Contains(got, "kept") {
			t.Errorf("told %q", got)
		}
	})
	t.Run("shows what would command a terminal", func(t *testing.T) {
		t.Parallel()
		if got := told(errors.New("\x1b]0;x\a\u202e")); got != "error: \\u001b]0;x\\u0007\\u202e\n" {
			t.Errorf("told %q", got)
		}
	})
	t.Run("tells an operator the cause of a fault of ours", func(t *testing.T) {
		t.Parallel()
		if got := told(problem.Internal(problem.StorageFailed).Because(secret)); !strings.Contains(got, "cause: dial 10.0.0.1\n") {
			t.Errorf("told %q", got)
		}
	})
}

// TestOutput prints what one party wrote to another's terminal, and to a file.
func TestOutput(t *testing.T) {
	t.Parallel()
	const written, seen = "a\x1b[31m\u202eb\n", "a\\u001b[31m\\u202eb\n"
	for terminal, raw := range map[bool]string{true: seen, false: written} {
		var out bytes.Buffer
		e := &env{out: &output{Writer: &out, terminal: terminal}}
		n, err := e.out.Write([]byte(written))
		e.printf("%s", written)
		if out.String() != raw+seen || n != len(written) || err != nil {
			t.Errorf("terminal %v: %d, %v, %q", terminal, n, err, out.String())
		}
		out.Reset()
		items := []answer.Item{{Subject: "report/1", State: jsontext.Value(`{"narrative":{"text":"\u001b]0;x\u0007\u202e","language":"en"}}`)}}
		if err := table(e, items); err != nil || strings.ContainsAny(out.String(), "\x1b\a\u202e") || !strings.Contains(out.String(), `\u001b]0;x\u0007\u202e`) {
			t.Errorf("a table: %q, %v", out.String(), err)
		}
		out.Reset()
		if err := e.printJSON("\x1b\u202e"); err != nil || out.String() != `"\u001b\u202e"`+"\n" {
			t.Errorf("JSON: %q, %v", out.String(), err)
		}
	}
}

func TestExit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err  error
		want int
	}{{nil, 0}, {fmt.Errorf("no"), 1}, {errTold, 1}, {found{errors.New("bad")}, 3}, {fmt.Errorf("check: %w", found{errors.New("bad")}), 3}, {unjudged{errors.New("later rules")}, 4}} {
		e := &env{err: &bytes.Buffer{}}
		if got := e.exit(c.err); got != c.want {
			t.Errorf("%v: exit code %d, want %d", c.err, got, c.want)
		}
	}
}

func TestProgress(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	now := time.Unix(0, 0)
	e := &env{err: &out, now: func() time.Time { return now }}
	p := e.progress("rebuild")
	for done := int64(0); done <= 1000; done += 10 {
		now = now.Add(100 * time.Millisecond)
		p.at(done, 1000)
	}
	p.end()
	lines := strings.Count(out.String(), "\n")
	if lines == 0 || lines > 10 || !strings.Contains(out.String(), "rebuild: 1000 of 1000") {
		t.Errorf("%d lines:\n%s", lines, out.String())
	}

	out.Reset()
	p = e.progress("soon done")
	p.at(5, 10)
	p.at(10, 10)
	p.end()
	if out.Len() != 0 {
		t.Errorf("told of what is soon done: %s", out.String())
	}
}

func TestLines(t *testing.T) {
	t.Parallel()
	got := lines([]byte(`{"name": "A\nB", "near": {"lon": 36.4, "at": {"lat": 33.5}}, "n": 3, "list": ["x", {"y": 1}], "none": []}`), "  ")
	want := "  name: A B\n  near: lon 36.4, at (lat 33.5)\n  n: 3\n  list: [\"x\", {\"y\": 1}]\n  none: []\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestLoopback(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{"127.0.0.1": true, "::1": true, "localhost": true, "127.9.9.9": true,
		"0.0.0.0": false, "": false, "192.168.1.4": false, "localhost.example": false} {
		if loopback(host) != want {
			t.Errorf("%q: %v", host, !want)
		}
	}
}
