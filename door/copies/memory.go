package copies

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/register"
	"truce/tool/staging"
)

// maxRemembered heads are kept of a register. The largest says most; the older ones are
// for copies that are older than it.
const maxRemembered = 64

// memory is what a checking party keeps about one register: the key that it came to
// trust, and heads that it has seen. Nobody else writes it, so whoever signs a second
// history is found out at the next check.
type memory struct {
	Origin string `json:"origin"`
	Key    string `json:"key"`
	Heads  []seen `json:"heads"`
	path   string // "": nothing is kept
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
		return &memory{Origin: origin}, nil
	}
	m := &memory{Origin: origin, path: filepath.Join(dir, url.PathEscape(origin)+".json")}
	text, err := os.ReadFile(m.path)
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err == nil {
		err = json.Unmarshal(text, m)
	}
	if err == nil && m.Origin != origin {
		err = fmt.Errorf("it is about %q", m.Origin)
	}
	if err != nil {
		return nil, fmt.Errorf("read remembered heads of %q: %w", origin, err)
	}
	return m, nil
}

func (m *memory) notes() [][]byte {
	var notes [][]byte
	for _, h := range m.Heads {
		notes = append(notes, []byte(h.Note))
	}
	return notes
}

// remember keeps the head of a copy in which nothing was found.
func (c *check) remember() error {
	c.report.Bad, c.report.Findings = c.findings.all, c.findings.list
	if len(c.report.Forks) > 0 && c.o.ForkFile != "" {
		if err := c.proveForks(); err != nil {
			return err
		}
	}
	if c.memory.path == "" || !c.report.OK() {
		return nil
	}
	c.memory.Key = c.key.text
	c.memory.keep(c.report.Head, c.o.Now().UTC())
	return c.memory.save()
}

func (m *memory) keep(head register.SignedHead, now time.Time) {
	for _, h := range m.Heads {
		if h.Size == head.Size {
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
