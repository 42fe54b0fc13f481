package backup

import (
	"strings"

	"golang.org/x/mod/sumdb/note"

	"truce/ground/register"
)

// key is the public key of a register.
type key struct {
	text     string
	verifier note.Verifier
}

func parseKey(text string) (key, error) {
	text = strings.TrimSpace(text)
	verifier, err := register.NewVerifier(text)
	return key{text, verifier}, err
}
