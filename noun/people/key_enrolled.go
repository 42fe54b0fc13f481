package people

import (
	"errors"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
)

// KeyEnrolled says for whom a key shall speak. It does so once its holder proved to hold it
// (key-possessed). A key of a party whose root is enrolled needs besides that its root or one of
// its registrars made this act, or endorsed it; of a party without a root the mission alone
// vouches, and everything that the key signs says so. A device that lost its key enrols a new one.
//
//	{"person": "person/monitor-1",
//	 "key": {"kty": "OKP", "crv": "Ed25519", "x": "ROv8aI1T211fUqoI9_m-ViiHXbqZyo61biYRj0utRZ8"},
//	 "device": "laptop of post 3",
//	 "sealing": "age1wkj9h4u6tc6e4ags5jxvrthvye2f9ppr8hzy7a9aeflcrk5sfums5qqqrp"}
type KeyEnrolled struct {
	Person  act.SubjectID  `json:"person" pattern:"^person/" doc:"whose key it is"`
	Party   string         `json:"party,omitempty" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"the side for which it speaks, whatever becomes of its owner; absent: the mission's"`
	Key     jsontext.Value `json:"key" doc:"the public JWK (RFC 7517)"`
	Device  string         `json:"device,omitempty" maxlen:"100" class:"staff" doc:"where the key lives"`
	Sealing string         `json:"sealing,omitempty" pattern:"^age1[a-z0-9]+$" maxlen:"2300" doc:"age recipient to which secrets for this person are sealed"`
}

// Fits refuses a key under another key's name.
func (b KeyEnrolled) Fits(subject act.SubjectID) error {
	key, err := act.ParsePublicKey(b.Key)
	if err != nil {
		return err
	}
	if KeySubject(key.ID()) != subject {
		return errors.New("the subject must be key/jkt: and the key's own RFC 7638 thumbprint")
	}
	return nil
}

// Refers names the person.
func (b KeyEnrolled) Refers() []act.SubjectID { return []act.SubjectID{b.Person} }
