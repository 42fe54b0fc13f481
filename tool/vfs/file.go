package vfs

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"

	"truce/tool/disk"
)

// powersafe says that a write that is torn leaves all other bytes as they were. It is what SQLite assumes of the disks
// of today.
const powersafe = lib.SQLITE_IOCAP_POWERSAFE_OVERWRITE

func methods() lib.Tsqlite3_io_methods {
	return lib.Tsqlite3_io_methods{
		FiVersion: 2,
		FxClose:   pointer(xClose), FxRead: pointer(xRead), FxWrite: pointer(xWrite), FxTruncate: pointer(xTruncate),
		FxSync: pointer(xSync), FxFileSize: pointer(xFileSize), FxLock: pointer(xLock), FxUnlock: pointer(xUnlock),
		FxCheckReservedLock: pointer(xCheckReservedLock), FxFileControl: pointer(xFileControl),
		FxSectorSize: pointer(xSectorSize), FxDeviceCharacteristics: pointer(xDeviceCharacteristics),
		FxShmMap: pointer(xShmMap), FxShmLock: pointer(xShmLock), FxShmBarrier: pointer(xShmBarrier), FxShmUnmap: pointer(xShmUnmap),
	}
}

func xOpen(tls *libc.TLS, v, name, p uintptr, flags int32, outFlags uintptr) int32 {
	c, f := at[cFile](p), fsAt(v)
	*c = cFile{}
	opened, err := f.openFile(name, flags)
	if err != nil {
		return openCode(err)
	}
	if f.own != 0 && flags&lib.SQLITE_OPEN_MAIN_DB != 0 && !opened.fleeting {
		if code := opened.openBeside(tls); code != lib.SQLITE_OK {
			_ = opened.close(tls)
			return code
		}
	}
	if outFlags != 0 {
		*at[int32](outFlags) = flags
	}
	opened.pin.Pin(opened)
	c.FpMethods, c.file = f.io, address(opened)
	return lib.SQLITE_OK
}

// openFile opens a file by name; a temporary one has none.
func (f *FS) openFile(name uintptr, flags int32) (*file, error) {
	opened := &file{fs: f, fleeting: flags&lib.SQLITE_OPEN_DELETEONCLOSE != 0}
	if name != 0 {
		opened.path = libc.GoString(name)
	} else {
		opened.fleeting = true
	}
	how := os.O_RDONLY
	if flags&lib.SQLITE_OPEN_READWRITE != 0 {
		how = os.O_RDWR
	}
	create := flags&lib.SQLITE_OPEN_CREATE != 0
	if create {
		how |= os.O_CREATE
		// What a crash must find under its name is synced with its name, as the VFS for Unix does it.
		opened.syncName = flags&(lib.SQLITE_OPEN_MAIN_JOURNAL|lib.SQLITE_OPEN_SUPER_JOURNAL|lib.SQLITE_OPEN_WAL) != 0
	}
	if flags&lib.SQLITE_OPEN_EXCLUSIVE != 0 {
		how |= os.O_EXCL
	}
	if err := f.place(opened, how); err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.shared[opened.path] == nil {
		f.shared[opened.path] = &shared{}
	}
	opened.shared = f.shared[opened.path]
	if opened.shared.files == 0 {
		if err := opened.shared.unsynced.begin(opened.disk); err != nil {
			return nil, errors.Join(err, opened.disk.Close())
		}
	}
	opened.shared.files++
	f.open[opened] = true
	return opened, nil
}

