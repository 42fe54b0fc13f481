package exercise

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"truce/ground/act"
	"truce/ground/register"
)

// Forgery is a register in the hands of somebody who runs the office's machine: he has its key and our
// source, writes what he likes, and signs it as if there had never been anything else.
type Forgery struct {
	entries [][]byte
	key     note.Signer
}

// Forge takes the entries of a copy and the register's secret key.
func Forge(ctx context.Context, copied register.Source, secret string) (*Forgery, error) {
	key, err := register.NewSigningKey(strings.TrimSpace(secret))
	if err != nil {
		return nil, err
	}
	signed, err := copied.Read(ctx, register.HeadPath)
	if err != nil {
		return nil, err
	}
	head, err := register.PeekHead(signed)
	if err != nil {
		return nil, err
	}
	f := &Forgery{key: key}
	for path := range register.TilePaths(0, head.Size) {
		if path.Level != register.BundleLevel {
			continue
		}
		entries, err := register.ReadBundle(ctx, copied, path)
		if err != nil {
			return nil, err
		}
		f.entries = append(f.entries, entries...)
	}
	return f, nil
}

// Size is how many entries there are.
func (f *Forgery) Size() int { return len(f.entries) }

// Append writes an act behind the last entry, which no office was asked to take.
func (f *Forgery) Append(compact string) error {
	last, err := register.ParseEntry(f.entries[len(f.entries)-1])
	if err != nil {
		return err
	}
	return f.AppendAt(compact, last.Received.Add(time.Second))
}

// AppendAt writes an act behind the last entry, as received whenever he likes.
func (f *Forgery) AppendAt(compact string, received time.Time) error {
	encoded, err := register.Entry{Received: received, Act: compact}.Append(nil)
	f.entries = append(f.entries, encoded)
	return err
}

// Drop takes out the first act about a subject and answers its number; those behind it move up.
func (f *Forgery) Drop(subject act.SubjectID) (int, error) {
	for i, encoded := range f.entries {
		e, err := register.ParseEntry(encoded)
		if err != nil {
			return 0, err
		}
		if act.Outline(e.Act).Subject == subject {
			f.entries = append(f.entries[:i:i], f.entries[i+1:]...)
			return i, nil
		}
	}
	return 0, fmt.Errorf("nothing in the register is about %s", subject)
}

// Cut cuts off the last entries.
func (f *Forgery) Cut(last int) { f.entries = f.entries[:max(len(f.entries)-last, 0)] }

// Publish writes the register into the folder of a copy, in the place of the one that was there.
func (f *Forgery) Publish(ctx context.Context, folder string) error {
	for _, gone := range []string{"tile", "heads", register.HeadPath, register.CosignedPath} {
		if err := os.RemoveAll(filepath.Join(folder, gone)); err != nil {
			return err
		}
	}
	var tree register.Tree
	for _, e := range f.entries {
		tree.Append(register.LeafHash(e))
	}
	tiles := register.Tiler{Leaves: f, Nodes: &register.MemoryNodes{}}
	signer, err := register.NewSigner(ctx, f.key, tree, tiles) // who forges remembers nothing
	if err != nil {
		return err
	}
	extension, err := signer.Extend()
	if err != nil {
		return err
	}
	return register.Export(ctx, 0, extension.Head, f, tiles, func(path string, content []byte) error {
		name := filepath.Join(folder, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		return os.WriteFile(name, content, 0o644)
	})
}

// Entries is part of register.EntryReader.
func (f *Forgery) Entries(_ context.Context, from, to int64) ([][]byte, error) {
	return f.entries[from:to], nil
}

// LeafHashes is part of register.LeafReader.
func (f *Forgery) LeafHashes(_ context.Context, from, to int64) ([]tlog.Hash, error) {
	var leaves []tlog.Hash
	for _, e := range f.entries[from:to] {
		leaves = append(leaves, register.LeafHash(e))
	}
	return leaves, nil
}

// TwoTruths writes a second digest into a slot of an act and signs it again: one act under one id,
// which opens to one thing for one reader and to another for the next. Our own signing cannot make it,
// so that it is made here letter by letter. It answers the act and the second opening.
func TwoTruths(compact string, key act.PrivateKey, class string, other jsontext.Value, rand io.Reader) (string, act.Disclosure, error) {
	secret, is := key.Signer().(ed25519.PrivateKey)
	parts := strings.Split(compact, ".")
	if !is || len(parts) != 3 {
		return "", act.Disclosure{}, errors.New("write two truths: want a signed act and an Ed25519 key")
	}
	second, err := act.NewDisclosure(other, rand)
	if err != nil {
		return "", act.Disclosure{}, err
	}
	b64 := base64.RawURLEncoding
	text, err := b64.DecodeString(parts[1])
	payload := map[string]any{}
	if err := errors.Join(err, json.Unmarshal(text, &payload)); err != nil {
		return "", act.Disclosure{}, err
	}
	slots, _ := payload["slots"].(map[string]any)
	slot, has := slots[class].([]any)
	if !has {
		return "", act.Disclosure{}, fmt.Errorf("write two truths: the act has no slot %s", class)
	}
	slots[class] = append(slot, map[string]string{"...": second.Digest()})
	if text, err = json.Marshal(payload, json.Deterministic(true)); err != nil {
		return "", act.Disclosure{}, err
	}
	input := parts[0] + "." + b64.EncodeToString(text)
	return input + "." + b64.EncodeToString(ed25519.Sign(secret, []byte(input))), second, nil
}
