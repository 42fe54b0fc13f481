package media

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Unknown is the media type of a file of which nobody said what it is.
const Unknown = "application/octet-stream"

const (
	textType   = "text/plain"
	zipType    = "application/zip"
	sniffBytes = 512
)

// Type is what a file is.
type Type struct {
	Name string // type/subtype: what the bytes are, filled in by the claim where they cannot tell
	Note string // a sentence for the person where the claim and the bytes differ; else empty

	sniffed string
}

// Look says what a file is that its sender claims to be of a type; errors are those of src.
func Look(src io.ReaderAt, claimed string) (Type, error) {
	sniffed, err := sniff(src)
	if err != nil {
		return Type{}, err
	}
	name, note := settle(claimed, sniffed)
	return Type{name, note, sniffed}, nil
}

// signature is how the files of a type begin.
type signature struct {
	mediaType string
	offset    int
	magic     string
}

// signatures are those of the types that reach an office as evidence; after the WHATWG
// MIME Sniffing Standard where it has the type.
func signatures() []signature {
	return []signature{
		{"image/jpeg", 0, "\xff\xd8\xff"},
		{"image/png", 0, pngSignature},
		{"image/gif", 0, "GIF8"},
		{"image/webp", 8, "WEBPVP"},
		{"image/tiff", 0, "II*\x00"},
		{"image/tiff", 0, "MM\x00*"},
		{"audio/wav", 8, "WAVE"},
		{"video/x-msvideo", 8, "AVI "},
		{"video/webm", 0, "\x1a\x45\xdf\xa3"},
		{"audio/ogg", 0, "OggS"},
		{"audio/mpeg", 0, "ID3"},
		{"application/pdf", 0, "%PDF-"},
		{zipType, 0, "PK\x03\x04"},
		{"image/avif", 4, "ftypavif"},
		{"image/heic", 4, "ftyphei"},
		{"image/heic", 4, "ftyphev"},
		{"image/heic", 4, "ftypmif1"},
		{"image/heic", 4, "ftypmsf1"},
		{"audio/mp4", 4, "ftypM4A"},
		{"video/quicktime", 4, "ftypqt  "},
		{"video/3gpp", 4, "ftyp3g"},
		{"video/mp4", 4, "ftyp"},
		{"video/quicktime", 4, "moov"},
		{"video/quicktime", 4, "mdat"},
		{"video/quicktime", 4, "wide"},
	}
}

// sniff says what the first bytes are: a type of signatures, text, or unknown.
func sniff(src io.ReaderAt) (string, error) {
	head := make([]byte, sniffBytes)
	n, err := src.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return "", err
	}
	head = head[:n]
	for _, s := range signatures() {
		if len(head) >= s.offset && bytes.HasPrefix(head[s.offset:], []byte(s.magic)) {
			return s.mediaType, nil
		}
	}
	if isText(head) {
		return textType, nil
	}
	return Unknown, nil
}

// isText accepts UTF-8, cut anywhere, without control characters.
func isText(head []byte) bool {
	for len(head) > 0 {
		r, n := utf8.DecodeRune(head)
		if r == utf8.RuneError && n == 1 && utf8.FullRune(head) || isControl(r) {
			return false
		}
		head = head[n:]
	}
	return true
}

func isControl(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f }

// settle weighs the claim against the bytes. The bytes win; the claim fills in what
// they cannot tell.
func settle(claimed, sniffed string) (mediaType, note string) {
	if claimed == "image/jpg" {
		claimed = "image/jpeg"
	}
	switch {
	case claimed == Unknown || claimed == sniffed:
		return sniffed, ""
	case sniffed == textType && claimsText(claimed), sniffed == zipType && claimsZip(claimed):
		return claimed, ""
	case sniffed == Unknown && !recognised(claimed):
		return claimed, ""
	}
	return sniffed, fmt.Sprintf("It was sent as %s, but its bytes are %s.", claimed, inWords(sniffed))
}

func inWords(sniffed string) string {
	if sniffed == Unknown {
		return "of a kind that is not known here"
	}
	return sniffed
}

// claimsText holds for types that are text but have no signature.
func claimsText(claimed string) bool {
	return strings.HasPrefix(claimed, "text/") || strings.HasSuffix(claimed, "+json") ||
		strings.HasSuffix(claimed, "+xml") || claimed == "application/json" || claimed == "application/xml"
}

// claimsZip holds for types that are a zip archive inside.
func claimsZip(claimed string) bool {
	return strings.HasPrefix(claimed, "application/vnd.") || strings.HasSuffix(claimed, "+zip")
}

// recognised holds for types whose bytes would have shown it.
func recognised(claimed string) bool {
	for _, s := range signatures() {
		if s.mediaType == claimed {
			return true
		}
	}
	return claimsText(claimed)
}
