package office

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/mod/sumdb/note"

	"truce/ground/numbered"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/tool/disk"
	"truce/tool/headfile"
	"truce/tool/intact"
)

// Files of an office that are not in the database, beside the heads that it signed (package headfile).
const (
	keyFile  = "register.key"
	vkeyFile = "register.pub"
)

// heads signs tree heads. A head is signed only after its entries are durable, and shown
// only after it is durable itself in a file that no backup writes over; so nothing that anybody ever saw signed
// can be unsaid by a crash or by an old backup.
type heads struct {
	origin   string
	vkey     string
	verifier note.Verifier
	signer   note.Signer
	studied  bool // nothing is signed, whatever lies in the folder (Studied)

	mu   sync.Mutex
	kept *headfile.Heads
}

// openHeads reads the register's key, or draws one for a register in which there is nothing yet.
func openHeads(d disk.Disk, folder, origin string, entries int64, rand io.Reader) (*heads, error) {
	key, err := disk.ReadFile(d, filepath.Join(folder, keyFile))
	if errors.Is(err, fs.ErrNotExist) {
		key, err = drawKey(d, folder, origin, entries, rand)
	}
	if err != nil {
		return nil, folderProblem(folder, fmt.Errorf("read register key: %w", err))
	}
	h, err := readHeads(d, folder)
	if err != nil {
		return nil, err
	}
	h.signer, err = register.NewSigningKey(strings.TrimSpace(string(key)))
	if err == nil && (h.signer.Name() != h.origin || h.signer.KeyHash() != h.verifier.KeyHash()) {
		err = fmt.Errorf("it is the key of %s", h.signer.Name())
	}
	if err != nil {
		return nil, problem.Conflict(problem.RegisterKeyWrong, problem.P{"folder": folder}).Because(err)
	}
	return h, nil
}

// readHeads reads who signs and what was signed, and no key.
func readHeads(d disk.Disk, folder string) (*heads, error) {
	vkey, err := disk.ReadFile(d, filepath.Join(folder, vkeyFile))
	if err != nil {
		return nil, folderProblem(folder, fmt.Errorf("read register key: %w", err))
	}
	h := &heads{vkey: strings.TrimSpace(string(vkey))}
	if h.verifier, err = register.NewVerifier(h.vkey); err != nil {
		return nil, problem.Conflict(problem.RegisterKeyWrong, problem.P{"folder": folder}).Because(err)
	}
	h.origin = h.verifier.Name()
	h.kept, err = headfile.Read(d, folder, h.verifier)
	return h, HeadsProblem(folder, err)
}

// HeadsProblem tells people what to do about signed heads that cannot be read, or are those of another folder.
func HeadsProblem(folder string, err error) error {
	if unreadable, is := errors.AsType[headfile.UnreadableError](err); is {
		return problem.Unavailable(problem.SignedHeadsUnreadable, problem.P{"file": unreadable.Path, "at": fmt.Sprint(unreadable.At)}).Because(err)
	}
	if newer, is := errors.AsType[numbered.NewerError](err); is {
		return problem.Unavailable(problem.FileNewer, problem.P{"file": filepath.Join(folder, headfile.FileName), "found": newer.Has, "expected": newer.Reads}).Because(err)
	}
	if moved, is := errors.AsType[headfile.MovedError](err); is {
		return problem.Unavailable(problem.SignedHeadsMoved, problem.P{"file": moved.Path}).Because(err)
	}
	return folderProblem(folder, err)
}

// drawKey makes no second key for a register that has signed with a first, or in which there is anything.
func drawKey(d disk.Disk, folder, origin string, entries int64, rand io.Reader) ([]byte, error) {
	if entries > 0 || disk.Has(d, filepath.Join(folder, headfile.FileName)) {
		return nil, problem.Conflict(problem.RegisterKeyMissing, problem.P{"folder": folder, "entries": entries})
	}
	skey, vkey, err := register.GenerateKey(rand, origin)
	if err != nil {
		return nil, err
	}
	if err := disk.Replace(d, filepath.Join(folder, vkeyFile), []byte(vkey+"\n")); err != nil {
		return nil, err
	}
	return []byte(skey), disk.Replace(d, filepath.Join(folder, keyFile), []byte(skey+"\n"))
}

