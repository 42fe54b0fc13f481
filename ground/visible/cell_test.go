package visible_test

import (
	"testing"

	"truce/ground/visible"
)

func TestCell(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"": "", "Hama": "Hama", "5-6 km": "5-6 km", "=1": "'=1", "+a": "'+a", "-a1": "'-a1", "-1": "-1", "-2.5": "-2.5", "@x": "'@x", "\t=1": "'\t=1", " =1": "' =1",
		"\n=1": "'\n=1", "＝1": "'＝1", "\ufeff=1": "'\ufeff=1", "\u200e=1": "'\u200e=1", "a\x1b=1": `a\u001b=1`,
	} {
		if got := visible.Cell(s); got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	}
}
