package backup

import (
	"archive/tar"
	"bufio"
	"cmp"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"truce/ground/numbered"
	"truce/ground/problem"
	"truce/ground/work"
	"truce/tool/staging"
)

// unpack unpacks a backup into a folder of its own and holds every member against the
// manifest. Anything that is not as the manifest says is the problem BackupDamaged; one of a later form is FileNewer, whatever else is in it.
func unpack(ctx context.Context, file string, into *staging.Folder, o RestoreOptions, tell work.Tell) (Manifest, error) {
	f, err := o.File.OpenFile(file, os.O_RDONLY, 0)
	if err != nil {
		return Manifest{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return Manifest{}, err
	}
	source := &counted{r: work.Reader(ctx, f)}
	u := &unpacking{into: into, found: map[string]Member{}, told: func() {
		tell.At("unpack", source.read, info.Size(), "bytes")
	}}
	plain, err := o.opened(source)
	if err != nil {
		return Manifest{}, err
	}
	m, err := u.all(plain)
	switch {
	case err == nil:
		return m, nil
	case ctx.Err() != nil, source.failed != nil, errors.Is(err, errPlace):
		return m, err // not the backup's fault
	}
	if newer, is := errors.AsType[numbered.NewerError](err); is {
		return m, problem.Invalid(problem.FileNewer, problem.P{"file": filepath.Base(file), "found": newer.Has, "expected": newer.Reads}).Because(err)
	}
	return m, problem.Invalid(problem.BackupDamaged).Because(err)
}

// opened is what a file holds that may be encrypted.
func (o RestoreOptions) opened(r io.Reader) (io.Reader, error) {
	if o.Decrypt == nil {
		return r, nil
	}
	b := bufio.NewReader(r)
	if !Encrypted(b) {
		return b, nil
	}
	return o.Decrypt(b)
}

// Encrypted reports whether a backup is one of an encrypted folder. Nothing is taken from what is read.
func Encrypted(r *bufio.Reader) bool {
	begin, _ := r.Peek(len(ageIntro))
	return string(begin) == ageIntro
}

// ageIntro begins a file of age.
const ageIntro = "age-encryption.org/v1\n"

// errPlace says that the disk did not take a member.
var errPlace = errors.New("unpack")

// counted counts what was read, and keeps a failure of the disk apart from damage.
type counted struct {
	r      io.Reader
	read   int64
	failed error
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.read += int64(n)
	if err != nil && err != io.EOF {
		c.failed = err
	}
	return n, err
}

type unpacking struct {
	into  *staging.Folder
	found map[string]Member
	told  func()
}

func (u *unpacking) all(source io.Reader) (Manifest, error) {
	zipped, err := gzip.NewReader(source)
	if err != nil {
		return Manifest{}, err
	}
	archive := tar.NewReader(zipped)
	var odd error // that a later form may have; the manifest, which comes last, says of which form the backup is
	for {
		header, err := archive.Next()
		if err == io.EOF {
			return Manifest{}, errors.New("there is no manifest: the file was cut short")
		}
		if err != nil {
			return Manifest{}, err
		}
		switch {
		case header.Typeflag == tar.TypeReg && header.Name == manifestName:
			m, err := u.manifest(archive, zipped)
			return m, cmp.Or(err, odd)
		case odd != nil: // nothing more is written
		case header.Typeflag != tar.TypeReg:
			odd = fmt.Errorf("%q is not a plain file", header.Name)
		case !u.belongs(header.Name):
			odd = fmt.Errorf("%q does not belong in a backup", header.Name)
		default:
			if err := u.member(header.Name, archive); err != nil {
				return Manifest{}, err
			}
		}
		u.told()
	}
}

// belongs reports whether a backup of this form holds a member of the name, which it did not hold so far.
func (u *unpacking) belongs(name string) bool {
	_, twice := u.found[name]
	return !twice && memberNames.MatchString(name)
}

func (u *unpacking) member(name string, content io.Reader) error {
	sum := sha256.New()
	size := int64(0)
	var broken error // of the backup, not of the disk
	err := u.into.Fill(name, staging.OwnFile, func(w io.Writer) error {
		var err error
		size, err = io.Copy(io.MultiWriter(w, sum), broke{content, &broken})
		return err
	})
	switch {
	case broken != nil:
		return broken
	case err != nil:
		return fmt.Errorf("%w %s: %w", errPlace, name, err)
	}
	u.found[name] = Member{name, size, hex.EncodeToString(sum.Sum(nil))}
	return nil
}

// broke notes an error of reading.
type broke struct {
	r   io.Reader
	err *error
}

func (b broke) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if err != nil && err != io.EOF {
		*b.err = err
	}
	return n, err
}

// manifest reads the last member, and on to the end: the sum of the whole file is there.
func (u *unpacking) manifest(archive *tar.Reader, zipped *gzip.Reader) (Manifest, error) {
	text, err := io.ReadAll(io.LimitReader(archive, maxManifestBytes))
	if err != nil {
		return Manifest{}, err
	}
	m, err := parseManifest(text)
	if err != nil {
		return Manifest{}, err
	}
	if _, err := archive.Next(); err != io.EOF {
		return Manifest{}, fmt.Errorf("something follows the manifest: %w", err)
	}
	if _, err := io.Copy(io.Discard, zipped); err != nil {
		return Manifest{}, err
	}
	return m, m.equal(u.found)
}
