package copies

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/mod/sumdb/tlog"

	"truce/ground/numbered"
	"truce/ground/register"
	"truce/tool/staging"
)

// ErrNoFork says that a file does not prove that a register signed two histories.
var ErrNoFork = errors.New("the file does not show two histories")

const forkFormat = "truce-fork-1"

// forkFile proves to others that a register signed two histories. It holds all that is
// needed but the register's key, of which it says only which one it is.
type forkFile struct {
	Format string     `json:"format"`
	About  string     `json:"about"`
	Origin string     `json:"origin"`
	Key    string     `json:"key"`
	Entry  *forkEntry `json:"entry,omitzero"`
	Heads  *forkHeads `json:"heads,omitzero"`
}

// forkEntry shows two different entries at one position, both signed for.
type forkEntry struct {
	Index int64    `json:"index"`
	A     forkLeaf `json:"a"`
	B     forkLeaf `json:"b"`
}

type forkLeaf struct {
	Leaf    string `json:"leaf"`    // hash, base64
	Receipt string `json:"receipt"` // C2SP tlog-proof
}

// forkHeads shows two heads of which the newer does not extend the older.
type forkHeads struct {
	Newer string   `json:"newer"` // C2SP signed note
	Older string   `json:"older"`
	Root  string   `json:"root"`  // of the newer one's history at the older one's size, base64
	Proof []string `json:"proof"` // RFC 6962 consistency proof from root to newer, base64
}

func newForkFile(k key) forkFile {
	return forkFile{
		Format: forkFormat, About: "This proves that the register " + k.verifier.Name() + " signed two different histories. " +
			"Anybody can check it with the register's public key alone. Keep it, and show it to the other offices.",
		Origin: k.verifier.Name(), Key: k.text,
	}
}

func forkOfEntry(k key, fork register.Fork) forkFile {
	f := newForkFile(k)
	f.Entry = &forkEntry{fork.Index,
		forkLeaf{fork.A.String(), string(fork.ReceiptA.Bytes())}, forkLeaf{fork.B.String(), string(fork.ReceiptB.Bytes())}}
	return f
}

func forkOfHeads(k key, d denial) forkFile {
	f := newForkFile(k)
	f.Heads = &forkHeads{Newer: string(d.newer.Note), Older: string(d.older.Note), Root: d.root.String()}
	for _, h := range d.proof {
		f.Heads.Proof = append(f.Heads.Proof, h.String())
	}
	return f
}

// write puts the proof into a file and answers which. A proof that is there is never written over, because it may
// be the only one: then the next free name beside it is taken.
func (f forkFile) write(path string) (string, error) {
	text, err := json.Marshal(f, jsontext.WithIndent("  "))
	if err != nil {
		return "", err
	}
	text = append(text, '\n')
	stem, ext := strings.TrimSuffix(path, filepath.Ext(path)), filepath.Ext(path)
	for n := 2; ; n++ {
		held, err := os.ReadFile(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return path, staging.Replace(path, text)
		case err != nil:
			return "", err
		case bytes.Equal(held, text):
			return path, nil
		}
		path = fmt.Sprintf("%s-%d%s", stem, n, ext)
	}
}

// CheckFork checks the proof of a fork with the register's verifier key, known from
// elsewhere, and answers the register's origin. ErrNoFork: it proves nothing.
func CheckFork(content []byte, verifierKey string) (origin string, err error) {
	k, err := parseKey(verifierKey, KeyGiven)
	if err != nil {
		return "", fmt.Errorf("check fork: %w", err)
	}
	var f forkFile
	if err := numbered.Read(content, forkFormat, &f); err != nil {
		if newer, is := errors.AsType[numbered.NewerError](err); is {
			return "", newer
		}
		return "", fmt.Errorf("check fork: %w: %w", ErrNoFork, err)
	}
	switch {
	case f.Entry != nil:
		err = f.Entry.check(k)
	case f.Heads != nil:
		err = f.Heads.check(k)
	default:
		err = errors.New("neither entry nor heads")
	}
	if err != nil {
		return "", fmt.Errorf("check fork: %w: %w", ErrNoFork, err)
	}
	return k.verifier.Name(), nil
}

func (e forkEntry) check(k key) error {
	fork := register.Fork{Index: e.Index}
	var errs [4]error
	fork.A, errs[0] = tlog.ParseHash(e.A.Leaf)
	fork.B, errs[1] = tlog.ParseHash(e.B.Leaf)
	fork.ReceiptA, errs[2] = register.ParseReceipt([]byte(e.A.Receipt))
	fork.ReceiptB, errs[3] = register.ParseReceipt([]byte(e.B.Receipt))
	if err := errors.Join(errs[:]...); err != nil {
		return err
	}
	return fork.Check(k.verifier)
}

func (h forkHeads) check(k key) error {
	var d denial
	var err error
	if d.newer, err = register.OpenHead([]byte(h.Newer), k.verifier); err != nil {
		return err
	}
	if d.older, err = register.OpenHead([]byte(h.Older), k.verifier); err != nil {
		return err
	}
	if d.root, err = tlog.ParseHash(h.Root); err != nil {
		return err
	}
	for _, text := range h.Proof {
		hash, err := tlog.ParseHash(text)
		if err != nil {
			return err
		}
		d.proof = append(d.proof, hash)
	}
	if d.root == d.older.Root {
		return errors.New("the two heads are of one history")
	}
	return d.check()
}

// proveForks writes the proof for the first remembered head that the copy denies.
func (c *check) proveForks() error {
	if c.denial == nil {
		var err error
		c.denial, err = deny(c.ctx, register.ReadTiles(c.src), c.report.Head, c.report.Forks[0])
		if err != nil || c.denial == nil {
			// The copy's hash tiles are damaged too: the two heads in the report are what there is.
			return ignoreProof(err)
		}
	}
	var err error
	c.report.ForkFile, err = forkOfHeads(c.key, *c.denial).write(c.o.ForkFile)
	return err
}

func ignoreProof(err error) error {
	if errors.Is(err, register.ErrProof) {
		return nil
	}
	return ignoreDamage(err)
}
