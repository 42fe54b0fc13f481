package register

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// ErrBundle says that bytes are not a bundle of entries.
var ErrBundle = errors.New("not a bundle of entries")

// AppendToBundle appends one encoded entry to a bundle: its length as a big-endian uint16, then its
// bytes (C2SP tlog-tiles, log entries).
func AppendToBundle(bundle, encoded []byte) ([]byte, error) {
	if len(encoded) > MaxEntryBytes {
		return nil, fmt.Errorf("encode bundle: more than %d bytes: %w", MaxEntryBytes, ErrEntry)
	}
	bundle = binary.BigEndian.AppendUint16(bundle, uint16(len(encoded)))
	return append(bundle, encoded...), nil
}

// ParseBundle splits a bundle into its encoded entries, which share its memory. At most [TileWidth]
// entries. On error it also returns the entries that came whole before the break.
func ParseBundle(bundle []byte) ([][]byte, error) {
	entries := make([][]byte, 0, TileWidth)
	for len(bundle) > 0 {
		if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
			return entries, fmt.Errorf("parse bundle: ends within an entry: %w", ErrBundle)
		}
		if len(entries) == TileWidth {
			return entries, fmt.Errorf("parse bundle: more than %d entries: %w", TileWidth, ErrBundle)
		}
		n := 2 + int(binary.BigEndian.Uint16(bundle))
		entries = append(entries, bundle[2:n])
		bundle = bundle[n:]
	}
	return entries, nil
}
