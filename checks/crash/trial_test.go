package crash

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"truce/ground/act"
	"truce/ground/register"
	"truce/office/house"
	"truce/office/officetest"
	"truce/tool/answer"
	"truce/tool/blob"
	"truce/tool/disk"
	"truce/tool/disk/simdisk"
	"truce/tool/headfile"
	"truce/tool/keep"
	"truce/tool/store"
	"truce/tool/vault"
)

// trial is an office on a disk that loses power, more than once, and what it answered.
type trial struct {
	*testing.T
	seed   uint64
	random *rand.Rand
	model  simdisk.Model
	disk   *simdisk.Disk
	sealed *vault.Disk // what the office sees of it; nil: the disk itself
	world  *officetest.World
	keys   *vault.Keys
	log    *lines

	mu        sync.Mutex
	acts      []act.ID // of which somebody has a receipt
	heads     []register.SignedHead
	uploads   []blob.ID
	backups   []kept
	restores  int  // during which the power went
	encrypted bool // a folder that was not, or by other keys

	foldBatch int // acts in a transaction while everything is folded again; 0: all
	made      int // backups that were begun
	turn      int
}

// lines are what the office told its operator.
type lines struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// rounds is how often the power goes in one trial.
const rounds = 2

// try runs a seed and says what did not hold.
func try(t *testing.T, seed uint64, tried *tally) error {
	t.Helper()
	apart := rand.New(rand.NewPCG(seed, 0xe9c)) // so that seeds that failed once draw the same for ever
	locked, encrypts := *encrypted || apart.IntN(3) == 0, apart.IntN(8) == 0
	b := begun(t, locked)
	r := rand.New(rand.NewPCG(seed, 0xc4a5))
	tr := &trial{T: t, seed: seed, random: r, model: simdisk.Model(r.IntN(2))}
	defer func() { tried.add(tr) }()
	drawn := []string{"first", "first", "restoring", "refolding", "refolding", "work", "work", "work", "work", "work"}[r.IntN(10)]
	if encrypts && drawn == "work" {
		drawn = "encrypting"
	}
	sort := cmp.Or(*sort, drawn)
	if locked {
		tried.encrypted.Add(1)
		tr.keys = b.keys
	}
	if sort == "first" {
		return tr.first()
	}
	world := *b.world
	tr.world = &world
	tr.world.Clock, tr.world.Rand = officetest.NewClock(), randomOf(seed)
	tr.world.Clock.Set(b.world.Clock.Now())
	left, err := b.disk.Copy(tr.model, seed)
	if err == nil {
		err = tr.mount(left)
	}
	if err != nil {
		return err
	}
	defer tr.unmount()
	switch sort {
	case "restoring":
		err = tr.restoring()
	case "refolding":
		err = tr.refolding()
	case "encrypting":
		err = tr.encrypting()
	default:
		for i := 0; i < rounds && err == nil; i++ {
			err = tr.round()
		}
	}
	if err != nil {
		return fmt.Errorf("%s, %s, round %d: %w\n%s", tr.model, sort, tr.turn, err, tr.log)
	}
	return nil
}

// round opens the office, has it work until the power goes, and holds what is left to what was answered.
func (tr *trial) round() error {
	tr.turn++
	calls := tr.disk.Calls()
	tr.disk.StopAt(calls + 1 + tr.random.IntN(1<<(2+tr.random.IntN(10))))
	if err := tr.open(); err == nil {
		tr.fail()
		tr.work()
		_ = tr.world.Close() // whatever it answers: the power is gone, or goes now
	} else if !tr.disk.Off() {
		return fmt.Errorf("the office does not open: %w", err)
	}
	if err := tr.crash(); err != nil {
		return err
	}
	return tr.hold()
}

func (tr *trial) open() error {
	tr.world.Disk = tr.on()
	tr.log = &lines{}
	o := tr.world.Options()
	o.Store = shortLog
	if tr.foldBatch > 0 {
		o.FoldBatch, o.Store = tr.foldBatch, rarelyCopied
	}
	o.Log, o.Watch = slog.New(slog.NewTextHandler(tr.log, nil)), true
	h, err := house.Open(context.Background(), o)
	if err == nil {
		tr.world.House = h
	}
	return err
}

// shortLog has the log begin anew again and again in the little that a trial writes.
func shortLog(d disk.Disk, folder string) (keep.Store, error) {
	return store.OpenLog(d, folder, store.Log{Copy: 8, Anew: 24, Rest: 8, Most: 64, Pause: 200 * time.Microsecond})
}

