package officetest

import (
	"strings"
	"testing"
)

// Answered fails the test if an answer of a story is not the one that stands in it, with the
// lines that differ and the command that takes the new answer over.
func Answered(t testing.TB, question string, stands, got []byte, takeOver string) {
	t.Helper()
	if difference := differing(lines(stands), lines(got)); difference != "" {
		t.Errorf("%s\n%shint: - is what the story says, + what the office answers. If the office is right, take it over and read the difference: %s",
			question, difference, takeOver)
	}
}

func lines(text []byte) []string { return strings.Split(strings.TrimSpace(string(text)), "\n") }

// differing tells what lies between the lines that both begin and end with, after a few of
// those before it.
func differing(old, now []string) string {
	same := 0
	for same < min(len(old), len(now)) && old[same] == now[same] {
		same++
	}
	before := old[max(0, same-4):same]
	old, now = old[same:], now[same:]
	for len(old) > 0 && len(now) > 0 && old[len(old)-1] == now[len(now)-1] {
		old, now = old[:len(old)-1], now[:len(now)-1]
	}
	if len(old)+len(now) == 0 {
		return ""
	}
	var b strings.Builder
	mark(&b, "  ", before)
	mark(&b, "- ", old)
	mark(&b, "+ ", now)
	return b.String()
}

func mark(b *strings.Builder, with string, lines []string) {
	for _, line := range lines {
		b.WriteString(with + line + "\n")
	}
}
