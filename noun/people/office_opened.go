package people

import (
	"errors"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/noun"
)

// OfficeOpened founds an office and its register. It is the first entry, signed with the key of
// one of its founders: there is nobody yet to vouch for it. It names the founders, their sides
// and the first rules, with the texts of the policies, so that whoever holds the register has them. The founder of the mission is its first
// administrator; a party's founder holds that party's root key, and the party counts once that
// key has signed the founding too (an endorsed act). Parties whose roots are still to come it names as sides:
// whoever it does not name counts only once every side signed its root.
//
//	{"name": "Exercise headquarters", "code": "hq", "origin": "hq.exercise.truce",
//	 "registerKey": "hq.exercise.truce+0419c1bc+AR+/PemRNJz6i7IZtUKy2xA154SYCX90vFuhiHDhVzfY",
//	 "rules": {"admission": 2, "policies": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef", "threshold": 2},
//	 "founders": [{"person": "person/secretary",
//	               "key": {"kty": "OKP", "crv": "Ed25519", "x": "ROv8aI1T211fUqoI9_m-ViiHXbqZyo61biYRj0utRZ8"}}]}
type OfficeOpened struct {
	Name        string           `json:"name" maxlen:"200" doc:"the office's name"`
	Code        string           `json:"code" maxlen:"30" pattern:"^[a-z0-9][a-z0-9-]*$" doc:"the office in the names of its bulletins"`
	Origin      string           `json:"origin" maxlen:"200" pattern:"^[^\\s+]+$" doc:"origin line of its tree heads (C2SP tlog-checkpoint)"`
	RegisterKey string           `json:"registerKey" maxlen:"400" doc:"verifier key of its tree heads (C2SP signed-note)"`
	Authority   string           `json:"authority,omitempty" maxlen:"95" pattern:"^[0-9A-F]{2}(:[0-9A-F]{2}){31}$" doc:"SHA-256 of the office's own certificate authority (RFC 5280, DER)"`
	Rules       Ruling           `json:"rules" doc:"the first rules"`
	PolicyFiles []PolicyFile     `json:"policyFiles,omitempty" maxlen:"40" doc:"the policies and their schema, by their texts or digests"`
	Founders    []OpeningFounder `json:"founders" maxlen:"50" doc:"who founds it, each with a key; one of them signs this act"`
	Parties     []string         `json:"parties,omitempty" maxlen:"100" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"parties that are sides, too, once their root keys come"`
	Succeeds    *Predecessor     `json:"succeeds,omitempty" doc:"the register whose work this one goes on with; it holds once two sides signed the founding"`
	Custodians  []Custodian      `json:"custodians,omitempty" maxlen:"14" doc:"to whom sources and originals are sealed, until a second side counts; then if two signed the founding"`
}

// OpeningFounder is one founder.
type OpeningFounder struct {
	Party  string         `json:"party,omitempty" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"the side; absent: the mission's"`
	Person act.SubjectID  `json:"person" pattern:"^person/" doc:"who"`
	Key    jsontext.Value `json:"key" doc:"the public JWK (RFC 7517); of a party: its root key"`
}

// Fits refuses founders whose keys cannot be read, and two roots of one party.
func (b OfficeOpened) Fits(act.SubjectID) error {
	if len(b.Founders) == 0 {
		return errors.New("founders: somebody must found it")
	}
	parties, keys := map[string]bool{}, map[act.KeyID]bool{}
	for i, party := range b.Parties {
		if slices.Contains(b.Parties[:i], party) {
			return errors.New("parties: each is named once")
		}
	}
	for _, f := range b.Founders {
		key, err := act.ParsePublicKey(f.Key)
		switch {
		case err != nil:
			return err
		case f.Party != "" && parties[f.Party], keys[key.ID()]:
			return errors.New("founders: a party has one root key, and each founder a key of his or her own")
		}
		parties[f.Party], keys[key.ID()] = true, true
	}
	if b.Succeeds != nil {
		if err := b.Succeeds.fits(); err != nil {
			return err
		}
	}
	return errors.Join(fitCustodians(b.Custodians), b.Rules.fits(b.PolicyFiles))
}

// By is the founder whose key that is.
func (b OfficeOpened) By(id act.KeyID) (OpeningFounder, act.PublicKey, bool) {
	for _, f := range b.Founders {
		if key, err := act.ParsePublicKey(f.Key); err == nil && key.ID() == id {
			return f, key, true
		}
	}
	return OpeningFounder{}, act.PublicKey{}, false
}

// OfficeSubject is noun.OfficeSubject.
func OfficeSubject(origin string) act.SubjectID { return noun.OfficeSubject(origin) }
