// Package simdisk is a disk that loses power, for tests: it is in memory, and what it does is drawn from a seed. It keeps
// apart what a program sees and what would be there after the power went. Nothing lasts but what package disk says: what
// was not synced is lost in part, in any order, torn at any sector; calls fail, or the disk is full.
package simdisk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"truce/tool/disk"
	"truce/tool/vfs"
)

// Model is of a file system: what lasts of names when the power goes.
type Model int

// The two models that there are.
const (
	// Journal is a file system that keeps names in the order of a journal, and makes all of them last with the sync of
	// any file: ext4 and XFS as they are used.
	Journal Model = iota
	// Posix is no more than the standard says: each name lasts by the sync of its own folder, and else or not, each for
	// itself.
	Posix
)

// String names the model.
func (m Model) String() string { return [...]string{"journal", "posix"}[m] }

// sector is what a disk writes whole.
const sector = 512

// Call is something that a program asks of the disk and that changes it.
type Call struct {
	Number int
	What   string // write, sync, truncate, create, folder, rename, link, remove, sync folder
	Name   string
}

// String is a line of a trace.
func (c Call) String() string { return fmt.Sprintf("%d %s %s", c.Number, c.What, c.Name) }

// Disk is the disk. Its methods may be called by any number of goroutines.
type Disk struct {
	// Before is asked ahead of each call; an error is what the call answers. A write that fails has written a part.
	// It must not use the disk.
	Before func(Call) error

	mu     sync.Mutex
	model  Model
	random *rand.Rand
	root   *node
	names  []naming // that do not last yet, in their order
	locks  map[string]int
	calls  int
	stop   int // the number of the call ahead of which the power goes; 0: it does not
	off    bool
	room   int64 // bytes that files may hold; 0: any number
	used   int64
	cut    int64 // of the file that is looked at after a crash: what is written from here on is there, or what is before
	above  bool
	vfs    *vfs.FS
}

// node is a file or a folder.
type node struct {
	mode fs.FileMode
	at   time.Time // of the last change of what is in it

	names, lasting map[string]*node // of a folder, as it is seen and as it lasts

	seen, synced []byte // of a file
	writes       []write
	syncedAt     time.Time
}

// write is a change of a file that was not synced. Without data the file got another length.
type write struct {
	at   int64
	data []byte
}

// naming is a change of names that is seen whole.
type naming []name

type name struct {
	folder *node
	name   string
	node   *node // nil: the name is gone
}

// New is an empty disk, by its seed.
func New(model Model, seed uint64) (*Disk, error) {
	return newDisk(model, rand.New(rand.NewPCG(seed, 0x7d15c)), folderNode())
}

func newDisk(model Model, random *rand.Rand, root *node) (*Disk, error) {
	d := &Disk{model: model, random: random, root: root, locks: map[string]int{}}
	var err error
	d.vfs, err = vfs.Register(d)
	return d, err
}

func folderNode() *node {
	return &node{mode: fs.ModeDir | disk.OwnFolder, names: map[string]*node{}, lasting: map[string]*node{}}
}

// Close lets go of the disk, of which nothing may be open in SQLite.
func (d *Disk) Close() error { return d.vfs.Close() }

// StopAt has the power go ahead of a call: that one and all later ones answer EIO. 0 takes it back.
func (d *Disk) StopAt(call int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.stop = call
}

// Calls is how many calls there were.
func (d *Disk) Calls() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.calls
}

// Off reports whether the power is gone.
func (d *Disk) Off() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.off
}

// Room has files hold at most so many bytes more than they do; less than 0: any number.
func (d *Disk) Room(more int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.room = 0; more >= 0 {
		d.room = d.used + more
	}
}

// errOff is what a disk without power answers.
func errOff(what, name string) error { return &fs.PathError{Op: what, Path: name, Err: syscall.EIO} }

// call counts a call that changes something, and says whether it fails. mu is held.
func (d *Disk) call(what, name string) error {
	if d.off {
		return errOff(what, name)
	}
	d.calls++
	if d.calls == d.stop {
		d.off = true
		return errOff(what, name)
	}
	if d.Before != nil {
		return d.Before(Call{d.calls, what, name})
	}
	return nil
}

// find answers what a path names.
func (d *Disk) find(path string) (*node, error) {
	at := d.root
	for part := range strings.SplitSeq(strings.Trim(filepath.Clean(path), "/"), "/") {
		if part == "" || part == "." {
			continue
		}
		if at.names == nil {
			return nil, syscall.ENOTDIR
		}
		next, is := at.names[part]
		if !is {
			return nil, fs.ErrNotExist
		}
		at = next
	}
	return at, nil
}

