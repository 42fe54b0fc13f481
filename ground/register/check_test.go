package register_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"truce/ground/register"
)

// sizes are those at which tiles begin, fill and gain a level.
var sizes = []int{0, 1, 2, 255, 256, 257, 511, 512, 513, 1000, 65535, 65536, 65537, 66000}

func check(t *testing.T, folder fstest.MapFS, o register.Options) register.Report {
	t.Helper()
	report, err := register.Check(t.Context(), register.Folder(folder), o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestCheck(t *testing.T) {
	t.Parallel()
	k := newKeys(t, origin, 1)
	for _, n := range sizes {
		t.Run(fmt.Sprintf("%d entries are intact", n), func(t *testing.T) {
			t.Parallel()
			var seen atomic.Int64
			var last int64
			report := check(t, newHistory(n).export(t, k), register.Options{
				Verifier: k.verifier,
				Entry:    func(int64, register.Entry) error { seen.Add(1); return nil },
				Progress: func(done, total int64) { last = done },
			})
			if report.Problem != nil || report.Duplicates != nil || report.Head.Size != int64(n) {
				t.Errorf("got %+v", report)
			}
			if seen.Load() != int64(n) || last != int64(n) {
				t.Errorf("saw %d entries, progress said %d", seen.Load(), last)
			}
			if n > 0 && (!report.From.Equal(start) || !report.Until.Equal(entry(n-1).Received)) {
				t.Errorf("from %v until %v", report.From, report.Until)
			}
		})
	}
}

// TestCheckTampering alters the entries of a copy, whose hashes and head stay those of the true history.
func TestCheckTampering(t *testing.T) {
	t.Parallel()
	k := newKeys(t, origin, 1)
	cases := []struct {
		name   string
		tamper func(h history, i int) history
		says   string
	}{
		{"a byte altered", func(h history, i int) history {
			h[i] = bytes.Clone(h[i])
			h[i][40] ^= 1
			return h
		}, "altered"},
		{"an entry back-dated", func(h history, i int) history {
			e := entry(i)
			e.Received = e.Received.Add(-time.Hour)
			h[i] = encode(e)
			return h
		}, "altered"},
		{"an entry removed", func(h history, i int) history {
			return append(slices.Delete(h, i, i+1), encode(entry(len(h)+5)))
		}, ""},
		{"an entry inserted", func(h history, i int) history {
			return slices.Insert(h, i, encode(entry(100_000)))[:len(h)]
		}, ""},
		{"two entries swapped", func(h history, i int) history {
			h[i], h[i+1] = h[i+1], h[i]
			return h
		}, ""},
	}
	for _, n := range []int{2, 257, 700, 65538} {
		honest := newHistory(n)
		folder := honest.export(t, k)
		positions := []int{0, 1, 255, 256, 400}
		if n > 65536 {
			positions = []int{65535, 65536}
		}
		for _, i := range positions {
			for _, c := range cases {
				if i+1 >= n {
					continue
				}
				t.Run(fmt.Sprintf("%s at %d of %d", c.name, i, n), func(t *testing.T) {
					t.Parallel()
					copied := maps.Clone(folder)
					c.tamper(slices.Clone(honest), i).bundles(t, copied)
					p := check(t, copied, register.Options{Verifier: k.verifier}).Problem
					if p == nil || p.First != int64(i) || p.Last != int64(i) || !strings.Contains(p.What, c.says) {
						t.Errorf("got %+v", p)
					}
				})
			}
		}
	}
}

func TestCheckSaysWhatBecameOfAnEntry(t *testing.T) {
	t.Parallel()
	k := newKeys(t, origin, 1)
	folder := newHistory(700).export(t, k)
	for want, tampered := range map[string]history{
		"entries were removed here, 2 in number":                                  slices.Delete(newHistory(702), 300, 302),
		"entries were inserted here, 1 in number":                                 slices.Insert(newHistory(700), 300, encode(entry(9)))[:700],
		"entries were reordered, the one that belongs here stands 5 further on":   swapped(newHistory(700), 300, 305),
		"Entry 300 is not the one that the head was signed for: it was altered o": slices.Replace(newHistory(700), 300, 301, encode(entry(9))),
	} {
		copied := maps.Clone(folder)
		tampered.bundles(t, copied)
		p := check(t, copied, register.Options{Verifier: k.verifier}).Problem
		if p == nil || p.First != 300 || !strings.Contains(p.What, want) {
			t.Errorf("got %+v, want %q", p, want)
		}
	}
}

func swapped(h history, i, j int) history {
	h[i], h[j] = h[j], h[i]
	return h
}

// TestCheckFiles alters files of a copy of 66,000 entries in ways that entries alone don't show.
func TestCheckFiles(t *testing.T) {
	t.Parallel()
	k := newKeys(t, origin, 1)
	folder := newHistory(66000).export(t, k)
	flip := func(at int) func([]byte) []byte {
		return func(b []byte) []byte { b[at] ^= 1; return b }
	}
	cut := func(n int) func([]byte) []byte { return func(b []byte) []byte { return b[:n] } }
	remove := func([]byte) []byte { return nil }
	bundleTo := func(i int) int { // where entry i of the first bundle begins
		n := 0
		for j := range i {
			n += 2 + len(encode(entry(j)))
		}
		return n
	}
	for _, c := range []struct {
		name, path  string
		change      func([]byte) []byte
		first, last int64
		says        string
	}{
		{"bundle cut between entries", "tile/entries/000", cut(bundleTo(7)), 7, 7, "is not there, nor are those after it in tile/entries/"},
		{"bundle cut within an entry", "tile/entries/000", cut(bundleTo(7) + 30), 7, 7, "is not there, nor are those after it in tile/entries/"},
		{"bundle empty", "tile/entries/001", cut(0), 256, 256, "is not there, nor are those after it in tile/entries/"},
		{"bundle missing", "tile/entries/001", remove, 256, 256, "is not there, nor are those after it in tile/entries/"},
		{"last bundle missing", "tile/entries/257.p/208", remove, 65792, 65792, "is not there, nor are those after it in tile/entries/"},
		{"last bundle too long", "tile/entries/257.p/208", func(b []byte) []byte {
			b, _ = register.AppendToBundle(b, encode(entry(66000)))
			return b
		}, 65999, 65999, "more than belongs"},
		{"full bundle too long", "tile/entries/000", func(b []byte) []byte {
			b, _ = register.AppendToBundle(b, encode(entry(255)))
			return b
		}, 255, 255, "more than belongs"},
		{"leaf hash altered", "tile/0/001", flip(32 * 3), 259, 259, "Hash 3 in tile/0/001 is not that of entry 259. The entries below it are as signed."},
		{"leaf hash at the edge altered", "tile/0/257.p/208", flip(0), 65792, 65792, "as signed"},
		{"leaf tile missing", "tile/0/001", remove, 256, 511, "as signed"},
		{"leaf tile cut short", "tile/0/001", cut(100), 256, 511, "as signed"},
		{"hash above the leaves altered", "tile/1/000", flip(32 * 2), 512, 767, "Hash 2 in tile/1/000 was altered. The entries below it are as signed."},
		{"hash above the leaves at the edge altered", "tile/1/001.p/1", flip(0), 65536, 65791, "as signed"},
		{"top hash altered", "tile/2/000.p/1", flip(9), 0, 65535, "as signed"},
		{"top tile missing", "tile/2/000.p/1", remove, 0, 65535, "as signed"},
		{"upper tile missing", "tile/1/000", remove, 0, 255, "as signed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := check(t, altered(folder, c.path, c.change), register.Options{Verifier: k.verifier}).Problem
			if p == nil || p.First != c.first || p.Last != c.last || p.Path != c.path || !strings.Contains(p.What, c.says) {
				t.Errorf("got %+v", p)
			}
		})
	}
}

// TestCheckConsistentTampering alters entries and, with them, hash tiles, as the owner of a server can.
func TestCheckConsistentTampering(t *testing.T) {
	t.Parallel()
	k := newKeys(t, origin, 1)
	honest := newHistory(66000)
	forged := newHistory(66000)
	e := entry(300)
	e.Act = act(7_000_000)
	forged[300] = encode(e)
	folder, lie := honest.export(t, k), forged.export(t, k)
	for _, c := range []struct {
		name        string
		paths       []string // taken from the forged folder
		first, last int64
	}{
		{"entry only", []string{"tile/entries/001"}, 300, 300},
		{"entry and leaf hash", []string{"tile/entries/001", "tile/0/001"}, 256, 511},
		{"entry, leaf hash and the one above", []string{"tile/entries/001", "tile/0/001", "tile/1/000"}, 0, 65535},
		{"everything but the head", slices.Collect(maps.Keys(lie)), 0, 65999},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			copied := maps.Clone(folder)
			for _, path := range c.paths {
				if path != register.HeadPath {
					copied[path] = lie[path]
				}
			}
			p := check(t, copied, register.Options{Verifier: k.verifier}).Problem
			if p == nil || p.First != c.first || p.Last != c.last {
				t.Errorf("got %+v", p)
			}
			old := honest[:290].sign(t, k).Note
			report := check(t, copied, register.Options{Verifier: k.verifier, Remembered: [][]byte{old}})
			if p := report.Problem; p == nil || p.First != max(290, c.first) || p.Last != c.last || len(report.Forks) != 0 {
				t.Errorf("with a remembered head: got %+v", p)
			}
		})
	}
}

