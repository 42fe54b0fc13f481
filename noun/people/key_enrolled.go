package people

import (
	"errors"
	"slices"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
)

// KeyEnrolled says for whom a key shall speak. It does so once its holder proved to hold it
// (key-possessed). A key of a party whose root is enrolled needs besides that its root or one of
// its registrars made this act, or endorsed it; of a party without a root the mission alone
// vouches, and everything that the key signs says so. A key stays with whom it was first enrolled for, as does what was signed with it: anew it
// is enrolled for the same person and side, by that side; the mission takes nothing so from a key of a party without a root. A device that lost
// its key enrols a new one.
//
// Who is behind a key that reports or verifies is told to few: everybody sees the side, the roles,
// the post and the period. Such keys are enrolled for a month or so, several together, so that no
// key tells a person's life. Who acts in a function for which others must be able to name somebody
// (an administrator, a custodian, a delegate, whoever sits in a body) is named to everybody, as the
// holder, and has that person's roles.
//
//	{"person": "person/monitor-1", "roles": ["monitor"], "post": "post/idlib-3",
//	 "from": "2017-06-01T00:00:00Z", "until": "2017-07-01T00:00:00Z",
//	 "key": {"kty": "OKP", "crv": "Ed25519", "x": "ROv8aI1T211fUqoI9_m-ViiHXbqZyo61biYRj0utRZ8"},
//	 "device": "laptop of post 3"}
type KeyEnrolled struct {
	Person  act.SubjectID  `json:"person" pattern:"^person/" class:"staff" doc:"whose key it is"`
	Holder  act.SubjectID  `json:"holder,omitempty" pattern:"^person/" doc:"the same person, where everybody is to know: the key then has that person's roles"`
	Party   string         `json:"party,omitempty" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"the side for which it speaks, whatever becomes of its owner; absent: the mission's"`
	Roles   []string       `json:"roles,omitempty" code:"role" maxlen:"5" doc:"what it reports or verifies as, of a key whose holder is not named"`
	Post    act.SubjectID  `json:"post,omitempty" pattern:"^post/" doc:"where it reports from"`
	From    time.Time      `json:"from,omitzero" doc:"since when it speaks; absent: at once"`
	Until   time.Time      `json:"until,omitzero" doc:"first moment at which it speaks no longer; absent: until it is ended"`
	Key     jsontext.Value `json:"key" doc:"the public JWK (RFC 7517)"`
	Device  string         `json:"device,omitempty" maxlen:"100" class:"staff" doc:"where the key lives"`
	Sealing string         `json:"sealing,omitempty" pattern:"^age1[a-z0-9]+$" maxlen:"2300" doc:"age recipient to which secrets for this person are sealed"`
}

// Fits refuses a key under another key's name, and a named holder of a key that reports.
func (b KeyEnrolled) Fits(subject act.SubjectID) error {
	key, err := act.ParsePublicKey(b.Key)
	if err != nil {
		return err
	}
	switch {
	case KeySubject(key.ID()) != subject:
		return errors.New("the subject must be key/jkt: and the key's own RFC 7638 thumbprint")
	case b.Holder != "" && b.Person != "" && b.Holder != b.Person:
		return errors.New("holder: it is the person whose key it is, or left out")
	case b.Holder != "" && len(b.Roles) > 0:
		return errors.New("roles: whoever reports is not named. Leave out the holder, or enrol another key for the person's other functions")
	case !b.Until.IsZero() && !b.From.Before(b.Until):
		return errors.New("until: it ends after it begins")
	}
	return nil
}

// Refers names the holder and the post. Whether the person is known, only the office can tell that takes
// the act (admission).
func (b KeyEnrolled) Refers() []act.SubjectID { return []act.SubjectID{b.Holder, b.Post} }

// Reporting are the roles of those who report and verify. They are had by keys and not by persons:
// by whom a thing was told is not for everybody, and a role of a person tells since when he or she
// has it.
func Reporting(role string) bool { return slices.Contains([]string{"monitor", "verifier"}, role) }