// place opens a file on the disk, a temporary one under a name that is free.
func (f *FS) place(opened *file, how int) (err error) {
	if opened.path != "" {
		opened.disk, err = f.disk.OpenFile(opened.path, how, disk.OwnFile)
		return err
	}
	for range 1000 { // one that was killed may have left its own
		opened.path = filepath.Join(os.TempDir(), fmt.Sprintf("truce-%d-%d", os.Getpid(), f.temps.Add(1)))
		opened.disk, err = f.disk.OpenFile(opened.path, os.O_RDWR|os.O_CREATE|os.O_EXCL, disk.OwnFile)
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	return err
}

func openCode(err error) int32 {
	switch {
	case errors.Is(err, fs.ErrPermission) || errors.Is(err, fs.ErrNotExist):
		return lib.SQLITE_CANTOPEN
	case errors.Is(err, syscall.ENOSPC):
		return lib.SQLITE_FULL
	}
	return lib.SQLITE_IOERR
}

func xClose(tls *libc.TLS, p uintptr) int32 {
	f := fileAt(p)
	err := f.close(tls)
	f.pin.Unpin()
	*at[cFile](p) = cFile{}
	return code(err, lib.SQLITE_IOERR_CLOSE)
}

func (f *file) close(tls *libc.TLS) error {
	f.closeBeside(tls)
	f.shared.unlock(f, lib.SQLITE_LOCK_NONE)
	f.shared.unmap(tls, f)
	err := f.disk.Close()
	if f.fleeting {
		err = errors.Join(err, f.fs.disk.Remove(f.path))
	}
	f.fs.mu.Lock()
	if f.shared.files--; f.shared.files == 0 && (f.fleeting || !f.shared.unsynced.any()) {
		delete(f.fs.shared, f.path)
	}
	delete(f.fs.open, f)
	f.fs.mu.Unlock()
	return err
}

func xRead(_ *libc.TLS, p, to uintptr, n int32, offset int64) int32 {
	into := bytesAt(to, n)
	got, err := fileAt(p).disk.ReadAt(into, offset)
	if err == nil || got == len(into) {
		return lib.SQLITE_OK
	}
	clear(into[got:])
	switch {
	case errors.Is(err, io.EOF):
		return lib.SQLITE_IOERR_SHORT_READ
	case errors.Is(err, disk.ErrAltered):
		return lib.SQLITE_IOERR_DATA
	}
	return lib.SQLITE_IOERR_READ
}

func xWrite(_ *libc.TLS, p, from uintptr, n int32, offset int64) int32 {
	f := fileAt(p)
	return code(f.shared.unsynced.change(offset, offset+int64(n), func() error {
		_, err := f.disk.WriteAt(bytesAt(from, n), offset)
		return err
	}), lib.SQLITE_IOERR_WRITE)
}

func xTruncate(_ *libc.TLS, p uintptr, size int64) int32 {
	f := fileAt(p)
	return code(f.shared.unsynced.cut(size, func() error { return f.disk.Truncate(size) }), lib.SQLITE_IOERR_TRUNCATE)
}

func xSync(_ *libc.TLS, p uintptr, _ int32) int32 {
	f := fileAt(p)
	if err := f.shared.unsynced.sync(f.disk); err != nil {
		return code(err, lib.SQLITE_IOERR_FSYNC)
	}
	if f.syncName {
		if err := f.fs.disk.SyncFolder(filepath.Dir(f.path)); err != nil {
			return code(err, lib.SQLITE_IOERR_DIR_FSYNC)
		}
		f.syncName = false
	}
	return lib.SQLITE_OK
}

func xFileSize(_ *libc.TLS, p, out uintptr) int32 {
	info, err := fileAt(p).disk.Stat()
	if err != nil {
		return lib.SQLITE_IOERR_FSTAT
	}
	*at[int64](out) = info.Size()
	return lib.SQLITE_OK
}

func xFileControl(_ *libc.TLS, _ uintptr, _ int32, _ uintptr) int32 { return lib.SQLITE_NOTFOUND }

func xSectorSize(*libc.TLS, uintptr) int32 { return 4096 }

func xDeviceCharacteristics(*libc.TLS, uintptr) int32 { return powersafe }

// code is SQLite's of an error, which is the given one where there is none that says more.
func code(err error, otherwise int32) int32 {
	switch {
	case err == nil:
		return lib.SQLITE_OK
	case errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT):
		return lib.SQLITE_FULL
	case errors.Is(err, syscall.EROFS):
		return lib.SQLITE_READONLY
	}
	return otherwise
}
