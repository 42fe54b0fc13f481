package incident

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
)

// SourceForm is the form of what is sealed to the custodians of sources, and its number.
const SourceForm = "truce-source-1"

// SealedSource is who told a reporter, as a device seals it: a JSON value, followed by spaces so that its length tells little of it. It says for
// which register it was sealed and by which key, for a sealed text can be copied into an act of somebody else, whose
// source it then seems to be.
//
//	{"format": "truce-source-1", "register": "kXJ0mBWy3mxYTZfnqjLQXm4Qk8ZCoHc0NdJ7mEcSkkA",
//	 "author": "LxuEj7gnnsYuxfxXfO1mJoUwZRjobNvCm-CGeJgH9aU", "text": "Abu Omar, miller, 0944 000000"}
type SealedSource struct {
	Format   string         `json:"format"`
	Register act.RegisterID `json:"register"`
	Author   act.KeyID      `json:"author"`
	Text     string         `json:"text"`
}

// The lengths of what is sealed, in bytes: most who told have a name and a telephone number.
const (
	SourceBytes     = 1 << 10
	LongSourceBytes = 4 << 10
)

// ErrSourceLong: who told is said in more than LongSourceBytes, with what stands beside it.
var ErrSourceLong = fmt.Errorf("who told is written in more than %d bytes", LongSourceBytes)

// ErrSourceForm: what was sealed is not of the form that this program reads.
var ErrSourceForm = fmt.Errorf("what is sealed is not %s: another program sealed it, or a newer one", SourceForm)

// WriteSource is what a device seals.
func WriteSource(register act.RegisterID, author act.KeyID, text string) ([]byte, error) {
	said, err := json.Marshal(SealedSource{SourceForm, register, author, text})
	if err != nil {
		return nil, err
	}
	for _, size := range []int{SourceBytes, LongSourceBytes} {
		if len(said) <= size {
			return append(said, bytes.Repeat([]byte{' '}, size-len(said))...), nil
		}
	}
	return nil, ErrSourceLong
}

// ReadSource reads what WriteSource wrote. Errors: ErrSourceForm.
func ReadSource(plain []byte) (s SealedSource, err error) {
	if err := json.Unmarshal(plain, &s, json.RejectUnknownMembers(true)); err != nil || s.Format != SourceForm {
		return SealedSource{}, errors.Join(ErrSourceForm, err)
	}
	return s, nil
}
