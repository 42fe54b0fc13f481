package store_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"truce/tool/disk"
	"truce/tool/keep"
	"truce/tool/store"
)

// TestOpen holds that a folder may be named as people name folders.
func TestOpen(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"plain", "with space", "C#1", "50% done?", "مكتب"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := filepath.Join(t.TempDir(), name)
			if err := os.Mkdir(folder, 0o700); err != nil {
				t.Fatal(err)
			}
			db, err := store.Open(disk.Own(), folder)
			if err != nil {
				t.Fatal(err)
			}
			err = db.Read(context.Background(), func(r keep.Reader) error {
				_, err := r.Complete("")
				return err
			})
			if err != nil {
				t.Error(err)
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}
