package register

import (
	"bytes"
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

var errNotJWS = errors.New("the act is not a compact JWS")

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
	received, act, err := splitEntry(b)
	if err != nil {
		return Entry{}, fmt.Errorf("parse entry: %w: %w", ErrEntry, err)
	}
	return Entry{Received: received, Act: string(act)}, nil
}

// splitEntry is ParseEntry without copying the act.
func splitEntry(b []byte) (received time.Time, act []byte, err error) {
	if len(b) < actStart || len(b) > MaxEntryBytes || b[actStart-1] != ' ' {
		return received, nil, errors.New("no received time, or too long")
	}
	received, err = time.Parse(timeLayout, string(b[:actStart-1]))
	if err != nil {
		return received, nil, err
	}
	// Package time lets pass more than it writes, such as a comma for the point.
	var again [actStart]byte
	if string(received.AppendFormat(again[:0], timeLayout)) != string(b[:actStart-1]) {
		return received, nil, errors.New("the received time is not in its one form")
	}
	if act = b[actStart:]; !isCompactJWS(act) {
		return received, nil, errNotJWS
	}
	return received, act, nil
}

// Append appends the encoded entry to dst. The received time is cut to the microsecond.
func (e Entry) Append(dst []byte) ([]byte, error) {
	at := e.Received.UTC()
	if at.Year() < 0 || at.Year() > 9999 {
		return nil, fmt.Errorf("encode entry: year %d has no four digits: %w", at.Year(), ErrEntry)
	}
	if actStart+len(e.Act) > MaxEntryBytes {
		return nil, fmt.Errorf("encode entry: more than %d bytes: %w", MaxEntryBytes, ErrEntry)
	}
	dst = append(at.AppendFormat(dst, timeLayout), ' ')
	dst = append(dst, e.Act...)
	if !isCompactJWS(dst[len(dst)-len(e.Act):]) {
		return nil, fmt.Errorf("encode entry: %w: %w", ErrEntry, errNotJWS)
	}
	return dst, nil
}

// SigningInput is the part of the act that its author signed: header and payload (RFC 7515, section 2).
// Two entries with the same signing input carry the same act, even if their signatures differ.
func (e Entry) SigningInput() string {
	return e.Act[:max(strings.LastIndexByte(e.Act, '.'), 0)]
}

// LeafHash is the hash of an encoded entry as a leaf of the tree (RFC 6962, section 2.1).
// It equals tlog.RecordHash and differs only in not allocating for entries of ordinary length.
func LeafHash(encoded []byte) tlog.Hash {
	var buf [2048]byte
	return sha256.Sum256(append(append(buf[:0], 0), encoded...))
}

// isCompactJWS reports whether s is three non-empty base64url parts joined by dots.
func isCompactJWS(s []byte) bool {
	for range 2 {
		dot := bytes.IndexByte(s, '.')
		if dot < 0 || !isBase64url(s[:dot]) {
			return false
		}
		s = s[dot+1:]
	}
	return isBase64url(s)
}

// isBase64url looks at every byte of every act, so it does not branch on them.
func isBase64url(s []byte) bool {
	other := byte(0)
	for _, c := range s {
		other |= notBase64url[c]
	}
	return len(s) > 0 && other == 0
}

// notBase64url is 1 for the bytes that are not in the alphabet of RFC 4648, section 5.
var notBase64url = func() (table [256]byte) {
	for i := range table {
		table[i] = 1
	}
	for _, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" {
		table[c] = 0
	}
	return table
}()
