package register

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var (
	// ErrHead says that bytes are not a tree head.
	ErrHead = errors.New("not a tree head")
	// ErrTooMany says that a head claims more entries than [MaxEntries].
	ErrTooMany = fmt.Errorf("the head claims more entries than any register can have, %d: %w", MaxEntries, ErrHead)
	// ErrSignature says that a head does not carry a good signature of the key asked for.
	ErrSignature = errors.New("no good signature")
	// ErrEmptyRoot says that a head of no entries has the root of some.
	ErrEmptyRoot = errors.New("no entries, yet the root of some")
)

// MaxEntries is how many entries a register can have. A head that claims more is refused before anything else of
// it is read: a program that went through what is claimed would not end in a lifetime.
const MaxEntries = 1 << 32

// TreeHead is the state of a register: how many entries it has and the root hash over them.
// C2SP tlog-checkpoint calls it a checkpoint.
type TreeHead struct {
	// Origin names the register, and its key. No spaces, no plus.
	Origin string
	// Size is the number of entries.
	Size int64
	Root tlog.Hash
}

// Body is the signed text (C2SP tlog-checkpoint): origin, size and root, a line each, no extension lines.
func (h TreeHead) Body() string {
	return h.Origin + "\n" + strconv.FormatInt(h.Size, 10) + "\n" + h.Root.String() + "\n"
}

// ParseTreeHead is the inverse of [TreeHead.Body] and accepts nothing else.
func ParseTreeHead(body string) (TreeHead, error) {
	lines := strings.Split(body, "\n")
	if len(lines) != 4 || !isKeyName(lines[0]) {
		return TreeHead{}, fmt.Errorf("parse head: not three lines: %w", ErrHead)
	}
	size, err1 := strconv.ParseInt(lines[1], 10, 64)
	root, err2 := tlog.ParseHash(lines[2])
	h := TreeHead{Origin: lines[0], Size: size, Root: root}
	if err1 != nil || err2 != nil || size < 0 || h.Body() != body {
		return TreeHead{}, fmt.Errorf("parse head: size or root malformed: %w", ErrHead)
	}
	if size > MaxEntries {
		return TreeHead{}, fmt.Errorf("parse head of %d entries: %w", size, ErrTooMany)
	}
	if size == 0 && root != new(Tree).Root() {
		return TreeHead{}, fmt.Errorf("parse head: %w: %w", ErrEmptyRoot, ErrHead)
	}
	return h, nil
}

// SignedHead is a tree head as it travels, with the signature of its origin already checked.
type SignedHead struct {
	TreeHead
	// Note is the C2SP signed note: the body, an empty line, signature lines of the origin and, perhaps,
	// of cosigners.
	Note []byte
}

// signHead signs a head, whatever was signed before: that is for [Signer] to know.
func signHead(h TreeHead, key note.Signer) (SignedHead, error) {
	if _, err := ParseTreeHead(h.Body()); err != nil || key.Name() != h.Origin {
		return SignedHead{}, fmt.Errorf("sign head of %q with key %q: %w", h.Origin, key.Name(), ErrHead)
	}
	signed, err := note.Sign(&note.Note{Text: h.Body()}, key)
	if err != nil {
		return SignedHead{}, fmt.Errorf("sign head of %q: %w", h.Origin, err)
	}
	return SignedHead{TreeHead: h, Note: signed}, nil
}

// OpenHead checks that signed is a head of the register that origin is the key of, and signed by it.
// Signatures of others are left alone; see [Cosignatures]. Errors: [ErrHead], [ErrSignature].
func OpenHead(signed []byte, origin note.Verifier) (SignedHead, error) {
	n, err := openNote(signed, origin)
	if err != nil {
		return SignedHead{}, fmt.Errorf("open head of %q: %w", origin.Name(), err)
	}
	h, err := ParseTreeHead(n.Text)
	if err != nil {
		return SignedHead{}, fmt.Errorf("open head of %q: %w", origin.Name(), err)
	}
	if h.Origin != origin.Name() {
		return SignedHead{}, fmt.Errorf("open head of %q: it names %q: %w", origin.Name(), h.Origin, ErrSignature)
	}
	return SignedHead{TreeHead: h, Note: bytes.Clone(signed)}, nil
}

// openNote checks a note for the signature of one key, in its one encoding: package note itself lets pass
// base64 whose unused bits are set.
func openNote(signed []byte, key note.Verifier) (*note.Note, error) {
	n, err := note.Open(signed, note.VerifierList(key))
	if unsigned, wrong := new(note.UnverifiedNoteError), new(note.InvalidSignatureError); errors.As(err, &unsigned) || errors.As(err, &wrong) {
		return nil, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrHead, err)
	}
	if _, err := base64.StdEncoding.Strict().DecodeString(n.Sigs[0].Base64); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	return n, nil
}

// peekOrigin is the first line of a signed head that nobody has checked yet.
func peekOrigin(signed []byte) string {
	origin, _, _ := strings.Cut(string(signed), "\n")
	return origin
}

// CosignedPath is where copies keep heads that were cosigned, beside the one of [HeadPath], in the form of [JoinHeads].
const CosignedPath = "cosigned"

// JoinHeads writes signed heads one after another, each followed by two empty lines.
func JoinHeads(heads [][]byte) []byte {
	var all []byte
	for _, h := range heads {
		all = append(append(all, h...), "\n\n"...)
	}
	return all
}

// SplitHeads takes apart what [JoinHeads] wrote. The heads are not checked.
func SplitHeads(all []byte) [][]byte {
	var heads [][]byte
	for block := range bytes.SplitSeq(all, []byte("\n\n\n")) {
		if block = bytes.TrimSpace(block); len(block) > 0 {
			heads = append(heads, append(bytes.Clone(block), '\n'))
		}
	}
	return heads
}

// PeekHead reads what a signed head says. Nobody's signature is checked.
func PeekHead(signed []byte) (TreeHead, error) {
	body, _, ok := bytes.Cut(signed, []byte("\n\n"))
	if !ok {
		return TreeHead{}, fmt.Errorf("read head: no empty line: %w", ErrHead)
	}
	return ParseTreeHead(string(body) + "\n")
}
