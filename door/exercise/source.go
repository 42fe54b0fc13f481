package exercise

import (
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/noun/incident"
	"truce/tool/seal"
)

// withSource seals who told to the custodians, as the author's device would.
func (l *loader) withSource(n line) jsontext.Value {
	set, author := l.office.Custodians(), l.person(n.Who)
	if l.err != nil {
		return n.Body
	}
	recipients, err := seal.ParseRecipients(set.Recipients())
	var source []byte
	if err == nil {
		source, err = incident.WriteSource(l.office.ID(), author.Key.Public().ID(), n.Source)
	}
	if err == nil {
		n.Body, err = sealInto(n.Body, recipients, set.Digest, source)
	}
	if err != nil {
		l.fail(fmt.Errorf("seal source of %s: %w", n.Subject, err))
	}
	return n.Body
}

func sealInto(body jsontext.Value, recipients []seal.Recipient, set string, source []byte) (jsontext.Value, error) {
	sealed, err := seal.To(recipients, source)
	if err != nil {
		return nil, err
	}
	members := map[string]jsontext.Value{}
	if err := json.Unmarshal(body, &members); err != nil {
		return nil, err
	}
	if members["source"], err = json.Marshal(incident.Source{Sealed: sealed, Direct: new(true)}); err != nil {
		return nil, err
	}
	if members["sealedTo"], err = json.Marshal(set); err != nil {
		return nil, err
	}
	return json.Marshal(members, json.Deterministic(true))
}
