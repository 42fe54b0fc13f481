package adversary

import (
	"fmt"
	"strings"
	"testing"

	"filippo.io/age"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/office/officetest"
	"truce/tool/seal"
)

// Broken: a set of custodians was let in to which nobody could seal: with six post-quantum keys what was sealed did not fit into an
// act, and no report with a source could be signed. The largest source fits for the largest set, and a larger set is refused.
func TestCustodians_the_largest_set_can_be_sealed_to(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	var set people.CustodiansSet
	var recipients []string
	for i := range 9 {
		identity, err := age.GenerateHybridIdentity()
		if err != nil {
			t.Fatal(err)
		}
		w.Enrol(t, fmt.Sprintf("keeper-%d", i), "mission", "custodian")
		recipients = append(recipients, identity.Recipient().String())
		name := fmt.Sprintf("keeper-%d", i)
		jwk, err := w.Keys[name].Public().MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		w.Must(t, "administrator", "key-enrolled", string(w.KeyOf(name)), people.KeyEnrolled{
			Person: act.SubjectID("person/" + name), Holder: act.SubjectID("person/" + name), Key: jwk, Sealing: recipients[i]})
		set.Custodians = append(set.Custodians, people.Custodian{Person: act.SubjectID(fmt.Sprintf("person/keeper-%d", i)), Sealing: recipients[i]})
	}
	_, err := w.Do(t, "administrator", "custodians-set", officeOf(w), set)
	officetest.WantProblem(t, err, problem.BodyWrong)
	set.Custodians = set.Custodians[:8]
	w.Must(t, "administrator", "custodians-set", officeOf(w), set)
	to, err := seal.ParseRecipients(recipients[:8])
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := seal.To(to, []byte(strings.Repeat("x", seal.MaxTextBytes)))
	if err != nil {
		t.Fatal(err)
	}
	o := officetest.Observation()
	o.Source, o.SealedTo = &incident.Source{Sealed: sealed}, w.Custodians().Digest
	o.Narrative.Text = strings.Repeat("x", 8000)
	w.Must(t, "monitor-1", "observation-filed", "report/1", o)
}
