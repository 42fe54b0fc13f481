package blob_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"
	"time"

	"truce/tool/blob"
	"truce/tool/disk"
)

func TestCreate(t *testing.T) {
	t.Parallel()
	small := func(o *blob.Options) { o.MaxBytes, o.MaxUnfinishedBytes, o.MaxUnfinished = 100, 250, 3 }
	for name, c := range map[string]struct {
		claim blob.Claim
		want  error
	}{
		"nothing":              {blob.Claim{}, blob.ErrLength},
		"a_negative_length":    {blob.Claim{Length: -1}, blob.ErrLength},
		"the_greatest_file":    {blob.Claim{Length: 100}, nil},
		"one_byte_more":        {blob.Claim{Length: 101}, blob.ErrTooLarge},
		"a_type_with_a_path":   {blob.Claim{Length: 1, MediaType: "../../etc"}, blob.ErrMediaType},
		"a_type_with_a_header": {blob.Claim{Length: 1, MediaType: "image/png\r\nX: y"}, blob.ErrMediaType},
		"a_type_with_charset":  {blob.Claim{Length: 1, MediaType: "Text/CSV; charset=utf-8"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, small)
			if _, err := o.Create(t.Context(), c.claim); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
	t.Run("announced_bytes_count_before_they_come", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t, small)
		a := o.create(noise(100), "")
		o.create(noise(100), "")
		if _, err := o.Create(t.Context(), blob.Claim{Length: 51}); !errors.Is(err, blob.ErrQuota) {
			t.Errorf("got %v", err)
		}
		if err := o.Abort(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		o.create(noise(51), "")
	})
	t.Run("room_is_given_back_by_finish_and_by_expiry", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t, small)
		for range 5 {
			o.store(noise(100), "")
		}
		o.create(noise(100), "")
		o.create(noise(100), "")
		o.pass(blob.DefaultUploadLife + time.Second)
		o.create(noise(100), "")
	})
	t.Run("many_small_ones_are_limited_too", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t, small)
		for range 3 {
			o.create(noise(1), "")
		}
		if _, err := o.Create(t.Context(), blob.Claim{Length: 1}); !errors.Is(err, blob.ErrQuota) {
			t.Errorf("got %v", err)
		}
	})
}

