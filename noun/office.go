package noun

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"truce/ground/act"
)

// Office is the noun of offices.
const Office = "office"

// OfficeSubject is the subject of acts about the office whose register has the origin, so that
// whoever holds an entry knows which office received it. An origin that is no name of a subject is digested (SHA-256), and one that looks
// like such a digest too: no two origins have one subject.
func OfficeSubject(origin string) act.SubjectID {
	if id, err := act.ParseSubject(Office + "/" + origin); err == nil && !strings.HasPrefix(origin, digested) {
		return id
	}
	sum := sha256.Sum256([]byte(origin))
	return act.SubjectID(Office + "/" + digested + hex.EncodeToString(sum[:]))
}

// digested begins the name of an office whose origin was digested.
const digested = "sha256:"
