package backup

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"truce/ground/problem"
	"truce/judge/bulletin"
	"truce/office/bulletins"
	"truce/tool/disk"
	"truce/tool/staging"
)

// keptNames are the files of published bulletins: editions and the rows that they were made
// from, each named by its digest. What was half written has another name.
var keptNames = regexp.MustCompile(`^[0-9a-f]{64}\.json$`)

// packBulletins packs the editions that the office keeps, and their rows. Once the meaning of
// acts changed, an old bulletin can be made again from its rows alone: they are not left to be
// computed. A file that is not what its name says is left out.
func (b *making) packBulletins(archive *tar.Writer) error {
	files, err := b.disk().ReadDir(filepath.Join(b.dir, bulletins.Folder))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, f := range files {
		if !keptNames.MatchString(f.Name()) {
			continue
		}
		text, err := disk.ReadFile(b.disk(), filepath.Join(b.dir, bulletins.Folder, f.Name()))
		if err != nil {
			return err
		}
		if bulletin.Digest(text) != digestIn(f.Name()) {
			continue
		}
		if err := b.add(archive, bulletins.Folder+"/"+f.Name(), int64(len(text)), bytes.NewReader(text)); err != nil {
			return err
		}
	}
	return nil
}

// digestIn is the digest that a kept file is named by.
func digestIn(name string) string { return strings.TrimSuffix(path.Base(name), ".json") }

// placeBulletins puts the editions and rows of the backup into the folder. Nothing that is
// there is lost by it: what has one name has one content.
func (r *restore) placeBulletins() error {
	for _, m := range r.done.Members {
		if !strings.HasPrefix(m.Name, bulletins.Folder+"/") {
			continue
		}
		if m.SHA256 != digestIn(m.Name) {
			return problem.Invalid(problem.BackupDamaged).Because(fmt.Errorf("%s is not what its name says", m.Name))
		}
		if err := r.office.Move(r.staged.At(m.Name), m.Name, staging.OwnFile); err != nil {
			return err
		}
	}
	return r.office.Flush()
}
