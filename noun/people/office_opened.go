package people

import (
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
)

// OfficeOpened founds an office and its register. It is the first entry, signed with the
// founder's key that it carries: there is nobody yet to vouch for it.
//
//	{"name": "Exercise headquarters", "origin": "hq.exercise.truce",
//	 "registerKey": "hq.exercise.truce+0419c1bc+AR+/PemRNJz6i7IZtUKy2xA154SYCX90vFuhiHDhVzfY",
//	 "founder": "person/secretary",
//	 "key": {"kty": "OKP", "crv": "Ed25519", "x": "ROv8aI1T211fUqoI9_m-ViiHXbqZyo61biYRj0utRZ8"}}
type OfficeOpened struct {
	Name        string         `json:"name" maxlen:"200" doc:"the office's name"`
	Origin      string         `json:"origin" maxlen:"200" pattern:"^[^\\s+]+$" doc:"origin line of its tree heads (C2SP tlog-checkpoint)"`
	RegisterKey string         `json:"registerKey" maxlen:"400" doc:"verifier key of its tree heads (C2SP signed-note)"`
	Founder     act.SubjectID  `json:"founder" pattern:"^person/" doc:"the first administrator"`
	Key         jsontext.Value `json:"key" doc:"the founder's public JWK (RFC 7517), which signs this act"`
}

// Fits refuses a founder's key that cannot be read.
func (b OfficeOpened) Fits(act.SubjectID) error {
	_, err := act.ParsePublicKey(b.Key)
	return err
}