func TestAppend(t *testing.T) {
	t.Parallel()
	content := noise(300_000)

	t.Run("in_pieces_with_restarts_gives_the_same_file", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		id := o.create(content, "")
		for at := int64(0); at < int64(len(content)); {
			n, err := o.Append(t.Context(), id, at, io.LimitReader(bytes.NewReader(content[at:]), 70_001))
			if err != nil {
				t.Fatal(err)
			}
			o.reopen()
			if at, err = o.Offset(id); err != nil || at != n {
				t.Fatalf("offset %d, %v; want %d", at, err, n)
			}
		}
		stored, err := o.Finish(t.Context(), id, sha256.Sum256(content))
		if err != nil || !bytes.Equal(o.original(stored.ID), content) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("what_came_before_a_connection_broke_is_kept", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		id := o.create(content, "")
		broken := errors.New("connection reset")
		n, err := o.Append(t.Context(), id, 0, io.MultiReader(bytes.NewReader(content[:1234]), iotest.ErrReader(broken)))
		if n != 1234 || !errors.Is(err, broken) {
			t.Fatalf("got %d, %v", n, err)
		}
		o.reopen()
		if n, err = o.Append(t.Context(), id, n, bytes.NewReader(content[n:])); err != nil {
			t.Fatalf("%d, %v", n, err)
		}
		if _, err := o.Finish(t.Context(), id, sha256.Sum256(content)); err != nil {
			t.Error(err)
		}
	})
	t.Run("a_wrong_offset_changes_nothing", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		id := o.create(content, "")
		for _, at := range []int64{-1, 1, int64(len(content))} {
			n, err := o.Append(t.Context(), id, at, bytes.NewReader(content))
			if n != 0 || !errors.Is(err, blob.ErrOffset) {
				t.Errorf("at %d: %d, %v", at, n, err)
			}
		}
	})
	t.Run("a_byte_too_many_takes_it_all_back", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		long := noise(9 << 20) // more than is saved at once
		id := o.create(long, "")
		if _, err := o.Append(t.Context(), id, 0, bytes.NewReader(long[:10])); err != nil {
			t.Fatal(err)
		}
		n, err := o.Append(t.Context(), id, 10, io.MultiReader(bytes.NewReader(long[10:]), bytes.NewReader([]byte{1})))
		if n != 10 || !errors.Is(err, blob.ErrBeyondLength) {
			t.Fatalf("got %d, %v", n, err)
		}
		if _, err := o.Append(t.Context(), id, 10, bytes.NewReader(long[10:])); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Finish(t.Context(), id, sha256.Sum256(long)); err != nil {
			t.Error(err)
		}
	})
	t.Run("an_endless_sender_is_stopped_at_the_length", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		id := o.create(content, "")
		endless := &counting{}
		if _, err := o.Append(t.Context(), id, 0, endless); !errors.Is(err, blob.ErrBeyondLength) {
			t.Errorf("got %v", err)
		}
		if endless.n > int64(len(content))+1 {
			t.Errorf("read %d bytes", endless.n)
		}
	})
	t.Run("a_stopped_sender_keeps_what_is_here", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		id := o.create(content, "")
		ctx, stop := context.WithCancel(t.Context())
		r := io.MultiReader(bytes.NewReader(content[:500]), readerFunc(func([]byte) (int, error) { stop(); return 0, nil }))
		if n, err := o.Append(ctx, id, 0, r); n != 500 || !errors.Is(err, context.Canceled) {
			t.Errorf("got %d, %v", n, err)
		}
	})
	t.Run("two_connections_do_not_mix", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		id := o.create(content, "")
		inner := make(chan error, 1)
		r := readerFunc(func([]byte) (int, error) {
			_, err := o.Append(t.Context(), id, 0, bytes.NewReader(content))
			inner <- err
			return 0, io.EOF
		})
		if _, err := o.Append(t.Context(), id, 0, r); err != nil {
			t.Fatal(err)
		}
		if err := <-inner; !errors.Is(err, blob.ErrBusy) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("bytes_lost_from_the_disk_are_noticed", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		id := o.create(content, "")
		if _, err := o.Append(t.Context(), id, 0, bytes.NewReader(content[:1000])); err != nil {
			t.Fatal(err)
		}
		part := filepath.Join(o.dir, "uploads", id.String()+".part")
		if err := os.Truncate(part, 999); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Append(t.Context(), id, 1000, bytes.NewReader(content[1000:])); !errors.Is(err, blob.ErrUploadDamaged) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("what_a_crash_left_behind_the_offset_is_cut_off", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		id := o.create(content, "")
		if _, err := o.Append(t.Context(), id, 0, bytes.NewReader(content[:1000])); err != nil {
			t.Fatal(err)
		}
		part, err := os.OpenFile(filepath.Join(o.dir, "uploads", id.String()+".part"), os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(make([]byte, 5000)); err != nil {
			t.Fatal(err)
		}
		_ = part.Close()
		o.reopen()
		if _, err := o.Append(t.Context(), id, 1000, bytes.NewReader(content[1000:])); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Finish(t.Context(), id, sha256.Sum256(content)); err != nil {
			t.Error(err)
		}
	})
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

type counting struct{ n int64 }

func (c *counting) Read(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}

func TestExpire(t *testing.T) {
	t.Parallel()
	o := newOffice(t, func(o *blob.Options) { o.UploadLife, o.FirstBytes = time.Hour, time.Hour })
	left, used := o.create(noise(10), ""), o.create(noise(10), "")
	o.pass(50 * time.Minute)
	if _, err := o.Append(t.Context(), used, 0, bytes.NewReader(noise(5))); err != nil {
		t.Fatal(err)
	}
	o.pass(20 * time.Minute)
	if _, err := o.Offset(left); !errors.Is(err, blob.ErrExpired) {
		t.Errorf("the one left alone: %v", err)
	}
	if all := o.Uploads(); len(all) != 1 || all[0].ID != used || all[0].Offset != 5 {
		t.Errorf("listed %v", all)
	}
	if n, err := o.Expire(t.Context()); n != 1 || err != nil {
		t.Errorf("expired %d, %v", n, err)
	}
	if _, err := o.Offset(left); !errors.Is(err, blob.ErrNoUpload) {
		t.Errorf("after it was removed: %v", err)
	}
	if files := o.files("uploads"); len(files) != 2 {
		t.Errorf("files left: %v", files)
	}
}

func TestAbort(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.upload([]byte("\x00the position of the observer"), "")
	if err := o.Abort(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if files := o.files("uploads"); len(files) != 0 {
		t.Errorf("files left: %v", files)
	}
	if err := o.Abort(t.Context(), id); !errors.Is(err, blob.ErrNoUpload) {
		t.Errorf("a second time: %v", err)
	}
}

func TestOpen(t *testing.T) {
	t.Parallel()
	t.Run("a_second_writer_is_refused_and_a_reader_is_not", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		stored := o.store(noise(10), "")
		if _, err := blob.Open(disk.Own(), o.dir, o.options); !errors.Is(err, blob.ErrInUse) {
			t.Errorf("got %v", err)
		}
		r, err := blob.OpenReadOnly(disk.Own(), o.dir)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		if got, err := r.Stat(stored.ID); err != nil || got.Size != 10 {
			t.Errorf("got %v, %v", got, err)
		}
		if _, err := r.Create(t.Context(), blob.Claim{Length: 1}); !errors.Is(err, blob.ErrNotWritable) {
			t.Errorf("create: %v", err)
		}
	})
	t.Run("an_unreadable_upload_is_given_up_with_its_bytes", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		id := o.upload([]byte("\x00a name"), "")
		state := filepath.Join(o.dir, "uploads", id.String()+".json")
		if err := os.WriteFile(state, []byte("{"), 0o600); err != nil {
			t.Fatal(err)
		}
		o.reopen()
		if o.holdsPlain("a name") {
			t.Error("the plain bytes lie about")
		}
	})
	t.Run("files_are_for_their_owner_alone", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		o.store(noise(10), "")
		o.upload(noise(11), "")
		for _, name := range o.files(".") {
			info, err := os.Stat(filepath.Join(o.dir, name))
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s: %v, %v", name, info.Mode(), err)
			}
			info, err = os.Stat(filepath.Dir(filepath.Join(o.dir, name)))
			if err != nil || filepath.Dir(name) != "." && info.Mode().Perm() != 0o700 {
				t.Errorf("folder of %s: %v, %v", name, info.Mode(), err)
			}
		}
	})
	t.Run("names_from_outside_are_never_paths", func(t *testing.T) {
		t.Parallel()
		for _, text := range []string{"", "../../etc/passwd", "A" + noiseID[1:], noiseID + "0", noiseID[:63] + "/"} {
			if _, err := blob.ParseID(text); !errors.Is(err, blob.ErrID) {
				t.Errorf("%q: %v", text, err)
			}
			if _, err := blob.ParseUploadID(text); !errors.Is(err, blob.ErrID) {
				t.Errorf("upload %q: %v", text, err)
			}
		}
	})
}

