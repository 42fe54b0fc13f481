package blob

import (
	"context"
	"errors"
	"io"
	"time"
)

// Defaults of Options.
const (
	DefaultMaxBytes           = 512 << 20
	DefaultMaxUnfinishedBytes = 4 << 30
	DefaultMaxUnfinished      = 1_000
	DefaultUploadLife         = 14 * 24 * time.Hour // a post may be without network that long
	DefaultFirstBytes         = 15 * time.Minute    // room that is asked for and not used is given to others
	DefaultEachUnfinished     = 200
	DefaultEachBytes          = 1 << 30
)

// Options are fixed when a Store is opened. Zero limits mean the defaults; the functions
// are required.
type Options struct {
	MaxBytes           int64         // of one file
	MaxUnfinishedBytes int64         // of the announced lengths of all unfinished uploads together
	MaxUnfinished      int           // unfinished uploads at once
	UploadLife         time.Duration // from the last byte received until an upload expires
	FirstBytes         time.Duration // the same, until the first byte is received
	EachUnfinished     int           // unfinished uploads of one sender (Claim.By) at once
	EachBytes          int64         // of their announced lengths together

	// Custodians names those to whom originals are sealed today, each as the key that Seal
	// takes. It is asked at each Finish. An empty list refuses the file: an original may
	// hold the position of the one who took the photograph.
	Custodians func(context.Context) ([]string, error)

	// Seal encrypts what is written to it for the custodians, in the age format, into
	// the given writer (seal.EncryptTo does). Close completes it.
	Seal func(sealed io.Writer, custodians []string) (io.WriteCloser, error)

	Now  func() time.Time // the office's clock
	Rand io.Reader        // for names of uploads
}

// withDefaults checks what is required.
func (o Options) withDefaults() (Options, error) {
	if o.Custodians == nil || o.Seal == nil || o.Now == nil || o.Rand == nil {
		return o, errors.New("open blob store: Custodians, Seal, Now and Rand are required")
	}
	if o.MaxBytes == 0 {
		o.MaxBytes = DefaultMaxBytes
	}
	if o.MaxUnfinishedBytes == 0 {
		o.MaxUnfinishedBytes = DefaultMaxUnfinishedBytes
	}
	if o.MaxUnfinished == 0 {
		o.MaxUnfinished = DefaultMaxUnfinished
	}
	if o.UploadLife == 0 {
		o.UploadLife = DefaultUploadLife
	}
	if o.FirstBytes == 0 {
		o.FirstBytes = DefaultFirstBytes
	}
	if o.EachUnfinished == 0 {
		o.EachUnfinished = DefaultEachUnfinished
	}
	if o.EachBytes == 0 {
		o.EachBytes = max(DefaultEachBytes, o.MaxBytes)
	}
	return o, nil
}

// now is the zero time in a store opened for reading, which has no uploads.
func (o Options) now() time.Time {
	if o.Now == nil {
		return time.Time{}
	}
	return o.Now()
}
