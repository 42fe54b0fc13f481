package register_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"truce/ground/register"
)

func TestEntry(t *testing.T) {
	t.Parallel()
	damascus := time.FixedZone("", 3*3600)
	e := register.Entry{Received: time.Date(2017, 5, 7, 17, 3, 22, 120_000_999, damascus), Act: "eyJ9.e30.c2ln"}
	got := encode(e)
	if want := "2017-05-07T14:03:22.120000Z eyJ9.e30.c2ln"; string(got) != want {
		t.Fatalf("got %q, want %q", got, want)
	}
	back, err := register.ParseEntry(got)
	if err != nil || !back.Received.Equal(e.Received.Truncate(time.Microsecond)) || back.Act != e.Act {
		t.Errorf("got %+v, %v", back, err)
	}
	if back.SigningInput() != "eyJ9.e30" {
		t.Errorf("signing input %q", back.SigningInput())
	}
}

func TestParseEntry(t *testing.T) {
	t.Parallel()
	for name, bad := range map[string]string{
		"empty":                    "",
		"no act":                   "2017-05-07T14:03:22.120000Z ",
		"no space":                 "2017-05-07T14:03:22.120000Za.b.c",
		"two spaces":               "2017-05-07T14:03:22.120000Z  a.b.c",
		"milliseconds":             "2017-05-07T14:03:22.120Z a.b.c",
		"nanoseconds":              "2017-05-07T14:03:22.120000000Z a.b.c",
		"comma":                    "2017-05-07T14:03:22,120000Z a.b.c",
		"other zone":               "2017-05-07T14:03:22.120000+00:00 a.b.c",
		"day that is none":         "2017-02-30T14:03:22.120000Z a.b.c",
		"leap second":              "2016-12-31T23:59:60.000000Z a.b.c",
		"two parts":                "2017-05-07T14:03:22.120000Z a.b",
		"four parts":               "2017-05-07T14:03:22.120000Z a.b.c.d",
		"empty part":               "2017-05-07T14:03:22.120000Z a..c",
		"newline at the end":       "2017-05-07T14:03:22.120000Z a.b.c\n",
		"padding":                  "2017-05-07T14:03:22.120000Z a.b.c=",
		"not ASCII":                "2017-05-07T14:03:22.120000Z a.b.\u00e9",
		"disclosures of an SD-JWT": "2017-05-07T14:03:22.120000Z a.b.c~d",
		"too long":                 "2017-05-07T14:03:22.120000Z a.b." + strings.Repeat("c", register.MaxEntryBytes-31),
	} {
		if e, err := register.ParseEntry([]byte(bad)); !errors.Is(err, register.ErrEntry) {
			t.Errorf("%s: got %+v, %v", name, e, err)
		}
	}
	longest := "2017-05-07T14:03:22.120000Z a.b." + strings.Repeat("c", register.MaxEntryBytes-32)
	if _, err := register.ParseEntry([]byte(longest)); err != nil || len(longest) != register.MaxEntryBytes {
		t.Errorf("the longest entry, %d bytes: %v", len(longest), err)
	}
}

func TestEntryThatCannotBeEncoded(t *testing.T) {
	t.Parallel()
	for name, e := range map[string]register.Entry{
		"no act":              {Received: start},
		"a line break":        {Received: start, Act: "a.b.\nc"},
		"five digits of year": {Received: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), Act: "a.b.c"},
		"year before zero":    {Received: time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC), Act: "a.b.c"},
		"too long":            {Received: start, Act: "a.b." + strings.Repeat("c", register.MaxEntryBytes)},
	} {
		if b, err := e.Append(nil); !errors.Is(err, register.ErrEntry) {
			t.Errorf("%s: got %q, %v", name, b, err)
		}
	}
}

func TestLeafHash(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 500, 4095, 4096, 65535} {
		b := bytes.Repeat([]byte{'x'}, n)
		if register.LeafHash(b) != tlog.RecordHash(b) {
			t.Errorf("%d bytes: not the leaf hash of RFC 6962", n)
		}
	}
}

func FuzzParseEntry(f *testing.F) {
	f.Add(encode(entry(0)))
	f.Add([]byte("2017-05-07T14:03:22.120000Z a.b.c"))
	f.Add([]byte("0000-01-01T00:00:00.000000Z a.b.c"))
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := register.ParseEntry(b)
		if err != nil {
			return
		}
		if again, err := e.Append(nil); err != nil || !bytes.Equal(again, b) {
			t.Errorf("%q became %q, %v", b, again, err)
		}
	})
}

func BenchmarkParseEntry(b *testing.B) {
	e := entry(0)
	e.Act = "eyJ9." + strings.Repeat("x", 500) + ".c2ln"
	encoded := encode(e)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := register.ParseEntry(encoded); err != nil {
			b.Fatal(err)
		}
	}
}