func TestCheckRewrittenHistory(t *testing.T) {
	t.Parallel()
	k := newKeys(t, origin, 1)
	honest, forged := newHistory(1000), newHistory(1200)
	e := entry(300)
	e.Act = act(7_000_000)
	forged[300] = encode(e)
	lie := forged.export(t, k) // signed again by the same key

	if p := check(t, lie, register.Options{Verifier: k.verifier}).Problem; p != nil {
		t.Fatalf("by itself it is a good register, got %+v", p)
	}
	report := check(t, lie, register.Options{Verifier: k.verifier, Remembered: [][]byte{
		honest[:700].sign(t, k).Note, honest[:200].sign(t, k).Note, honest[:301].sign(t, k).Note, honest[:0].sign(t, k).Note,
	}})
	if p := report.Problem; p == nil || p.First != 200 || p.Last != 300 || !strings.Contains(p.What, "rewritten and signed again") {
		t.Errorf("got %+v", report.Problem)
	}
	if len(report.Forks) != 2 || report.Forks[0].Size != 301 || report.Forks[1].Size != 700 {
		t.Errorf("forks: %v", report.Forks)
	}
	same := check(t, lie, register.Options{Verifier: k.verifier, Remembered: [][]byte{slices.Clone(honest)[:300].sign(t, k).Note}})
	if same.Problem != nil || same.Forks != nil {
		t.Errorf("a head from before the rewriting still holds, got %+v", same.Problem)
	}
}