// settle takes off the file what was torn while it was written, which nobody ever saw, and takes up a head of which the
// database tells and the file does not: it was signed, so nothing below it may be signed again.
func (h *heads) settle(cosigned []byte, log *slog.Logger) error {
	if h.studied || h.signer == nil {
		return nil
	}
	if torn := h.kept.Torn; torn > 0 {
		log.Warn("the last signed head was torn while it was written; nobody was shown it, and it was cut off", "bytes", torn)
	}
	if err := h.kept.Settle(); err != nil {
		return err
	}
	head, err := register.OpenHead(cosigned, h.verifier)
	if cosigned == nil || err != nil || head.Size <= h.kept.Last.Size {
		return nil
	}
	bare, err := head.Bare(h.verifier)
	if err != nil {
		return err
	}
	log.Warn("the file of signed heads lacked one that others cosigned; it was added", "entries", head.Size, "file had", h.kept.Last.Size)
	return h.kept.Keep(bare)
}

// allow refuses to go on with a register that does not hold everything that was signed.
func (h *heads) allow(ctx context.Context, tree register.Tree, tiles register.TileReader) error {
	if h.studied {
		return h.allowStudied(tree)
	}
	if h.signer == nil {
		return h.allowCopy(tree)
	}
	_, err := register.NewSigner(ctx, h.signer, tree, tiles, h.seen()...)
	switch {
	case errors.Is(err, register.ErrWouldRollBack):
		return problem.Conflict(problem.RegisterBehindSignedHead,
			problem.P{"size": tree.Size(), "signed": h.kept.Last.Size}).Because(err)
	case err != nil:
		return notAsSigned(h.kept.Last, err)
	}
	return nil
}

// allowCopy refuses what is not all that the head of a copy is of.
func (h *heads) allowCopy(tree register.Tree) error {
	if h.kept.Last.Note != nil && (tree.Size() != h.kept.Last.Size || tree.Root() != h.kept.Last.Root) {
		return problem.Conflict(problem.RegisterAltered, problem.P{"entry": h.kept.Last.Size})
	}
	return nil
}

// allowStudied refuses what is behind the head that came with a backup, which was held to it when it was restored.
func (h *heads) allowStudied(tree register.Tree) error {
	if tree.Size() < h.kept.Last.Size || tree.Size() == h.kept.Last.Size && h.kept.Last.Note != nil && tree.Root() != h.kept.Last.Root {
		return problem.Conflict(problem.RegisterBehindSignedHead, problem.P{"size": tree.Size(), "signed": h.kept.Last.Size})
	}
	return nil
}

func (h *heads) seen() []register.TreeHead {
	if h.kept.Last.Note == nil {
		return nil
	}
	return []register.TreeHead{h.kept.Last.TreeHead}
}

func (h *heads) current() register.SignedHead {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.kept.Last
}

// sign answers the signed head of a committed tree. The new head is proved to extend the
// last one from the stored hashes, so even a database that was altered under a running
// office cannot make it sign a second history.
func (h *heads) sign(ctx context.Context, tree register.Tree, tiles register.TileReader) (register.SignedHead, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.kept.Last.Note != nil && tree.Size() <= h.kept.Last.Size {
		return h.kept.Last, nil
	}
	if h.signer == nil {
		return register.SignedHead{}, errUnsigned
	}
	signer, err := register.NewSigner(ctx, h.signer, tree, tiles, h.seen()...)
	if err != nil {
		return register.SignedHead{}, notAsSigned(h.kept.Last, err)
	}
	next, err := signer.Extend()
	if err != nil {
		return register.SignedHead{}, fmt.Errorf("sign tree head: %w", err)
	}
	// Durable before anybody sees it. A crash here leaves a head that was signed and not
	// shown, which is no promise to anybody and is true all the same.
	if err := h.kept.Keep(next.Head); err != nil {
		return register.SignedHead{}, HeadsProblem(filepath.Dir(h.kept.Path()), fmt.Errorf("keep signed head: %w", err))
	}
	return h.kept.Last, nil
}

// notAsSigned is what can be told without reading the entries: Office.named finds which it is.
func notAsSigned(last register.SignedHead, err error) error {
	return (&intact.Fault{Origin: last.Origin, First: 0, Last: max(last.Size-1, 0), Cause: intact.Signed, Least: last.Size, Why: err}).Problem()
}

// holds reports whether this office signed a head.
func (h *heads) holds(text string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	head, err := register.PeekHead([]byte(text))
	return err == nil && slices.Contains(h.kept.All, head)
}
