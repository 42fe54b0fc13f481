package media

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// A colour profile (ICC.1:2022) is needed to show a picture rightly, but may carry the
// serial number of a screen, the name of a computer, a date. So only the tags that
// compute colours are kept.
const (
	iccHeader       = "ICC_PROFILE\x00" // of an APP2 segment (ICC.1 annex B.4)
	iccPartBytes    = 65535 - 2 - len(iccHeader) - 2
	iccMaxBytes     = 1 << 20
	iccHeadBytes    = 128
	iccEntryBytes   = 12
	iccMaxTags      = 100
	iccVersion4     = 4
	iccNeutralWords = "profile"
)

// iccParts gathers a profile that is spread over segments.
type iccParts struct {
	next, count int
	bytes       []byte
}

func (i *iccParts) begun() bool { return i.next != 0 }

// add takes a segment; parts that are out of order never complete.
func (i *iccParts) add(segment []byte) ([]byte, bool) {
	rest := segment[len(iccHeader):]
	if len(rest) < 2 {
		return nil, false
	}
	number, count := int(rest[0]), int(rest[1])
	if i.next == 0 {
		i.next, i.count = 1, count
	}
	if number != i.next || count != i.count || len(i.bytes)+len(rest) > iccMaxBytes {
		i.next = -1
		return nil, false
	}
	i.bytes = append(i.bytes, rest[2:]...)
	i.next++
	return i.bytes, number == count
}

func splitICC(profile []byte) [][]byte {
	return slices.Collect(slices.Chunk(profile, iccPartBytes))
}

// cleanICC rebuilds a profile of the colour tags alone, with a header that names no maker
// and no date.
func cleanICC(p []byte) ([]byte, bool) {
	if len(p) < iccHeadBytes+4 || string(p[36:40]) != "acsp" {
		return nil, false
	}
	count := int(min(binary.BigEndian.Uint32(p[iccHeadBytes:]), iccMaxTags+1))
	table := p[iccHeadBytes+4:]
	if count > iccMaxTags || len(table) < count*iccEntryBytes {
		return nil, false
	}
	var tags []iccTag
	for entry := range slices.Chunk(table[:count*iccEntryBytes], iccEntryBytes) {
		tag, ok := readICCTag(p, entry)
		if !ok {
			return nil, false
		}
		if tag.data != nil {
			tags = append(tags, tag)
		}
	}
	return writeICC(p[:iccHeadBytes], tags), true
}

type iccTag struct {
	name string
	data []byte // nil if the tag is dropped
}

// readICCTag replaces the two texts that the standard requires by a neutral word.
func readICCTag(p, entry []byte) (iccTag, bool) {
	name := string(entry[:4])
	offset, size := uint64(binary.BigEndian.Uint32(entry[4:])), uint64(binary.BigEndian.Uint32(entry[8:]))
	if offset+size > uint64(len(p)) {
		return iccTag{}, false
	}
	switch name {
	case "desc", "cprt":
		return iccTag{name, iccText(name, p[8])}, true
	case "rXYZ", "gXYZ", "bXYZ", "wtpt", "bkpt", "chad", "rTRC", "gTRC", "bTRC", "kTRC", "cicp",
		"A2B0", "A2B1", "A2B2", "B2A0", "B2A1", "B2A2", "gamt":
		return iccTag{name, p[offset : offset+size]}, true
	}
	return iccTag{}, true
}

// iccText is a text in the form of the profile's version: multiLocalizedUnicode (10.15)
// from 4 on, before it text and textDescription (ICC.1:2001-04, 6.5.17 and 6.5.18).
func iccText(tag string, version byte) []byte {
	ascii := append([]byte(iccNeutralWords), 0)
	switch {
	case version >= iccVersion4:
		out := []byte("mluc\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x0cenUS")
		out = binary.BigEndian.AppendUint32(out, uint32(2*len(iccNeutralWords)))
		out = binary.BigEndian.AppendUint32(out, 28)
		for _, c := range []byte(iccNeutralWords) {
			out = append(out, 0, c)
		}
		return out
	case tag == "cprt":
		return append([]byte("text\x00\x00\x00\x00"), ascii...)
	}
	out := binary.BigEndian.AppendUint32([]byte("desc\x00\x00\x00\x00"), uint32(len(ascii)))
	return append(append(out, ascii...), make([]byte, 4+4+2+1+67)...)
}

// writeICC lays the tags out; tags with the same data share it, as the curves of three
// colours usually do.
func writeICC(head []byte, tags []iccTag) []byte {
	out := append([]byte(nil), head...)
	for _, part := range [][2]int{{4, 8}, {24, 36}, {48, 56}, {80, iccHeadBytes}} {
		clear(out[part[0]:part[1]])
	}
	out = binary.BigEndian.AppendUint32(out, uint32(len(tags)))
	at := len(out) + len(tags)*iccEntryBytes
	var data []byte
	for i, tag := range tags {
		offset := at + len(data)
		if earlier := slices.IndexFunc(tags[:i], func(t iccTag) bool { return bytes.Equal(t.data, tag.data) }); earlier >= 0 {
			offset = int(binary.BigEndian.Uint32(out[iccHeadBytes+4+earlier*iccEntryBytes+4:]))
		} else {
			data = append(data, tag.data...)
			data = append(data, make([]byte, -len(data)&3)...)
		}
		out = append(out, tag.name...)
		out = binary.BigEndian.AppendUint32(out, uint32(offset))
		out = binary.BigEndian.AppendUint32(out, uint32(len(tag.data)))
	}
	out = append(out, data...)
	binary.BigEndian.PutUint32(out, uint32(len(out)))
	return out
}
