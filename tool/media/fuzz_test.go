package media_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"slices"
	"testing"
)

// The fuzzers read working copies with code of their own, so that a mistake in the
// cleaners' parsers is not repeated here.

func FuzzJPEG(f *testing.F) {
	f.Add(spoiltJPEG(f))
	f.Add(encodeJPEG(f, picture()))
	f.Fuzz(func(t *testing.T, content []byte) {
		out := cleanAny(t, content, "\xff\xd8\xff")
		if out == nil {
			return
		}
		if !bytes.HasPrefix(out, []byte("\xff\xd8")) || !bytes.HasSuffix(out, []byte("\xff\xd9")) {
			t.Fatal("not a whole picture")
		}
		for at := 2; at < len(out)-2; {
			marker, n := out[at+1], int(binary.BigEndian.Uint16(out[at+2:]))
			payload := out[at+4 : at+2+n]
			if forbiddenJPEG(marker, payload) {
				t.Fatalf("marker %X with %q", marker, payload)
			}
			at += 2 + n
			if marker != 0xDA {
				continue
			}
			for out[at] != 0xFF || out[at+1] == 0 || out[at+1] >= 0xD0 && out[at+1] <= 0xD7 {
				at++
			}
		}
	})
}

func forbiddenJPEG(marker byte, p []byte) bool {
	switch marker {
	case 0xC0, 0xC1, 0xC2, 0xC4, 0xDA, 0xDB, 0xDD:
		return false
	case 0xE0:
		return len(p) != 14 || string(p[:5]) != "JFIF\x00"
	case 0xE2:
		return !bytes.HasPrefix(p, []byte("ICC_PROFILE\x00"))
	case 0xEE:
		return len(p) != 12 || string(p[:5]) != "Adobe"
	}
	return true
}

func FuzzPNG(f *testing.F) {
	f.Add(spoilPNG(encodePNG(f, picture())))
	f.Add(encodePNG(f, picture()))
	allowed := []string{"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "pHYs"}
	f.Fuzz(func(t *testing.T, content []byte) {
		out := cleanAny(t, withCRC(content), "\x89PNG\r\n\x1a\n")
		if out == nil {
			return
		}
		last := ""
		for at := 8; at < len(out); at += 12 + int(binary.BigEndian.Uint32(out[at:])) {
			last = string(out[at+4 : at+8])
			if !slices.Contains(allowed, last) {
				t.Fatalf("chunk %q", last)
			}
		}
		if last != "IEND" {
			t.Fatalf("it ends with %q", last)
		}
	})
}

// withCRC makes the CRC of each chunk right, as far as there are chunks, so that not
// every change ends at the first of them.
func withCRC(content []byte) []byte {
	out := bytes.Clone(content)
	for at := 8; len(out)-at >= 12; {
		n := int(binary.BigEndian.Uint32(out[at:]))
		if n > len(out)-at-12 {
			break
		}
		binary.BigEndian.PutUint32(out[at+8+n:], crc32.ChecksumIEEE(out[at+4:at+8+n]))
		at += 12 + n
	}
	return out
}

func FuzzFilm(f *testing.F) {
	f.Add(film("isom"))
	f.Add(film("qt  "))
	f.Add(film("isom", track{"meta", boxOf("mebx", numbers(0, 1)), 0, nil}))
	f.Fuzz(func(t *testing.T, content []byte) {
		out := cleanAny(t, content, "")
		if out == nil {
			return
		}
		if len(out) != len(content) {
			t.Fatalf("%d bytes became %d", len(content), len(out))
		}
		noForbiddenBox(t, out)
	})
}

// noForbiddenBox goes down the boxes that hold others; a free box holds zeros only.
func noForbiddenBox(t *testing.T, p []byte) {
	t.Helper()
	for len(p) >= 8 {
		size, head := uint64(binary.BigEndian.Uint32(p)), 8
		if size == 0 {
			size = uint64(len(p))
		} else if size == 1 {
			size, head = binary.BigEndian.Uint64(p[8:]), 16
		}
		kind, body := string(p[4:8]), p[head:size]
		switch kind {
		case "udta", "meta", "uuid", "keys", "ilst", "gps ", "tref", "moof":
			t.Fatalf("box %q", kind)
		case "free":
			if len(bytes.Trim(body, "\x00")) != 0 {
				t.Fatalf("a free box holds %q", body)
			}
		case "mvhd", "mdhd", "tkhd":
			if n := 8 + 8*int(body[0]); len(bytes.Trim(body[4:4+n], "\x00")) != 0 {
				t.Fatalf("%s tells a time", kind)
			}
		case "moov", "trak", "mdia", "minf", "stbl", "dinf", "edts":
			noForbiddenBox(t, body)
		}
		p = p[size:]
	}
}

// cleanAny answers the working copy of a file that begins so, or nil.
func cleanAny(t *testing.T, content []byte, begins string) []byte {
	t.Helper()
	if !bytes.HasPrefix(content, []byte(begins)) || begins == "" && (len(content) < 8 || string(content[4:8]) != "ftyp") {
		return nil
	}
	var out bytes.Buffer
	_, reason, err := copyOf(&out, bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatalf("memory has no trouble, but: %v", err)
	}
	if reason != "" {
		return nil
	}
	return out.Bytes()
}
