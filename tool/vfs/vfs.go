// Package vfs lets SQLite keep its files on a disk.Disk: below SQLite, what its write-ahead log and its database are is
// read, written, synced and named through the one seam of package disk.
//
// SQLite calls a VFS through C structures of function pointers (https://www.sqlite.org/vfs.html). The SQLite that is used
// here is C translated to Go (modernc.org/sqlite/lib): its function pointers are Go functions, so a VFS can be written in
// Go, and this is the only place that knows how. Locks between connections, and the memory that they share beside the
// log, are kept in the process, where one process at a time has a database open. Where others may too, as a backup of an office that
// runs, they are those of SQLite's own VFS, on an empty file beside the database (RegisterShared): what is shared there are the numbers of pages.
package vfs

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"

	"truce/tool/disk"
)

// FS is a disk that SQLite knows by a name.
type FS struct {
	disk disk.Disk
	name string

	tls            *libc.TLS
	pin            runtime.Pinner
	vfs, io, cname uintptr // in SQLite's memory
	own            uintptr // SQLite's VFS, which has the locks; 0: they are kept here

	mu     sync.Mutex
	shared map[string]*shared // by path, of files that are open, or that were and have something that is not synced
	open   map[*file]bool
	temps  atomic.Int64
}

// Register makes a disk known to SQLite of which no other process has a database open.
func Register(d disk.Disk) (*FS, error) { return register(d, false) }

// RegisterShared makes a disk known to SQLite whose databases other processes may have open too. Paths on it are those of the machine.
func RegisterShared(d disk.Disk) (*FS, error) { return register(d, true) }

func register(d disk.Disk, others bool) (*FS, error) {
	f := &FS{disk: d, tls: libc.NewTLS(), shared: map[string]*shared{}, open: map[*file]bool{}}
	f.pin.Pin(f)
	lib.Xsqlite3_initialize(f.tls)
	f.name = fmt.Sprintf("truce-%x", address(f))
	f.vfs, f.io = memory(f.tls, unsafe.Sizeof(lib.Tsqlite3_vfs{})), memory(f.tls, unsafe.Sizeof(lib.Tsqlite3_io_methods{}))
	var err error
	if f.cname, err = libc.CString(f.name); err != nil || f.vfs == 0 || f.io == 0 {
		return nil, errors.Join(errors.New("register a disk with SQLite: no memory"), err)
	}
	first := lib.Xsqlite3_vfs_find(f.tls, 0)
	if others {
		f.own = first
	}
	own := at[lib.Tsqlite3_vfs](first)
	*at[lib.Tsqlite3_vfs](f.vfs) = lib.Tsqlite3_vfs{
		FiVersion: 2, FszOsFile: int32(unsafe.Sizeof(cFile{})), FmxPathname: 1024, FzName: f.cname, FpAppData: address(f),
		FxOpen: pointer(xOpen), FxDelete: pointer(xDelete), FxAccess: pointer(xAccess), FxFullPathname: pointer(xFullPathname),
		// Libraries, sleeping, randomness and the clock are the machine's. Member by member: the link to the next VFS, which
		// SQLite writes under its own lock when another disk is made known, is not read here.
		FxDlOpen: own.FxDlOpen, FxDlError: own.FxDlError, FxDlSym: own.FxDlSym, FxDlClose: own.FxDlClose,
		FxRandomness: own.FxRandomness, FxSleep: own.FxSleep, FxGetLastError: own.FxGetLastError,
		FxCurrentTime: own.FxCurrentTime, FxCurrentTimeInt64: own.FxCurrentTimeInt64,
	}
	*at[lib.Tsqlite3_io_methods](f.io) = methods()
	if code := lib.Xsqlite3_vfs_register(f.tls, f.vfs, 0); code != lib.SQLITE_OK {
		return nil, fmt.Errorf("register a disk with SQLite: code %d", code)
	}
	return f, nil
}

// Name is that by which SQLite knows the disk (disk.Disk.VFS).
func (f *FS) Name() string { return f.name }

