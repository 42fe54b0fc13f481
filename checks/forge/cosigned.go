package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"

	"truce/door/cosign"
	"truce/door/exercise"
	"truce/ground/register"
)

// patience is how long one cosigner may take.
const patience = 10 * time.Second

// shown is the forged register as its owner shows it to cosigners: an office like any other. The methods are those of
// cosign.Office.
type shown struct {
	folder   string
	forgery  *exercise.Forgery
	verifier note.Verifier

	mu   sync.Mutex
	kept [][]byte // heads that were cosigned
}

func (s *shown) Head(context.Context) ([]byte, error) {
	return os.ReadFile(filepath.Join(s.folder, register.HeadPath))
}

func (s *shown) Verifier() note.Verifier { return s.verifier }

func (s *shown) Tiles() register.TileReader {
	return register.Tiler{Leaves: s.forgery, Nodes: new(register.MemoryNodes)}
}

func (s *shown) Cosign(_ context.Context, signed []byte, _ note.Verifier) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept = append(s.kept, signed)
	return os.WriteFile(filepath.Join(s.folder, register.CosignedPath), register.JoinHeads(s.kept), 0o644)
}

// askCosigners asks all whom a policy names, and prints what each answered.
func askCosigners(ctx context.Context, policy, folder string, f *exercise.Forgery) error {
	text, err := os.ReadFile(policy)
	if err != nil {
		return err
	}
	p, err := register.ParsePolicy(text)
	if err != nil {
		return err
	}
	key, err := os.ReadFile(filepath.Join(folder, "register.pub"))
	if err != nil {
		return err
	}
	verifier, err := register.NewVerifier(strings.TrimSpace(string(key)))
	if err != nil {
		return err
	}
	asker := cosign.NewAsker(&shown{folder: folder, forgery: f, verifier: verifier},
		cosign.AskerOptions{Policy: p, Timeout: patience, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	told, err := asker.Ask(ctx)
	for _, t := range told {
		fmt.Println(t.Name, t.Answer)
	}
	return err
}
