package main

import (
	"fmt"
	"strings"

	"truce/judge/admission"
)

// termWords tells rules of an office in one line.
func termWords(t admission.Term) string {
	by := "signed by " + strings.Join(t.Signed, ", ")
	switch {
	case len(t.Signed) == 0:
		by = "signed by nobody who speaks for a side"
	case t.Alone:
		by = "set by " + t.Signed[0] + " alone, when there was no second side"
	}
	words := fmt.Sprintf("since %s: admission %d, policies %.12s, %d sides, %s", stamp(t.Since), t.Rules.Admission, t.Rules.Policies, t.Rules.Threshold, by)
	if !t.Here {
		words += "; this program does not have them"
	}
	return words
}
