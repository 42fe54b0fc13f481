package blob_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"truce/tool/blob"
)

// asNobody gives this thread the file rights of an ordinary user, so that the test means
// the same when it is run by root. The thread ends with the test.
func asNobody(t *testing.T) {
	t.Helper()
	if os.Getuid() != 0 {
		return
	}
	runtime.LockOSThread()
	const nobody = 65534
	_, _, _ = syscall.RawSyscall(syscall.SYS_SETFSUID, nobody, 0, 0)
	if now, _, _ := syscall.RawSyscall(syscall.SYS_SETFSUID, nobody, 0, 0); now != nobody {
		t.Fatal("the user of the thread did not change")
	}
}

func TestReadOnlyFolder(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	stored := o.store(noise(10), "")
	id := o.upload(noise(20), "")
	err := filepath.WalkDir(o.dir, func(name string, entry os.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			err = os.Chmod(name, 0o555)
		} else if err == nil {
			err = os.Chmod(name, 0o444)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, folder := range []string{"", "uploads", "blobs"} {
			_ = os.Chmod(filepath.Join(o.dir, folder), 0o700)
		}
		_ = filepath.WalkDir(filepath.Join(o.dir, "blobs"), func(name string, entry os.DirEntry, _ error) error {
			return os.Chmod(name, 0o700)
		})
	})
	done := make(chan struct{})
	go func() {
		defer close(done)
		asNobody(t)
		if _, err := o.Create(t.Context(), blob.Claim{Length: 5}); !errors.Is(err, blob.ErrNotWritable) {
			t.Errorf("create: %v", err)
		}
		if _, err := o.Finish(t.Context(), id, blob.ID{}); !errors.Is(err, blob.ErrNotWritable) {
			t.Errorf("finish: %v", err)
		}
		if _, err := o.Stat(stored.ID); err != nil {
			t.Errorf("stat: %v", err)
		}
	}()
	<-done
}
