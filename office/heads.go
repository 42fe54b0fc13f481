package office

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/mod/sumdb/note"

	"truce/ground/problem"
	"truce/ground/register"
	"truce/tool/intact"
)

// Files of an office that are not in the database. A backup never restores headsFile:
// that is what makes a restored, older register known for what it is.
const (
	keyFile   = "register.key"
	vkeyFile  = "register.pub"
	headsFile = "signed-heads"
)

// heads signs tree heads. A head is signed only after its entries are durable, and shown
// only after it is durable itself in headsFile; so nothing that anybody ever saw signed
// can be unsaid by a crash or by an old backup.
type heads struct {
	origin   string
	vkey     string
	verifier note.Verifier
	signer   note.Signer
	path     string
	studied  bool // nothing is signed, whatever lies in the folder (Studied)

	mu   sync.Mutex
	last register.SignedHead
	all  []register.TreeHead // that were ever signed
}

// openHeads reads the register's key, or draws one for a new folder.
func openHeads(folder, origin string, rand io.Reader) (*heads, error) {
	key, err := os.ReadFile(filepath.Join(folder, keyFile))
	if errors.Is(err, fs.ErrNotExist) {
		key, err = drawKey(folder, origin, rand)
	}
	if err != nil {
		return nil, folderProblem(folder, fmt.Errorf("read register key: %w", err))
	}
	vkey, err := os.ReadFile(filepath.Join(folder, vkeyFile))
	if err != nil {
		return nil, folderProblem(folder, fmt.Errorf("read register key: %w", err))
	}
	h := &heads{path: filepath.Join(folder, headsFile), vkey: strings.TrimSpace(string(vkey))}
	if h.signer, err = register.NewSigningKey(strings.TrimSpace(string(key))); err != nil {
		return nil, fmt.Errorf("read register key: %w", err)
	}
	if h.verifier, err = register.NewVerifier(h.vkey); err != nil {
		return nil, fmt.Errorf("read register key: %w", err)
	}
	h.origin = h.verifier.Name()
	return h, h.readLast()
}

// drawKey refuses to make a second key for a register that has signed with a first.
func drawKey(folder, origin string, rand io.Reader) ([]byte, error) {
	if _, err := os.Stat(filepath.Join(folder, headsFile)); err == nil {
		return nil, fmt.Errorf("%s is missing and this register has signed heads: put the key back from where you keep it", keyFile)
	}
	skey, vkey, err := register.GenerateKey(rand, origin)
	if err != nil {
		return nil, err
	}
	if err := writeDurably(filepath.Join(folder, vkeyFile), []byte(vkey+"\n")); err != nil {
		return nil, err
	}
	return []byte(skey), writeDurably(filepath.Join(folder, keyFile), []byte(skey+"\n"))
}

// readLast takes the last whole head of the file. A line torn by a crash was never shown.
func (h *heads) readLast() error {
	all, err := os.ReadFile(h.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read signed heads: %w", err)
	}
	for _, block := range bytes.Split(all, []byte("\n\n\n")) {
		signed := append(bytes.TrimSpace(block), '\n')
		if head, err := register.OpenHead(signed, h.verifier); err == nil {
			h.last, h.all = head, append(h.all, head.TreeHead)
		}
	}
	return nil
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
			problem.P{"size": tree.Size(), "signed": h.last.Size}).Because(err)
	case err != nil:
		return notAsSigned(h.last, err)
	}
	return nil
}

// allowCopy refuses what is not all that the head of a copy is of.
func (h *heads) allowCopy(tree register.Tree) error {
	if h.last.Note != nil && (tree.Size() != h.last.Size || tree.Root() != h.last.Root) {
		return problem.Conflict(problem.RegisterAltered, problem.P{"entry": h.last.Size})
	}
	return nil
}

// allowStudied refuses what is behind the head that came with a backup, which was held to it when it was restored.
func (h *heads) allowStudied(tree register.Tree) error {
	if tree.Size() < h.last.Size || tree.Size() == h.last.Size && h.last.Note != nil && tree.Root() != h.last.Root {
		return problem.Conflict(problem.RegisterBehindSignedHead, problem.P{"size": tree.Size(), "signed": h.last.Size})
	}
	return nil
}

func (h *heads) seen() []register.TreeHead {
	if h.last.Note == nil {
		return nil
	}
	return []register.TreeHead{h.last.TreeHead}
}

func (h *heads) current() register.SignedHead {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.last
}

// sign answers the signed head of a committed tree. The new head is proved to extend the
// last one from the stored hashes, so even a database that was altered under a running
// office cannot make it sign a second history.
func (h *heads) sign(ctx context.Context, tree register.Tree, tiles register.TileReader) (register.SignedHead, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.last.Note != nil && tree.Size() <= h.last.Size {
		return h.last, nil
	}
	if h.signer == nil {
		return register.SignedHead{}, errUnsigned
	}
	signer, err := register.NewSigner(ctx, h.signer, tree, tiles, h.seen()...)
	if err != nil {
		return register.SignedHead{}, notAsSigned(h.last, err)
	}
	next, err := signer.Extend()
	if err != nil {
		return register.SignedHead{}, fmt.Errorf("sign tree head: %w", err)
	}
	// Durable before anybody sees it. A crash here leaves a head that was signed and not
	// shown, which is no promise to anybody and is true all the same.
	if err := appendDurably(h.path, append(bytes.Clone(next.Head.Note), '\n', '\n')); err != nil {
		return register.SignedHead{}, fmt.Errorf("keep signed head: %w", err)
	}
	h.last, h.all = next.Head, append(h.all, next.Head.TreeHead)
	return h.last, nil
}

// notAsSigned is what can be told without reading the entries: Office.named finds which it is.
func notAsSigned(last register.SignedHead, err error) error {
	return (&intact.Fault{Origin: last.Origin, First: 0, Last: max(last.Size-1, 0), Cause: intact.Signed, Least: last.Size, Why: err}).Problem()
}

func appendDurably(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func writeDurably(path string, text []byte) error {
	if err := appendDurably(path+".new", text); err != nil {
		return err
	}
	if err := os.Rename(path+".new", path); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// holds reports whether this office signed a head.
func (h *heads) holds(text string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	head, err := register.PeekHead([]byte(text))
	return err == nil && slices.Contains(h.all, head)
}
