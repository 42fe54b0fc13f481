package blob_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"truce/tool/blob"
	"truce/tool/seal"
)

// killed is thrown ahead of a step. Nothing of the package recovers it, so no line after
// the step runs, clean-up included, as when the process is killed.
type killed struct{ step string }

// killAt lets the disk take steps and stops the world ahead of the next.
func killAt(steps int) func(string) error {
	return func(step string) error {
		if steps--; steps < 0 {
			panic(killed{step})
		}
		return nil
	}
}

// survive runs f and says ahead of which step it was killed, if it was.
func survive(f func() error) (step string, err error) {
	defer func() {
		if k, ok := recover().(killed); ok {
			step = k.step
		}
	}()
	return "", f()
}

// TestKilled stops a whole upload ahead of every single step on the disk, starts again,
// and expects the file to be kept whole or not at all, and the sender to get through.
func TestKilled(t *testing.T) {
	t.Parallel()
	picture := spoiltJPEG(t)
	sum := blob.ID(sha256.Sum256(picture))
	points := map[string]bool{}
	for at := 0; ; at++ {
		o := newOffice(t)
		id := o.create(picture, "image/jpeg")
		o.Before(killAt(at))
		step, err := survive(func() error { return o.send(id, picture) })
		if err != nil {
			t.Fatal(err)
		}
		points[step] = true
		o.reopen()
		o.beforeOrAfter(sum, fmt.Sprintf("killed ahead of step %d (%s)", at, step))
		if err := o.send(id, picture); err != nil {
			t.Errorf("killed ahead of step %d (%s), then: %v", at, step, err)
		}
		if !bytes.Equal(o.original(o.kept(sum)), picture) || o.holdsPlain(secretWords) {
			t.Errorf("killed ahead of step %d (%s): the original is not sealed whole", at, step)
		}
		o.sound()
		if files := o.files("."); len(files) != 6 { // lock, upload, three of the blob, and where its bytes are
			t.Errorf("killed ahead of step %d (%s): files %v", at, step, files)
		}
		_ = o.Close()
		if step == "" {
			break
		}
	}
	for _, want := range []string{"extend .part", "write .part", "flush .part", "rename .json", "flush folder ",
		"write .tmp", "rename .work", "rename .age", "remove .part"} {
		if !points[want] {
			t.Errorf("no kill ahead of %q in %v", want, points)
		}
	}
}

// TestKilledMending does the same while a file comes again of which a form was lost.
func TestKilledMending(t *testing.T) {
	t.Parallel()
	picture := spoiltJPEG(t)
	sum := blob.ID(sha256.Sum256(picture))
	for _, lost := range []blob.Form{blob.Sealed, blob.Working} {
		for at := 0; ; at++ {
			o := newOffice(t)
			first := o.store(picture, "image/jpeg")
			o.lose(first.ID, lost)
			if _, err := o.Held(first.ID); !errors.Is(err, blob.ErrNotFound) {
				t.Fatalf("without .%s: %v", lost, err)
			}
			id := o.create(picture, "image/jpeg")
			o.Before(killAt(at))
			step, err := survive(func() error { return o.send(id, picture) })
			if err != nil {
				t.Fatal(err)
			}
			o.reopen()
			if err := o.send(id, picture); err != nil {
				t.Errorf("without .%s, killed ahead of step %d (%s), then: %v", lost, at, step, err)
			}
			now := o.kept(sum)
			if (lost == blob.Working) != (now == first.ID) || !bytes.Equal(o.original(now), picture) {
				t.Errorf("without .%s, killed ahead of step %d (%s): %s", lost, at, step, now)
			}
			// An original that was lost stays lost, and is told: acts name it.
			if found, err := o.Check(t.Context(), nil); err != nil || lost == blob.Working && len(found) > 0 ||
				lost == blob.Sealed && (len(found) != 1 || found[0] != blob.Finding{ID: first.ID, Path: first.ID.Path(blob.Sealed), Trouble: blob.SealedMissing}) {
				t.Errorf("without .%s, killed ahead of step %d (%s): %v, %v", lost, at, step, found, err)
			}
			_ = o.Close()
			if step == "" {
				break
			}
		}
	}
}

// send goes on from where the upload stands.
func (o *office) send(id blob.UploadID, content []byte) error {
	at, err := o.Offset(id)
	if err != nil {
		return err
	}
	if at < int64(len(content)) {
		if _, err := o.Append(context.Background(), id, at, bytes.NewReader(content[at:])); err != nil {
			return err
		}
	}
	_, err = o.Finish(context.Background(), id, sha256.Sum256(content))
	return err
}

