package folded

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/gofrs/flock"

	"truce/door/copies"
	"truce/tool/staging"
)

// made is beside what was folded of a copy, and is written last.
type made struct {
	Folder string           `json:"folder"` // of the copy
	Digest string           `json:"digest"` // of its files, and of the program's rules
	Key    string           `json:"key"`    // by which it was checked
	Given  bool             `json:"given"`  // the key was known from elsewhere
	Head   string           `json:"head"`
	Until  time.Time        `json:"until"`
	Beyond int64            `json:"beyond,omitzero"`
	Open   map[string]int64 `json:"open,omitempty"`
	Seal   string           `json:"seal"` // over all of this, and what was folded
}

const (
	madeName    = "copy.json"
	lockName    = "lock"
	asideSuffix = ".new"
)

// fits reports whether it was checked by the key that the reader knows, "" for none.
func (m made) fits(key string) bool { return key == "" || strings.TrimSpace(key) == m.Key }

func (f *folding) stamp(r copies.Report, open map[string]int64) made {
	return made{Folder: f.dir, Digest: f.digest, Key: r.Key, Given: r.KeyFrom != copies.KeyOfCopy, Head: string(r.Head.Note), Until: r.Until,
		Beyond: r.Unknown(), Open: open}
}

func (m made) write(folder string) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return staging.Replace(filepath.Join(folder, madeName), text)
}

// made reads what is there of this copy as it is now.
func (f *folding) made() (m made, err error) {
	text, err := os.ReadFile(filepath.Join(f.place, madeName))
	if err == nil {
		err = json.Unmarshal(text, &m)
	}
	if err == nil && (m.Digest != f.digest || m.Folder != f.dir) {
		err = fs.ErrNotExist
	}
	if err == nil {
		err = f.sealed(m)
	}
	return m, err
}

// placeOf names the folder by that of the copy, so that a later state of it is known for what takes its place.
func (f *folding) placeOf(digest string) string { return f.prefix() + digest[:16] }

func (f *folding) prefix() string {
	sum := sha256.Sum256([]byte(f.dir))
	return filepath.Join(f.o.Cache, hex.EncodeToString(sum[:8])+"-")
}

// tidy removes what was folded of earlier states of the copy and is not being read. What cannot be removed stays: it is
// in nobody's way.
func (f *folding) tidy() {
	old, _ := filepath.Glob(f.prefix() + "*")
	for _, folder := range old {
		if folder == f.place {
			continue
		}
		lock := flock.New(filepath.Join(folder, "lock"))
		if held, err := lock.TryLock(); err != nil || !held {
			continue
		}
		_ = os.RemoveAll(folder)
		_ = lock.Unlock()
	}
}

// folds are the files of a copy that decide what it adds up to and who reads it; of files of evidence it is their names
// and sizes.
func folds(name string) bool {
	switch top, _, _ := strings.Cut(name, "/"); top {
	case "checkpoint", "register.pub", copies.StateName, "tile", "hidden":
		return true
	}
	return false
}

// digest is of all that decides what is folded: the files of the copy, and the rules of this program.
func digest(files fs.FS) (string, error) {
	sum := sha256.New()
	rules, err := copies.Rules()
	if err != nil {
		return "", err
	}
	fmt.Fprintf(sum, "%s\n", rules)
	err = copies.Survey(files, func(name string, info fs.FileInfo) error {
		if !folds(name) && !strings.HasPrefix(name, "evidence/") {
			return nil
		}
		fmt.Fprintf(sum, "%q %d\n", name, info.Size())
		if !folds(name) {
			return nil
		}
		return hashed(sum, files, name)
	})
	return hex.EncodeToString(sum.Sum(nil)), err
}

func hashed(sum io.Writer, files fs.FS, name string) error {
	file, err := files.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(sum, file)
	return err
}
