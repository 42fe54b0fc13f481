package copies

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"truce/ground/register"
)

// ErrUnfit says that a folder is no copy that anybody made by exporting a register: it holds what can only be there to
// hang whoever reads it, or to fill the memory.
var ErrUnfit = errors.New("this is no copy that an export made, and nothing more of it was read")

// Limits of what a copy holds, each more than any honest copy has.
const (
	maxSmallBytes    = 1 << 20
	maxHashTileBytes = register.TileWidth * 32
	maxBulletinBytes = 64 << 20
	maxSealedBytes   = 2 << 40 // of an evidence file; what the act says of it is asked before it is read
	maxDepth         = 8
	maxInFolder      = 200_000
)

// Files are those of the copy in a folder. Whoever made the folder may mean ill: links, pipes and devices are not
// opened, and no file that is larger than what it stands for can be.
func Files(dir string) fs.FS { return files(dir) }

type files string

// Open is part of fs.FS.
func (f files) Open(name string) (fs.File, error) {
	at, _, err := f.look("open", name)
	if err != nil {
		return nil, err
	}
	return os.Open(at)
}

// Stat is part of fs.StatFS.
func (f files) Stat(name string) (fs.FileInfo, error) {
	_, info, err := f.look("stat", name)
	return info, err
}

// ReadDir is part of fs.ReadDirFS.
func (f files) ReadDir(name string) ([]fs.DirEntry, error) {
	at, _, err := f.look("readdir", name)
	if err != nil {
		return nil, err
	}
	dir, err := os.Open(at)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	all, err := dir.ReadDir(maxInFolder + 1)
	if len(all) > maxInFolder {
		return nil, unfit(name, "has more files than a copy can have there")
	}
	if errors.Is(err, io.EOF) { // it is empty
		err = nil
	}
	return all, err
}

// look looks at every folder on the way to a file before it is opened.
func (f files) look(op, name string) (at string, info fs.FileInfo, err error) {
	if !fs.ValidPath(name) {
		return "", nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	at = string(f)
	if name == "." {
		info, err = os.Stat(at) // the folder itself its reader named
		return at, info, err
	}
	parts := strings.Split(name, "/")
	if len(parts) > maxDepth {
		return "", nil, unfit(name, "lies deeper than anything in a copy")
	}
	for i, part := range parts {
		at = filepath.Join(at, part)
		if info, err = os.Lstat(at); err != nil {
			return "", nil, err
		}
		if last := i == len(parts)-1; !info.IsDir() && !last {
			return "", nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
		}
		if err := fits(path.Join(parts[:i+1]...), info); err != nil {
			return "", nil, err
		}
	}
	return at, info, nil
}

// fits refuses what is neither a folder nor a file, and files that are too large for what they stand for.
func fits(name string, info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return nil
	case info.Mode()&fs.ModeSymlink != 0:
		return unfit(name, "is a link to something else")
	case !info.Mode().IsRegular():
		return unfit(name, "is not a file (a pipe, a device or a socket)")
	case info.Size() > mostBytes(name):
		return unfit(name, fmt.Sprintf("says that it has %d bytes, and no such file has more than %d", info.Size(), mostBytes(name)))
	}
	return nil
}

func mostBytes(name string) int64 {
	top, rest, _ := strings.Cut(name, "/")
	switch {
	case top == "tile" && strings.HasPrefix(rest, "entries/"):
		return maxFileBytes
	case top == "tile":
		return maxHashTileBytes
	case top == "hidden":
		return maxHiddenBytes
	case top == "bulletins":
		return maxBulletinBytes
	case top == "evidence":
		return maxSealedBytes
	}
	return maxSmallBytes
}

func unfit(name, what string) error { return fmt.Errorf("%s %s: %w", name, what, ErrUnfit) }

// ofCopy reports whether a file is one of a copy. What else lies in its folder is nobody's business.
func ofCopy(name string) bool {
	top, _, deeper := strings.Cut(name, "/")
	switch top {
	case "tile", "hidden", "heads", "bulletins", "evidence":
		return true
	}
	return !deeper
}

// Survey looks at every file of a copy, without opening any, so that nothing of a folder that is no honest copy is
// read. Tell, if it is not nil, is handed each file that is one of a copy.
func Survey(copied fs.FS, tell func(name string, info fs.FileInfo) error) error {
	most := int64(maxSmallBytes) // of files; more only if the head says that there are as many entries
	if head, err := fs.ReadFile(copied, register.HeadPath); err == nil {
		most += 4 * claimed(head)
	}
	return fs.WalkDir(copied, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name == ".":
			return nil
		case !ofCopy(name) && entry.IsDir():
			return fs.SkipDir
		case entry.IsDir() && strings.Count(name, "/") >= maxDepth-1:
			return unfit(name, "lies deeper than anything in a copy")
		case entry.IsDir():
			return nil
		}
		if most--; most < 0 {
			return unfit(name, "is one file more than the entries of the copy can have")
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if err := fits(name, info); err != nil || tell == nil {
			return err
		}
		return tell(name, info)
	})
}

// claimed is how many entries a head says that there are, whoever signed it.
func claimed(head []byte) int64 {
	lines := strings.SplitN(string(head), "\n", 3)
	if len(lines) < 3 {
		return 0
	}
	size, _ := strconv.ParseInt(lines[1], 10, 64)
	return min(max(size, 0), register.MaxEntries)
}
