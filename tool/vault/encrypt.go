package vault

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"truce/ground/work"
	"truce/tool/disk"
	"truce/tool/vfs"
)

// asideName begins the name of the folder in which what is in the folder is written anew; behind it stands the number of the folder that it is
// to be.
const asideName = "encrypting-"

func (h Header) aside(folder string) string { return filepath.Join(folder, asideName+h.Folder) }

// Encrypt makes of a folder the one that a header tells of: everything in it is written anew, encrypted, beside what is there, then the header is
// written, and then each file takes the place of what was there. The header is the moment of change: whenever the power goes, the folder
// is as it was, or Finish makes it the new one. Nobody may have it open, and nothing may be in the logs of its databases that another encryption
// has torn: the caller closed them.
//
// From is the disk by which the folder is read: in itself, or an encrypted disk on it, whose keys are given up by it.
func Encrypt(ctx context.Context, in, from disk.Disk, folder string, k Keys, h Header, o Options, tell work.Tell) error {
	if err := Finish(in, folder); err != nil { // what an earlier try left
		return err
	}
	if err := errors.Join(in.Mkdir(h.aside(folder), disk.OwnFolder), in.SyncFolder(folder)); err != nil {
		return err
	}
	to := &tree{in: in, keys: k, rand: o.Rand}
	c := &copying{ctx: ctx, from: from, to: to, tell: tell}
	if err := c.folder(folder, h.aside(folder)); err != nil {
		return errors.Join(err, disk.RemoveAll(in, h.aside(folder)))
	}
	if err := h.Write(in, folder); err != nil {
		return err
	}
	return Finish(in, folder)
}

// copying writes a folder anew.
type copying struct {
	ctx      context.Context
	from, to disk.Disk
	tell     work.Tell
	written  int64
}

func (c *copying) folder(folder, to string) error {
	all, err := c.from.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, one := range all {
		name, copied := filepath.Join(folder, one.Name()), filepath.Join(to, one.Name())
		switch {
		case stays(one.Name()):
			continue
		case one.IsDir():
			if err = c.to.Mkdir(copied, disk.OwnFolder); err == nil {
				err = c.folder(name, copied)
			}
		case one.Type().IsRegular():
			err = c.file(name, copied)
		default:
			err = fmt.Errorf("%s is neither a file nor a folder: take it out of the folder", name)
		}
		if err != nil {
			return err
		}
	}
	return c.to.SyncFolder(to)
}

// stays reports whether what has a name is left where it is, or is made again by whoever needs it.
func stays(name string) bool {
	return open(name) || strings.HasPrefix(name, asideName) || strings.HasSuffix(name, vfs.LocksSuffix) || strings.HasSuffix(name, "-shm")
}

func (c *copying) file(name, to string) error {
	from, err := c.from.OpenFile(name, os.O_RDONLY, 0)
	if err != nil {
		return err
	}
	defer from.Close()
	into, err := c.to.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_RDWR, disk.OwnFile)
	if err != nil {
		return err
	}
	n, err := io.CopyBuffer(struct{ io.Writer }{into}, work.Reader(c.ctx, from), make([]byte, most))
	if err == nil {
		err = into.Sync()
	}
	if err = errors.Join(err, into.Close()); err != nil {
		return fmt.Errorf("encrypt %s: %w", name, err)
	}
	c.written += n
	c.tell.At("encrypt", c.written, 0, "bytes")
	return nil
}

// Finish brings to its end what Encrypt began, if the header there is that of the folder that was to be, and takes away what it left else. Nobody may have
// the folder open where anything is left.
func Finish(in disk.Disk, folder string) error {
	all, err := in.ReadDir(folder)
	if err != nil {
		return err
	}
	here, _ := Read(in, folder)
	for _, one := range all {
		of, is := strings.CutPrefix(one.Name(), asideName)
		if _, err := hex.DecodeString(of); !is || !one.IsDir() || err != nil {
			continue
		}
		aside := filepath.Join(folder, one.Name())
		if of == here.Folder {
			if err := moved(in, aside, folder); err != nil {
				return err
			}
			if err := forget(in, folder); err != nil {
				return err
			}
			if err := here.Write(in, folder); err != nil { // the second may be the one before
				return err
			}
		}
		if err := errors.Join(disk.RemoveAll(in, aside), in.SyncFolder(folder)); err != nil {
			return err
		}
	}
	return nil
}

// Unfinished reports whether Finish has anything to do.
func Unfinished(in disk.Disk, folder string) bool {
	all, _ := in.ReadDir(folder)
	for _, one := range all {
		if strings.HasPrefix(one.Name(), asideName) {
			return true
		}
	}
	return false
}

// moved puts each file in the place of what was there.
func moved(in disk.Disk, aside, folder string) error {
	all, err := in.ReadDir(aside)
	if err != nil {
		return err
	}
	for _, one := range all {
		from, to := filepath.Join(aside, one.Name()), filepath.Join(folder, one.Name())
		if !one.IsDir() {
			if err := in.Rename(from, to); err != nil {
				return err
			}
			continue
		}
		if err := in.Mkdir(to, disk.OwnFolder); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
		if err := moved(in, from, to); err != nil {
			return err
		}
	}
	return in.SyncFolder(folder)
}

// forget takes away the memory that was shared beside the logs that were there.
func forget(in disk.Disk, folder string) error {
	all, err := in.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, one := range all {
		if strings.HasSuffix(one.Name(), "-shm") {
			err = errors.Join(err, in.Remove(filepath.Join(folder, one.Name())))
		}
	}
	return err
}
