package vault_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"truce/tool/disk"
	"truce/tool/disk/simdisk"
	"truce/tool/vault"
)

const sqliteMagic = "SQLite format 3\x00"

func keys(t testing.TB) vault.Keys {
	t.Helper()
	k, err := vault.NewKeys(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func on(t testing.TB, in disk.Disk, k vault.Keys) *vault.Disk {
	t.Helper()
	d, err := vault.On(in, k, vault.Options{Rand: rand.Reader, Alone: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// A file is read, written, cut, sought through and opened again as on any disk.
func TestFile_is_as_any_other(t *testing.T) {
	t.Parallel()
	for seed := range uint64(40) {
		r := mathrand.New(mathrand.NewPCG(seed, 1))
		d := on(t, disk.Own(), keys(t))
		name := filepath.Join(t.TempDir(), "file")
		var want []byte
		f := opened(t, d, name)
		for range 120 {
			switch at := r.Int64N(60_000); r.IntN(8) {
			case 0, 1, 2:
				p := random(r, r.IntN(30_000))
				n, err := f.WriteAt(p, at)
				if n != len(p) || err != nil {
					t.Fatal(n, err)
				}
				want = put(want, p, at)
			case 3:
				p := random(r, 1+r.IntN(300))
				if _, err := f.Seek(0, io.SeekEnd); err != nil {
					t.Fatal(err)
				}
				if _, err := f.Write(p); err != nil {
					t.Fatal(err)
				}
				want = append(want, p...)
			case 4:
				if err := f.Truncate(at); err != nil {
					t.Fatal(err)
				}
				want = append(want, make([]byte, max(0, at-int64(len(want))))...)[:at]
			case 5:
				if err := f.Sync(); err != nil {
					t.Fatal(err)
				}
			case 6:
				if err := f.Close(); err != nil {
					t.Fatal(err)
				}
				f = opened(t, d, name)
			case 7:
				p := make([]byte, r.IntN(30_000))
				n, err := f.ReadAt(p, at)
				if there := want[min(at, int64(len(want))):]; !bytes.Equal(p[:n], there[:min(len(there), len(p))]) || (err == nil) != (n == len(p)) {
					t.Fatalf("seed %d: read %d of %d at %d of %d: %v", seed, n, len(p), at, len(want), err)
				}
			}
			if info, err := d.Stat(name); err != nil || info.Size() != int64(len(want)) {
				t.Fatalf("seed %d: %v, %v, want %d", seed, info, err, len(want))
			}
		}
		if got, err := disk.ReadFile(d, name); !bytes.Equal(got, want) || err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
}

func opened(t testing.TB, d disk.Disk, name string) disk.File {
	t.Helper()
	f, err := d.OpenFile(name, os.O_CREATE|os.O_RDWR, disk.OwnFile)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func random(r *mathrand.Rand, n int) []byte {
	p := make([]byte, n)
	for i := range p {
		p[i] = byte(r.Uint32())
	}
	return p
}

func put(on, p []byte, at int64) []byte {
	if len(p) == 0 {
		return on
	}
	on = append(on, make([]byte, max(0, at+int64(len(p))-int64(len(on))))...)
	copy(on[at:], p)
	return on
}

// Whatever is written behind what was synced, and wherever the power goes, what was synced is there, and nothing else than was written.
func TestStream_keeps_what_was_synced(t *testing.T) {
	t.Parallel()
	k := keys(t)
	for seed := range uint64(1500) {
		r := mathrand.New(mathrand.NewPCG(seed, 2))
		below, err := simdisk.New(simdisk.Model(r.IntN(2)), seed)
		if err != nil {
			t.Fatal(err)
		}
		d := on(t, below, k)
		if err := errors.Join(d.Mkdir("/x", disk.OwnFolder), d.SyncFolder("/")); err != nil {
			t.Fatal(err)
		}
		var synced, seen []byte
		f := opened(t, d, "/x/file")
		if err := d.SyncFolder("/x"); err != nil {
			t.Fatal(err)
		}
		below.StopAt(below.Calls() + 1 + r.IntN(60))
		below.Before = func(c simdisk.Call) error {
			if seed%3 == 0 && c.Number%17 == int(seed%17) {
				return fmt.Errorf("%s: no room", c)
			}
			return nil
		}
		cut := func() { // whoever cannot cut off what is not to be there writes nothing over it
			for seen = bytes.Clone(synced); !below.Off() && f.Truncate(int64(len(synced))) != nil; {
			}
		}
		for !below.Off() {
			switch r.IntN(6) {
			case 0:
				if f.Sync() == nil {
					synced = bytes.Clone(seen)
				}
			case 1:
				_ = f.Close()
				if f, err = d.OpenFile("/x/file", os.O_RDWR, 0); err != nil {
					continue
				}
			case 2: // what is behind what was synced is written again
				cut()
			default:
				p := random(r, 1+r.IntN(1<<(1+r.IntN(16))))
				if _, err := f.WriteAt(p, int64(len(seen))); err == nil {
					seen = append(seen, p...)
				} else { // any part of it may be there
					cut()
				}
			}
		}
		after, err := below.Crash()
		if err != nil {
			t.Fatal(err)
		}
		got, err := disk.ReadFile(on(t, after, k), "/x/file")
		if len(got) < len(synced) || !bytes.HasPrefix(got, synced) {
			t.Fatalf("seed %d: %d bytes were synced, %d are there: %v", seed, len(synced), len(got), err)
		}
	}
}

// A head that was written in part, because the disk failed, and then whole, is after a power cut whole or not there: it is never told as damaged, or of another
// folder.
func TestHead_that_was_written_in_part(t *testing.T) {
	t.Parallel()
	k := keys(t)
	for seed := range uint64(2000) {
		below, err := simdisk.New(simdisk.Model(seed%2), seed)
		if err != nil {
			t.Fatal(err)
		}
		d, name := on(t, below, k), []string{"/x/a.db-wal", "/x/file"}[seed/2%2]
		if err := errors.Join(d.Mkdir("/x", disk.OwnFolder), d.SyncFolder("/")); err != nil {
			t.Fatal(err)
		}
		f := opened(t, d, name)
		if err := d.SyncFolder("/x"); err != nil {
			t.Fatal(err)
		}
		below.Before = func(c simdisk.Call) error {
			if c.What == "write" {
				return errors.New(c.String())
			}
			return nil
		}
		if _, err := f.WriteAt(make([]byte, 32), 0); err == nil {
			t.Fatal("a disk that fails took what was written")
		}
		below.Before = nil
		if _, err := f.WriteAt(make([]byte, 32), 0); err != nil {
			t.Fatal(err)
		}
		after, err := below.Crash()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := opened(t, on(t, after, k), name).Stat(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
}

// Pieces that were moved, altered, or are of another file or folder are not read.
func TestPieces_are_bound_to_their_places(t *testing.T) {
	t.Parallel()
	k, folder := keys(t), t.TempDir()
	d := on(t, disk.Own(), k)
	name, other := filepath.Join(folder, "a.db"), filepath.Join(folder, "b.db")
	content := append([]byte(sqliteMagic), bytes.Repeat([]byte("page "), 20_000)...)[:8*8192]
	for _, name := range []string{name, other} {
		if _, err := opened(t, d, name).WriteAt(content, 0); err != nil {
			t.Fatal(err)
		}
	}
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := os.ReadFile(other)
	if err != nil {
		t.Fatal(err)
	}
	const head, piece = 64, 8192 + 40
	at := func(n int) int { return head + n*piece }
	for what, alter := range map[string]func(p []byte){
		"a bit":          func(p []byte) { p[at(3)+500] ^= 1 },
		"a nonce":        func(p []byte) { p[at(3)] ^= 1 },
		"moved":          func(p []byte) { copy(p[at(3):at(4)], whole[at(4):at(5)]) },
		"of another":     func(p []byte) { copy(p[at(3):at(4)], foreign[at(3):at(4)]) },
		"zeros":          func(p []byte) { clear(p[at(3):at(4)]) },
		"another number": func(p []byte) { p[45] ^= 1 },
		"another layout": func(p []byte) { p[17] = 3 },
		"another size":   func(p []byte) { p[23] = 1 },
		"not encrypted":  func(p []byte) { p[0] = 'T' },
	} {
		spoilt := bytes.Clone(whole)
		alter(spoilt)
		if err := os.WriteFile(name, spoilt, 0o600); err != nil {
			t.Fatal(err)
		}
		p := make([]byte, 8192)
		if _, err := opened(t, d, name).ReadAt(p, 3*8192); !errors.Is(err, disk.ErrAltered) && what != "another layout" || err == nil {
			t.Errorf("%s: %v", what, err)
		}
		if bytes.Contains(p, []byte("page ")) {
			t.Errorf("%s: it was read all the same", what)
		}
	}
	for what, want := range map[string]error{"folder": vault.ErrOtherFolder, "version": vault.ErrNewer} {
		spoilt := bytes.Clone(whole)
		spoilt[map[string]int{"folder": 24, "version": 16}[what]] ^= 3
		if err := os.WriteFile(name, spoilt, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := disk.ReadFile(d, name); !errors.Is(err, want) {
			t.Errorf("another %s: %v", what, err)
		}
	}
}

// A name in the clear and one that is not are renamed to one another by what is in them.
func TestRename_between_what_is_encrypted_and_what_is_not(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	d := on(t, disk.Own(), keys(t))
	for _, names := range [][2]string{{"aside-1", "register.pub"}, {"register.pub", "aside-2"}} {
		from, to := filepath.Join(folder, names[0]), filepath.Join(folder, names[1])
		if err := disk.Replace(d, from, []byte("what is in it")); err != nil {
			t.Fatal(err)
		}
		if err := d.Rename(from, to); err != nil {
			t.Fatal(err)
		}
		if got, err := disk.ReadFile(d, to); string(got) != "what is in it" || err != nil {
			t.Errorf("%s: %q, %v", names[1], got, err)
		}
		if _, err := d.Stat(from); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is there still: %v", names[0], err)
		}
		raw, err := os.ReadFile(to)
		if open := bytes.Contains(raw, []byte("what is in it")); err != nil || open != (names[1] == "register.pub") {
			t.Errorf("%s: %v", names[1], err)
		}
	}
}