// place answers the folder of a path and the name in it.
func (d *Disk) place(path string) (*node, string, error) {
	folder, err := d.find(filepath.Dir(path))
	if err == nil && folder.names == nil {
		err = syscall.ENOTDIR
	}
	return folder, filepath.Base(path), err
}

// give changes names as they are seen, and notes that they do not last yet.
func (d *Disk) give(n naming) {
	for _, one := range n {
		if one.node == nil {
			delete(one.folder.names, one.name)
		} else {
			one.folder.names[one.name] = one.node
		}
	}
	d.names = append(d.names, n)
}

func (n naming) last() {
	for _, one := range n {
		if one.node == nil {
			delete(one.folder.lasting, one.name)
		} else {
			one.folder.lasting[one.name] = one.node
		}
	}
}

// settle makes names last, those that fits names or all.
func (d *Disk) settle(fits func(naming) bool) {
	d.names = slices.DeleteFunc(d.names, func(n naming) bool {
		if fits != nil && !fits(n) {
			return false
		}
		n.last()
		return true
	})
}

// Crash is the disk as it is found when the power comes back: of what did not last, some is there. The disk before it is off.
func (d *Disk) Crash() (*Disk, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.off = true
	if d.model == Journal {
		kept := d.random.IntN(len(d.names) + 1)
		for _, n := range d.names[:kept] {
			n.last()
		}
	} else {
		for _, n := range d.names {
			if d.random.IntN(2) == 0 {
				n.last()
			}
		}
	}
	style := d.random.IntN(4)
	after, err := newDisk(d.model, d.random, d.found(d.root, style, map[*node]*node{}))
	if err == nil {
		after.used = after.root.size()
	}
	return after, err
}

// Copy is a disk with what is seen on this one, all of which lasts there: to try more than once from one beginning.
func (d *Disk) Copy(model Model, seed uint64) (*Disk, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	after, err := newDisk(model, rand.New(rand.NewPCG(seed, 0x7d15c)), d.root.copied())
	if err == nil {
		after.used = after.root.size()
	}
	return after, err
}

func (n *node) copied() *node {
	c := &node{mode: n.mode, at: n.at, syncedAt: n.at}
	if n.names == nil {
		c.seen, c.synced = slices.Clone(n.seen), slices.Clone(n.seen)
		return c
	}
	c.names, c.lasting = map[string]*node{}, map[string]*node{}
	for name, below := range n.names {
		c.names[name] = below.copied()
		c.lasting[name] = c.names[name]
	}
	return c
}

// found is what is left of a node.
func (d *Disk) found(n *node, style int, done map[*node]*node) *node {
	if was, is := done[n]; is {
		return was
	}
	left := &node{mode: n.mode, at: n.at}
	done[n] = left
	if n.names != nil {
		left.names, left.lasting = map[string]*node{}, map[string]*node{}
		for _, name := range slices.Sorted(maps.Keys(n.lasting)) {
			left.names[name] = d.found(n.lasting[name], style, done)
		}
		maps.Copy(left.lasting, left.names)
		return left
	}
	left.at = n.syncedAt
	left.synced = slices.Clone(n.synced)
	d.stretch(n)
	for _, w := range n.writes {
		if kept := d.survives(w, style); kept != nil {
			left.synced = kept(left.synced)
			left.at = n.at
		}
	}
	left.seen, left.syncedAt = slices.Clone(left.synced), left.at
	return left
}

// stretch draws from where on, or up to where, what was written to a file is there.
func (d *Disk) stretch(n *node) {
	end := int64(1)
	for _, w := range n.writes {
		end = max(end, w.at+int64(len(w.data)))
	}
	d.cut, d.above = d.random.Int64N(end), d.random.IntN(2) == 0
}

// survives says what of a write that was not synced is on the disk: nothing, all, or some sectors. By the style of the
// crash nothing of any file, all of all files, a stretch of each file, or each write by itself.
func (d *Disk) survives(w write, style int) func([]byte) []byte {
	whole := func(on []byte) []byte { return w.onto(on) }
	switch style {
	case 0:
		return nil
	case 1:
		return whole
	case 2:
		if (w.at >= d.cut) == d.above {
			return whole
		}
		return nil
	}
	switch d.random.IntN(3) {
	case 0:
		return nil
	case 1:
		return whole
	}
	if w.data == nil {
		return nil
	}
	return func(on []byte) []byte { return d.torn(on, w) }
}

// torn puts some of the sectors of a write onto a file. What is beyond its end and was not written is zeros.
func (d *Disk) torn(on []byte, w write) []byte {
	for from := w.at; from < w.at+int64(len(w.data)); {
		to := min((from/sector+1)*sector, w.at+int64(len(w.data)))
		if d.random.IntN(2) == 0 {
			on = write{from, w.data[from-w.at : to-w.at]}.onto(on)
		}
		from = to
	}
	return on
}

