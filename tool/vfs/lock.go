package vfs

import (
	"sync"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// shmLocks is how many locks go with the memory that is shared beside a log.
const shmLocks = lib.SQLITE_SHM_NLOCK

// alone is that a lock is held by one, and shared with nobody.
const alone = -1

// shared is what all who have a file open in this process hold of it together.
type shared struct {
	files    int // that are open; FS.mu guards it
	unsynced unsynced

	mu       sync.Mutex
	readers  int   // that hold a lock, of whatever level
	reserved *file // who may write soon
	pending  *file // who waits for the readers to go
	locks    [shmLocks]int32
	regions  []uintptr // of shared memory
	maps     int
}

func xLock(tls *libc.TLS, p uintptr, level int32) int32 {
	f := fileAt(p)
	if f.beside != 0 {
		return call[func(*libc.TLS, uintptr, int32) int32](f.besides().FxLock)(tls, f.beside, level)
	}
	return f.shared.lock(f, level)
}

func xUnlock(tls *libc.TLS, p uintptr, level int32) int32 {
	f := fileAt(p)
	if f.beside != 0 {
		return call[func(*libc.TLS, uintptr, int32) int32](f.besides().FxUnlock)(tls, f.beside, level)
	}
	f.shared.unlock(f, level)
	return lib.SQLITE_OK
}

func xCheckReservedLock(tls *libc.TLS, p, out uintptr) int32 {
	f := fileAt(p)
	if f.beside != 0 {
		return call[func(*libc.TLS, uintptr, uintptr) int32](f.besides().FxCheckReservedLock)(tls, f.beside, out)
	}
	s := f.shared
	s.mu.Lock()
	defer s.mu.Unlock()
	*at[int32](out) = libc.Bool32(s.reserved != nil)
	return lib.SQLITE_OK
}

// lock raises the lock of a file (https://www.sqlite.org/lockingv3.html).
func (s *shared) lock(f *file, level int32) int32 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.level >= level {
		return lib.SQLITE_OK
	}
	if f.level == lib.SQLITE_LOCK_NONE {
		if s.pending != nil {
			return lib.SQLITE_BUSY
		}
		s.readers++
		f.level = lib.SQLITE_LOCK_SHARED
	}
	if level >= lib.SQLITE_LOCK_RESERVED && f.level < level {
		if s.reserved != nil && s.reserved != f {
			return lib.SQLITE_BUSY
		}
		s.reserved, f.level = f, max(f.level, lib.SQLITE_LOCK_RESERVED)
	}
	if level == lib.SQLITE_LOCK_EXCLUSIVE {
		s.pending, f.level = f, max(f.level, lib.SQLITE_LOCK_PENDING)
		if s.readers > 1 {
			return lib.SQLITE_BUSY
		}
		f.level = level
	}
	return lib.SQLITE_OK
}

func (s *shared) unlock(f *file, level int32) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.level <= level {
		return
	}
	if s.reserved == f {
		s.reserved = nil
	}
	if s.pending == f {
		s.pending = nil
	}
	if level == lib.SQLITE_LOCK_NONE {
		s.readers--
	}
	f.level = level
}

// xShmMap hands over a region of the memory that connections share beside a log. It is not on the disk: it is made again
// from the log.
func xShmMap(tls *libc.TLS, p uintptr, region, size, extend int32, out uintptr) int32 {
	f := fileAt(p)
	if f.beside != 0 {
		return call[func(*libc.TLS, uintptr, int32, int32, int32, uintptr) int32](f.besides().FxShmMap)(tls, f.beside, region, size, extend, out)
	}
	s := f.shared
	s.mu.Lock()
	defer s.mu.Unlock()
	if !f.mapped {
		f.mapped = true
		s.maps++
	}
	*at[uintptr](out) = 0
	for int(region) >= len(s.regions) {
		if extend == 0 {
			return lib.SQLITE_OK
		}
		fresh := memory(tls, uintptr(size))
		if fresh == 0 {
			return lib.SQLITE_NOMEM
		}
		clear(bytesAt(fresh, size))
		s.regions = append(s.regions, fresh)
	}
	*at[uintptr](out) = s.regions[region]
	return lib.SQLITE_OK
}

func xShmLock(tls *libc.TLS, p uintptr, from, n, flags int32) int32 {
	f := fileAt(p)
	if f.beside != 0 {
		return call[func(*libc.TLS, uintptr, int32, int32, int32) int32](f.besides().FxShmLock)(tls, f.beside, from, n, flags)
	}
	s := f.shared
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := from; i < from+n; i++ {
		if flags&lib.SQLITE_SHM_UNLOCK == 0 && !s.free(f, i, flags) {
			return lib.SQLITE_BUSY
		}
	}
	for i := from; i < from+n; i++ {
		switch {
		case flags&lib.SQLITE_SHM_UNLOCK != 0:
			s.release(f, i)
		case f.held[i] != 0:
		case flags&lib.SQLITE_SHM_EXCLUSIVE != 0:
			s.locks[i], f.held[i] = alone, alone
		default:
			s.locks[i]++
			f.held[i] = 1
		}
	}
	return lib.SQLITE_OK
}

// free reports whether a file may have a lock.
func (s *shared) free(f *file, i, flags int32) bool {
	switch {
	case f.held[i] != 0:
		return flags&lib.SQLITE_SHM_EXCLUSIVE == 0 || f.held[i] == alone
	case flags&lib.SQLITE_SHM_EXCLUSIVE != 0:
		return s.locks[i] == 0
	}
	return s.locks[i] != alone
}

func (s *shared) release(f *file, i int32) {
	switch f.held[i] {
	case 0:
		return
	case alone:
		s.locks[i] = 0
	default:
		s.locks[i]--
	}
	f.held[i] = 0
}

func xShmBarrier(tls *libc.TLS, p uintptr) {
	f := fileAt(p)
	if f.beside != 0 {
		call[func(*libc.TLS, uintptr)](f.besides().FxShmBarrier)(tls, f.beside)
		return
	}
	s := f.shared
	s.mu.Lock()
	defer s.mu.Unlock()
}

func xShmUnmap(tls *libc.TLS, p uintptr, remove int32) int32 {
	f := fileAt(p)
	if f.beside != 0 {
		return call[func(*libc.TLS, uintptr, int32) int32](f.besides().FxShmUnmap)(tls, f.beside, remove)
	}
	f.shared.unmap(tls, f)
	return lib.SQLITE_OK
}

// unmap lets go of the shared memory, which ends with the last who has it.
func (s *shared) unmap(tls *libc.TLS, f *file) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !f.mapped {
		return
	}
	f.mapped = false
	for i := range f.held {
		s.release(f, int32(i))
	}
	if s.maps--; s.maps > 0 {
		return
	}
	for _, region := range s.regions {
		lib.Xsqlite3_free(tls, region)
	}
	s.regions = nil
}
