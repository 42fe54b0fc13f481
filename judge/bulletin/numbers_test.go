package bulletin_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"truce/judge/bulletin"
	"truce/noun/incident"
	"truce/noun/publication"
)

// A program keeps the rules of earlier numbers beside its own: the next number is a section more, and one that says something else, and
// bulletins of both numbers are made, read and held to the register by the same program. To one without that number
// those of the later one are neither right nor wrong.
func TestNumbers_each_bulletin_goes_by_its_own(t *testing.T) {
	t.Parallel()
	later := bulletin.Later()
	for _, edition := range publication.Editions() {
		earlier := written(t, bulletin.Make(closedBy(t, bulletin.Rules), edition))
		if again := written(t, later.Make(closedBy(t, bulletin.Rules), edition)); !bytes.Equal(again, earlier) {
			t.Errorf("%s: by the rules of number %d a later program makes other bytes:\n%s\n%s", edition, bulletin.Rules, again, earlier)
		}
		newer := written(t, later.Make(closedBy(t, bulletin.Rules+1), edition))
		if !bytes.Contains(newer, []byte(`"late":"said otherwise"`)) || !bytes.Contains(newer, []byte(`"more":{"all":`)) {
			t.Errorf("%s: by the later number it says what the earlier one says", edition)
		}
		for number, text := range map[int][]byte{bulletin.Rules: earlier, bulletin.Rules + 1: newer} {
			b, err := later.Parse(text)
			if err != nil || !bytes.Equal(written(t, b), text) {
				t.Fatalf("%s by number %d is not read as written: %v", edition, number, err)
			}
			rows := closedBy(t, number)
			for _, kept := range []*bulletin.Closed{nil, &rows} {
				if h, err := later.Hold(b, bulletin.Folded{Rows: rows.Rows}, kept); err != nil || len(h.Differences)+len(h.Rows) > 0 {
					t.Errorf("%s by number %d: %v, %v", edition, number, h, err)
				}
			}
			other := rows.Rows
			other.Reports = other.Reports[1:]
			h, err := later.Hold(b, bulletin.Folded{Rows: other}, nil)
			if more := slices.ContainsFunc(h.Differences, func(d bulletin.Difference) bool { return d.Path == "more/all" }); err != nil ||
				verdicts(h.Differences) != bulletin.Wrong || more != (number > bulletin.Rules) {
				t.Errorf("%s by number %d, of other reports: %v, %v", edition, number, h, err)
			}
		}
		if _, err := bulletin.Parse(newer); !isOther(err) {
			t.Errorf("%s of a later number is read by a program that does not have it: %v", edition, err)
		}
	}
	if _, err := bulletin.ReadRows(closedBy(t, bulletin.Rules+1).Text); !isOther(err) {
		t.Errorf("rows of a later number are read by a program that does not have it: %v", err)
	}
	if _, err := later.ReadRows(closedBy(t, bulletin.Rules).Text); err != nil {
		t.Error(err)
	}
}

func isOther(err error) bool {
	other, is := errors.AsType[bulletin.OtherRules](err)
	return is && other.Number == bulletin.Rules+1 && other.Last == bulletin.Rules
}

func closedBy(t *testing.T, number int) bulletin.Closed {
	t.Helper()
	rows := full(3)
	rows.Rules = number
	c, err := rows.Close()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func written(t *testing.T, b bulletin.Bulletin) []byte {
	t.Helper()
	text, err := b.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// A word that the taxonomy has since is no row of earlier bulletins.
func TestOutcomes_go_with_the_number(t *testing.T) {
	t.Parallel()
	if got, want := bulletin.Outcomes(bulletin.Rules), incident.Outcomes(); !slices.Equal(got, want) {
		t.Errorf("bulletins tell the outcomes %v, and there are %v: one more is told by a number more of bulletin.Rules (judge/bulletin/count.go, outcomes)", got, want)
	}
	if len(bulletin.Outcomes(0)) > 0 {
		t.Error("no number is none")
	}
}
