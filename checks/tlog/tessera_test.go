package outside_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	fnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"

	outside "truce/checks/tlog"
	"truce/ground/register"
)

func fsck(t *testing.T, folder, vkey string) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	return outside.Fsck(ctx, folder, vkey)
}

func TestFsck(t *testing.T) {
	t.Parallel()
	perSize(t, func(t *testing.T, n int) {
		o := newOffice(t, n)
		if err := fsck(t, o.export(t), o.vkey); err != nil {
			t.Error(err)
		}
	})
}

func TestFsckFindsOneFlippedBit(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 66000)
	folder := o.export(t)
	for _, path := range []string{
		"checkpoint", "tile/entries/000", "tile/entries/257.p/208", "tile/0/000", "tile/0/257.p/208", "tile/1/000", "tile/1/001.p/1", "tile/2/000.p/1",
	} {
		back := flip(t, folder, path, 31)
		if err := fsck(t, folder, o.vkey); err == nil {
			t.Errorf("a bit of %s was flipped, and fsck is content", path)
		}
		report, err := register.Check(t.Context(), register.Folder(os.DirFS(folder)), register.Options{Verifier: verifier(t, o.vkey)})
		if err == nil && report.Problem == nil {
			t.Errorf("a bit of %s was flipped, and our own check is content", path)
		}
		back()
	}
	if err := fsck(t, folder, o.vkey); err != nil {
		t.Errorf("with every bit back in its place: %v", err)
	}
}

func TestFsckFolderCommand(t *testing.T) {
	t.Parallel()
	command := filepath.Join(t.TempDir(), "fsck-folder")
	if out, err := exec.Command("go", "build", "-o", command, "./cmd/fsck-folder").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	o := newOffice(t, 300)
	folder := o.export(t)
	if out, err := exec.Command(command, folder, o.vkey).Output(); err != nil || !strings.HasPrefix(string(out), "OK: ") {
		t.Errorf("good folder: %v, %q", err, out)
	}
	flip(t, folder, "tile/0/000", 5)
	if out, err := exec.Command(command, folder, o.vkey).Output(); err == nil || !strings.HasPrefix(string(out), "FAILED: ") {
		t.Errorf("bad folder: %v, %q", err, out)
	}
	if out, err := exec.Command(command, folder).Output(); err == nil {
		t.Errorf("no key: %q", out)
	}
}

// TestClientReadsUs reads a register with tessera's client, entry by entry and tile by tile.
func TestClientReadsUs(t *testing.T) {
	t.Parallel()
	perSize(t, func(t *testing.T, n int) {
		o := newOffice(t, n)
		fetch := client.FileFetcher{Root: o.export(t)}
		v, err := fnote.NewVerifier(o.vkey)
		if err != nil {
			t.Fatal(err)
		}
		head, _, _, err := client.FetchCheckpoint(t.Context(), fetch.ReadCheckpoint, v, origin)
		if err != nil || head.Size != uint64(n) {
			t.Fatalf("head %+v, %v", head, err)
		}
		last := n - 1
		bundle, err := client.GetEntryBundle(t.Context(), fetch.ReadEntryBundle, uint64(last/256), uint64(n))
		if err != nil || !bytes.Equal(bundle.Entries[last%256], o.entries[last]) {
			t.Errorf("last entry: %v", err)
		}
		leaves, err := client.FetchLeafHashes(t.Context(), fetch.ReadTile, 0, uint64(n), uint64(n))
		if err != nil || len(leaves) != n {
			t.Errorf("%d leaf hashes, %v", len(leaves), err)
		}
		prover, err := client.NewProofBuilder(t.Context(), uint64(n), fetch.ReadTile)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range []int{0, n / 2, last} {
			theirs, err := prover.InclusionProof(t.Context(), uint64(i))
			if err != nil {
				t.Fatal(err)
			}
			ours, err := register.ProveInclusion(t.Context(), o.tiles(), int64(n), int64(i))
			if err != nil || !slices.EqualFunc(hashesOf(ours), theirs, bytes.Equal) {
				t.Errorf("the proofs of entry %d differ: %v", i, err)
			}
		}
	})
}

// TestWeReadTessera has tessera write a register of our entries, and checks it as one of ours.
func TestWeReadTessera(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 700)
	folder := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	appender, stop, reader := newTessera(t, ctx, folder, o.signer)
	await := tessera.NewPublicationAwaiter(ctx, reader.ReadCheckpoint, 10*time.Millisecond)
	var last tessera.IndexFuture
	for _, e := range o.entries {
		last = appender.Add(ctx, tessera.NewEntry(e))
	}
	if _, _, err := await.Await(ctx, last); err != nil {
		t.Fatal(err)
	}
	if err := stop(ctx); err != nil {
		t.Fatal(err)
	}
	theirs := register.Folder(os.DirFS(folder))
	report, err := register.Check(t.Context(), theirs, register.Options{Verifier: verifier(t, o.vkey)})
	if err != nil || report.Problem != nil || report.Head.TreeHead != o.head(t, 700).TreeHead {
		t.Errorf("got %+v, %v", report, err)
	}
	ours := register.Folder(os.DirFS(o.export(t)))
	if c, err := register.Compare(t.Context(), ours, theirs, verifier(t, o.vkey)); err != nil || c.Verdict != register.Same {
		t.Errorf("compared with ours: %v, %v", c.Verdict, err)
	}
}

func newTessera(t testing.TB, ctx context.Context, folder string, signer note.Signer) (*tessera.Appender, func(context.Context) error, tessera.LogReader) {
	t.Helper()
	driver, err := posix.New(ctx, posix.Config{Path: folder})
	if err != nil {
		t.Fatal(err)
	}
	options := tessera.NewAppendOptions().WithCheckpointSigner(signer).WithCheckpointInterval(100 * time.Millisecond)
	appender, stop, reader, err := tessera.NewAppender(ctx, driver, options)
	if err != nil {
		t.Fatal(err)
	}
	return appender, stop, reader
}

func verifier(t testing.TB, vkey string) note.Verifier {
	t.Helper()
	v, err := register.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
