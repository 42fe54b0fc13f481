package blob

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
)

// Errors that callers branch on. Each is a sentence for the person.
var (
	ErrLength        = errors.New("a file has at least one byte; its length must be said before it is sent")
	ErrTooLarge      = errors.New("the file is larger than this office accepts")
	ErrQuota         = errors.New("too many files are being sent at once; finish some, or try later")
	ErrMediaType     = errors.New("the media type is not written as type/subtype")
	ErrNoUpload      = errors.New("there is no such upload; it was given up, or it never began")
	ErrExpired       = errors.New("the upload was left too long and has expired; begin again")
	ErrBusy          = errors.New("this upload is being written to by another connection")
	ErrOffset        = errors.New("the bytes do not follow those already here; ask for the offset")
	ErrBeyondLength  = errors.New("more bytes came than were announced")
	ErrIncomplete    = errors.New("not all of the announced bytes are here yet")
	ErrFinished      = errors.New("the upload is finished; nothing can be added")
	ErrHashDiffers   = errors.New("the file that arrived is not the file that was announced")
	ErrUploadDamaged = errors.New("the unfinished file was altered on the disk; begin again")
	ErrNoCustodians  = errors.New("nobody is named to keep originals, so the file cannot be accepted")
	ErrNotSealed     = errors.New("the original was not encrypted, so the file was not accepted")
	ErrNotFound      = errors.New("there is no such file here")
	ErrNoWorking     = errors.New("there is no working copy of this file")
	ErrDamaged       = errors.New("the description of the file cannot be read; run a check")
	ErrAltered       = errors.New("the file is not the one that was kept; run a check")
	ErrDiskFull      = errors.New("the disk of this office is full")
	ErrInUse         = errors.New("another program is writing to this folder of files")
	ErrNotWritable   = errors.New("the folder of files cannot be written to")
)

// diskError names the two troubles that an operator can mend, and keeps the cause.
func diskError(doing string, err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return fmt.Errorf("%s: %w: %w", doing, ErrDiskFull, err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%s: %w: %w", doing, ErrNotWritable, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// DiffersError is ErrHashDiffers with the hash of what arrived.
type DiffersError struct{ Found ID }

func (e *DiffersError) Error() string {
	return ErrHashDiffers.Error() + ": it is " + e.Found.String()
}

// Unwrap is ErrHashDiffers.
func (e *DiffersError) Unwrap() error { return ErrHashDiffers }
