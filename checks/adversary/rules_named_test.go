package adversary

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"truce/ground/fold"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/judge/admission"
	"truce/judge/policy"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/office/officetest"
)

// A set of policies names by its digest what the register holds; what the sides then sign, a check and whoever reads the texts find whole.
// A digest of which nobody brought the text is refused, of whatever else the rules name it.
func TestRules_name_texts_that_the_register_holds(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	vouchesFor(t, w, "TR", "liaison-tr")
	w.File(t, 0, 5)
	w.Assess(t)
	commission(t, w)
	unheard := rulesWith(t, w, monitorsDecide(t))
	for i, f := range unheard.PolicyFiles {
		unheard.PolicyFiles[i] = people.PolicyFile{Name: f.Name, SHA256: f.Digest()}
	}
	_, err := w.Do(t, "administrator", "rules-set", officeOf(w), unheard)
	officetest.WantProblem(t, err, problem.PoliciesMissing)

	set := rulesWith(t, w, monitorsDecide(t))
	digest := set.Rules.Policies
	embedded, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	set.PolicyFiles = admission.Brief(set.PolicyFiles, []fold.Entry{{Body: &people.OfficeOpened{PolicyFiles: embedded}}})
	named := 0
	for _, f := range set.PolicyFiles {
		if f.SHA256 != "" {
			named++
		}
	}
	if got := people.PoliciesDigest(set.PolicyFiles); named != len(set.PolicyFiles)-1 || got != digest {
		t.Fatalf("%d of %d files are named, digest %s, want all but the new one, and %s", named, len(set.PolicyFiles), got, digest)
	}
	e := w.Must(t, "administrator", "rules-set", officeOf(w), set)
	w.Endorses(t, "root-tr", officeOf(w), e.ID)
	if term, err := w.Rules(); err != nil || term.Rules.Policies != digest {
		t.Fatalf("in force: %+v, %v", term, err)
	}
	draft := incident.FindingDrafted{Body: "body/jc", Status: "probable", At: officetest.Date(5, 8), Text: shape.In("en", "It was so.")}
	w.Must(t, "monitor-1", "finding-drafted", "incident/1", draft) // as only the new file lets a monitor
	honest := copyOf(t, w, "secretary")
	said, code := truce(t, t.TempDir(), "check", honest)
	says(t, said, code, 0, "policy monitors-draft-findings added")
	w.Clock.Set(time.Now())
	into := t.TempDir()
	told, code := truce(t, t.TempDir(), "rules", "texts", into, "--server", serving(t, w), "--key", keyFile(t, w, "secretary"))
	says(t, told, code, 0, "digest "+digest)
	for _, f := range embedded {
		if text, err := os.ReadFile(filepath.Join(into, f.Name)); err != nil || string(text) != f.Text {
			t.Errorf("%s is not read as it was brought: %v", f.Name, err)
		}
	}
}
