package office

import (
	"errors"
	"path/filepath"

	"truce/ground/problem"
	"truce/ground/register"
	"truce/tool/blob"
	"truce/tool/disk"
	"truce/tool/headfile"
)

// Copied says of which copy of a register an office was made that is asked only: it takes no acts, signs no heads,
// has no key, and notes nobody's reading. Its answers are those of the office that the copy is of, as far as the
// copy tells.
type Copied struct {
	Key      string // verifier key of the register's heads
	Head     []byte // the head of the copy; nil while it is being folded, or if only its beginning was
	Evidence string // folder of the files that came with the copy, which are only read; "" if there are none
	// Bulletins is the folder of the published bulletins that came with the copy, which are only read; "" if there are none.
	Bulletins string
	// Open are, by noun, the subjects of which the copy does not tell how they stand, because members are withheld
	// from it on which that turns (noun.Noun.Turns).
	Open map[string]int64
}

// errUnsigned says that there is no head of what was folded.
var errUnsigned = errors.New("this part of a copy has no signed head, and nobody here can sign one")

// whole reports whether all of a copy is folded, so that nobody writes into the folder any more.
func (c *Copied) whole() bool { return c != nil && c.Head != nil }

// heads are those of somebody who only reads.
func (c *Copied) heads() (h *heads, err error) {
	h = &heads{vkey: c.Key, kept: &headfile.Heads{}}
	if h.verifier, err = register.NewVerifier(c.Key); err != nil {
		return nil, err
	}
	h.origin = h.verifier.Name()
	if c.Head != nil {
		h.kept.Last, err = register.OpenHead(c.Head, h.verifier)
	}
	return h, err
}

// blobs are the files that came with the copy. Where there are none an empty folder stands for them.
func (c *Copied) blobs(d disk.Disk, folder string) (*blob.Store, error) {
	if c.Evidence != "" {
		return blob.OpenReadOnly(d, c.Evidence)
	}
	none := filepath.Join(folder, blob.Folder)
	if err := disk.MakeFolder(d, none, disk.OwnFolder); err != nil {
		return nil, err
	}
	return blob.OpenReadOnly(d, none)
}

// Copied is the copy that this office was made from, nil if it is an office that takes acts.
func (f *Office) Copied() *Copied { return f.options.Copied }

// Takes refuses for an office that is only read.
func (f *Office) Takes() error {
	if f.studied {
		return f.studiedProblem()
	}
	if f.options.Copied == nil {
		return nil
	}
	return problem.Forbidden(problem.CopyIsRead, problem.P{"register": f.heads.origin})
}
