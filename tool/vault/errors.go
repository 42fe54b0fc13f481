package vault

import "errors"

// Errors that callers branch on.
var (
	// ErrNone says that a folder is not encrypted.
	ErrNone = errors.New("the folder is not encrypted")
	// ErrWrong says that what was given opens none of what the folder's header holds.
	ErrWrong = errors.New("this does not open the folder")
	// ErrHeader says that the folder's header cannot be read, or was altered.
	ErrHeader = errors.New("the header of the folder is damaged")
	// ErrOtherFolder says that a file was encrypted in another folder than the header is of.
	ErrOtherFolder = errors.New("the file is of another encrypted folder")
	// ErrNewer says that a file was written by a later form than this program has.
	ErrNewer = errors.New("the file was encrypted by a newer program")
	// ErrFew says that there are fewer than two keys of recovery.
	ErrFew = errors.New("an encrypted folder has two different keys of recovery at least")
)
