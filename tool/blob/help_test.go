package blob_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"image"
	"image/jpeg"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"truce/tool/blob"
	"truce/tool/disk"
	"truce/tool/seal"
)

// office is a store in its own folder with its own clock, and the key of its custodian.
type office struct {
	t         *testing.T
	dir       string
	options   blob.Options
	custodian seal.Identity
	*blob.Store

	mu  sync.Mutex
	now time.Time
}

func newOffice(t *testing.T, change ...func(*blob.Options)) *office {
	t.Helper()
	custodian, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, dir: t.TempDir(), custodian: custodian, now: morning()}
	o.options = optionsFor(custodian)
	o.options.Now = o.clock
	for _, c := range change {
		c(&o.options)
	}
	o.reopen()
	t.Cleanup(func() { _ = o.Close() })
	return o
}

func morning() time.Time { return time.Date(2017, 5, 7, 9, 0, 0, 0, time.UTC) }

func optionsFor(custodian seal.Identity) blob.Options {
	key := custodian.Recipient().String()
	return blob.Options{
		Custodians: func(context.Context) ([]string, error) { return []string{key}, nil },
		Seal:       seal.EncryptTo,
		Now:        morning,
		Rand:       rand.NewChaCha8(sha256.Sum256([]byte(key))),
	}
}

func (o *office) clock() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.now
}

func (o *office) pass(d time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now = o.now.Add(d)
}

// reopen is what the next start of the program does.
func (o *office) reopen() {
	o.t.Helper()
	if o.Store != nil {
		_ = o.Close()
	}
	s, err := blob.Open(disk.Own(), o.dir, o.options)
	if err != nil {
		o.t.Fatal(err)
	}
	o.Store = s
}

func (o *office) create(content []byte, mediaType string) blob.UploadID {
	o.t.Helper()
	id, err := o.Create(o.t.Context(), blob.Claim{Length: int64(len(content)), MediaType: mediaType})
	if err != nil {
		o.t.Fatal(err)
	}
	return id
}

// upload sends content whole but does not finish.
func (o *office) upload(content []byte, mediaType string) blob.UploadID {
	o.t.Helper()
	id := o.create(content, mediaType)
	if _, err := o.Append(o.t.Context(), id, 0, bytes.NewReader(content)); err != nil {
		o.t.Fatal(err)
	}
	return id
}

func (o *office) store(content []byte, mediaType string) blob.Stored {
	o.t.Helper()
	stored, err := o.Finish(o.t.Context(), o.upload(content, mediaType), sha256.Sum256(content))
	if err != nil {
		o.t.Fatal(err)
	}
	return stored
}

// original opens the sealed file with the custodian's key.
func (o *office) original(id blob.ID) []byte {
	o.t.Helper()
	f, err := o.OpenSealed(id)
	if err != nil {
		o.t.Fatal(err)
	}
	defer f.Close()
	r, err := seal.Decrypt(f, o.custodian)
	if err != nil {
		o.t.Fatal(err)
	}
	return readAll(o.t, r)
}

func (o *office) working(id blob.ID) []byte {
	o.t.Helper()
	f, err := o.OpenWorking(id)
	if err != nil {
		o.t.Fatal(err)
	}
	defer f.Close()
	return readAll(o.t, f)
}

// kept is the file whose bytes these are and of which no form is lost; none if there is not.
func (o *office) kept(sum blob.ID) (id blob.ID) {
	o.t.Helper()
	for stored, err := range o.All(o.t.Context()) {
		if err != nil {
			o.t.Fatal(err)
		}
		if _, err := o.Held(stored.ID); err == nil && stored.Original == sum {
			id = stored.ID
		}
	}
	return id
}

// sound fails unless every kept file is as described.
func (o *office) sound() {
	o.t.Helper()
	found, err := o.Check(o.t.Context(), nil)
	if err != nil || len(found) != 0 {
		o.t.Errorf("check: %v, %v", found, err)
	}
}

// files lists all files below a folder of the store.
// lose takes a form of a file away.
func (o *office) lose(id blob.ID, form blob.Form) {
	o.t.Helper()
	if err := os.Remove(filepath.Join(o.dir, filepath.FromSlash(id.Path(form)))); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) files(folder string) []string {
	o.t.Helper()
	var names []string
	err := fs.WalkDir(os.DirFS(o.dir), folder, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return names
}

// holdsPlain says whether any file of the store holds these bytes in the clear.
func (o *office) holdsPlain(secret string) bool {
	return slices.ContainsFunc(o.files("."), func(name string) bool {
		content, err := os.ReadFile(filepath.Join(o.dir, name))
		return err == nil && strings.Contains(string(content), secret)
	})
}

func readAll(t *testing.T, r io.Reader) []byte {
	t.Helper()
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// noise is content that no type is recognised in.
func noise(n int) []byte {
	p := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(p)
	p[0] = 0
	return p
}

// secretWords stand in the metadata of spoiltJPEG.
const secretWords = "SECRET-OBSERVER-WORDS"

// spoiltJPEG is a picture with a comment that its working copy does not have.
func spoiltJPEG(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, image.NewGray(image.Rect(0, 0, 97, 61)), nil); err != nil {
		t.Fatal(err)
	}
	comment := append([]byte{0xFF, 0xFE, 0, byte(2 + len(secretWords))}, secretWords...)
	return slices.Insert(out.Bytes(), 2, comment...)
}
