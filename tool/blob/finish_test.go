package blob_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"truce/tool/blob"
	"truce/tool/seal"
)

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

func another(t *testing.T) seal.Identity {
	t.Helper()
	custodian, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	return custodian
}

func TestFinish(t *testing.T) {
	t.Parallel()
	secret := "\x00the observer stood at 35.7011 N 36.1702 E"
	content := []byte(strings.Repeat(secret, 5000))
	sum := blob.ID(sha256.Sum256(content))

	t.Run("only_a_custodian_reads_the_original", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		stored := o.store(content, "application/x-camera-raw")
		if stored.Original != sum || stored.Size != int64(len(content)) || stored.MediaType != "application/x-camera-raw" {
			t.Errorf("got %+v", stored)
		}
		if !bytes.Equal(o.original(stored.ID), content) {
			t.Error("the original differs")
		}
		if o.holdsPlain(secret) {
			t.Error("plain bytes are left in the folder")
		}
		if len(stored.Recipients) != 1 || stored.Recipients[0] != o.custodian.Recipient().String() {
			t.Errorf("sealed to %v", stored.Recipients)
		}
		o.sound()
	})
	t.Run("without_a_working_copy_it_says_why", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		stored := o.store(content, "image/x-raw")
		if _, err := o.OpenWorking(stored.ID); !errors.Is(err, blob.ErrNoWorking) || stored.NoWorkingReason == "" {
			t.Errorf("got %v, %q", err, stored.NoWorkingReason)
		}
	})
	t.Run("without_custodians_nothing_is_kept_and_nothing_lost", func(t *testing.T) {
		t.Parallel()
		var keys []string
		o := newOffice(t, func(o *blob.Options) {
			o.Custodians = func(context.Context) ([]string, error) { return keys, nil }
		})
		id := o.upload(content, "")
		if _, err := o.Finish(t.Context(), id, sum); !errors.Is(err, blob.ErrNoCustodians) {
			t.Fatalf("got %v", err)
		}
		if files := o.files("blobs"); len(files) != 0 {
			t.Errorf("kept %v", files)
		}
		keys = []string{o.custodian.Recipient().String()}
		if _, err := o.Finish(t.Context(), id, sum); err != nil {
			t.Errorf("with a custodian: %v", err)
		}
	})
	t.Run("a_seal_that_does_not_encrypt_is_refused", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t, func(o *blob.Options) {
			o.Seal = func(w io.Writer, _ []string) (io.WriteCloser, error) { return nopCloser{w}, nil }
		})
		id := o.upload(content, "")
		if _, err := o.Finish(t.Context(), id, sum); !errors.Is(err, blob.ErrNotSealed) {
			t.Fatalf("got %v", err)
		}
		if files := o.files("."); len(files) != 3 { // lock, state, part
			t.Errorf("left %v", files)
		}
	})
	t.Run("another_file_than_announced_is_refused", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		if _, err := o.Finish(t.Context(), o.upload(content, ""), blob.ID{1}); !errors.Is(err, blob.ErrHashDiffers) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("half_a_file_is_refused", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		id := o.create(content, "")
		if _, err := o.Append(t.Context(), id, 0, bytes.NewReader(content[:9])); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Finish(t.Context(), id, blob.ID{}); !errors.Is(err, blob.ErrIncomplete) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("the_same_file_twice_is_one", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		first := o.store(content, "")
		if second := o.store(content, "text/plain"); second.ID != first.ID {
			t.Errorf("sealed again: %v, %v", first, second)
		}
		if files := o.files("blobs"); len(files) != 2 {
			t.Errorf("kept %v", files)
		}
	})
	t.Run("to_others_it_is_sealed_anew", func(t *testing.T) {
		t.Parallel()
		var keys []string
		o := newOffice(t, func(o *blob.Options) {
			o.Custodians = func(context.Context) ([]string, error) { return keys, nil }
		})
		keys = []string{o.custodian.Recipient().String()}
		first := o.store(content, "")
		keys = append(keys, another(t).Recipient().String())
		second, third := o.store(content, ""), o.store(content, "")
		if first.ID == second.ID || second.ID != third.ID || len(second.Recipients) != 2 || !bytes.Equal(o.original(second.ID), content) {
			t.Errorf("%+v, then %+v, %+v", first, second, third)
		}
		o.sound()
	})
	t.Run("who_sent_it_is_known_of_each", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		var kept blob.Stored
		for _, who := range []string{"a", "b", "a"} {
			id, err := o.Create(t.Context(), blob.Claim{Length: int64(len(content)), By: who})
			if err == nil {
				_, err = o.Append(t.Context(), id, 0, bytes.NewReader(content))
			}
			told, finishErr := o.Finish(t.Context(), id, sum)
			if err != nil || finishErr != nil || told.By != nil {
				t.Fatalf("%v, %v, told %v", err, finishErr, told.By)
			}
			if kept, err = o.Stat(told.ID); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.Equal(kept.By, []string{"a", "b"}) || kept.SentBy("c") {
			t.Errorf("sent by %v", kept.By)
		}
	})
	t.Run("the_same_file_at_once_is_one", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		results := make(chan blob.Stored)
		for range 4 {
			id := o.upload(content, "")
			go func() {
				stored, err := o.Finish(context.Background(), id, sum)
				if err != nil {
					t.Error(err)
				}
				results <- stored
			}()
		}
		first := <-results
		for range 3 {
			if other := <-results; other.ID != first.ID {
				t.Error("two seals of one file")
			}
		}
		o.sound()
	})
	t.Run("asked_again_it_answers_the_same_also_after_a_restart", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		id := o.upload(content, "")
		first, err := o.Finish(t.Context(), id, sum)
		if err != nil {
			t.Fatal(err)
		}
		o.reopen()
		again, err := o.Finish(t.Context(), id, sum)
		if err != nil || again.ID != first.ID {
			t.Errorf("got %v, %v", again, err)
		}
		if up, err := o.Upload(id); err != nil || up.Finished != sum || up.Offset != up.Claim.Length {
			t.Errorf("upload %v, %v", up, err)
		}
		if _, err := o.Append(t.Context(), id, up(t, o, id), strings.NewReader("x")); !errors.Is(err, blob.ErrFinished) {
			t.Errorf("append: %v", err)
		}
	})
	t.Run("lost_and_sent_again_it_is_told_as_it_lies_here_now", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		for range 8 {
			id, err := o.Create(t.Context(), blob.Claim{Length: int64(len(content)), By: "monitor-1"})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := o.Append(t.Context(), id, 0, bytes.NewReader(content)); err != nil {
				t.Fatal(err)
			}
			stored, err := o.Finish(t.Context(), id, sum)
			if err != nil {
				t.Fatal(err)
			}
			if told, err := o.Finish(t.Context(), id, sum); err != nil || told.ID != stored.ID {
				t.Fatalf("told %v, %v, and it is sealed as %v", told.ID, err, stored.ID)
			}
			o.lose(stored.ID, blob.Sealed)
			if told, err := o.Finish(t.Context(), id, sum); !errors.Is(err, blob.ErrUploadDamaged) {
				t.Errorf("of what is lost: %v, %v", told, err)
			}
		}
	})
	t.Run("bytes_altered_on_the_disk_are_not_kept", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		id := o.upload(content, "")
		altered := bytes.Replace(content, []byte("35"), []byte("36"), 1)
		if err := os.WriteFile(filepath.Join(o.dir, "uploads", id.String()+".part"), altered, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Finish(t.Context(), id, sum); !errors.Is(err, blob.ErrUploadDamaged) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a_stopped_finish_can_be_tried_again", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		id := o.upload(content, "")
		ctx, stop := context.WithCancel(t.Context())
		stop()
		if _, err := o.Finish(ctx, id, sum); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		if _, err := o.Finish(t.Context(), id, sum); err != nil {
			t.Error(err)
		}
	})
}

