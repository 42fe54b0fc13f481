package blob_test

import (
	"bytes"
	"crypto/sha256"
	"testing"

	"truce/tool/blob"
	"truce/tool/disk"
	"truce/tool/seal"
)

// BenchmarkKeep receives, seals and keeps one file of 64 MiB, with every fsync.
func BenchmarkKeep(b *testing.B) {
	custodian, err := seal.Generate()
	if err != nil {
		b.Fatal(err)
	}
	content := noise(64 << 20)
	sum := sha256.Sum256(content)
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		s, err := blob.Open(disk.Own(), b.TempDir(), optionsFor(custodian))
		if err != nil {
			b.Fatal(err)
		}
		id, err := s.Create(b.Context(), blob.Claim{Length: int64(len(content))})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Append(b.Context(), id, 0, bytes.NewReader(content)); err != nil {
			b.Fatal(err)
		}
		if _, err := s.Finish(b.Context(), id, sum); err != nil {
			b.Fatal(err)
		}
		_ = s.Close()
	}
}