func (o *office) beforeOrAfter(sum blob.ID, when string) {
	o.t.Helper()
	_, err := o.Held(o.kept(sum))
	if err != nil && !errors.Is(err, blob.ErrNotFound) {
		o.t.Errorf("%s: %v", when, err)
	}
	found, checkErr := o.Check(o.t.Context(), nil)
	if checkErr != nil {
		o.t.Errorf("%s: %v", when, checkErr)
	}
	for _, f := range found {
		if err == nil || f.Trouble != blob.Undescribed {
			o.t.Errorf("%s: %v", when, f)
		}
	}
	for _, name := range o.files("uploads") {
		if strings.HasSuffix(name, ".tmp") {
			o.t.Errorf("%s: %s is left", when, name)
		}
	}
}

// TestKilledAroundAnUpload kills Create and Abort too.
func TestKilledAroundAnUpload(t *testing.T) {
	t.Parallel()
	for name, act := range map[string]func(o *office, id blob.UploadID) error{
		"create": func(o *office, _ blob.UploadID) error {
			_, err := o.Create(context.Background(), blob.Claim{Length: 5})
			return err
		},
		"abort": func(o *office, id blob.UploadID) error { return o.Abort(context.Background(), id) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for at := 0; ; at++ {
				o := newOffice(t)
				id := o.upload([]byte(secretWords), "")
				o.Before(killAt(at))
				step, err := survive(func() error { return act(o, id) })
				if err != nil {
					t.Fatal(err)
				}
				o.reopen()
				states := len(o.Uploads())
				if o.holdsPlain(secretWords) && states == 0 {
					t.Errorf("ahead of step %d (%s): plain bytes without an upload", at, step)
				}
				_ = o.Close()
				if step == "" {
					return
				}
			}
		})
	}
}

// TestRefused lets the disk refuse each step in turn: full, then not writable.
func TestRefused(t *testing.T) {
	t.Parallel()
	picture := spoiltJPEG(t)
	sum := blob.ID(sha256.Sum256(picture))
	for name, c := range map[string]struct{ disk, want error }{
		"full_disk":       {syscall.ENOSPC, blob.ErrDiskFull},
		"read_only_disk":  {syscall.EROFS, blob.ErrNotWritable},
		"no_right_to_it":  {syscall.EACCES, blob.ErrNotWritable},
		"a_broken_sector": {syscall.EIO, syscall.EIO},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for at := 0; ; at++ {
				o := newOffice(t)
				id := o.create(picture, "image/jpeg")
				steps := at
				o.Before(func(string) error {
					if steps--; steps < 0 { // and every step after it
						return c.disk
					}
					return nil
				})
				err := o.send(id, picture)
				if err == nil {
					_ = o.Close()
					return
				}
				if !errors.Is(err, c.want) {
					t.Fatalf("step %d: got %v", at, err)
				}
				o.Before(nil)
				if err := o.send(id, picture); err != nil {
					t.Errorf("step %d, with room again and no restart: %v", at, err)
				}
				if !bytes.Equal(o.original(o.kept(sum)), picture) {
					t.Errorf("step %d: the original differs", at)
				}
				o.sound()
				_ = o.Close()
			}
		})
	}
}

// TestRefusedOnce lets one step fail and the next succeed: what was done is undone.
func TestRefusedOnce(t *testing.T) {
	t.Parallel()
	picture := spoiltJPEG(t)
	sum := blob.ID(sha256.Sum256(picture))
	for at := 0; ; at++ {
		o := newOffice(t)
		id := o.upload(picture, "image/jpeg")
		steps := at
		o.Before(func(string) error {
			if steps--; steps == -1 {
				return syscall.ENOSPC
			}
			return nil
		})
		_, err := o.Finish(t.Context(), id, sum)
		if err == nil {
			_ = o.Close()
			return
		}
		o.Before(nil)
		if _, statErr := o.Stat(o.kept(sum)); errors.Is(statErr, blob.ErrNotFound) && len(o.files("blobs")) != 0 {
			t.Errorf("step %d: left %v", at, o.files("blobs"))
		}
		o.sound()
		_ = o.Close()
	}
}

// TestSealTrouble is a custodian's key that cannot be used.
func TestSealTrouble(t *testing.T) {
	t.Parallel()
	o := newOffice(t, func(o *blob.Options) {
		o.Custodians = func(context.Context) ([]string, error) { return []string{"age1typo"}, nil }
	})
	id := o.upload(noise(10), "")
	if _, err := o.Finish(t.Context(), id, blob.ID{}); !errors.Is(err, seal.ErrNotRecipient) {
		t.Errorf("got %v", err)
	}
	if files := o.files("."); len(files) != 3 {
		t.Errorf("left %v", files)
	}
}
