package exchange

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/blob"
	"truce/problem"
	"truce/register"
	"truce/seal"
	"truce/store"
)

// BackupOptions say how a backup is made.
type BackupOptions struct {
	Now func() time.Time
	// WithKeyFor are age recipients to whom the register's private key is sealed inside
	// the backup. With none the key stays out of it, and has to be kept elsewhere.
	WithKeyFor []string
	before     func(step string) error
}

// Backup writes one file from which the office in a folder can be restored: a consistent
// copy of its database, its files of evidence, its public key, and a manifest. The office
// may be running and taking acts meanwhile. Unfinished uploads are left out: their senders
// still have them.
//
// What the office has signed is not restored from a backup: an older register would then
// not be known for what it is. The copy is checked before it is packed; a register that is
// damaged is the problem DatabaseDamaged or RegisterAltered, a folder without an office
// FolderMissing.
func Backup(ctx context.Context, dir, file string, o BackupOptions, tell Tell) (Manifest, error) {
	b := &backup{
		ctx: ctx, dir: dir, o: o, tell: tell,
		out: &folder{path: filepath.Dir(file), aside: file + ".making", before: o.before},
	}
	if err := b.run(filepath.Base(file)); err != nil {
		return Manifest{}, fmt.Errorf("back up: %w", err)
	}
	return b.manifest, nil
}

type backup struct {
	ctx      context.Context
	dir      string // the office's folder
	out      *folder
	o        BackupOptions
	tell     Tell
	pub      []byte
	key      key
	manifest Manifest
	packed   int64
}

func (b *backup) run(name string) error {
	if err := b.open(); err != nil {
		return err
	}
	if err := b.out.begin(); err != nil {
		return err
	}
	if err := b.copyDatabase(); err != nil {
		return errors.Join(err, b.out.end())
	}
	if err := b.out.fill(name, ownFile, b.pack); err != nil {
		return errors.Join(err, b.out.end())
	}
	return errors.Join(b.out.flush(), b.out.end())
}

// open reads the last head that was signed before the database is copied: so the copy has
// all that it promises.
func (b *backup) open() error {
	var err error
	_, noDatabase := os.Stat(filepath.Join(b.dir, databaseName))
	b.pub, err = os.ReadFile(filepath.Join(b.dir, keyName))
	if err := errors.Join(noDatabase, err); errors.Is(err, fs.ErrNotExist) {
		return problem.NotFound(problem.FolderMissing, problem.P{"folder": b.dir}).Because(err)
	} else if err != nil {
		return err
	}
	if b.key, err = parseKey(string(b.pub), KeyOfCopy); err != nil {
		return err
	}
	head, err := lastHead(b.dir, b.key)
	if err != nil {
		return err
	}
	b.manifest = Manifest{
		Format: backupFormat, Origin: b.key.verifier.Name(), Key: b.key.text, Made: b.o.Now().UTC(), Head: string(head.Note),
	}
	return nil
}

func (b *backup) copyDatabase() error {
	if err := b.out.step("copy", databaseName); err != nil {
		return err
	}
	b.tell.at("copy the database", 0, 0, "bytes")
	db, err := store.Open(b.dir)
	if err != nil {
		return databaseProblem(err)
	}
	err = db.Backup(b.ctx, filepath.Join(b.out.aside, databaseName))
	if err := errors.Join(err, db.Close()); err != nil {
		return databaseProblem(err)
	}
	heads := []register.TreeHead{}
	if b.manifest.Head != "" {
		head, err := register.OpenHead([]byte(b.manifest.Head), b.key.verifier)
		if err != nil {
			return err
		}
		heads = append(heads, head.TreeHead)
	}
	b.manifest.Size, err = checkDatabase(b.ctx, b.out.aside, heads, b.tell)
	return err
}

// pack writes the members and then the manifest, so that a file that was cut short has
// none.
func (b *backup) pack(w io.Writer) error {
	zipped, err := gzip.NewWriterLevel(w, gzip.BestSpeed) // most of it is sealed and won't shrink
	if err != nil {
		return err
	}
	archive := tar.NewWriter(zipped)
	if err := b.packAll(archive); err != nil {
		return err
	}
	return errors.Join(archive.Close(), zipped.Close())
}

func (b *backup) packAll(archive *tar.Writer) error {
	if err := b.add(archive, keyName, int64(len(b.pub)), bytes.NewReader(b.pub)); err != nil {
		return err
	}
	if err := b.packKey(archive); err != nil {
		return err
	}
	if err := b.addFile(archive, databaseName, filepath.Join(b.out.aside, databaseName)); err != nil {
		return err
	}
	if err := b.packEvidence(archive); err != nil {
		return err
	}
	text, err := json.Marshal(b.manifest, jsontext.WithIndent(" "))
	if err != nil {
		return err
	}
	_, err = b.member(archive, manifestName, int64(len(text)), bytes.NewReader(text))
	return err
}

// packKey seals the register's private key to the people named.
func (b *backup) packKey(archive *tar.Writer) error {
	if len(b.o.WithKeyFor) == 0 {
		return nil
	}
	secret, err := os.ReadFile(filepath.Join(b.dir, signingName))
	if err != nil {
		return fmt.Errorf("read the register's private key: %w", err)
	}
	var sealed bytes.Buffer
	w, err := seal.EncryptTo(&sealed, b.o.WithKeyFor)
	if err != nil {
		return err
	}
	if _, err := w.Write(secret); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return b.add(archive, sealedKeyName, int64(sealed.Len()), &sealed)
}

// packEvidence packs what has a description: it is written last, so its files are whole.
// Whether they are still those that were kept is for a check to say, not for a backup.
func (b *backup) packEvidence(archive *tar.Writer) error {
	dir := filepath.Join(b.dir, "evidence")
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	blobs, err := blob.OpenReadOnly(dir)
	if err != nil {
		return err
	}
	defer blobs.Close()
	for stored, err := range blobs.All(b.ctx) {
		if errors.Is(err, blob.ErrDamaged) {
			continue // a description that can't be read describes nothing
		}
		if err != nil {
			return err
		}
		for _, extension := range []string{".age", ".work", ".json"} {
			name := blobPath(stored.ID, extension)
			err := b.addFile(archive, name, filepath.Join(b.dir, filepath.FromSlash(name)))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

func (b *backup) addFile(archive *tar.Writer, name, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	return b.add(archive, name, info.Size(), f)
}

// add packs a member and names it in the manifest.
func (b *backup) add(archive *tar.Writer, name string, size int64, from io.Reader) error {
	sum, err := b.member(archive, name, size, from)
	b.manifest.Members = append(b.manifest.Members, Member{name, size, sum})
	return err
}

func (b *backup) member(archive *tar.Writer, name string, size int64, from io.Reader) (sha string, err error) {
	if err := b.out.step("pack", name); err != nil {
		return "", err
	}
	err = archive.WriteHeader(&tar.Header{Name: name, Size: size, Mode: ownFile, ModTime: b.manifest.Made, Format: tar.FormatPAX})
	if err != nil {
		return "", fmt.Errorf("pack %s: %w", name, err)
	}
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(archive, sum), reading{b.ctx, from}); err != nil {
		return "", fmt.Errorf("pack %s: %w", name, err)
	}
	b.packed += size
	b.tell.at("pack", b.packed, 0, "bytes")
	return hex.EncodeToString(sum.Sum(nil)), nil
}
