package cosign

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/gofrs/flock"
	"golang.org/x/mod/sumdb/note"

	"truce/ground/numbered"
	"truce/ground/register"
	"truce/tool/staging"
)

// Names in a cosigner's folder.
const (
	keyName       = "cosigner.key" // secret
	publicName    = "cosigner.pub"
	registersName = "registers"
	lockName      = "lock"
)

// Errors of folders.
var (
	// ErrNoCosigner says that there is no cosigner in a folder.
	ErrNoCosigner = errors.New("there is no cosigner in the folder")
	// ErrInUse says that another process runs the cosigner.
	ErrInUse = errors.New("another process runs this cosigner")
	// ErrOtherKey says that a register is followed under another key already.
	ErrOtherKey = errors.New("the register is followed under another key")
)

const followedFormat = "truce-cosigner-1"

// Followed is one register that a cosigner follows, in a file of its own. The file is what the cosigner must
// never lose: without it, it would cosign a second history. So it is never put back from a backup; a cosigner
// whose folder is lost gets a new key.
type Followed struct {
	Format string    `json:"format"`
	Origin string    `json:"origin"`
	Key    string    `json:"key"`   // C2SP signed-note
	Since  time.Time `json:"since"` // by the cosigner's clock
	// Head is the last one cosigned, with the cosignature; "" if there was none.
	Head string `json:"head"`
}

// Folder is an open cosigner's folder. It is a register.CosignerState, and safe for concurrent use.
type Folder struct {
	path   string
	lock   *flock.Flock
	public string
	secret string

	mu        sync.Mutex
	registers map[string]*following // by origin
}

type following struct {
	Followed
	verifier note.Verifier
	last     register.SignedHead
}

// Create makes a cosigner with a key of its own in a new folder, and answers its public key.
func Create(path, name string, rand io.Reader) (public string, err error) {
	if _, err := os.Stat(filepath.Join(path, keyName)); err == nil {
		return "", fmt.Errorf("make cosigner in %s: %w", path, fs.ErrExist)
	}
	skey, vkey, err := register.GenerateCosignerKey(rand, name)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Join(path, registersName), staging.OwnFolder); err != nil {
		return "", fmt.Errorf("make cosigner: %w", err)
	}
	if err := staging.Replace(filepath.Join(path, publicName), []byte(vkey+"\n")); err != nil {
		return "", err
	}
	return vkey, staging.Replace(filepath.Join(path, keyName), []byte(skey+"\n"))
}

// Open opens the folder for this process alone.
func Open(path string) (*Folder, error) {
	secret, err := os.ReadFile(filepath.Join(path, keyName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", path, ErrNoCosigner)
	}
	if err != nil {
		return nil, fmt.Errorf("open cosigner: %w", err)
	}
	public, err := os.ReadFile(filepath.Join(path, publicName))
	if err != nil {
		return nil, fmt.Errorf("open cosigner: %w", err)
	}
	f := &Folder{path: path, secret: strings.TrimSpace(string(secret)), public: strings.TrimSpace(string(public)), registers: map[string]*following{}}
	f.lock = flock.New(filepath.Join(path, lockName), flock.SetPermissions(staging.OwnFile))
	held, err := f.lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("open cosigner: %w", err)
	}
	if !held {
		return nil, fmt.Errorf("%s: %w", path, ErrInUse)
	}
	if err := f.read(); err != nil {
		return nil, errors.Join(fmt.Errorf("open cosigner: %w", err), f.Close())
	}
	return f, nil
}

// Shown is what a cosigner's folder tells, as it is on disk.
type Shown struct {
	Public    string // key (C2SP signed-note)
	Registers []Followed
}

// Look reads a folder beside a process that runs the cosigner: each file is replaced as a whole, and none is kept open.
func Look(path string) (Shown, error) {
	public, err := os.ReadFile(filepath.Join(path, publicName))
	if errors.Is(err, fs.ErrNotExist) {
		return Shown{}, fmt.Errorf("%s: %w", path, ErrNoCosigner)
	}
	f := &Folder{path: path, registers: map[string]*following{}}
	if err == nil {
		err = f.read()
	}
	if err != nil {
		return Shown{}, fmt.Errorf("look at cosigner: %w", err)
	}
	return Shown{strings.TrimSpace(string(public)), f.Registers()}, nil
}

