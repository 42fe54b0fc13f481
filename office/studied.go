package office

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"truce/ground/problem"
	"truce/ground/register"
	"truce/tool/blob"
)

// StudiedName is the file that marks a folder in which a backup is studied, not gone on with. It holds nothing: who
// takes it away and puts the register's key beside the database starts the office from there, and whoever remembers a
// newer head finds two histories.
const StudiedName = "studied"

// isStudied reports whether the folder is marked.
func isStudied(folder string) (bool, error) {
	_, err := os.Stat(filepath.Join(folder, StudiedName))
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
func openStudiedHeads(folder string) (*heads, error) {
	vkey, err := os.ReadFile(filepath.Join(folder, vkeyFile))
	if err != nil {
		return nil, folderProblem(folder, err)
	}
	h := &heads{path: filepath.Join(folder, headsFile), vkey: strings.TrimSpace(string(vkey)), studied: true}
	if h.verifier, err = register.NewVerifier(h.vkey); err != nil {
		return nil, err
	}
	h.origin = h.verifier.Name()
	return h, h.readLast()
}

// openStudiedBlobs opens the files that were restored, to be read.
func openStudiedBlobs(folder string) (*blob.Store, error) {
	files := filepath.Join(folder, blob.Folder)
	if err := os.MkdirAll(files, 0o700); err != nil {
		return nil, folderProblem(folder, err)
	}
	return blob.OpenReadOnly(files)
}
