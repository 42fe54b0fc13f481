package blob

import (
	"slices"
	"time"
)

// Stored describes one kept file. It is the content of blobs/ab/cd/<id>.json. ID and
// Working.SHA256 are what Check compares with, so an act that cites a file should
// cite them too: then whoever alters a file and its description together is found out.
type Stored struct {
	ID       ID    `json:"id"`       // SHA-256 of the sealed original
	Original ID    `json:"original"` // SHA-256 of its bytes as they came
	Size     int64 `json:"size"`     // bytes of the original

	// MediaType is what the bytes are (RFC 2046). Types that bytes do not tell, such as
	// text/csv, are taken from the claim.
	MediaType   string `json:"mediaType"`
	ClaimedType string `json:"claimedType,omitzero"`
	TypeNote    string `json:"typeNote,omitzero"` // a sentence, if the claim is not what the bytes are

	SealedSize int64    `json:"sealedSize"`
	Recipients []string `json:"recipients"` // keys of the custodians on that day

	// By are those who sent these bytes (Claim.By): nobody else deposits the file as his or hers.
	By []string `json:"by,omitzero"`

	StoredAt time.Time `json:"storedAt,omitzero"` // the office's clock, UTC

	Working         *WorkingCopy `json:"working,omitzero"`
	NoWorkingReason string       `json:"noWorkingReason,omitzero"` // a sentence, if Working is nil
}

// Plain is a description without what its first sender said of it, when it came and who sent it: whoever may see
// what somebody deposited is told none of that.
func (s Stored) Plain() Stored {
	s.ClaimedType, s.TypeNote, s.StoredAt, s.By = "", "", time.Time{}, nil
	return s
}

// SentBy reports whether somebody sent these bytes.
func (s Stored) SentBy(who string) bool { return slices.Contains(s.By, who) }

// as is what a sender is told of bytes that had come before, or not: that they had is not to be told from it. What is sealed
// is the first sender's; everything else is as this sender's claim has it.
func (s Stored) as(own Stored) Stored {
	own.ID, own.SealedSize, own.By = s.ID, s.SealedSize, nil
	if own.Working != nil && (s.Working == nil || s.Working.SHA256 != own.Working.SHA256) {
		own.Working, own.NoWorkingReason = s.Working, s.NoWorkingReason
	}
	return own
}

// WorkingCopy describes the form of a file that people look at.
type WorkingCopy struct {
	SHA256    ID     `json:"sha256"`
	Size      int64  `json:"size"`
	MediaType string `json:"mediaType"`

	// Removed says in words what was taken out, never what it said: "Exif with a GPS
	// position". Each sort once, in the order of the file.
	Removed []string `json:"removed,omitzero"`

	// Orientation is the Exif orientation (1 to 8; CIPA DC-008, tag 0x0112) by which a
	// viewer has to turn the picture, because the Exif block that said so is gone. It is
	// 1 for pictures that are upright and for films, whose own matrix is kept.
	Orientation int `json:"orientation"`
}

// Claim is what the sender says of a file before sending it.
type Claim struct {
	Length    int64  // bytes; at least 1
	MediaType string // RFC 2046; parameters are dropped; empty if unknown

	// NothingPersonal is the sender's word that a text, CSV, JSON or XML file names
	// nobody and places nobody. Only then is it its own working copy.
	NothingPersonal bool
	By              string // whose it is, as the caller tells senders apart; nobody's share is kept if it does not
}

// Upload describes one upload that has not expired.
type Upload struct {
	ID      UploadID
	Claim   Claim
	Offset  int64     // bytes that are durably here
	Created time.Time // the office's clock, UTC
	Expires time.Time // after it, the upload is refused and soon removed

	// Finished is the file that it became, if Finish succeeded. It is remembered until
	// Expires, so that a sender who missed the answer can ask again.
	Finished ID
}
