package store_test

import (
	"testing"

	"truce/tool/disk"
	"truce/tool/keep"
	"truce/tool/keep/keeptest"
	"truce/tool/store"
)

func TestStore(t *testing.T) {
	keeptest.Run(t, func(folder string) (keep.Store, error) { return store.Open(disk.Own(), folder) })
}