const noiseID = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// Room that somebody asked for and does not use is given to others in minutes.
func TestExpire_of_what_never_began(t *testing.T) {
	t.Parallel()
	o := newOffice(t, func(*blob.Options) {})
	left := o.create(noise(10), "")
	o.pass(blob.DefaultFirstBytes + time.Second)
	if _, err := o.Offset(left); !errors.Is(err, blob.ErrExpired) {
		t.Errorf("got %v", err)
	}
}

// One sender does not take all the room.
func TestCreate_leaves_room_for_others(t *testing.T) {
	t.Parallel()
	o := newOffice(t, func(o *blob.Options) { o.EachUnfinished, o.EachBytes = 2, 50 })
	create := func(by string, length int64) error {
		_, err := o.Create(t.Context(), blob.Claim{Length: length, By: by})
		return err
	}
	for range 2 {
		if err := create("a", 10); err != nil {
			t.Fatal(err)
		}
	}
	if err := create("a", 10); !errors.Is(err, blob.ErrQuota) {
		t.Errorf("a third: %v", err)
	}
	if err := create("b", 60); !errors.Is(err, blob.ErrQuota) {
		t.Errorf("too many bytes: %v", err)
	}
	if err := create("b", 50); err != nil {
		t.Errorf("another's: %v", err)
	}
}