func up(t *testing.T, o *office, id blob.UploadID) int64 {
	t.Helper()
	n, err := o.Offset(id)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestMediaType(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		content, claimed, want string
		told                   bool
	}{
		"a_film_sent_as_a_picture": {"\x00\x00\x00\x10ftypisom....", "image/jpeg", "video/mp4", true},
		"a_page_sent_as_a_picture": {"<html>", "image/png", "text/plain", true},
		"noise_sent_as_a_picture":  {"\x00\x01\x02", "image/png", "application/octet-stream", true},
		"a_table":                  {"a,b\n1,2\n", "text/csv", "text/csv", false},
		"a_document":               {"PK\x03\x04....", "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text", false},
		"nothing_claimed":          {"%PDF-1.7", "", "application/pdf", false},
		"an_old_spelling":          {"\xff\xd8\xff\xe0", "image/jpg", "image/jpeg", false},
		"a_kind_we_do_not_know":    {"\x00\x01\x02", "application/x-seismograph", "application/x-seismograph", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stored := newOffice(t).store([]byte(c.content), c.claimed)
			if stored.MediaType != c.want || (stored.TypeNote != "") != c.told {
				t.Errorf("got %s, %q", stored.MediaType, stored.TypeNote)
			}
		})
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		content, mediaType string
		nothingPersonal    bool
		kept               bool
	}{
		"with_the_senders_word":    {"كتب,عدد\n1,2\n", "text/csv", true, true},
		"without_it":               {"a,b\n", "text/csv", false, false},
		"a_page_that_could_act":    {"<script>", "text/html", true, false},
		"not_utf8_in_the_middle":   {strings.Repeat("a", 1000) + "\xff", "text/plain", true, false},
		"a_zero_byte_in_the_end":   {strings.Repeat("a", 1000) + "\x00", "application/json", true, false},
		"a_raw_form_and_its_words": {"<data><n>1</n></data>", "application/xml", true, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			id, err := o.Create(t.Context(), blob.Claim{Length: int64(len(c.content)), MediaType: c.mediaType, NothingPersonal: c.nothingPersonal})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := o.Append(t.Context(), id, 0, strings.NewReader(c.content)); err != nil {
				t.Fatal(err)
			}
			stored, err := o.Finish(t.Context(), id, blob.ID{})
			if err != nil || (stored.Working != nil) != c.kept || (stored.NoWorkingReason == "") != c.kept {
				t.Fatalf("got %+v, %v", stored, err)
			}
			if c.kept && string(o.working(stored.ID)) != c.content {
				t.Error("the working copy differs")
			}
			o.sound()
		})
	}
}
