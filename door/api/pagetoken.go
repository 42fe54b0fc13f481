package api

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"truce/ground/problem"
	"truce/tool/query"
)

// pageTokens writes and reads the mark of the next page: the place in the list, encrypted
// and bound to the question (AES-GCM). Not only so that nobody can alter it: a place holds
// the exact time of a row, which strangers are not told. The key is drawn at each start;
// a mark from before is refused, and the reader begins again.
type pageTokens struct {
	rand io.Reader
	aead cipher.AEAD
}

const cursorBytes = 16

// tokenText has one spelling for each token: loose decoding would let the last letter vary.
var tokenText = base64.RawURLEncoding.Strict()

func newPageTokens(rand io.Reader) pageTokens {
	var key [32]byte
	_, err := io.ReadFull(rand, key[:])
	block, err2 := aes.NewCipher(key[:])
	aead, err3 := cipher.NewGCM(block)
	if err := errors.Join(err, err2, err3); err != nil {
		panic(fmt.Errorf("draw key of page tokens: %w", err))
	}
	return pageTokens{rand, aead}
}

// write marks the place for whoever asks the same question again.
func (t pageTokens) write(at query.Cursor, question string) (string, error) {
	sealed := make([]byte, t.aead.NonceSize(), t.aead.NonceSize()+cursorBytes+t.aead.Overhead())
	if _, err := io.ReadFull(t.rand, sealed); err != nil {
		return "", fmt.Errorf("draw page token: %w", err)
	}
	plain := binary.BigEndian.AppendUint64(nil, uint64(at.From))
	plain = binary.BigEndian.AppendUint64(plain, uint64(at.ID))
	sealed = t.aead.Seal(sealed, sealed, plain, digest(question))
	return tokenText.EncodeToString(sealed), nil
}

// read answers nil for the first page.
func (t pageTokens) read(token, question string) (*query.Cursor, error) {
	if token == "" {
		return nil, nil
	}
	sealed, err := tokenText.DecodeString(token)
	if err != nil || len(sealed) != t.aead.NonceSize()+cursorBytes+t.aead.Overhead() {
		return nil, problem.Invalid(problem.PageTokenWrong).At("after")
	}
	nonce, sealed := sealed[:t.aead.NonceSize()], sealed[t.aead.NonceSize():]
	plain, err := t.aead.Open(nil, nonce, sealed, digest(question))
	if err != nil {
		return nil, problem.Invalid(problem.PageTokenWrong).At("after").Because(err)
	}
	return &query.Cursor{
		From: int64(binary.BigEndian.Uint64(plain)), ID: int64(binary.BigEndian.Uint64(plain[8:])),
	}, nil
}

func digest(question string) []byte {
	sum := sha256.Sum256([]byte(question))
	return sum[:]
}
