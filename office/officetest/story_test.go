package officetest

import "testing"

func TestDiffering_tells_what_is_between_what_is_alike(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ old, now, want string }{
		"alike":         {"a\nb\n", "a\nb", ""},
		"one line":      {"a\nb\nc", "a\nx\nc", "  a\n- b\n+ x\n"},
		"one came":      {"a\nc", "a\nb\nc", "  a\n+ b\n"},
		"one went last": {"a\nb", "a", "  a\n- b\n"},
		"everything":    {"a", "b", "- a\n+ b\n"},
	} {
		if got := differing(lines([]byte(c.old)), lines([]byte(c.now))); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}
