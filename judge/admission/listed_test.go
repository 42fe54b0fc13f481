package admission_test

import (
	"archive/zip"
	"bytes"
	"os"
	"testing"

	"truce/ground/problem"
	"truce/ground/shape"
	"truce/ground/subtag"
	"truce/ground/timezone"
	"truce/ground/visible"
	"truce/judge/admission"
	"truce/judge/policy"
	"truce/noun/agreement"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/tool/kinds"
)

// withLonger are the rules of a program of which the later number has each list with one word more: the language qaa, the letter þ
// as one that nobody sees, the time zone Mars/Olympus.
func withLonger(t *testing.T) func(own *admission.Rules) *admission.Rules {
	t.Helper()
	return func(own *admission.Rules) *admission.Rules {
		written, zones := shape.OwnLists(), timezone.Databases()
		written.Languages = written.Languages.And(later, subtag.SetOf(text(t, "subtag/subtags.txt")+"qaa\n"))
		written.Texts = written.Texts.And(later, visible.RuleOf("0000..0008\n00FE\n", ""))
		return own.With(written, zones.And(later, timezone.DatabaseOf("longer", zipped(t, "Mars/Olympus"))))
	}
}

func text(t *testing.T, name string) string {
	t.Helper()
	all, err := os.ReadFile("../../ground/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}

// zipped is a database that has one zone, with the rules of Damascus.
func zipped(t *testing.T, name string) string {
	t.Helper()
	old, err := zip.OpenReader("../../ground/timezone/zoneinfo.zip")
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	var out bytes.Buffer
	made := zip.NewWriter(&out)
	for _, f := range old.File {
		if f.Name != "Asia/Damascus" {
			continue
		}
		f.Name = name
		if err := made.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := made.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// What a later edition of a list lets in, or refuses, it does since the number that it came with: a program that has both judges
// each act by the edition that was in force when the act was received.
func TestLists_each_act_goes_by_the_edition_in_force(t *testing.T) {
	t.Parallel()
	r := newRegisterOf(t, withLonger(t))
	p, err := policy.Load(kinds.Nouns())
	if err != nil {
		t.Fatal(err)
	}
	said := func(subject, language, narrative string) admission.Verdict {
		body := filed()
		body.Narrative = shape.In(language, narrative)
		return r.asks("monitor", "observation-filed", subject, body)
	}
	zoned := func(name string) admission.Verdict {
		return r.asks("administrator", "rules-set", "office/test", people.RulesSet{Reason: shape.In("en", "x"),
			Rules: people.Ruling{Admission: 1, Policies: p.Digest(), Threshold: 2, ChosenNames: true, TimeZone: name}})
	}
	drafted := func(name string) admission.Verdict {
		return r.asks("administrator", "agreement-drafted", "agreement/a", agreement.AgreementDrafted{Version: agreement.Version{TimeZone: name}})
	}
	taken := func(v admission.Verdict) {
		t.Helper()
		if v.Outcome != admission.Taken {
			t.Errorf("%d, %v", v.Outcome, v.Why)
		}
	}
	r.refuses(problem.LanguageUnknown, said("report/1", "qaa", "x"))
	taken(said("report/2", "en", "þ"))
	r.refuses(problem.BodyWrong, zoned("Mars/Olympus"))
	r.refuses(problem.BodyWrong, drafted("Mars/Olympus"))
	taken(zoned("Asia/Damascus"))
	r.goesBy(later)
	taken(said("report/3", "qaa", "x"))
	hidden := said("report/4", "en", "xþ")
	if r.refuses(problem.TextHidden, hidden); hidden.Why != nil && hidden.Why.Where != "/narrative/text" {
		t.Errorf("at %s", hidden.Why.Where)
	}
	r.refuses(problem.BodyMissingField, said("report/5", "en", "þ "))
	r.refuses(problem.BodyWrong, zoned("Asia/Damascus"))
	taken(zoned("Mars/Olympus"))
	r.goesBy(1)
	r.refuses(problem.LanguageUnknown, r.asks("monitor", "allegation-filed", "report/6", incident.AllegationFiled{Record: incident.Record{Event: "mortar", Narrative: shape.In("qaa", "x")}}))
	taken(said("report/7", "en", "þ"))
}

// What is empty in a body was withheld, or its form lets it be: no list says anything of it.
func TestLists_miss_nothing_that_is_withheld(t *testing.T) {
	t.Parallel()
	r := newRegisterOf(t, withLonger(t))
	r.withholds = true
	body := filed()
	body.Narrative = shape.In("en", "x")
	if v := r.asks("monitor", "observation-filed", "report/1", body); v.Outcome != admission.Taken {
		t.Errorf("%d, %v", v.Outcome, v.Why)
	}
}
