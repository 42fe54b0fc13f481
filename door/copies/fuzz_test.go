package copies_test

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"truce/door/copies"
	"truce/ground/register"
)

// spoilt is a copy of which one file has other bytes from a place on; more of them than there were make it longer.
func spoilt(whole fstest.MapFS, which, at uint, with []byte) (files fstest.MapFS, name string) {
	names := slices.Sorted(maps.Keys(whole))
	name = names[which%uint(len(names))]
	old := whole[name].Data
	from := min(int(at%uint(len(old)+1)), len(old))
	files = maps.Clone(whole)
	files[name] = &fstest.MapFile{Data: append(append(bytes.Clone(old[:from]), with...), old[min(from+len(with), len(old)):]...)}
	return files, name
}

// Whatever stands in whichever file of a copy, a check ends with a word about it: it is never found good as another register than it is, and what
// it takes for signed was signed.
func FuzzCheck(f *testing.F) {
	w := newWorld(f, 6)
	dir := f.TempDir()
	w.export(f, "secretary", dir)
	whole := load(f, dir)
	check := func(t testing.TB, files fstest.MapFS) (copies.Report, error) {
		ctx, stop := context.WithTimeout(t.Context(), time.Minute)
		defer stop()
		return copies.Check(ctx, register.Folder(files), copies.CheckOptions{Files: files, Key: w.Key()}, nil)
	}
	honest, err := check(f, whole)
	if err != nil || !honest.OK() {
		f.Fatal(honest, err)
	}
	for i := range uint(len(whole)) {
		f.Add(i, uint(0), []byte("{"))
		f.Add(i, uint(40), []byte{0})
		f.Add(i, uint(1<<20), []byte("\n\u2028x"))
	}
	f.Fuzz(func(t *testing.T, which, at uint, with []byte) {
		files, name := spoilt(whole, which, at, with)
		r, err := check(t, files)
		if err != nil || !r.OK() {
			return
		}
		if r.Head.Size != honest.Head.Size || r.Head.Root != honest.Head.Root || r.Acts != honest.Acts || r.Disclosed > honest.Disclosed {
			t.Errorf("%s spoilt, it is good as another: %d entries, %d acts, %d disclosures, want %d, %d, %d",
				name, r.Head.Size, r.Acts, r.Disclosed, honest.Head.Size, honest.Acts, honest.Disclosed)
		}
	})
}
