package vfs

import (
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// LocksSuffix is what the name of the empty file has behind that of the database whose locks are on it.
const LocksSuffix = "-locks"

// call is a function of C at an address.
func call[F any](address uintptr) F { return *(*F)(unsafe.Pointer(&struct{ uintptr }{address})) }

// besides are the methods of the file that has the locks.
func (f *file) besides() *lib.Tsqlite3_io_methods {
	return at[lib.Tsqlite3_io_methods](at[lib.Tsqlite3_file](f.beside).FpMethods)
}

// openBeside opens the file that has the locks. Behind it in one piece of memory stands its name, as SQLite hands over that of a database:
// four zeros, the name, and three more for what a name can have besides.
func (f *file) openBeside(tls *libc.TLS) int32 {
	own := at[lib.Tsqlite3_vfs](f.fs.own)
	name := f.path + LocksSuffix
	size := uintptr(own.FszOsFile)
	size = (size + 7) &^ 7
	p := memory(tls, size+4+uintptr(len(name))+4)
	if p == 0 {
		return lib.SQLITE_NOMEM
	}
	all := bytesAt(p, int32(size)+4+int32(len(name))+4)
	clear(all)
	copy(all[size+4:], name)
	open := call[func(*libc.TLS, uintptr, uintptr, uintptr, int32, uintptr) int32](own.FxOpen)
	code := open(tls, f.fs.own, p+size+4, p, lib.SQLITE_OPEN_READWRITE|lib.SQLITE_OPEN_CREATE|lib.SQLITE_OPEN_MAIN_DB, 0)
	if code != lib.SQLITE_OK {
		if methods := at[lib.Tsqlite3_file](p).FpMethods; methods != 0 {
			call[func(*libc.TLS, uintptr) int32](at[lib.Tsqlite3_io_methods](methods).FxClose)(tls, p)
		}
		lib.Xsqlite3_free(tls, p)
		return code
	}
	f.beside = p
	return lib.SQLITE_OK
}

func (f *file) closeBeside(tls *libc.TLS) {
	if f.beside == 0 {
		return
	}
	call[func(*libc.TLS, uintptr) int32](f.besides().FxClose)(tls, f.beside)
	lib.Xsqlite3_free(tls, f.beside)
	f.beside = 0
}
