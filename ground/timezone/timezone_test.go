package timezone_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"truce/ground/timezone"
)

// Whatever a machine's own files say of a zone, here its days begin as the edition has them. Syria keeps +03:00 all year
// since October 2022.
func TestLoad_asks_no_machine(t *testing.T) {
	elsewhere := t.TempDir() // in which Damascus is where UTC is
	utc := []byte("TZif2\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x04" +
		"\x00\x00\x00\x00\x00\x00UTC\x00TZif2\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x04" +
		"\x00\x00\x00\x00\x00\x00UTC\x00\nUTC0\n")
	if err := os.Mkdir(filepath.Join(elsewhere, "Asia"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(elsewhere, "Asia", "Damascus"), utc, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("ZONEINFO", elsewhere)
	if lies, err := time.LoadLocation("Asia/Damascus"); err != nil || offset(lies, 2026) != 0 {
		t.Fatalf("the machine does not lie, so this test shows nothing: %v", err)
	}
	loc, err := timezone.Load("Asia/Damascus")
	if err != nil || offset(loc, 2026) != 3*3600 || offset(loc, 2022) != 2*3600 || loc.String() != "Asia/Damascus" {
		t.Errorf("Asia/Damascus in January: %d, in 2022 %d: %v", offset(loc, 2026), offset(loc, 2022), err)
	}
}

func offset(loc *time.Location, year int) int {
	_, seconds := time.Date(year, 1, 15, 12, 0, 0, 0, loc).Zone()
	return seconds
}

func TestLoad_refuses_what_is_no_zone(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "Local", "Mars/Olympus", "asia/damascus", "../zone", "/etc/localtime", "Asia", "Asia/"} {
		if loc, err := timezone.Load(name); err == nil {
			t.Errorf("%q is %s", name, loc)
		}
	}
	if loc, err := timezone.Load("UTC"); err != nil || loc != time.UTC {
		t.Errorf("UTC: %v %v", loc, err)
	}
}

// The copy is the one of the edition, byte for byte: who takes another names it.
func TestEdition(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("zoneinfo.zip")
	if err != nil {
		t.Fatal(err)
	}
	if is := fmt.Sprintf("%s %x", timezone.Edition, sha256.Sum256(text)); is != "2025c 8f55634d05f8bca1f7bc7c69c5933428c69357e0bdf565e5ba224e3f88ff12e8" {
		t.Errorf("the data are of another digest than those of their edition: %s", is)
	}
}
