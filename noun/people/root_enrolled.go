package people

import (
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
)

// RootEnrolled brings the root key whose fingerprint was named, and is signed with it. It answers
// that naming: whoever holds the key can read nothing else yet, and need not have.
//
//	{"party": "TR", "key": {"kty": "OKP", "crv": "Ed25519", "x": "ROv8aI1T211fUqoI9_m-ViiHXbqZyo61biYRj0utRZ8"}}
type RootEnrolled struct {
	Party string         `json:"party" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"code of the party"`
	Key   jsontext.Value `json:"key" doc:"the public JWK (RFC 7517)"`
}

// Fits refuses what is no key.
func (b RootEnrolled) Fits(act.SubjectID) error {
	_, err := act.ParsePublicKey(b.Key)
	return err
}
