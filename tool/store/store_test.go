package store_test

import (
	"testing"

	"truce/tool/disk"
	"truce/tool/disk/simdisk"
	"truce/tool/keep"
	"truce/tool/keep/keeptest"
	"truce/tool/store"
)

func TestStore(t *testing.T) {
	t.Parallel()
	keeptest.Run(t, func(folder string) (keep.Store, error) { return store.Open(disk.Own(), folder) })
}

// The store is the same on a disk that SQLite knows by a VFS of ours.
func TestStore_on_another_disk(t *testing.T) {
	t.Parallel()
	d, err := simdisk.New(simdisk.Posix, 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	keeptest.Run(t, func(folder string) (keep.Store, error) {
		if err := disk.MakeFolder(d, folder, disk.OwnFolder); err != nil {
			return nil, err
		}
		return store.Open(d, folder)
	})
}
