// Package crash runs the whole office on a disk that loses power (package simdisk), by seeds: several authors, uploads,
// heads, rebuilding and backups at once, until the power goes ahead of some call of the disk; then it is opened again on
// what is left, and held to what it had answered.
//
//	go test ./checks/crash -seeds 5000 -from 1000
//
// What a seed draws is the same each time: the disk, where the power goes, what fails, what is left. How goroutines take turns is
// not, so a seed that failed may have to be run more than once; it stays in the file seeds for ever.
package crash

import (
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"truce/office/officetest"
	"truce/tool/disk/simdisk"
	"truce/tool/vault"
)

var (
	seeds     = flag.Int("seeds", 100, "how many seeds to try, besides those that failed once")
	from      = flag.Uint64("from", 1, "the first of them")
	bites     = flag.Bool("bites", false, "make the program anew with faults that it had, which the trials have to find: make crash")
	encrypted = flag.Bool("encrypted", false, "all offices are encrypted, and not a third of them")
	sort      = flag.String("sort", "", "of what sort all are: first, restoring, refolding, encrypting, work; none: by the seed")
)

const folder = "/data/office"

// founded is an office that everybody begins with, made once, and an encrypted one.
var founded = sync.OnceValue(func() *[2]beginning {
	return new([2]beginning)
})

type beginning struct {
	once  sync.Once
	disk  *simdisk.Disk
	keys  *vault.Keys // nil: it is not encrypted
	world *officetest.World
	err   error
}

// begun answers the office that is founded on a disk of its own, closed.
func begun(t *testing.T, encrypted bool) *beginning {
	t.Helper()
	b := &founded()[0]
	if encrypted {
		b = &founded()[1]
	}
	b.once.Do(func() {
		of := &trial{}
		d, err := simdisk.New(simdisk.Posix, 0)
		if err == nil && encrypted {
			var keys vault.Keys
			keys, err = vault.NewKeys(randomOf(1))
			of.keys = &keys
		}
		if err == nil {
			err = of.mount(d)
		}
		if b.disk, b.keys, b.err = d, of.keys, err; err != nil {
			return
		}
		b.world = officetest.NewOn(t, of.on(), folder, randomOf(0))
		b.err = b.world.Close()
	})
	if b.err != nil {
		t.Fatal(b.err)
	}
	return b
}

// random is chance that several goroutines draw from.
type random struct {
	mu  sync.Mutex
	src *rand.ChaCha8
}

func randomOf(seed uint64) io.Reader {
	return &random{src: rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8), byte(seed >> 16), byte(seed >> 24), 0x7d})}
}

// Read fills p.
func (r *random) Read(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.src.Read(p)
}

// failedOnce are the seeds of which one run failed, at any time.
func failedOnce(t *testing.T) (all []uint64) {
	t.Helper()
	text, err := os.ReadFile("seeds")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		number, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		if number == "" || strings.HasPrefix(number, "#") {
			continue
		}
		seed, err := strconv.ParseUint(number, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, seed)
	}
	return all
}

// tally is what was held to what was answered, over all seeds.
type tally struct{ acts, heads, files, backups, restores, opened, encrypted, became atomic.Int64 }

func (n *tally) add(tr *trial) {
	n.acts.Add(int64(len(tr.acts)))
	n.heads.Add(int64(len(tr.heads)))
	n.files.Add(int64(len(tr.uploads)))
	n.backups.Add(int64(len(tr.backups)))
	n.restores.Add(int64(tr.restores))
	n.opened.Add(int64(tr.turn))
	if tr.encrypted {
		n.became.Add(1)
	}
}

func (n *tally) String() string {
	return fmt.Sprintf("the power went %d times, %d offices were encrypted, %d became so; %d acts, %d heads, %d files, %d backups were answered, %d restores cut off",
		n.opened.Load(), n.encrypted.Load(), n.became.Load(), n.acts.Load(), n.heads.Load(), n.files.Load(), n.backups.Load(), n.restores.Load())
}

// few reports whether something was hardly tried: then the trials end too early to find anything.
func (n *tally) few(seeds int64) bool {
	return n.acts.Load() < 5*seeds || n.heads.Load() < 2*seeds || n.files.Load() < seeds/2 || n.backups.Load() < seeds/40 || n.restores.Load() < seeds/20 || n.encrypted.Load() < seeds/5 || n.became.Load() < seeds/100
}

func TestCrash(t *testing.T) {
	t.Parallel()
	begun(t, false)
	begun(t, true)
	var tried tally
	t.Cleanup(func() {
		t.Log(tried.String())
		if *seeds >= 100 && *sort == "" && tried.few(int64(*seeds)) {
			t.Errorf("%d seeds try too little: %s", *seeds, &tried)
		}
	})
	all := failedOnce(t)
	for i := range *seeds {
		all = append(all, *from+uint64(i))
	}
	for _, seed := range all {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			if err := try(t, seed, &tried); err != nil {
				t.Errorf("seed %d: %v", seed, err)
			}
		})
	}
}
