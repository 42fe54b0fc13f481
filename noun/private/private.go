// Package private is the noun of what a party files for itself alone: a text that nobody else reads, and that the
// party can show later to be what it filed then. To all others it is as if it was not there, until the party opens it.
// Then it is told, too, how many the same party filed in that week and never opened: who keeps ten and shows the one that
// came true is seen to have kept nine.
package private

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun"
)

// Noun of this package.
const Noun = "private"

// Filings are what parties file for themselves alone.
func Filings() noun.Noun {
	return noun.Noun{
		Name: Noun, Plural: "private", Named: noun.Made,
		About: "What parties filed for themselves alone, and what of it they opened.",
		State: Private{}, Fold: Fold, Rules: 1,
		Kinds: []noun.Kind{
			{Name: "private-filed", Body: PrivateFiled{}, Opens: true, About: "A party files something that it alone can read."},
			{Name: "private-opened", Body: PrivateOpened{}, About: "A party shows what it had filed for itself alone."},
		},
		Public:    noun.Inside("what a party opens, it opens to those who sign in"),
		Kept:      Filed,
		Admission: admission(),
		Plain:     "a text, when it was filed, and how many others of that week were never opened",
	}
}

// Statuses of what a party filed for itself.
const (
	Filed  = "filed" // only the party itself knows that it is there
	Opened = "opened"
)

// Private is the state of what a party filed for itself.
type Private struct {
	PrivateOpened
	Status     string    `json:"status"` // filed or opened
	Party      string    `json:"party" doc:"whose it is"`
	Act        act.ID    `json:"act" doc:"by which it was filed: its entry tells when, in every copy"`
	Filed      time.Time `json:"filed" doc:"when it was received"`
	Opened     time.Time `json:"opened,omitzero" doc:"when what opened it was received"`
	Commitment string    `json:"commitment" doc:"digest of what was filed, as it was told then"`
	// MissionOnly: the key that filed it was vouched for by the mission only.
	MissionOnly bool `json:"missionOnly,omitzero"`
	// Doubted: that key is said to have been in doubt then (noun.MarkSignatures).
	Doubted bool `json:"doubted,omitzero"`
}

// Fold adds up what was filed and, if its party opened it, what it was. Whether the text fits is decided when it is
// taken: it is not for everybody.
func Fold(_ act.SubjectID, entries []fold.Entry, _ fold.Look) fold.Folded {
	g := fold.NewGraph(entries)
	var content fold.Field[PrivateOpened]
	s := Private{Status: Filed}
	for _, e := range entries {
		switch b := e.Body.(type) {
		case *PrivateFiled:
			if s.Filed.IsZero() {
				s.Party, s.Act, s.Filed, s.Commitment, s.MissionOnly = e.Party, e.ID, e.Received, b.Commitment, e.MissionOnly
			}
		case *PrivateOpened:
			if s.Filed.IsZero() || e.Party != s.Party {
				continue
			}
			if s.Status == Filed {
				s.Status, s.Opened = Opened, e.Received
			}
			content.Set(g, e.ID, *b)
		}
	}
	if s.Filed.IsZero() {
		return fold.Folded{}
	}
	s.PrivateOpened = content.Value()
	p := fold.Period{
		From: s.Filed, Until: s.Filed.Add(time.Microsecond), // a moment
		Kind: Noun, Status: s.Status, Party: s.Party, Narrative: s.Content.Text.Text, Counts: true, State: s,
	}
	if s.Status == Filed {
		p.Compartment = "party:" + s.Party
	}
	return fold.Folded{Periods: []fold.Period{p}, Conflicts: fold.Conflicts(func() (fold.Conflict, bool) { return content.Conflict("content") })}
}

// Commitment is the digest by which an act tells of a content without telling anything of it: SHA-256, in hex, of lines
// that no content can write otherwise. The salt keeps whoever guesses the text from finding out that he guessed right; the name of what is filed,
// which only its author's key can open, keeps another party from filing the same digest, to show later what it never knew.
func (c Content) Commitment(of act.SubjectID) string {
	h := sha256.New()
	for _, line := range append([]string{"truce private-filed 1", string(of), c.Salt, c.Text.Language}, c.Files...) {
		io.WriteString(h, line+"\n")
	}
	io.WriteString(h, "\n"+c.Text.Text)
	return hex.EncodeToString(h.Sum(nil))
}

// fits refuses a language in more than one line, and a file twice.
func (c Content) fits() error {
	if strings.ContainsAny(c.Text.Language, "\r\n") {
		return errors.New("content: a language is one word")
	}
	seen := map[string]bool{}
	for _, file := range c.Files {
		if seen[file] {
			return errors.New("content: a file stands twice")
		}
		seen[file] = true
	}
	return nil
}
