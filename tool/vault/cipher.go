package vault

import (
	"bytes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/chacha20poly1305"

	"truce/tool/disk"
)

// The head of a file, version 1: the words, the version, the layout, two zeros, how long a piece is, the folder, the file, eight zeros.
const (
	magic     = "truce encrypted\n"
	version   = 1
	headBytes = 64
	folderAt  = 24
	fileAt    = 40
	restAt    = 56
)

// pieceBytes is how much is encrypted at once: a page of the store's databases.
const pieceBytes = 8192

// added is how many bytes longer an encrypted piece is.
const added = chacha20poly1305.NonceSizeX + chacha20poly1305.Overhead

// keyBytes is how long the data key is, idBytes a folder's number and a file's.
const (
	keyBytes = chacha20poly1305.KeySize
	idBytes  = 16
)

// layout is in which pieces a file is written.
type layout byte

const (
	pages  layout = 1 // of a database
	logged layout = 2 // SQLite's write-ahead log
	stream layout = 3
)

// What stands at a place, which is authenticated with it.
const (
	ofPiece = 'p'
	ofTail  = 't'
)

// sealer encrypts the pieces of one file.
type sealer struct {
	rand   io.Reader
	aead   cipher.AEAD
	head   [headBytes]byte
	layout layout
}

// Keys are those of a folder.
type Keys struct {
	folder [idBytes]byte
	data   [keyBytes]byte
}

// NewKeys draws those of a new folder.
func NewKeys(rand io.Reader) (k Keys, err error) {
	if _, err := io.ReadFull(rand, k.folder[:]); err != nil {
		return k, fmt.Errorf("draw a key: %w", err)
	}
	if _, err := io.ReadFull(rand, k.data[:]); err != nil {
		return k, fmt.Errorf("draw a key: %w", err)
	}
	return k, nil
}

// wrapped begins the text of keys.
const wrapped = "truce-data-key-1"

// Secret is the text of the keys, which is sealed into headers and handed to an office that waits for it, and written nowhere else.
func (k Keys) Secret() string { return fmt.Sprintf("%s %x %x\n", wrapped, k.folder[:], k.data[:]) }

// ParseKeys reads what Secret wrote. It is never repeated in the error.
func ParseKeys(text string) (k Keys, err error) {
	fields := strings.Fields(text)
	if len(fields) != 3 || fields[0] != wrapped {
		return k, errors.New("this is no key of an encrypted folder")
	}
	folder, err1 := hex.DecodeString(fields[1])
	data, err2 := hex.DecodeString(fields[2])
	if err1 != nil || err2 != nil || len(folder) != idBytes || len(data) != keyBytes {
		return k, errors.New("this is no key of an encrypted folder")
	}
	copy(k.folder[:], folder)
	copy(k.data[:], data)
	return k, nil
}

// Format shows the folder's number under every verb: no line of a log holds a key.
func (k Keys) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "key of folder %x", k.folder[:]) }

// fresh begins a file.
func (k Keys) fresh(rand io.Reader, of layout) (*sealer, error) {
	var head [headBytes]byte
	copy(head[:], magic)
	head[len(magic)], head[len(magic)+1] = version, byte(of)
	binary.BigEndian.PutUint32(head[folderAt-4:], pieceBytes)
	copy(head[folderAt:], k.folder[:])
	if _, err := io.ReadFull(rand, head[fileAt:restAt]); err != nil {
		return nil, fmt.Errorf("draw the number of a file: %w", err)
	}
	return k.sealer(rand, head)
}

// known goes on with a file by its head. There is none, nil, where nothing was written that lasts.
func (k Keys) known(rand io.Reader, name string, head [headBytes]byte) (*sealer, error) {
	switch {
	case head == [headBytes]byte{}:
		return nil, nil
	case !strings.HasPrefix(string(head[:]), magic):
		return nil, damaged(name, "it is not encrypted")
	case head[len(magic)] > version:
		return nil, fmt.Errorf("%s: %w", name, ErrNewer)
	case !bytes.Equal(head[folderAt:fileAt], k.folder[:]):
		return nil, fmt.Errorf("%s: %w", name, ErrOtherFolder)
	case layout(head[len(magic)+1]) < pages || layout(head[len(magic)+1]) > stream || binary.BigEndian.Uint32(head[folderAt-4:]) != pieceBytes:
		return nil, damaged(name, "its head is damaged")
	}
	return k.sealer(rand, head)
}

func (k Keys) sealer(rand io.Reader, head [headBytes]byte) (*sealer, error) {
	key, err := hkdf.Key(sha256.New, k.data[:], head[fileAt:restAt], "truce-encrypted-file-1", keyBytes)
	if err != nil {
		return nil, err
	}
	aead, err := chacha20poly1305.NewX(key)
	return &sealer{rand, aead, head, layout(head[len(magic)+1])}, err
}

// seal encrypts what stands at a place, behind to.
func (s *sealer) seal(to, plain []byte, what byte, place int64) ([]byte, error) {
	n := len(to)
	to = append(to, make([]byte, chacha20poly1305.NonceSizeX)...)
	if _, err := io.ReadFull(s.rand, to[n:]); err != nil {
		return to[:n], fmt.Errorf("draw a nonce: %w", err)
	}
	return s.aead.Seal(to, to[n:n+chacha20poly1305.NonceSizeX], plain, s.place(what, place)), nil
}

// open decrypts it, behind to.
func (s *sealer) open(to, sealed []byte, what byte, place int64) ([]byte, bool) {
	if len(sealed) < added {
		return to, false
	}
	nonce, text := sealed[:chacha20poly1305.NonceSizeX], sealed[chacha20poly1305.NonceSizeX:]
	plain, err := s.aead.Open(to, nonce, text, s.place(what, place))
	return plain, err == nil
}

// place is what is authenticated with it.
func (s *sealer) place(what byte, place int64) []byte {
	with := make([]byte, 0, headBytes+9)
	return binary.BigEndian.AppendUint64(append(append(with, s.head[:]...), what), uint64(place))
}

func damaged(name, why string) error { return fmt.Errorf("%s: %s: %w", name, why, disk.ErrAltered) }
