package act

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ID names an act: the SHA-256 of its JWS signing input (RFC 7515 section 2), which is
// exactly the bytes that its author signed. The signature itself is left out, so nobody
// can make a second act out of the first by re-encoding an ECDSA signature.
type ID [sha256.Size]byte

// String is the ID in 64 lower-case hexadecimal digits.
func (id ID) String() string { return hex.EncodeToString(id[:]) }

// MarshalText writes the hexadecimal form.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads the hexadecimal form and refuses every other spelling.
func (id *ID) UnmarshalText(text []byte) error {
	parsed, err := ParseID(string(text))
	if err != nil {
		return err
	}
	*id = parsed
	return nil
}

// ParseID reads 64 lower-case hexadecimal digits.
func ParseID(text string) (ID, error) {
	var id ID
	if len(text) != 2*len(id) || strings.ToLower(text) != text {
		return ID{}, fmt.Errorf("parse act id %.80q: want 64 lower-case hexadecimal digits", text)
	}
	if _, err := hex.Decode(id[:], []byte(text)); err != nil {
		return ID{}, fmt.Errorf("parse act id %.80q: %w", text, err)
	}
	return id, nil
}

// Kind says what an act states: a past-tense fact in lower case with hyphens, such as
// "observation-filed".
type Kind string

// maxKind is how long the name of a kind is at most.
const maxKind = 60

// isKind reports whether a text can name a kind, of whichever program: words of letters and digits, the first of letters alone. What nobody knows is
// kept and told by its name, which everybody has to be able to read.
func isKind(text string) bool {
	if len(text) > maxKind {
		return false
	}
	for i, word := range strings.Split(text, "-") {
		for j := range len(word) {
			if letter := word[j] >= 'a' && word[j] <= 'z'; !letter && (i == 0 || word[j] < '0' || word[j] > '9') {
				return false
			}
		}
		if word == "" {
			return false
		}
	}
	return true
}

// SubjectID names what acts are about: a noun, a slash and a name, such as
// "report/2017-05-07-zellaqiyat". Authors choose names; two who choose the same name
// speak about the same subject.
type SubjectID string

// SubjectPattern is the regular expression of a well-formed SubjectID.
const SubjectPattern = `^[a-z]{2,24}/[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$`

// Pattern is the form of a subject id, for schemas.
func (SubjectID) Pattern() string { return SubjectPattern }

// Pattern is the form of an act id, for schemas.
func (ID) Pattern() string { return `^[0-9a-f]{64}$` }

// ParseSubject refuses names that are not of the form of SubjectPattern.
func ParseSubject(text string) (SubjectID, error) {
	if !isSubject(text) {
		return "", fmt.Errorf("parse subject %.80q: want noun/name, such as report/2017-05-07-1", text)
	}
	return SubjectID(text), nil
}

// isSubject is SubjectPattern by hand: every act has a subject, and the regular expression
// took longer than the hash of the act.
func isSubject(text string) bool {
	noun, name, _ := strings.Cut(text, "/")
	if len(noun) < 2 || len(noun) > 24 || len(name) < 1 || len(name) > 120 {
		return false
	}
	for i := range len(noun) {
		if noun[i] < 'a' || noun[i] > 'z' {
			return false
		}
	}
	for i := range len(name) {
		c := name[i]
		mark := c == '.' || c == '_' || c == ':' || c == '-'
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || mark && i > 0) {
			return false
		}
	}
	return true
}

// Noun is the part before the slash: "report" of "report/2017-05-07-1".
func (s SubjectID) Noun() string {
	noun, _, _ := strings.Cut(string(s), "/")
	return noun
}

// Name is the part after the slash.
func (s SubjectID) Name() string {
	_, name, _ := strings.Cut(string(s), "/")
	return name
}

// RegisterID names a register for ever: the SHA-256 of its first public key, base64url
// without padding (package register makes it). A register with another key is another register: it succeeds this one.
type RegisterID string

// RegisterPattern is the regular expression of a well-formed RegisterID.
const RegisterPattern = `^[A-Za-z0-9_-]{43}$`

// Pattern is the form of a register's id, for schemas.
func (RegisterID) Pattern() string { return RegisterPattern }

// isRegister is RegisterPattern by hand.
func isRegister(text string) bool { return len(text) == 43 && plain([]byte(text)) }

// MaxNonce bounds what the name of a subject is made from, in bytes.
const MaxNonce = 400

// isNonce takes text in one line: an import names source and row in it.
func isNonce(text string) bool {
	return len(text) <= MaxNonce && utf8.ValidString(text) && !strings.ContainsFunc(text, unicode.IsControl)
}

// Named is the name that only a key can open: noun/base32(SHA-256(issuer, nonce)), in lower
// case without padding (RFC 4648 section 6). It tells nothing to whoever does not know the
// nonce, which stands in the clear in the act that opens the subject: devices draw it, imports name source and row. The same key with the same nonce always means the same subject: what is imported
// twice is there once.
func Named(noun string, issuer KeyID, nonce string) SubjectID {
	h := sha256.New()
	h.Write([]byte(issuer))
	h.Write([]byte{0}) // neither a key id nor a nonce holds it
	h.Write([]byte(nonce))
	return SubjectID(noun + "/" + strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(h.Sum(nil))))
}

// Made reports whether a subject has a name of the form that Named gives.
func (id SubjectID) Made() bool {
	return len(id.Name()) == 52 && strings.Trim(id.Name(), "abcdefghijklmnopqrstuvwxyz234567") == ""
}
