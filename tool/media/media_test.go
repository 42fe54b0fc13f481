package media_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

// secretWords stand in every piece of metadata that the test files carry.
const secretWords = "SECRET-OBSERVER-WORDS"

func picture() image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, 97, 61))
	for y := range 61 {
		for x := range 97 {
			m.SetNRGBA(x, y, color.NRGBA{uint8(x * 2), uint8(y * 4), uint8(x ^ y), 255})
		}
	}
	return m
}

// entry is one row of a TIFF directory, big-endian.
func entry(tag, kind uint16, count uint32, value ...byte) []byte {
	out := binary.BigEndian.AppendUint16(nil, tag)
	out = binary.BigEndian.AppendUint16(out, kind)
	out = binary.BigEndian.AppendUint32(out, count)
	return append(append(out, value...), make([]byte, 4-len(value))...)
}

func be32(n int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(n)) }

// spoiltExif is a TIFF block with a maker, an orientation of 6 and a position.
func spoiltExif() []byte {
	const words, gps, latitude, longitude = 50, 80, 134, 158
	out := append([]byte("MM\x00*\x00\x00\x00\x08"), 0, 3)
	out = append(out, entry(0x010F, 2, uint32(len(secretWords)+1), be32(words)...)...)
	out = append(out, entry(0x0112, 3, 1, 0, 6)...)
	out = append(out, entry(0x8825, 4, 1, be32(gps)...)...)
	out = append(out, be32(0)...)
	out = pad(append(out, secretWords...), gps)
	out = append(out, 0, 4)
	out = append(out, entry(1, 2, 2, 'N', 0)...)
	out = append(out, entry(2, 5, 3, be32(latitude)...)...)
	out = append(out, entry(3, 2, 2, 'E', 0)...)
	out = append(out, entry(4, 5, 3, be32(longitude)...)...)
	out = append(out, be32(0)...)
	out = pad(out, latitude)
	for _, n := range []int{35, 1, 42, 1, 4, 1, 36, 1, 10, 1, 13, 1} {
		out = append(out, be32(n)...)
	}
	return out
}

func pad(p []byte, n int) []byte { return append(p, make([]byte, n-len(p))...) }

// segment is one JPEG segment.
func segment(marker byte, payload ...string) []byte {
	body := strings.Join(payload, "")
	n := len(body) + 2
	return append([]byte{0xFF, marker, byte(n >> 8), byte(n)}, body...)
}

// spoiltICC is a small version 2 profile with a secret in its description, its copyright
// and a private tag, and a date in its head.
func spoiltICC() string {
	head := make([]byte, 128)
	copy(head[8:], "\x02\x10\x00\x00mntrRGB XYZ \x07\xe1\x00\x05\x00\x07\x00\x09\x00\x00\x00\x00acspAPPL")
	description := "desc\x00\x00\x00\x00\x00\x00\x00\x16" + secretWords + "\x00" + strings.Repeat("\x00", 78)
	tags := []struct{ name, data string }{
		{"desc", description},
		{"cprt", "text\x00\x00\x00\x00" + secretWords + "\x00"},
		{"meta", "dict\x00\x00\x00\x00" + secretWords},
		{"wtpt", "XYZ \x00\x00\x00\x00\x00\x00\xf6\xd6\x00\x01\x00\x00\x00\x00\xd3\x2d"},
		{"rTRC", "curv\x00\x00\x00\x00\x00\x00\x00\x01\x02\x33"},
		{"gTRC", "curv\x00\x00\x00\x00\x00\x00\x00\x01\x02\x33"},
	}
	out := append(head, be32(len(tags))...)
	at := len(out) + 12*len(tags)
	data := ""
	for _, tag := range tags {
		out = append(append(append(out, tag.name...), be32(at+len(data))...), be32(len(tag.data))...)
		data += tag.data + strings.Repeat("\x00", -len(tag.data)&3)
	}
	out = append(out, data...)
	binary.BigEndian.PutUint32(out, uint32(len(out)))
	return string(out)
}

// spoil puts every sort of metadata into a JPEG picture.
func spoil(clean []byte) []byte {
	icc := spoiltICC()
	out := append([]byte(nil), clean[:2]...)
	for _, s := range [][]byte{
		segment(0xE0, "JFIF\x00\x01\x01\x00\x00\x48\x00\x48\x02\x01", "\x01\x02\x03\x04\x05\x06"),
		segment(0xE0, "JFXX\x00\x13\x01\x01", secretWords),
		segment(0xE1, "Exif\x00\x00", string(spoiltExif())),
		segment(0xE1, "http://ns.adobe.com/xap/1.0/\x00", `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">`,
			`<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="`, secretWords, `"/></rdf:RDF></x:xmpmeta>`),
		segment(0xE2, "ICC_PROFILE\x00\x01\x02", icc[:200]),
		segment(0xE2, "ICC_PROFILE\x00\x02\x02", icc[200:]),
		segment(0xE2, "MPF\x00", secretWords),
		segment(0xE5, secretWords),
		segment(0xED, "Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x1a\x1c\x02\x50\x00\x15", secretWords),
		segment(0xFE, secretWords),
	} {
		out = append(out, s...)
	}
	out = append(append(out, 0xFF, 0xFF, 0xFF), clean[3:]...) // fill bytes before the first own marker
	out = append(out, clean...)
	return append(out, "\x00\x00\x00\x18ftypmp42"+secretWords...)
}

func encodeJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, m, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func spoiltJPEG(t testing.TB) []byte { return spoil(encodeJPEG(t, picture())) }

func chunk(kind, content string) []byte {
	out := append(be32(len(content)), kind...)
	out = append(out, content...)
	return append(out, be32(int(crc32.ChecksumIEEE(out[4:])))...)
}

// spoilPNG puts every sort of metadata before the first IDAT, before IEND and behind it.
func spoilPNG(clean []byte) []byte {
	at := bytes.Index(clean, []byte("IDAT")) - 4
	end := len(clean) - 12
	out := append([]byte(nil), clean[:at]...)
	for _, c := range [][]byte{
		chunk("tEXt", "Author\x00"+secretWords),
		chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+secretWords),
		chunk("tIME", "\x07\xe1\x05\x07\x09\x00\x00"),
		chunk("eXIf", string(spoiltExif())),
		chunk("prVt", secretWords),
		chunk("acTL", "\x00\x00\x00\x01\x00\x00\x00\x00"),
	} {
		out = append(out, c...)
	}
	out = append(out, clean[at:end]...)
	out = append(out, chunk("tEXt", "Comment\x00"+secretWords)...)
	return append(append(out, clean[end:]...), secretWords...)
}

func encodePNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// boxOf is one box of a film.
func boxOf(kind string, content ...string) string {
	body := strings.Join(content, "")
	return string(be32(len(body)+8)) + kind + body
}

// numbers are big-endian 32-bit numbers.
func numbers(ns ...int) string {
	var out []byte
	for _, n := range ns {
		out = append(out, be32(n)...)
	}
	return string(out)
}

// track is a track of two samples in one chunk at this place.
type track struct {
	handler, entry string
	at             int
	sizes          []int
}

const recordedAt = 0xD5348A80 // 7 May 2017, seconds since 1904

func (k track) box() string {
	stbl := boxOf("stbl",
		boxOf("stsd", numbers(0, 1), k.entry),
		boxOf("stts", numbers(0, 1, len(k.sizes), 1000)),
		boxOf("stsc", numbers(0, 1, 1, len(k.sizes), 1)),
		boxOf("stsz", numbers(0, 0, len(k.sizes)), numbers(k.sizes...)),
		boxOf("stco", numbers(0, 1, k.at)))
	return boxOf("trak",
		boxOf("tkhd", numbers(3, recordedAt, recordedAt, 1, 0, 2000, 0, 0, 0, 0, 65536, 0, 0, 0, 65536, 0, 0, 0, 1<<30, 97<<16, 61<<16)),
		boxOf("edts", boxOf("elst", numbers(0, 1, 2000, 0, 65536))),
		boxOf("mdia",
			boxOf("mdhd", numbers(0, recordedAt, recordedAt, 1000, 2000, 0x55C40000)),
			boxOf("hdlr", numbers(0, 0), k.handler, numbers(0, 0, 0), secretWords, "\x00"),
			boxOf("minf", boxOf("vmhd", numbers(1, 0, 0)),
				boxOf("dinf", boxOf("dref", numbers(0, 1), boxOf("alis", numbers(1), secretWords))), stbl)),
		boxOf("udta", boxOf("name", secretWords)),
		boxOf("meta", numbers(0), secretWords))
}

func pictureEntry() string {
	name := string(pad([]byte("\x15"+secretWords), 32))
	return boxOf("avc1", numbers(0, 1, 0), secretWords[:4], numbers(0, 0, 97<<16|61, 72<<16, 72<<16, 0), "\x00\x01", name,
		"\x00\x18\xff\xff", boxOf("avcC", "\x01\x42\x00\x1e\xff\xe1\x00\x00"), boxOf("colr", "prof", secretWords), boxOf("priv", secretWords))
}

func soundEntry() string {
	return boxOf("mp4a", numbers(0, 1, 0, 0, 2<<16|16, 0, 44100<<16), boxOf("esds", numbers(0)), boxOf("priv", secretWords))
}

const (
	pictures = "PICTURE-1-PICTURE-2"
	sound    = "SOUND-1SOUND-2"
)

// film is an MP4 file whose media box holds pictures, a secret, sound, a secret. more are
// further tracks.
func film(brand string, more ...track) []byte {
	head := boxOf("ftyp", brand, numbers(512), "isomiso2mp41")
	media := boxOf("mdat", pictures, "freeGPS "+secretWords, sound, secretWords)
	at := len(head) + 8
	tracks := track{"vide", pictureEntry(), at, []int{9, 10}}.box() +
		track{"soun", soundEntry(), at + len(pictures) + 8 + len(secretWords), []int{7, 7}}.box()
	for _, k := range more {
		k.at = at + len(pictures)
		tracks += k.box()
	}
	moov := boxOf("moov",
		boxOf("mvhd", numbers(0, recordedAt, recordedAt, 1000, 2000, 65536, 0x01000000, 0, 0, 65536, 0, 0, 0, 65536, 0, 0, 0, 1<<30, 0, 0, 0, 0, 0, 0, 3)),
		tracks,
		boxOf("udta", boxOf("\xa9xyz", "\x00\x12\x15\xc7+35.7011+036.1702/"), boxOf("\xa9mak", "\x00\x15\x15\xc7", secretWords)),
		boxOf("gps ", secretWords))
	return []byte(head + media + boxOf("free", secretWords) + moov +
		boxOf("uuid", "\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac<x:xmpmeta>", secretWords) +
		boxOf("uuid", secretWords))
}
