// Package outside checks registers with software that is not ours: the tessera, formats and merkle modules
// of the transparency-dev project.
//
// It is a module of its own, so that their many dependencies stay out of the program. The tests build
// registers with package register and have the others read and verify them, and the other way round.
package outside

import (
	"context"
	"fmt"

	fnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
)

// workers is how many files fsck compares at a time. Each file that differs stops a worker, and with none
// left fsck waits forever: hence also the deadline that [Fsck] asks for.
const workers = 16

// Fsck has tessera's fsck check an exported folder against the public key of its register. It returns nil only if
// fsck came to its end and found nothing. ctx should have a deadline.
func Fsck(ctx context.Context, folder, vkey string) error {
	verifier, err := fnote.NewVerifier(vkey)
	if err != nil {
		return fmt.Errorf("read public key: %w", err)
	}
	check := fsck.New(verifier.Name(), verifier, client.FileFetcher{Root: folder}, leafHashes, fsck.Opts{N: workers})
	result := make(chan error, 1)
	go func() { result <- check.Check(ctx) }()
	select {
	case err = <-result:
	case <-ctx.Done():
		err = ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("fsck %s: %w", folder, err)
	}
	return nil
}

// leafHashes hashes the entries of a bundle, with the others' code only.
func leafHashes(bundle []byte) ([][]byte, error) {
	var entries api.EntryBundle
	if err := entries.UnmarshalText(bundle); err != nil {
		return nil, fmt.Errorf("read bundle: %w", err)
	}
	hashes := make([][]byte, len(entries.Entries))
	for i, e := range entries.Entries {
		hashes[i] = rfc6962.DefaultHasher.HashLeaf(e)
	}
	return hashes, nil
}
