package noun

import (
	"crypto/sha256"
	"encoding/hex"

	"truce/ground/act"
)

// Office is the noun of offices.
const Office = "office"

// OfficeSubject is the subject of acts about the office whose register has the origin, so that
// whoever holds an entry knows which office received it.
func OfficeSubject(origin string) act.SubjectID {
	if id, err := act.ParseSubject(Office + "/" + origin); err == nil {
		return id
	}
	sum := sha256.Sum256([]byte(origin))
	return act.SubjectID(Office + "/" + hex.EncodeToString(sum[:16]))
}