func TestCheckRolledBack(t *testing.T) {
	t.Parallel()
	k := newKeys(t, origin, 1)
	h := newHistory(900)
	report := check(t, h[:600].export(t, k), register.Options{Verifier: k.verifier, Remembered: [][]byte{h.sign(t, k).Note}})
	if report.Ahead == nil || report.Ahead.Size-report.Head.Size != 300 || report.Problem != nil || report.Forks != nil {
		t.Errorf("got %+v", report)
	}
}

// TestCheckEntries is about registers that are signed as they are, and yet wrong.
func TestCheckEntries(t *testing.T) {
	t.Parallel()
	k := newKeys(t, origin, 1)
	t.Run("received times never go backwards", func(t *testing.T) {
		t.Parallel()
		for _, i := range []int{1, 255, 256, 599} {
			h := newHistory(600)
			e := entry(i)
			e.Received = e.Received.Add(-1500 * time.Millisecond)
			h[i] = encode(e)
			p := check(t, h.export(t, k), register.Options{Verifier: k.verifier}).Problem
			if p == nil || p.First != int64(i) || p.Last != int64(i) || !strings.Contains(p.What, "before the entry ahead of it") {
				t.Errorf("at %d: got %+v", i, p)
			}
		}
	})
	t.Run("an entry that is none", func(t *testing.T) {
		t.Parallel()
		h := newHistory(600)
		h[256] = []byte("nonsense")
		p := check(t, h.export(t, k), register.Options{Verifier: k.verifier}).Problem
		if p == nil || p.First != 256 || !strings.Contains(p.What, "can't be read") {
			t.Errorf("got %+v", p)
		}
	})
	t.Run("an entry that the caller refuses", func(t *testing.T) {
		t.Parallel()
		refuse := func(i int64, _ register.Entry) error {
			if i == 511 || i == 512 {
				return errors.New("the author's key was revoked")
			}
			return nil
		}
		p := check(t, newHistory(600).export(t, k), register.Options{Verifier: k.verifier, Entry: refuse}).Problem
		if p == nil || p.First != 511 || p.What != "Entry 511 was refused: the author's key was revoked." {
			t.Errorf("got %+v", p)
		}
	})
	t.Run("one act twice", func(t *testing.T) {
		t.Parallel()
		h := newHistory(600)
		for again, first := range map[int]int{40: 3, 599: 3, 300: 299} {
			e := entry(again)
			e.Act = strings.TrimSuffix(act(first), "c2lnbmF0dXJl") + "YW5vdGhlciBzaWduYXR1cmU"
			h[again] = encode(e)
		}
		report := check(t, h.export(t, k), register.Options{Verifier: k.verifier})
		want := []register.Duplicate{{First: 3, Again: 40}, {First: 299, Again: 300}, {First: 3, Again: 599}}
		if report.Problem != nil || !slices.Equal(report.Duplicates, want) {
			t.Errorf("got %+v, %v", report.Problem, report.Duplicates)
		}
	})
}