// read reads the registers. A file that cannot be read ends it: to go on without one would be to forget a head.
func (f *Folder) read() error {
	files, err := os.ReadDir(filepath.Join(f.path, registersName))
	if err != nil {
		return err
	}
	for _, file := range files {
		if strings.HasPrefix(file.Name(), ".new-") {
			continue // what a crash left of a file that was not whole
		}
		text, err := os.ReadFile(filepath.Join(f.path, registersName, file.Name()))
		if err != nil {
			return err
		}
		var r Followed
		if err := numbered.Read(text, followedFormat, &r); err != nil {
			return fmt.Errorf("read %s: %w", file.Name(), err)
		}
		one, err := follow(r)
		if err == nil && fileOf(r.Origin) != file.Name() {
			err = fmt.Errorf("it is about %q", r.Origin)
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", file.Name(), err)
		}
		f.registers[r.Origin] = one
	}
	return nil
}

func follow(r Followed) (*following, error) {
	verifier, err := register.NewVerifier(r.Key)
	if err == nil && verifier.Name() != r.Origin {
		err = register.ErrKey
	}
	one := &following{Followed: r, verifier: verifier}
	if err == nil && r.Head != "" {
		one.last, err = register.OpenHead([]byte(r.Head), verifier)
	}
	return one, err
}

// Close lets others open the folder.
func (f *Folder) Close() error { return f.lock.Unlock() }

// Public is the cosigner's public key (C2SP signed-note).
func (f *Folder) Public() string { return f.public }

// Signer signs heads with the time that now gives.
func (f *Folder) Signer(now func() time.Time) (note.Signer, error) {
	return register.NewCosignatureSigner(f.secret, now)
}

// Follow has the cosigner follow the register with this public key from now on. It is the operator's word that
// this is the register's key. To follow one twice changes nothing.
func (f *Folder) Follow(key string, now time.Time) (Followed, error) {
	verifier, err := register.NewVerifier(key)
	if err != nil {
		return Followed{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	r := Followed{Origin: verifier.Name(), Key: key, Since: now.UTC().Truncate(time.Second)}
	if held, has := f.registers[r.Origin]; has {
		if held.Key != key {
			return held.Followed, fmt.Errorf("follow %s: %w", r.Origin, ErrOtherKey)
		}
		return held.Followed, nil
	}
	if err := f.write(r); err != nil {
		return Followed{}, err
	}
	f.registers[r.Origin] = &following{Followed: r, verifier: verifier}
	return r, nil
}

func (f *Folder) write(r Followed) error {
	r.Format = followedFormat
	text, err := json.Marshal(r, jsontext.WithIndent("  "))
	if err != nil {
		return err
	}
	return staging.Replace(filepath.Join(f.path, registersName, fileOf(r.Origin)), append(text, '\n'))
}

// fileOf is the name of a register's file, by the hash that C2SP tlog-witness names it by too.
func fileOf(origin string) string { return hashOf(origin) + ".json" }

func hashOf(origin string) string {
	h := sha256.Sum256([]byte(origin))
	return hex.EncodeToString(h[:])
}

// Registers are those that the cosigner follows, by name.
func (f *Folder) Registers() []Followed {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []Followed
	for _, r := range f.registers {
		all = append(all, r.Followed)
	}
	slices.SortFunc(all, func(a, b Followed) int { return strings.Compare(a.Origin, b.Origin) })
	return all
}

// Origin is part of register.Cosigner.
func (f *Folder) Origin(name string) (note.Verifier, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	r, has := f.registers[name]
	if !has {
		return nil, false
	}
	return r.verifier, true
}

// LastHead is part of register.CosignerState.
func (f *Folder) LastHead(_ context.Context, origin string) (register.SignedHead, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if r, has := f.registers[origin]; has {
		return r.last, nil
	}
	return register.SignedHead{}, register.ErrUnknownOrigin
}

// SwapHead is part of register.CosignerState. What is in memory changes only when it is on disk.
func (f *Folder) SwapHead(_ context.Context, last, next register.SignedHead) (bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	r, has := f.registers[next.Origin]
	if !has {
		return false, register.ErrUnknownOrigin
	}
	if r.last.Size != last.Size || r.last.Note != nil && r.last.Root != last.Root {
		return false, nil
	}
	changed := r.Followed
	changed.Head = string(next.Note)
	if err := f.write(changed); err != nil {
		return false, err
	}
	r.Followed, r.last = changed, next
	return true, nil
}

// latest is the head that a register's hash names, with the cosignature; "" if there is none.
func (f *Folder) latest(hash string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	for origin, r := range f.registers {
		if hashOf(origin) == hash {
			return r.Head
		}
	}
	return ""
}