// rarelyCopied has the log begin anew as often, and more of it wait for the disk.
func rarelyCopied(d disk.Disk, folder string) (keep.Store, error) {
	return store.OpenLog(d, folder, store.Log{Copy: 24, Anew: 16, Rest: 24, Most: 64, Pause: 200 * time.Microsecond})
}

// fail has some calls fail in some trials, by a disk that is full or broken for a while.
func (tr *trial) fail() {
	if tr.random.IntN(3) > 0 {
		return
	}
	first := tr.disk.Calls() + tr.random.IntN(100)
	last := first + 1 + tr.random.IntN(20)
	of := []string{"", "", "/signed-heads", "/office.db-wal"}[tr.random.IntN(4)]
	if of != "" { // one file alone, now and then, for long
		last += 300
	}
	other := rand.New(rand.NewPCG(tr.seed, 3))
	why := []error{syscall.EIO, syscall.ENOSPC}[tr.random.IntN(2)]
	tr.disk.Before = func(c simdisk.Call) error {
		if c.Number < first || c.Number > last || of != "" && (!strings.HasSuffix(c.Name, of) || other.IntN(2) == 0) {
			return nil
		}
		return fmt.Errorf("%s: %w", c, why)
	}
}

// work has several people work until the power goes, or they are done.
func (tr *trial) work() {
	var all sync.WaitGroup
	for author := range 3 {
		all.Go(func() { tr.author(author) })
	}
	seed := tr.random.Uint64()
	all.Go(func() { tr.signer(rand.New(rand.NewPCG(seed, 1))) })
	all.Go(func() { tr.uploader(rand.New(rand.NewPCG(seed, 2))) })
	if tr.random.IntN(2) == 0 {
		all.Go(func() { tr.rebuilder() })
	}
	if tr.random.IntN(2) == 0 {
		all.Go(func() { tr.backuper() })
	}
	all.Wait()
}

const actsEach = 25

func (tr *trial) author(number int) {
	for i := range actsEach {
		text := tr.world.Sign(tr, "monitor-1", "observation-filed", fmt.Sprintf("report/c-%d-%d-%d", tr.turn, number, i), officetest.Observation())
		var err error
		for tries := 0; !tr.disk.Off(); tries++ {
			if tries > 500 {
				tr.Errorf("seed %d: the disk is well again, and the office takes nothing: %v\n%s", tr.seed, err, tr.log)
				return
			}
			var receipt answer.Receipt
			receipt, err = tr.world.Submit(context.Background(), text)
			if err == nil {
				tr.mu.Lock()
				tr.acts = append(tr.acts, receipt.ID)
				tr.mu.Unlock()
				break
			}
		}
	}
}

func (tr *trial) signer(r *rand.Rand) {
	for i := 0; i < 40 && !tr.disk.Off(); i++ {
		note, err := tr.world.Head(context.Background())
		if err != nil {
			continue
		}
		head, err := register.OpenHead(note, tr.world.Verifier())
		if err != nil {
			tr.Error(err)
			return
		}
		tr.mu.Lock()
		tr.heads = append(tr.heads, head)
		tr.mu.Unlock()
		if r.IntN(3) == 0 {
			_ = tr.world.CatchUp(context.Background())
		}
	}
}

func (tr *trial) uploader(r *rand.Rand) {
	for i := 0; i < 4 && !tr.disk.Off(); i++ {
		content := make([]byte, 1+r.IntN(20_000))
		for j := range content {
			content[j] = byte(r.Uint32())
		}
		id, err := tr.upload(content)
		if err == nil {
			tr.mu.Lock()
			tr.uploads = append(tr.uploads, id)
			tr.mu.Unlock()
		}
	}
}

func (tr *trial) upload(content []byte) (blob.ID, error) {
	ctx, blobs := context.Background(), tr.world.Blobs()
	id, err := blobs.Create(ctx, blob.Claim{Length: int64(len(content)), NothingPersonal: true})
	if err != nil {
		return blob.ID{}, err
	}
	for at := int64(0); at < int64(len(content)); {
		if at, err = blobs.Append(ctx, id, at, io.LimitReader(bytes.NewReader(content[at:]), 7000)); err != nil {
			return blob.ID{}, err
		}
	}
	stored, err := blobs.Finish(ctx, id, sha256.Sum256(content))
	return stored.ID, err
}

// refolding has the power go while everything is folded again, ahead of whichever of its calls.
func (tr *trial) refolding() error {
	tr.turn++
	tr.foldBatch = 4 // so that the log begins anew many times meanwhile
	if err := tr.open(); err != nil {
		return err
	}
	tr.work()
	before := tr.disk.Calls()
	tr.rebuilder()
	tr.disk.StopAt(tr.disk.Calls() + 1 + tr.random.IntN(tr.disk.Calls()-before))
	tr.rebuilder()
	_ = tr.world.Close()
	if err := tr.crash(); err != nil {
		return err
	}
	return tr.hold()
}

