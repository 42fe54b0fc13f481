package people

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"truce/ground/act"
)

// Ruling is what an office goes by, all of it: what its sides may change, together, by a rules-set
// act. Programs have what it names, or say that they do not; nobody changes it by changing a file.
type Ruling struct {
	Admission int    `json:"admission" min:"1" max:"100000" doc:"number of the rules by which programs admit acts"`
	Policies  string `json:"policies" pattern:"^[0-9a-f]{64}$" doc:"digest of the policies and of their Cedar schema: the SHA-256 of what sha256sum prints of the files by name"`
	Threshold int    `json:"threshold" min:"2" max:"50" doc:"how many sides must sign what one side must not do alone"`
	TimeZone  string `json:"timeZone,omitempty" pattern:"^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+){0,2}$" maxlen:"60" doc:"of the office's civil day (IANA), by which its bulletins and what strangers are told go; absent: UTC"`
	CutOff    string `json:"cutOff,omitempty" pattern:"^(24:00|([01][0-9]|2[0-3]):[0-5][0-9])$" doc:"time of that day at which it ends for bulletins; absent: 24:00"`
	Delay     int    `json:"delayHours,omitzero" min:"1" max:"8760" doc:"for how many hours after it was known strangers are not told"`
	// ChosenNames is for exercises, whose names are to be read: there a name may tell something, and
	// whoever comes first has it.
	ChosenNames bool `json:"chosenNames,omitzero" doc:"true where people choose the names of what they open day by day; else those are made from a key and a nonce"`
}

// Zone is the time zone of the office's civil day, by its IANA name. No agreement is asked: a text is one side's to bring
// in, and whoever moves the office's day learns and tells hours that were told as days.
func (r Ruling) Zone() string { return orOf(r.TimeZone, "UTC") }

// PolicyFile is one text of a set of policies, as lawyers read it, or its digest: a set may be larger than an act.
type PolicyFile struct {
	Name   string `json:"name" maxlen:"60" pattern:"^[a-z0-9][a-z0-9-]*\\.(cedar|cedarschema)$" doc:"such as act.cedar"`
	Text   string `json:"text,omitempty" maxlen:"20000" doc:"as it is written"`
	SHA256 string `json:"sha256,omitempty" pattern:"^[0-9a-f]{64}$" doc:"digest of the text, instead of it: an act about this office brought it before, or it is the same in every set under the number of the rules"`
}

// Digest is the SHA-256 digest of the text, in hex.
func (f PolicyFile) Digest() string {
	if f.SHA256 != "" {
		return f.SHA256
	}
	sum := sha256.Sum256([]byte(f.Text))
	return hex.EncodeToString(sum[:])
}

// PoliciesDigest is the digest by which rules name a set of policies, however its files are ordered, and whether
// they bring their texts or name them.
func PoliciesDigest(files []PolicyFile) string {
	sorted := slices.SortedFunc(slices.Values(files), func(a, b PolicyFile) int { return strings.Compare(a.Name, b.Name) })
	var lines strings.Builder
	for _, f := range sorted {
		fmt.Fprintf(&lines, "%s  %s\n", f.Digest(), f.Name)
	}
	sum := sha256.Sum256([]byte(lines.String()))
	return hex.EncodeToString(sum[:])
}

// fits refuses texts that are not those that the rules name.
func (r Ruling) fits(files []PolicyFile) error {
	names := map[string]bool{}
	for _, f := range files {
		if names[f.Name] {
			return errors.New("policies: a file is named once")
		}
		if names[f.Name] = true; (f.Text == "") == (f.SHA256 == "") {
			return errors.New("policies: a file has either its text or its digest")
		}
	}
	if len(files) > 0 && PoliciesDigest(files) != r.Policies {
		return errors.New("policies: the digest is not that of the texts")
	}
	return nil
}

// Term is rules of an office, from the receipt of the last signature that was needed until the next
// term.
type Term struct {
	Act   act.ID    `json:"act"`
	Since time.Time `json:"since"`
	Alone bool      `json:"alone,omitzero"` // one side set them, when there was no second
	Rules Ruling    `json:"rules"`
}

// RulesAt are those in force at a moment; false before the office was founded.
func (o Office) RulesAt(at time.Time) (Term, bool) {
	for _, t := range slices.Backward(o.Terms) {
		if !t.Since.After(at) {
			return t, true
		}
	}
	return Term{}, false
}

// Changes tell what differs from the term before, in plain words.
func (r Ruling) Changes(before Ruling) (all []string) {
	told := func(what string, was, is any) {
		if was != is {
			all = append(all, fmt.Sprintf("%s: %v, before %v", what, is, was))
		}
	}
	told("number of the admission", before.Admission, r.Admission)
	told("policies", before.Policies, r.Policies)
	told("sides that must sign what one must not do alone", before.Threshold, r.Threshold)
	told("time zone of the civil day", before.Zone(), r.Zone())
	told("cut-off", orOf(before.CutOff, "24:00"), orOf(r.CutOff, "24:00"))
	told("hours before strangers are told", before.Delay, r.Delay)
	told("names of what is opened day by day", namesOf(before), namesOf(r))
	return all
}

func namesOf(r Ruling) string {
	if r.ChosenNames {
		return "as people choose"
	}
	return "made from a key and a nonce"
}

func orOf(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
