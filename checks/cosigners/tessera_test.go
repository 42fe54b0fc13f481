package cosigners_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/storage/posix"
	"k8s.io/klog/v2"

	"truce/ground/register"
)

// TestTesseraAsksUs: tessera publishes no head that a cosigner of ours has not signed. Another log, that it does not
// follow, gets none published.
func TestTesseraAsksUs(t *testing.T) {
	t.Parallel()
	klog.LogToStderr(false)
	klog.SetOutput(io.Discard)
	const origin = "tessera.example/log"
	skey, log, err := register.GenerateKey(rand.NewChaCha8([32]byte{1}), origin)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := register.NewSigningKey(skey)
	if err != nil {
		t.Fatal(err)
	}
	url, vkey := ours(t, "tr.example/cosigner", log)
	witnesses, err := tessera.NewWitnessGroupFromPolicy(fmt.Appendf(nil, "log %s\nwitness tr %s %s\nquorum tr\n", log, vkey, url))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	driver, err := posix.New(ctx, posix.Config{Path: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	options := tessera.NewAppendOptions().WithCheckpointSigner(signer).WithCheckpointInterval(200*time.Millisecond).
		WithBatching(10, 50*time.Millisecond).WithWitnesses(witnesses, &tessera.WitnessOptions{Timeout: 10 * time.Second})
	appender, stop, reader, err := tessera.NewAppender(ctx, driver, options)
	if err != nil {
		t.Fatal(err)
	}
	policy, err := register.ParsePolicy(fmt.Appendf(nil, "log %s\nwitness tr %s\nquorum tr\n", log, vkey))
	if err != nil {
		t.Fatal(err)
	}
	await := tessera.NewPublicationAwaiter(ctx, reader.ReadCheckpoint, 20*time.Millisecond)
	for round := range 3 { // each from the size that the cosigner saw last
		var last tessera.IndexFuture
		for i := range 7 {
			last = appender.Add(ctx, tessera.NewEntry(fmt.Appendf(nil, "entry %d of round %d", i, round)))
		}
		_, checkpoint, err := await.Await(ctx, last)
		if err != nil {
			t.Fatal(err)
		}
		if j := policy.Judge(checkpoint, time.Now(), time.Hour); j.State != register.Satisfied || j.Head.Size != int64(7*(round+1)) {
			t.Errorf("round %d: %+v", round, j)
		}
	}
	if err := stop(ctx); err != nil {
		t.Fatal(err)
	}
}