func (tr *trial) rebuilder() {
	if found, err := tr.world.Rebuild(context.Background(), func(int64, int64) {}); err == nil && found.Found() {
		tr.Errorf("seed %d: a rebuild while acts come in found %+v", tr.seed, found)
	}
}

// sound asks SQLite whether the database that is left belongs together, page by page, on a copy: what is not of the record is
// made again and could hide that it does not.
func (tr *trial) sound() error {
	left, err := tr.disk.Copy(tr.model, tr.seed)
	if err != nil {
		return err
	}
	of := &trial{seed: tr.seed, keys: tr.keys}
	if err := of.mount(left); err != nil {
		return err
	}
	defer of.unmount()
	place := url.URL{Scheme: "file", Path: folder + "/" + store.FileName, RawQuery: url.Values{"vfs": {of.on().VFS()}}.Encode()}
	conn, err := sqlite.OpenConn(place.String(), sqlite.OpenReadWrite, sqlite.OpenURI)
	if err != nil {
		return nil // there is none yet
	}
	var said []string
	err = sqlitex.ExecuteTransient(conn, "PRAGMA integrity_check(3)", &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
		said = append(said, s.ColumnText(0))
		return nil
	}})
	if err = errors.Join(err, conn.Close()); err == nil && !slices.Equal(said, []string{"ok"}) {
		err = errors.New(strings.Join(said, "; "))
	}
	if err != nil {
		return fmt.Errorf("the database that is left is damaged: %w", err)
	}
	return nil
}

// hold holds what is left to all that was answered.
func (tr *trial) hold() error {
	if err := tr.sound(); err != nil {
		return err
	}
	if err := tr.open(); err != nil {
		return fmt.Errorf("the office does not open again: %w", err)
	}
	err := errors.Join(tr.holdActs(), tr.holdHeads(), tr.holdUploads(), tr.holdFolds(), tr.holdBackups())
	if said := tr.log.String(); strings.Contains(said, "another program") {
		err = errors.Join(err, errors.New("somebody else is suspected of what the power cut did"))
	}
	return errors.Join(err, tr.world.Close())
}

func (tr *trial) holdActs() error {
	for _, id := range tr.acts {
		if _, err := tr.world.Entry(context.Background(), id); err != nil {
			return fmt.Errorf("act %s was answered and is gone: %w", id, err)
		}
	}
	return tr.world.Intact(context.Background())
}

// holdHeads holds the register to every head that was shown: it extends them, and what is signed next is not smaller.
func (tr *trial) holdHeads() error {
	note, err := tr.world.Head(context.Background())
	if err != nil {
		return fmt.Errorf("no head is signed: %w", err)
	}
	now, err := register.OpenHead(note, tr.world.Verifier())
	if err != nil {
		return err
	}
	kept, err := headfile.Read(tr.on(), folder, tr.world.Verifier())
	if err != nil {
		return err
	}
	for _, head := range tr.heads {
		if !slices.Contains(kept.All, head.TreeHead) {
			return fmt.Errorf("a head of %d entries was shown, and is not in the file", head.Size)
		}
		if head.Size > now.Size {
			return fmt.Errorf("a head of %d entries was shown, and one of %d is signed", head.Size, now.Size)
		}
		proof, err := register.ProveConsistency(context.Background(), tr.world.Tiles(), head.Size, now.Size)
		if err == nil {
			err = register.CheckConsistency(proof, head.TreeHead, now.TreeHead)
		}
		if err != nil {
			return fmt.Errorf("the head of %d entries that was shown is of another history: %w", head.Size, err)
		}
	}
	return nil
}

func (tr *trial) holdUploads() error {
	for _, id := range tr.uploads {
		found, err := tr.world.Blobs().CheckOne(context.Background(), id)
		if err != nil || len(found) > 0 {
			return fmt.Errorf("file %s was kept: %v, %w", id, found, err)
		}
	}
	return nil
}

// holdFolds holds what is shown to what the acts make.
func (tr *trial) holdFolds() error {
	if err := tr.world.CatchUp(context.Background()); err != nil {
		return err
	}
	found, err := tr.world.Rebuild(context.Background(), func(int64, int64) {})
	if err == nil && found.Found() {
		err = fmt.Errorf("a rebuild found %d altered, %d changed: %v %v", found.Altered, found.Changed, found.FirstAltered, found.FirstChanged)
	}
	return err
}
