package copies

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/work"
	"truce/noun/evidence"
	"truce/tool/blob"
)

// Evidence says how the files of a copy stand to the acts that name them.
type Evidence struct {
	Looked bool // false: the copy came without files, and nothing was compared
	Named  int  // pieces of evidence that acts name
	// Present are those of which at least one form is here, unaltered.
	Present int
	// Missing are those of which no form is here, and Absent the first hundred of them. A
	// reader is not given every file: this is told, and is no fault of the copy.
	Missing int
	Absent  []act.SubjectID
}

const maxAbsent = 100

// deposit is what one act says of a file.
type deposit struct {
	index   int64
	act     act.ID
	subject act.SubjectID
	says    evidence.EvidenceDeposited
}

// most is how many bytes a form of a file of that size can have: sealing adds a little, and a working copy may be less
// well packed.
func (d deposit) most() int64 { return 2*d.says.Size + 64<<20 }

// files compares every file that an act names with the hashes in the act, which its
// depositor signed: stronger than comparing it with the description beside it.
func (c *check) files() error {
	c.report.Evidence.Named = len(c.deposits)
	if c.o.Files == nil {
		return nil
	}
	if _, err := fs.Stat(c.o.Files, "evidence"); errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	c.report.Evidence.Looked = true
	for i, d := range c.deposits {
		if err := c.deposit(d); err != nil {
			return err
		}
		c.tell.At("check evidence", int64(i+1), int64(len(c.deposits)), "files")
	}
	return nil
}

func (c *check) deposit(d deposit) error {
	if d.says.Sealed == "" {
		return nil // what tells of the file is withheld from this copy, and counted as that
	}
	id, err := blob.ParseID(d.says.Sealed)
	if err != nil {
		return nil // the act itself was found to be wrong
	}
	sealed, err := c.form(d, blob.Folder+"/"+id.Path(blob.Sealed), d.says.Sealed)
	if err != nil {
		return err
	}
	working := absent
	if d.says.Working != "" || !c.copiedBy(d) {
		if working, err = c.form(d, blob.Folder+"/"+id.Path(blob.Working), d.says.Working); err != nil {
			return err
		}
	}
	switch e := &c.report.Evidence; {
	case sealed == sound || working == sound:
		e.Present++
	case sealed == absent && working == absent:
		if e.Missing++; len(e.Absent) < maxAbsent {
			e.Absent = append(e.Absent, d.subject)
		}
		return nil
	}
	return c.description(d, id)
}

// copiedBy reports whether another deposit of the same file names its working copy, and this one none.
func (c *check) copiedBy(d deposit) bool {
	return slices.ContainsFunc(c.deposits, func(o deposit) bool { return o.says.Sealed == d.says.Sealed && o.says.Working != "" })
}

// standing of one form of a file.
type standing int

const (
	absent standing = iota
	sound
	altered
)

// form compares one form of a file with the hash that its act gives for it.
func (c *check) form(d deposit, path, want string) (standing, error) {
	if info, err := fs.Stat(c.o.Files, path); err == nil && info.Size() > d.most() {
		c.findings.add(Finding{d.index, d.index, d.act, d.subject, path, fmt.Sprintf("The file is not the one that was deposited: it has %d bytes, and that had %d. It was not read.", info.Size(), d.says.Size)})
		return altered, nil
	}
	got, err := hashOf(c.ctx, c.o.Files, path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return absent, nil
	case err != nil:
		return absent, err
	case got == want:
		return sound, nil
	}
	what := "The file is not the one that was deposited: it was altered or replaced."
	if want == "" {
		what = "There is a working copy that the act does not name."
	}
	c.findings.add(Finding{d.index, d.index, d.act, d.subject, path, what})
	return altered, nil
}

// description compares the description beside a file with the act.
func (c *check) description(d deposit, id blob.ID) error {
	path := blob.Folder + "/" + id.Path(blob.Description)
	text, err := fs.ReadFile(c.o.Files, path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	var stored blob.Stored
	what := ""
	switch {
	case err != nil:
		what = "The description of the file is missing."
	case json.Unmarshal(text, &stored) != nil || stored.ID != id || stored.Original.String() != d.says.Original:
		what = "The description of the file can't be read, or is of another file."
	case stored.Working != nil && d.says.Working != "" && stored.Working.SHA256.String() != d.says.Working:
		what = "The description of the file is not what the act says."
	default:
		return nil
	}
	c.findings.add(Finding{d.index, d.index, d.act, d.subject, path, what})
	return nil
}

func hashOf(ctx context.Context, files fs.FS, path string) (string, error) {
	f, err := files.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, work.Reader(ctx, f)); err != nil {
		return "", fmt.Errorf("read %s: %w", path, err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
