package office

import (
	"errors"
	"io/fs"
	"path/filepath"

	"truce/ground/problem"
	"truce/tool/blob"
	"truce/tool/disk"
)

// StudiedName is the file that marks a folder in which a backup is studied, not gone on with. It holds nothing: who
// takes it away and puts the register's key beside the database starts the office from there, and whoever remembers a
// newer head finds two histories.
const StudiedName = "studied"

// isStudied reports whether the folder is marked.
func isStudied(d disk.Disk, folder string) (bool, error) {
	_, err := d.Stat(filepath.Join(folder, StudiedName))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Studied reports whether the office's folder holds a backup that is opened for study: it is asked, and takes, signs and
// publishes nothing.
func (f *Office) Studied() bool { return f.studied }

// studiedProblem refuses what would change or sign something.
func (f *Office) studiedProblem() error {
	return problem.Forbidden(problem.BackupIsStudied, problem.P{"register": f.heads.origin})
}

// openStudiedHeads reads what was signed, and no key that could sign more, whether or not there is one.
func openStudiedHeads(d disk.Disk, folder string) (*heads, error) {
	h, err := readHeads(d, folder)
	if err == nil {
		h.studied = true
	}
	return h, err
}

// openStudiedBlobs opens the files that were restored, to be read.
func openStudiedBlobs(d disk.Disk, folder string) (*blob.Store, error) {
	files := filepath.Join(folder, blob.Folder)
	if err := disk.MakeFolder(d, files, disk.OwnFolder); err != nil {
		return nil, folderProblem(folder, err)
	}
	return blob.OpenReadOnly(d, files)
}