func (w write) onto(on []byte) []byte {
	end := w.at + int64(len(w.data))
	if w.data == nil {
		on = on[:min(end, int64(len(on)))]
	}
	if end > int64(len(on)) {
		on = append(on, make([]byte, end-int64(len(on)))...)
	}
	copy(on[w.at:], w.data)
	return on
}

func (n *node) size() (all int64) {
	for _, below := range n.names {
		all += below.size()
	}
	return all + int64(len(n.seen))
}

// change writes to a file, or cuts it.
func (d *Disk) change(n *node, w write) {
	before := int64(len(n.seen))
	n.seen = w.onto(n.seen)
	n.writes = append(n.writes, w)
	n.at = time.Unix(0, int64(d.calls))
	d.used += int64(len(n.seen)) - before
}

// sync makes what is in a file last.
func (d *Disk) sync(n *node) {
	for _, w := range n.writes {
		n.synced = w.onto(n.synced)
	}
	n.writes, n.syncedAt = nil, n.at
	if d.model == Journal {
		d.settle(nil)
	}
}

// VFS is the name by which SQLite knows the disk.
func (d *Disk) VFS() string { return d.vfs.Name() }

// Lock takes a lock, which ends with the power.
func (d *Disk) Lock(path string, shared bool) (io.Closer, bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	path = filepath.Clean(path)
	if d.off {
		return nil, false, errOff("lock", path)
	}
	folder, name, err := d.place(path)
	if err != nil {
		return nil, false, &fs.PathError{Op: "lock", Path: path, Err: err}
	}
	if folder.names[name] == nil {
		d.give(naming{{folder, name, &node{mode: disk.OwnFile}}})
	}
	held := d.locks[path]
	if held < 0 || held > 0 && !shared {
		return nil, false, nil
	}
	if d.locks[path]++; !shared {
		d.locks[path] = -1
	}
	return &lock{d: d, path: path}, true, nil
}

type lock struct {
	d    *Disk
	path string
	once sync.Once
}

// Close gives the lock back.
func (l *lock) Close() error {
	l.once.Do(func() {
		l.d.mu.Lock()
		defer l.d.mu.Unlock()
		l.d.locks[l.path] = max(l.d.locks[l.path]-1, 0)
	})
	return nil
}

// Within is the disk below a folder.
func (d *Disk) Within(folder string) (disk.Rooted, error) {
	if _, err := d.ReadDir(folder); err != nil {
		return nil, err
	}
	return below{d, folder}, nil
}

// Files are all files that are seen, by path, for tests.
func (d *Disk) Files() map[string][]byte {
	d.mu.Lock()
	defer d.mu.Unlock()
	all := map[string][]byte{}
	d.root.list("", all)
	return all
}

func (n *node) list(path string, all map[string][]byte) {
	if n.names == nil {
		all[path] = slices.Clone(n.seen)
	}
	for name, below := range n.names {
		below.list(path+"/"+name, all)
	}
}

var _ disk.Disk = (*Disk)(nil)

// OpenFile opens a file. One that is new or emptied is a call.
func (d *Disk) OpenFile(path string, flag int, mode fs.FileMode) (disk.File, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	n, err := d.open(path, flag, mode)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	return &file{d: d, n: n, path: path, writable: flag&(os.O_WRONLY|os.O_RDWR) != 0, append: flag&os.O_APPEND != 0}, nil
}

func (d *Disk) open(path string, flag int, mode fs.FileMode) (*node, error) {
	if d.off {
		return nil, syscall.EIO
	}
	n, err := d.find(path)
	switch {
	case err == nil && flag&os.O_EXCL != 0 && flag&os.O_CREATE != 0:
		return nil, fs.ErrExist
	case errors.Is(err, fs.ErrNotExist) && flag&os.O_CREATE != 0:
		folder, name, err := d.place(path)
		if err == nil {
			err = d.call("create", path)
		}
		if err != nil {
			return nil, err
		}
		n = &node{mode: mode, at: time.Unix(0, int64(d.calls))}
		d.give(naming{{folder, name, n}})
	case err != nil:
		return nil, err
	case n.names != nil && flag&(os.O_WRONLY|os.O_RDWR) != 0:
		return nil, syscall.EISDIR
	case flag&os.O_TRUNC != 0 && len(n.seen) > 0:
		if err := d.call("truncate", path); err != nil {
			return nil, err
		}
		d.change(n, write{})
	}
	return n, nil
}
