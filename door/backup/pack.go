package backup

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/work"
	"truce/tool/blob"
	"truce/tool/disk"
	"truce/tool/seal"
	"truce/tool/staging"
)

// pack writes the members and then the manifest, so that a file that was cut short has
// none.
func (b *making) pack(w io.Writer) error {
	if b.o.Encrypt == nil {
		return b.packInto(w)
	}
	sealed, err := b.o.Encrypt(w)
	if err != nil {
		return err
	}
	if err := b.packInto(sealed); err != nil {
		return err
	}
	return sealed.Close()
}

func (b *making) packInto(w io.Writer) error {
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

func (b *making) packAll(archive *tar.Writer) error {
	if err := b.add(archive, keyName, int64(len(b.pub)), bytes.NewReader(b.pub)); err != nil {
		return err
	}
	if err := b.packKey(archive); err != nil {
		return err
	}
	if err := b.addFile(archive, databaseName, filepath.Join(b.out.Aside, databaseName)); err != nil {
		return err
	}
	if err := b.packEvidence(archive); err != nil {
		return err
	}
	if err := b.packBulletins(archive); err != nil {
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
func (b *making) packKey(archive *tar.Writer) error {
	if len(b.o.WithKeyFor) == 0 {
		return nil
	}
	secret, err := disk.ReadFile(b.disk(), filepath.Join(b.dir, signingName))
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
func (b *making) packEvidence(archive *tar.Writer) error {
	dir := filepath.Join(b.dir, blob.Folder)
	if _, err := b.disk().Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	blobs, err := blob.OpenReadOnly(b.disk(), dir)
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
		for _, form := range []blob.Form{blob.Sealed, blob.Working, blob.Description} {
			name := blob.Folder + "/" + stored.ID.Path(form)
			err := b.addFile(archive, name, filepath.Join(b.dir, filepath.FromSlash(name)))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

func (b *making) addFile(archive *tar.Writer, name, path string) error {
	f, err := b.disk().OpenFile(path, os.O_RDONLY, 0)
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
func (b *making) add(archive *tar.Writer, name string, size int64, from io.Reader) error {
	sum, err := b.member(archive, name, size, from)
	b.manifest.Members = append(b.manifest.Members, Member{name, size, sum})
	return err
}

func (b *making) member(archive *tar.Writer, name string, size int64, from io.Reader) (sha string, err error) {
	if err := b.out.Step("pack", name); err != nil {
		return "", err
	}
	err = archive.WriteHeader(&tar.Header{Name: name, Size: size, Mode: staging.OwnFile, ModTime: b.manifest.Made, Format: tar.FormatPAX})
	if err != nil {
		return "", fmt.Errorf("pack %s: %w", name, err)
	}
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(archive, sum), work.Reader(b.ctx, from)); err != nil {
		return "", fmt.Errorf("pack %s: %w", name, err)
	}
	b.packed += size
	b.tell.At("pack", b.packed, 0, "bytes")
	return hex.EncodeToString(sum.Sum(nil)), nil
}
