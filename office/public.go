package office

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"truce/noun/agreement"
	"truce/tool/store"
)

// publicLaw names the members of states of the law that strangers are shown: what is in
// force, and not what is being negotiated.
func publicLaw(noun, path string) bool {
	member, rest, inner := strings.Cut(path, ".")
	switch {
	case noun == agreement.Noun:
		return member == "inForce" || member == "versions" && (!inner || publicVersion(rest))
	case member == "boundary" || member == "course":
		return !inner || publicBoundary(rest)
	}
	return slices.Contains([]string{"code", "status", "exercise"}, member)
}

// publicBoundary leaves out who proposed and consented, when, and how the mission knows.
func publicBoundary(path string) bool {
	member, _, _ := strings.Cut(path, ".")
	return slices.Contains([]string{
		"act", "digest", "force", "agreement", "version", "clause", "approximate", "exercise",
		"names", "kind", "geometry", "edges", "belts", "left", "right", "withdrawals",
	}, member)
}

// publicVersion leaves out positions, and how the mission knows what it recorded.
func publicVersion(path string) bool {
	member, rest, inner := strings.Cut(path, ".")
	if inner && strings.HasSuffix("."+rest, ".source") || inner && strings.HasSuffix("."+rest, ".note") {
		return false
	}
	return slices.Contains([]string{
		"id", "type", "title", "date", "source", "wording", "languages", "timeZone", "replaces", "parties", "events", "clauses",
		"digest", "signatures", "force", "memberships", "extensions", "deadlines", "bindings",
	}, member)
}

// textFor is the state of a row before members are left out of it. Of an agreement
// strangers are shown the versions that entered into force, and of those what counts:
// drafts, reports and claims are still being negotiated.
func (s shown) textFor(row store.Row) (string, error) {
	if s.who.Known() || row.Noun != agreement.Noun {
		return row.State, nil
	}
	return agreed(row.State)
}

func agreed(state string) (string, error) {
	var a agreement.Agreement
	if err := json.Unmarshal([]byte(state), &a); err != nil {
		return "", err
	}
	a.Versions = slices.DeleteFunc(a.Versions, func(v agreement.VersionState) bool { return v.Type != "text" || len(v.Force) == 0 })
	for i := range a.Versions {
		v := &a.Versions[i]
		v.Signatures = slices.DeleteFunc(v.Signatures, func(s agreement.Signature) bool { return !s.Counts })
		v.Extensions = slices.DeleteFunc(v.Extensions, func(x agreement.Extension) bool { return !x.Counts })
	}
	text, err := json.Marshal(a, json.Deterministic(true))
	return string(text), err
}