func TestCheckHeadFirst(t *testing.T) {
	t.Parallel()
	k, other := newKeys(t, origin, 1), newKeys(t, origin, 2)
	folder := newHistory(10).export(t, k)
	for i := range folder[register.HeadPath].Data {
		bad := altered(folder, register.HeadPath, func(b []byte) []byte { b[i] ^= 1; return b })
		report, err := register.Check(t.Context(), register.Folder(bad), register.Options{Verifier: k.verifier})
		if err == nil {
			t.Fatalf("byte %d of the head altered: %+v", i, report)
		}
	}
	if _, err := register.Check(t.Context(), register.Folder(folder), register.Options{Verifier: other.verifier}); !errors.Is(err, register.ErrSignature) {
		t.Errorf("another key: %v", err)
	}
}

// TestCheckAnyByte flips a bit here and there in every file of a small copy: none goes unnoticed.
func TestCheckAnyByte(t *testing.T) {
	t.Parallel()
	k := newKeys(t, origin, 1)
	folder := newHistory(258).export(t, k)
	for path, file := range folder {
		if path == register.HeadPath {
			continue
		}
		for i := 0; i < len(file.Data); i += 67 {
			bad := altered(folder, path, func(b []byte) []byte { b[i] ^= 4; return b })
			if p := check(t, bad, register.Options{Verifier: k.verifier}).Problem; p == nil {
				t.Fatalf("byte %d of %s altered, and nothing found", i, path)
			}
		}
	}
}

// TestCheckNamesTheFirst alters entries here and there: it is the first entry that is named.
func TestCheckNamesTheFirst(t *testing.T) {
	t.Parallel()
	k := newKeys(t, origin, 1)
	random := rand.New(seeded(5))
	for range 40 {
		n := 2 + random.IntN(2000)
		honest := newHistory(n)
		folder, forged := honest.export(t, k), slices.Clone(honest)
		first := n
		for range 1 + random.IntN(5) {
			i := random.IntN(n)
			forged[i], first = encode(entry(100_000+i)), min(first, i)
		}
		forged.bundles(t, folder)
		p := check(t, folder, register.Options{Verifier: k.verifier}).Problem
		if p == nil || p.First != int64(first) || p.Last != int64(first) {
			t.Errorf("%d of %d is the first bad entry, got %+v", first, n, p)
		}
	}
}

// TestCheckEndsWhereNothingIs: a head that claims more entries than there are does not keep anyone busy.
func TestCheckEndsWhereNothingIs(t *testing.T) {
	t.Parallel()
	k := newKeys(t, origin, 1)
	folder := newHistory(700).export(t, k)
	remembered := newHistory(300).sign(t, k).Note
	claim := register.TreeHead{Origin: origin, Size: register.MaxEntries, Root: newHistory(700).head().Root}
	folder[register.HeadPath] = &fstest.MapFile{Data: signText(t, claim.Body(), k)}
	p := check(t, folder, register.Options{Verifier: k.verifier, Remembered: [][]byte{remembered}}).Problem
	if p == nil || p.First != 300 || p.Last != 511 {
		t.Errorf("got %+v", p)
	}
	claim.Size++
	folder[register.HeadPath] = &fstest.MapFile{Data: signText(t, claim.Body(), k)}
	if _, err := register.Check(t.Context(), register.Folder(folder), register.Options{Verifier: k.verifier}); !errors.Is(err, register.ErrTooMany) {
		t.Errorf("of more entries than any register has: %v", err)
	}
}

// TestCheckBeforeAGap: an entry that is bad is named even if later ones are gone with their hashes.
func TestCheckBeforeAGap(t *testing.T) {
	t.Parallel()
	k := newKeys(t, origin, 1)
	folder := newHistory(1000).export(t, k)
	delete(folder, "tile/entries/002")
	delete(folder, "tile/0/002")
	p := check(t, folder, register.Options{Verifier: k.verifier}).Problem
	if p == nil || p.First != 512 || p.Last != 512 || !strings.Contains(p.What, "missing") {
		t.Errorf("a gap: %+v", p)
	}
	bad := altered(folder, "tile/entries/001", func(b []byte) []byte { b[40] ^= 1; return b })
	if p := check(t, bad, register.Options{Verifier: k.verifier}).Problem; p == nil || p.First != 256 || p.Last != 256 {
		t.Errorf("an entry altered before a gap: %+v", p)
	}
}

// TestCheckGrownCopy: a copy taken in steps may hold a full tile where the head needs a part of it.
func TestCheckGrownCopy(t *testing.T) {
	t.Parallel()
	k := newKeys(t, origin, 1)
	h := newHistory(600)
	folder := h.export(t, k)
	folder[register.HeadPath] = &fstest.MapFile{Data: h[:300].sign(t, k).Note}
	folder["tile/1/000.p/1"] = h[:300].export(t, k)["tile/1/000.p/1"]
	if report := check(t, folder, register.Options{Verifier: k.verifier}); report.Problem != nil || report.Head.Size != 300 {
		t.Errorf("got %+v", report.Problem)
	}
}