// Close makes the disk unknown again. No file may be open on it.
func (f *FS) Close() error {
	f.mu.Lock()
	open := len(f.open)
	f.mu.Unlock()
	if open > 0 {
		return fmt.Errorf("%d files of SQLite are open", open)
	}
	lib.Xsqlite3_vfs_unregister(f.tls, f.vfs)
	for _, p := range []uintptr{f.vfs, f.io} {
		lib.Xsqlite3_free(f.tls, p)
	}
	libc.Xfree(f.tls, f.cname)
	f.pin.Unpin()
	f.tls.Close()
	return nil
}

// gone forgets what was not synced of a file that is no more. Who has it open keeps what is theirs.
func (f *FS) gone(path string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if of := f.shared[path]; of != nil && of.files == 0 {
		delete(f.shared, path)
	}
}

func memory(tls *libc.TLS, size uintptr) uintptr { return lib.Xsqlite3_malloc64(tls, uint64(size)) }

// file is a file that SQLite opened.
type file struct {
	fs       *FS
	disk     disk.File
	path     string
	syncName bool // the folder is still to be synced, with the file
	fleeting bool // it is removed when it is closed
	pin      runtime.Pinner

	beside uintptr // the file of SQLite's own VFS that has the locks of a database; 0: they are in shared
	shared *shared
	level  int32 // of the lock that is held
	mapped bool
	held   [shmLocks]int32 // of the locks of shared memory: 0, or shared or alone
}

// cFile is how SQLite holds it: C's sqlite3_file, and ours behind it.
type cFile struct {
	lib.Tsqlite3_file
	file uintptr
}

// at is what lies at an address that SQLite hands over or that was handed to it. What is Go's is pinned there.
func at[T any](address uintptr) *T { return *(**T)(unsafe.Pointer(&address)) }

func address[T any](p *T) uintptr { return uintptr(unsafe.Pointer(p)) }

// pointer is a function of the package as SQLite calls it: what was a C function pointer is a pointer to Go's function value.
func pointer(f any) uintptr {
	type value [2]uintptr
	return (*value)(unsafe.Pointer(&f))[1]
}

func bytesAt(address uintptr, n int32) []byte { return unsafe.Slice(at[byte](address), n) }

func fileAt(p uintptr) *file { return at[file](at[cFile](p).file) }

func fsAt(p uintptr) *FS { return at[FS](at[lib.Tsqlite3_vfs](p).FpAppData) }

func xFullPathname(_ *libc.TLS, _, name uintptr, size int32, out uintptr) int32 {
	path, err := filepath.Abs(libc.GoString(name))
	if err != nil || len(path)+1 > int(size) {
		return lib.SQLITE_CANTOPEN
	}
	to := bytesAt(out, size)
	to[copy(to, path)] = 0
	return lib.SQLITE_OK
}

func xAccess(_ *libc.TLS, v, name uintptr, flags int32, out uintptr) int32 {
	info, err := fsAt(v).disk.Stat(libc.GoString(name))
	there := err == nil && (flags != lib.SQLITE_ACCESS_EXISTS || info.Size() > 0) // as the VFS for Unix has it
	*at[int32](out) = libc.Bool32(there)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return lib.SQLITE_IOERR_ACCESS
	}
	return lib.SQLITE_OK
}

func xDelete(_ *libc.TLS, v, name uintptr, syncFolder int32) int32 {
	f, path := fsAt(v), libc.GoString(name)
	if err := f.disk.Remove(path); errors.Is(err, fs.ErrNotExist) {
		return lib.SQLITE_IOERR_DELETE_NOENT
	} else if err != nil {
		return lib.SQLITE_IOERR_DELETE
	}
	f.gone(path)
	if syncFolder != 0 && f.disk.SyncFolder(filepath.Dir(path)) != nil {
		return lib.SQLITE_IOERR_DIR_FSYNC
	}
	return lib.SQLITE_OK
}
