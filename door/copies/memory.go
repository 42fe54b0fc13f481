package copies

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/numbered"
	"truce/ground/register"
	"truce/tool/staging"
)

// maxRemembered heads are kept of a register. The largest says most; the older ones are
// for copies that are older than it.
const maxRemembered = 64

const memoryFormat = "truce-seen-1"

// memory is what a checking party keeps about one register: the key that it came to
// trust, and heads that it has seen. Nobody else writes it, so whoever signs a second
// history is found out at the next check.
type memory struct {
	Format string `json:"format"`
	Origin string `json:"origin"`
	Key    string `json:"key"`
	Heads  []seen `json:"heads"` // each was shown to be of one history with those before it
	// Suspect are heads that were seen and not shown to be of that history. They are kept because a later
	// copy may show that they never were.
	Suspect []seen `json:"suspect,omitempty"`
	path    string // "": nothing is kept
}

// seen is one head, by size and in the order seen.
type seen struct {
	Size int64     `json:"size"`
	Seen time.Time `json:"seen"`
	Note string    `json:"note"` // C2SP signed note
}

// openMemory reads the file of an origin; none is an empty memory.
func openMemory(dir, origin string) (*memory, error) {
	if dir == "" {
		return &memory{Format: memoryFormat, Origin: origin}, nil
	}
	m := &memory{Format: memoryFormat, Origin: origin, path: filepath.Join(dir, url.PathEscape(origin)+".json")}
	text, err := os.ReadFile(m.path)
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err == nil {
		err = numbered.Read(text, memoryFormat, m)
	}
	if err == nil && m.Origin != origin {
		err = fmt.Errorf("it is about %q", m.Origin)
	}
	if err != nil {
		return nil, fmt.Errorf("read remembered heads of %q: %w", origin, err)
	}
	return m, nil
}

// Remembered is what a folder of remembered heads holds of one register.
type Remembered struct {
	Origin string
	Key    string
	Size   int64     // of the largest head
	Seen   time.Time // when that was seen
}

// AllRemembered are the registers of which a folder holds heads, by their origins.
func AllRemembered(dir string) (all []Remembered, err error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.json"))
	for _, name := range names {
		origin, err := url.PathUnescape(strings.TrimSuffix(filepath.Base(name), ".json"))
		if err != nil {
			return nil, err
		}
		m, err := openMemory(dir, origin)
		if err != nil {
			return nil, err
		}
		r := Remembered{Origin: origin, Key: m.Key}
		for _, h := range m.Heads {
			if h.Size >= r.Size {
				r.Size, r.Seen = h.Size, h.Seen
			}
		}
		all = append(all, r)
	}
	return all, err
}

// RememberedHeads are the heads of one register that a folder holds, as they were signed, those included that were not shown to
// be of its history.
func RememberedHeads(dir, origin string) ([][]byte, error) {
	m, err := openMemory(dir, origin)
	if err != nil {
		return nil, err
	}
	return append(notes(m.Heads), notes(m.Suspect)...), nil
}

func notes(heads []seen) [][]byte {
	var notes [][]byte
	for _, h := range heads {
		notes = append(notes, []byte(h.Note))
	}
	return notes
}

// holds reports whether the very head was remembered, whoever else signed it since.
func (m *memory) holds(head register.SignedHead, k key) bool {
	return slices.ContainsFunc(m.Heads, func(h seen) bool {
		known, err := register.OpenHead([]byte(h.Note), k.verifier)
		return err == nil && known.TreeHead == head.TreeHead
	})
}

// remember keeps the head of a copy that is as it was signed and of the history seen before. That the office
// took acts against the rules is no reason to forget what it signed. Any other head is kept apart: it is never
// taken for what the register is, and what was remembered stays.
func (c *check) remember() error {
	c.report.Bad, c.report.Findings = c.findings.all, c.findings.list
	if len(c.report.Forks) > 0 && c.o.ForkFile != "" {
		if err := c.proveForks(); err != nil {
			return err
		}
	}
	if c.memory.path == "" {
		return nil
	}
	c.memory.Key = c.key.text
	now := c.o.Now().UTC()
	switch {
	case c.report.ForkFile != "": // both heads are in the proof
		c.memory.forget(c.report.Forks)
	case c.hashes.Problem == nil && len(c.report.Forks) == 0 && c.report.Unproven == NoDoubt:
		c.memory.keep(c.report.Head, now)
		c.memory.clear(c.report.Head)
	default:
		c.memory.suspect(c.report.Head, now)
	}
	return c.memory.save()
}

// suspect keeps a head apart.
func (m *memory) suspect(head register.SignedHead, now time.Time) {
	for _, h := range slices.Concat(m.Heads, m.Suspect) {
		if h.Note == string(head.Note) {
			return
		}
	}
	if len(m.Suspect) < maxRemembered {
		m.Suspect = append(m.Suspect, seen{head.Size, now, string(head.Note)})
	}
}

// forget lets go of suspects of which it was proven that they are of another history.
func (m *memory) forget(forks []register.SignedHead) {
	m.Suspect = slices.DeleteFunc(m.Suspect, func(h seen) bool {
		return slices.ContainsFunc(forks, func(f register.SignedHead) bool { return h.Note == string(f.Note) })
	})
}

// clear lets go of the heads that a longer one, of the remembered history, was shown to extend.
func (m *memory) clear(head register.SignedHead) {
	m.Suspect = slices.DeleteFunc(m.Suspect, func(h seen) bool { return h.Size <= head.Size })
}

func (m *memory) keep(head register.SignedHead, now time.Time) {
	for i, h := range m.Heads {
		if h.Size == head.Size {
			m.Heads[i].Note = string(head.Note) // with what others signed since
			return
		}
	}
	m.Heads = append(m.Heads, seen{head.Size, now, string(head.Note)})
	if len(m.Heads) > maxRemembered {
		m.Heads = thinned(m.Heads)
	}
}

// thinned drops every other one of the older half.
func thinned(heads []seen) []seen {
	half := len(heads) / 2
	var kept []seen
	for i, h := range heads {
		if i >= half || i%2 == 0 {
			kept = append(kept, h)
		}
	}
	return kept
}

// save replaces the file durably.
func (m *memory) save() error {
	text, err := json.Marshal(m, jsontext.WithIndent("  "))
	if err != nil {
		return err
	}
	return staging.Replace(m.path, append(text, '\n'))
}
