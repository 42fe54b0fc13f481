package office

import (
	"context"
	"fmt"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/judge/admission"
	"truce/noun/people"
	"truce/tool/answer"
)

// Founding names a new office.
type Founding struct {
	Code    string // the office in the names of its bulletins
	Name    string
	Founder act.SubjectID           // the first administrator, who signs
	Others  []people.OpeningFounder // who found it too, with the root keys of their parties
	Parties []string                // parties that are sides, too, whose roots come later
	Rules   people.Ruling           // the first rules; the program's own where it says nothing

	Succeeds *people.Predecessor // whose work it goes on with; nil: nobody's

	Custodians []people.Custodian // to whom is sealed until two sides say otherwise
}

// Found makes the first entry of an empty register: the office, its register's key and
// the first administrator, signed with that person's key.
func (f *Office) Found(ctx context.Context, n Founding, key act.PrivateKey) (answer.Receipt, error) {
	jwk, err := key.Public().MarshalJSON()
	if err != nil {
		return answer.Receipt{}, fmt.Errorf("write founder's key: %w", err)
	}
	rules, files, err := admission.FirstRules(n.Rules)
	if err != nil {
		return answer.Receipt{}, err
	}
	body, err := json.Marshal(people.OfficeOpened{
		Name: n.Name, Code: n.Code, Origin: f.heads.origin, RegisterKey: f.heads.vkey, Rules: rules, PolicyFiles: files, Succeeds: n.Succeeds, Custodians: n.Custodians,
		Parties:  n.Parties,
		Founders: append([]people.OpeningFounder{{Person: n.Founder, Key: jwk}}, n.Others...),
	})
	if err != nil {
		return answer.Receipt{}, fmt.Errorf("write founding act: %w", err)
	}
	draft, _ := f.kinds.Complete(act.Draft{
		Issued: f.Now(), Audience: []act.RegisterID{f.ID()}, Kind: "office-opened", Subject: people.OfficeSubject(f.heads.origin), Body: body,
	}, "")
	a, ds, err := key.Sign(draft, f.rand)
	if err != nil {
		return answer.Receipt{}, fmt.Errorf("sign founding act: %w", err)
	}
	return f.Submit(ctx, act.FormatSDJWT(a, ds))
}
