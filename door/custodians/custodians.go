package custodians

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/numbered"
	"truce/noun"
	"truce/noun/people"
	"truce/tool/staging"
)

// State is how what was shown stands to what the device remembers.
type State int

// States.
const (
	First   State = iota // the device remembers nothing: its owner has to accept the set
	Same                 // the set that its owner was shown
	Changed              // another set, which those signed who must: its owner has to accept it
	Nobody               // no set is in force: none was set, or one side's own lapsed
)

const format = "truce-custodians-1"

// Pin is what a device remembers of a register.
type Pin struct {
	Format     string                 `json:"format"`
	Register   act.RegisterID         `json:"register"`
	Founding   act.ID                 `json:"founding"` // the act
	Seen       map[act.SubjectID]Seen `json:"seen"`     // what it was shown about the office, keys and administrators
	Digest     string                 `json:"digest"`   // of the set
	Custodians []people.Custodian     `json:"custodians"`
	Accepted   time.Time              `json:"accepted"`
}

// Seen is what a device was shown about one subject.
type Seen struct {
	Acts    int    `json:"acts"`
	History string `json:"history"` // digest of their ids, in their order
}

// ErrHidden is returned when acts about the office, its keys or its administrators that the device saw before are not what is
// shown now.
var ErrHidden = errors.New("the office shows another beginning of its own history than this device saw before: nothing is sealed by it")

// Found is what a device found out.
type Found struct {
	State  State
	Office people.Shown
	Set    people.CustodianTerm // in force, or the last that was
	Before *Pin                 // what the device remembers; nil: nothing
	file   string
	now    Pin
}

// Look finds out from acts that an office showed, and what the folder remembers. Errors: people.ErrShown,
// ErrHidden; act.ErrFormat, where this program is older than what is shown.
func Look(folder string, register act.RegisterID, texts []string) (Found, error) {
	var acts []act.Act
	for _, text := range texts {
		a, err := act.Parse(text)
		switch {
		case errors.Is(err, act.ErrFormat):
			return Found{}, err
		case err != nil:
			return Found{}, fmt.Errorf("%w: %w", people.ErrShown, err)
		}
		acts = append(acts, a)
	}
	shown, err := people.Show(register, acts)
	if err != nil {
		return Found{}, err
	}
	f := Found{Office: shown, file: file(folder, register)}
	if err := f.recall(folder, register); err != nil {
		return Found{}, err
	}
	last := time.Unix(int64(len(acts)), 0) // Show counts acts, and not time
	set, holds := shown.CustodiansAt(last)
	f.Set = set
	f.now = Pin{Format: format, Register: register, Founding: shown.Founding, Seen: map[act.SubjectID]Seen{}, Digest: set.Digest, Custodians: set.Custodians}
	for subject, ids := range shown.Seen {
		f.now.Seen[subject] = Seen{len(ids), history(ids)}
	}
	switch {
	case !holds:
		f.State = Nobody
	case f.Before == nil:
		f.State = First
	case f.Before.Digest != set.Digest:
		f.State = Changed
	default:
		f.State = Same
	}
	return f, nil
}

// Known is what a device remembers of a register; nil if nothing.
func Known(folder string, register act.RegisterID) (*Pin, error) {
	text, err := os.ReadFile(file(folder, register))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var p Pin
	if err == nil {
		err = numbered.Read(text, format, &p)
	}
	if err != nil {
		return nil, fmt.Errorf("read which custodians this device knows: %w", err)
	}
	return &p, nil
}

func file(folder string, register act.RegisterID) string {
	return filepath.Join(folder, string(register)+".custodians")
}

// recall holds what is shown to what the device remembers.
func (f *Found) recall(folder string, register act.RegisterID) error {
	p, err := Known(folder, register)
	if err != nil || p == nil {
		return err
	}
	for subject, seen := range p.Seen {
		ids := f.Office.Seen[subject]
		if seen.Acts > len(ids) || history(ids[:seen.Acts]) != seen.History {
			return ErrHidden
		}
	}
	if p.Founding != f.Office.Founding {
		return ErrHidden
	}
	f.Before = p
	return nil
}

// Accept remembers the set in force: its owner was told who they are, and accepted them.
func (f Found) Accept(now time.Time) error {
	if f.State == Nobody {
		return errors.New("no set of custodians is in force")
	}
	p := f.now
	p.Accepted = now.UTC()
	if f.State == Same {
		p.Accepted = f.Before.Accepted
	}
	text, err := json.Marshal(p, jsontext.WithIndent("  "), json.Deterministic(true))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(f.file), staging.OwnFolder); err != nil {
		return err
	}
	return staging.Replace(f.file, append(text, '\n'))
}

// Register is the register for which the device signs.
func (f Found) Register() act.RegisterID { return f.now.Register }

// Signed are the sides that signed the set, in their order.
func (f Found) Signed() []string {
	p, _ := noun.Find(f.Office.Proposals, f.Set.Act)
	return f.Office.Signatories(p)
}

func history(ids []act.ID) string {
	h := sha256.New()
	for _, id := range ids {
		fmt.Fprintln(h, id)
	}
	return hex.EncodeToString(h.Sum(nil))
}
