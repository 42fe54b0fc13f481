package copies

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"truce/ground/act"
	"truce/ground/register"
	"truce/ground/work"
	"truce/judge/policy"
	"truce/noun/people"
	"truce/office"
	"truce/office/bulletins"
	"truce/office/reading"
	"truce/tool/staging"
)

// Errors of Export besides problems.
var (
	ErrOtherRegister = errors.New("the folder holds a copy of another register; choose another folder")
	ErrOtherReader   = errors.New("the folder holds a copy made for somebody else; choose another folder")
	ErrReleased      = errors.New("the folder holds a copy by a release that gave more than this one; choose another folder, or have the same released again")
)

// Names in an exported folder beside those of package register.
const (
	keyName   = "register.pub"
	stateName = StateName
	asideName = ".new"
)

// StateName is the file of an exported folder that says for whom it was made.
const StateName = "export.json"

// ExportOptions are all optional.
type ExportOptions struct {
	// HiddenAgain writes all disclosures again, for example after some were dropped. It
	// is done without being asked when the reader's rights have changed.
	HiddenAgain bool
	// Bulletins are those of the office; nil: none are copied.
	Bulletins *bulletins.Bulletins
	// Release is the act by which the reader may be given what is restricted. Without one the copy in the folder goes on
	// by the release that it has; if it has none, nothing restricted is copied.
	Release act.ID
	before  func(step string) error
}

// Exported says what an export did.
type Exported struct {
	Head     register.SignedHead
	From     int64          // entries that the folder had before
	Written  int            // files of the register
	Hidden   int            // files of disclosures
	Evidence int            // files of evidence
	Unsound  []string       // evidence that is damaged in the office and so not in the copy, a line each
	Lacks    int64          // acts, of those whose disclosures were written, of which the office does not hold what the reader may see
	Release  people.Release // by which something restricted was copied, the zero value if nothing was
	// FirstLacks are the first of them.
	FirstLacks []Lack
}

// Lack is an act of which an office does not hold what it was handed with it.
type Lack struct {
	Act     act.ID
	Classes []string
}

// String is a line for a person.
func (l Lack) String() string {
	return fmt.Sprintf("What act %s hides of the class %s is not here.", l.Act, strings.Join(l.Classes, ", "))
}

// mostLacks bounds Exported.FirstLacks.
const mostLacks = 100

// Export writes the copy of the office's register that the reader may have into a folder.
// Into a folder that holds an earlier copy for the same reader it adds only what is new.
// The signed head is written last: an export that is broken off leaves the copy that was
// there, and the next one goes on. Before the first byte the office's head must be shown to extend
// every head that the folder has (Heads): otherwise nothing of the copy is touched.
//
// Errors: problem NotPermitted (the reader may not copy the register); those of Heads.Admit;
// ErrOtherRegister, ErrOtherReader.
func Export(ctx context.Context, o *office.Office, room *reading.Room, who policy.Person, dir string, opts ExportOptions, tell work.Tell) (Exported, error) {
	if !o.May(who, policy.CopyRegister) {
		return Exported{}, o.Policy().Refusal(policy.CopyRegister)
	}
	if err := os.MkdirAll(dir, staging.OpenFolder); err != nil {
		return Exported{}, fmt.Errorf("export: %w", err)
	}
	x := &export{
		ctx: ctx, office: o, room: room, who: who, tell: tell, opts: opts,
		folder: &staging.Folder{Path: filepath.Clean(dir), Aside: filepath.Join(dir, asideName), Before: opts.before},
	}
	if err := x.run(); err != nil {
		return Exported{}, fmt.Errorf("export: %w", err)
	}
	return x.done, nil
}

type export struct {
	ctx    context.Context
	office *office.Office
	room   *reading.Room
	who    policy.Person
	folder *staging.Folder
	opts   ExportOptions
	tell   work.Tell
	heads  *Heads
	made   *Made
	spoke  bool // somebody spoke about the office since the copy that is there: what was hidden may be erased
	by     people.Release
	done   Exported
}

func (x *export) run() error {
	if err := x.release(); err != nil {
		return err
	}
	made, again, err := Claim(x.folder.Path, x.who, x.by)
	if err != nil {
		return err
	}
	x.made, again = made, again || x.opts.HiddenAgain
	if err := x.open(); err != nil {
		return err
	}
	if err := x.folder.Begin(); err != nil {
		return err
	}
	for _, part := range []func() error{
		x.register, func() error { return x.hiddenAfter(again) }, x.evidence, x.bulletins,
		func() error { return x.folder.Write(keyName, []byte(x.office.Key()+"\n"), staging.OpenFile) },
		func() error { return x.folder.Write(ReadmeName, x.readme(), staging.OpenFile) },
		x.settle,
	} {
		if err := part(); err != nil {
			return err
		}
	}
	return x.folder.End()
}

// release finds the release by which the copy is made. One that is not in force is refused before anything is written.
func (x *export) release() (err error) {
	id := x.opts.Release
	if id == (act.ID{}) {
		if id, err = ReleaseOf(x.folder.Path, x.who.ID); err != nil {
			return err
		}
	}
	x.by, err = x.room.Release(x.who, id)
	x.done.Release = x.by
	return err
}

// open reads the head that the folder has and the one that it shall get, and holds the
// one to be the beginning of the other. An office whose own record is not what it took hands out nothing.
func (x *export) open() error {
	if err := x.office.Intact(x.ctx); err != nil {
		return err
	}
	signed, err := x.office.Head(x.ctx)
	if err != nil {
		return err
	}
	if x.done.Head, err = register.OpenHead(signed, x.office.Verifier()); err != nil {
		return err
	}
	x.heads, err = OpenHeads(x.folder.Path, x.office.Key())
	if err != nil {
		return err
	}
	if err := x.heads.Admit(x.ctx, x.office.Tiles(), x.done.Head); err != nil {
		return err
	}
	x.done.From = x.heads.Size()
	return nil
}

// register writes tiles and bundles. The head is kept back for settle.
func (x *export) register() error {
	total := int64(0)
	for range register.TilePaths(x.done.From, x.done.Head.Size) {
		total++
	}
	return register.Export(x.ctx, x.done.From, x.done.Head, x.office, x.office.Tiles(), func(path string, content []byte) error {
		if path == register.HeadPath {
			return nil
		}
		defer func() { x.tell.At("copy the register", int64(x.done.Written), total, "files") }()
		x.done.Written++
		return x.folder.Write(path, content, staging.OpenFile)
	})
}

// settle makes everything durable, then writes the head: from here on the copy has all
// that the head says. A crash before leaves the earlier copy.
func (x *export) settle() error {
	if err := x.folder.Flush(); err != nil {
		return err
	}
	if err := x.made.Whole(); err != nil {
		return err
	}
	cosigned, err := x.office.CosignedHistory(x.ctx, math.MaxInt64)
	if err != nil {
		return err
	}
	if err := x.folder.Write(register.CosignedPath, cosigned, staging.OpenFile); err != nil {
		return err
	}
	if err := x.folder.Write(register.HeadPath, x.done.Head.Note, staging.OpenFile); err != nil {
		return err
	}
	return x.folder.Flush()
}
