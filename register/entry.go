package register

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// MaxEntryBytes is the length of the longest encoded entry (C2SP tlog-tiles: a uint16 length prefix).
const MaxEntryBytes = 65535

// timeLayout is RFC 3339 in UTC with exactly six digits of a second.
const timeLayout = "2006-01-02T15:04:05.000000Z"

// actStart is where the act begins in an encoded entry: after the time and one space.
const actStart = len(timeLayout) + 1

// ErrEntry says that bytes are not an encoded entry, or that an entry can't be encoded.
var ErrEntry = errors.New("not an entry")

// Entry is one line of a register: an act, and when the office received it.
// Encoded, it is the received time, one space and the act, for example
//
//	2017-05-07T14:03:22.120000Z eyJhbGciOiJFZERTQSJ9.eyJraW5kIjoi4oCmIn0.c2lnbmF0dXJl
//
// and the leaf of the tree is the hash of exactly these bytes.
type Entry struct {
	// Received is the office's own clock, to the microsecond, in UTC.
	Received time.Time
	// Act is a compact JWS (RFC 7515, section 7.1) as its author signed it.
	Act string
}

// ParseEntry decodes one entry. It accepts only what [Entry.Append] writes, byte for byte.
func ParseEntry(b []byte) (Entry, error) {
	if len(b) <= actStart || b[actStart-1] != ' ' {
		return Entry{}, fmt.Errorf("parse entry: no received time: %w", ErrEntry)
	}
	e := Entry{Act: string(b[actStart:])}
	var err error
	if e.Received, err = time.Parse(timeLayout, string(b[:actStart-1])); err != nil {
		return Entry{}, fmt.Errorf("parse entry: %w: %w", ErrEntry, err)
	}
	if again, err := e.Append(nil); err != nil || string(again) != string(b) {
		return Entry{}, fmt.Errorf("parse entry: not in its one encoding: %w", ErrEntry)
	}
	return e, nil
}

// Append appends the encoded entry to dst. The received time is cut to the microsecond.
func (e Entry) Append(dst []byte) ([]byte, error) {
	if !isCompactJWS(e.Act) {
		return nil, fmt.Errorf("encode entry: the act is not a compact JWS: %w", ErrEntry)
	}
	if actStart+len(e.Act) > MaxEntryBytes {
		return nil, fmt.Errorf("encode entry: more than %d bytes: %w", MaxEntryBytes, ErrEntry)
	}
	at := e.Received.UTC()
	if at.Year() < 0 || at.Year() > 9999 {
		return nil, fmt.Errorf("encode entry: year %d has no four digits: %w", at.Year(), ErrEntry)
	}
	dst = at.AppendFormat(dst, timeLayout)
	dst = append(dst, ' ')
	return append(dst, e.Act...), nil
}

// SigningInput is the part of the act that its author signed: header and payload (RFC 7515, section 2).
// Two entries with the same signing input carry the same act, even if their signatures differ.
func (e Entry) SigningInput() string {
	return e.Act[:max(strings.LastIndexByte(e.Act, '.'), 0)]
}

// LeafHash is the hash of an encoded entry as a leaf of the tree (RFC 6962, section 2.1).
// It equals tlog.RecordHash and differs only in not allocating for entries of ordinary length.
func LeafHash(encoded []byte) tlog.Hash {
	var buf [4096]byte
	return sha256.Sum256(append(append(buf[:0], 0), encoded...))
}

// isCompactJWS reports whether s is three non-empty base64url parts joined by dots.
func isCompactJWS(s string) bool {
	dots, part := 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_':
			part++
		case c == '.' && part > 0:
			dots, part = dots+1, 0
		default:
			return false
		}
	}
	return dots == 2 && part > 0
}
