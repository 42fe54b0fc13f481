package private

import (
	"truce/ground/act"
	"truce/ground/shape"
)

// PrivateOpened shows what was filed. Whoever may read it reckons the digest again and holds it to the act by which it
// was filed.
//
//	{"content": {"salt": "0ZXl2rR7o8w1o0cS0oQp3m5kD0vV0c2mH8w7Kq1Yb9E",
//	 "text": {"text": "Two lorries with ammunition crossed at Tiyat al-Imam at 03:10.", "language": "en"},
//	 "files": ["5f0c8bf8e1b7a3b8b2a5e1f0a9a5c0de5f0c8bf8e1b7a3b8b2a5e1f0a9a5c0de"]}}
type PrivateOpened struct {
	Content Content `json:"content,omitzero" class:"narrative" doc:"what was filed, to the letter"`
}

// Content is what a party files for itself.
type Content struct {
	Salt  string      `json:"salt" pattern:"^[A-Za-z0-9_-]{43}$" doc:"256 bits drawn for this one, base64url: without them its digest cannot be tried out"`
	Text  shape.Prose `json:"text" maxlen:"2000" doc:"what is filed: what happened, when and where"`
	Files []string    `json:"files,omitempty" pattern:"^[0-9a-f]{64}$" maxlen:"20" doc:"SHA-256 of files that belong to it, which the party keeps: handed in as evidence later, they are those of then"`
}

// Fits refuses what has two readings.
func (b PrivateOpened) Fits(act.SubjectID) error { return b.Content.fits() }
