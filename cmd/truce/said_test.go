package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"

	"truce/door/copies"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/judge/admission"
	"truce/noun/people"
	"truce/office"
	"truce/tool/keep"
)

var update = flag.Bool("update", false, "write what is said into testdata/said.txt; read the difference")

// states are copies in each state in which one can be. Those of the head are joined with all others.
func states() (copyOf map[string]copies.Report, heads map[string]copies.Cosigned) {
	at := func(hour int) time.Time { return time.Date(2017, 5, 7, hour, 0, 0, 0, time.UTC) }
	sized := func(n int64) register.SignedHead {
		return register.SignedHead{TreeHead: register.TreeHead{Origin: "hq.example", Size: n}}
	}
	good := func(change func(*copies.Report)) copies.Report {
		r := copies.Report{Origin: "hq.example", Key: "hq.example+1", KeyFrom: copies.KeyGiven, Head: sized(40), From: at(8), Until: at(9), Acts: 40, Disclosed: 9, Rules: 2}
		change(&r)
		return r
	}
	unchecked := copies.Unchecked{Kinds: map[act.Kind]int64{"report-linked": 1}, First: []int64{7}, Last: 7, Classes: []string{"staff"}}
	wrong := copies.Finding{First: 7, Last: 7, Subject: "report/1", What: "It is signed with a key that was never enrolled in this register before it."}
	copyOf = map[string]copies.Report{
		"good":                   good(func(*copies.Report) {}),
		"empty":                  good(func(r *copies.Report) { r.Head, r.Acts, r.Disclosed = sized(0), 0, 0 }),
		"withheld":               good(func(r *copies.Report) { r.Withheld = copies.Withheld{"observation-filed": {"source": 2}} }),
		"denied":                 good(func(r *copies.Report) { r.Reader, r.Denied = "person/liaison-ru", map[string]int64{"narrative": 1} }),
		"lacking":                good(func(r *copies.Report) { r.Bad, r.Lacks, r.Findings = 1, 1, []copies.Finding{wrong} }),
		"not checked here":       good(func(r *copies.Report) { r.NotChecked, r.Unchecked = 1, unchecked }),
		"audited by nobody here": good(func(r *copies.Report) { r.Audits = audits(at(9), "") }),
		"audited by one": good(func(r *copies.Report) {
			r.NotChecked, r.Unchecked, r.Audits = 1, unchecked, audits(at(9), copies.OfThis)[:2]
		}),
		"audited by two": good(func(r *copies.Report) {
			r.NotChecked, r.Unchecked, r.Audits = 1, unchecked, audits(at(9), copies.OfThis)
		}),
		"audited, another history":   good(func(r *copies.Report) { r.Audits = audits(at(9), copies.Another)[:1] }),
		"audited, later":             good(func(r *copies.Report) { r.Audits = audits(at(9), copies.Later)[:1] }),
		"unknown":                    good(func(r *copies.Report) { r.Beyond = unchecked }),
		"other rules":                good(func(r *copies.Report) { r.OtherRules = unchecked }),
		"resting on what is unknown": good(func(r *copies.Report) { r.OnUnknown = unchecked }),
		"rules": good(func(r *copies.Report) {
			r.Terms = []admission.Term{{Term: people.Term{Since: at(8), Rules: people.Ruling{Admission: 1, Policies: strings.Repeat("0", 64), Threshold: 2}}, Signed: []string{"mission"}, Here: true},
				{Term: people.Term{Since: at(9), Alone: true, Rules: people.Ruling{Admission: 1, Policies: strings.Repeat("a", 64), Threshold: 2}}, Signed: []string{"mission"}, Changes: []string{"policy monitors-assess added"}, Here: true},
				{Term: people.Term{Since: at(10), Rules: people.Ruling{Admission: 2, Policies: strings.Repeat("a", 64), Threshold: 3}}, Signed: []string{"mission", "TR"}, Changes: []string{"number of the admission: 2, before 1"}}}
		}),
		"wrong":             good(func(r *copies.Report) { r.Bad, r.Findings = 3, []copies.Finding{wrong} }),
		"against the rules": good(func(r *copies.Report) { r.Bad, r.Against, r.Findings = 1, 1, []copies.Finding{wrong} }),
		"cut": good(func(r *copies.Report) {
			r.Bad, r.AfterCut, r.Findings = 1, unchecked, []copies.Finding{{First: 9, Last: 9, Path: "tile/entries/000.p/40", What: "Entry 9 is not there."}}
		}),
		"a tile missing": good(func(r *copies.Report) {
			r.Bad, r.Findings = 1, []copies.Finding{{First: 0, Last: 255, Path: "tile/1/000.p/2", What: "The hash tile is missing."}}
		}),
		"older, and said so":       good(func(r *copies.Report) { r.BehindBy, r.Shown, r.Expected = 1, copies.ByNewer, true }),
		"older":                    good(func(r *copies.Report) { r.BehindBy, r.Shown = 10, copies.ByMemory }),
		"shorter":                  good(func(r *copies.Report) { r.BehindBy, r.Unproven = 10, copies.Shorter }),
		"shorter, nothing shows":   good(func(r *copies.Report) { r.BehindBy, r.Unproven, r.Expected = 10, copies.NothingShows, true }),
		"shorter, newer too short": good(func(r *copies.Report) { r.BehindBy, r.Unproven, r.Expected = 10, copies.NewerTooShort, true }),
		"shorter, newer damaged":   good(func(r *copies.Report) { r.BehindBy, r.Unproven, r.Expected = 10, copies.NewerDamaged, true }),
		"fork":                     good(func(r *copies.Report) { r.Forks, r.ForkFile = []register.SignedHead{sized(30)}, "fork-proof.json" }),
		"gap":                      good(func(r *copies.Report) { r.Gaps = []copies.Gap{{Entry: 3, From: at(8), Until: at(9)}} }),
	}
	judged := func(standing register.HeadState, by ...register.Cosignature) copies.Cosigned {
		j := register.Judgement{State: standing, Head: sized(40), Cosigned: by}
		if len(by) > 0 && standing != register.Ahead && standing != register.NotCosigned {
			j.At = by[0].At
		}
		return copies.Cosigned{Held: true, Asked: "2 of ru, ir, tr", Oldest: 24 * time.Hour, Head: j}
	}
	ru := register.Cosignature{Name: "ru", At: at(10)}
	none := judged(register.Satisfied)
	none.Asked, none.Oldest, none.Head.Unasked = "", 0, true
	aged := judged(register.NotCosigned)
	aged.Asked, aged.Head.Unasked = "", true
	reached := judged(register.NotCosigned, ru)
	reached.Reach = &register.Judgement{Head: sized(30), At: at(9)}
	forged := judged(register.WrongSignature, ru)
	forged.Head.Wrong = []string{"ir"}
	return copyOf, map[string]copies.Cosigned{
		"no policy": {}, "quorum none": none, "quorum none, with an age": aged, "cosigned": judged(register.Satisfied, ru),
		"stale": judged(register.Stale, ru), "not yet cosigned": judged(register.NotCosigned, ru), "cosigned up to an earlier head": reached,
		"ahead": judged(register.Ahead, ru), "unknown key": judged(register.UnknownKey), "forged": forged, "no head": judged(register.NoHead),
	}
}

// audits are what three said: that all is well, that something is wrong, and that all is well.
func audits(at time.Time, fit copies.Fit) []copies.Audit {
	said := func(side string, b people.HeadChecked) copies.Audit {
		return copies.Audit{Audit: people.Audit{Side: side, Received: at, Said: b}, Fits: fit}
	}
	return []copies.Audit{
		said("TR", people.HeadChecked{Size: 6, Admission: 1, Rules: 1, Classes: []string{"exact-place", "staff"}}),
		said("IR", people.HeadChecked{Size: 30, Admission: 1, Unchecked: 1, Open: 3, Wrong: 3, Entries: []int64{7, 9}, Bulletins: []act.SubjectID{"bulletin/hq-daily-2017-05-07"}}),
		said("mission", people.HeadChecked{Size: 40, Admission: 1, Rules: 1}),
	}
}

// TestSaid holds every sentence of check, receipt, head and rebuild, in each state, to what a person once read and found
// right. go test ./cmd/truce -run TestSaid -update writes what is said now.
func TestSaid(t *testing.T) {
	t.Parallel()
	now := func() time.Time { return time.Date(2017, 5, 9, 8, 0, 0, 0, time.UTC) }
	var all strings.Builder
	say := func(name string, do func(e *env) error) {
		var out bytes.Buffer
		e := &env{out: &output{Writer: &out}, err: &out, now: now}
		code := e.exit(do(e))
		fmt.Fprintf(&all, "-- %s --\n%sexit %d\n", name, out.String(), code)
	}
	copyOf, heads := states()
	for _, state := range sorted(copyOf) {
		say("check "+state, func(e *env) error { return e.judge("COPY", copyOf[state]) })
	}
	for _, state := range sorted(heads) {
		for _, kind := range []string{"good", "unknown", "wrong"} {
			r := copyOf[kind]
			r.Cosigned = heads[state]
			say("check "+kind+", "+state, func(e *env) error { return e.judge("COPY", r) })
		}
		if state != "no policy" {
			say("receipt "+state, func(e *env) error { return e.held(register.Entry{Received: now()}, heads[state].Head) })
			say("head "+state, func(e *env) error { return e.headJudged(heads[state].Head, heads[state].Asked, heads[state].Oldest) })
		}
	}
	one := []office.Inadmissible{{Index: 7, Subject: "report/1", Why: "The database has it as nobody's."}}
	rebuilds := map[string]office.Readmitted{
		"nothing": {}, "altered": {Altered: 1, FirstAltered: one}, "against": {Against: 2, First: one}, "lost": {Lost: 1, FirstLost: one},
		"undecided": {Undecided: 1}, "changed": {Changed: 2, FirstChanged: []keep.Change{
			{Subject: "report/1", What: "state", Was: `{"a":{"b":1,"c":[1,2]}}`, Is: `{"a":{"b":2,"c":[1]},"d":"x"}`},
			{Subject: "report/1", What: "narrative", Was: strings.Repeat("a long story ", 20) + "of a mortar", Is: strings.Repeat("a long story ", 20) + "of a tank"}}},
		"all": {Altered: 1, FirstAltered: one, Against: 1, First: one, Lost: 1, FirstLost: one, Changed: 1, FirstChanged: []keep.Change{{What: "report on 2017-05-07", Was: "41", Is: "1"}}},
	}
	for _, name := range sorted(rebuilds) {
		r := rebuilds[name]
		r.Acts, r.Rules = 40, 2
		say("rebuild "+name, func(e *env) error { return e.readmitted(r) })
	}
	say("export from an office that lost something", func(e *env) error {
		return e.lacking([]copies.Lack{{Classes: []string{"narrative"}}}, 2)
	})
	const golden = "testdata/said.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(all.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	if got := all.String(); got != string(want) {
		t.Errorf("what is said is not what is in %s; if it is right: go test ./cmd/truce -run TestSaid -update, and read git diff.\n%s", golden, firstOther(string(want), got))
	}
}

// Whoever checks is told how it ended in the own language: no sentence of the English is left in the error or in what to do.
func TestSaid_is_refused_in_every_language(t *testing.T) {
	t.Parallel()
	now := func() time.Time { return time.Date(2017, 5, 9, 8, 0, 0, 0, time.UTC) }
	copyOf, heads := states()
	refused := func(tag language.Tag, do func(e *env) error) (lines []string) {
		var out, err bytes.Buffer
		e := &env{out: &output{Writer: &out}, err: &err, now: now, languages: []language.Tag{tag}}
		e.exit(do(e))
		for line := range strings.Lines(err.String()) {
			if strings.HasPrefix(line, "error: ") || strings.HasPrefix(line, "hint: ") {
				lines = append(lines, strings.TrimSpace(line))
			}
		}
		return lines
	}
	told := 0
	for _, tag := range problem.Languages()[1:] {
		for state, r := range copyOf {
			for head, by := range heads {
				r.Cosigned = by
				do := func(e *env) error { return e.judge("COPY", r) }
				english, own := refused(language.English, do), refused(tag, do)
				if len(english) != len(own) {
					t.Fatalf("%s, %s: %d lines in English, %d in %s", state, head, len(english), len(own), tag)
				}
				for i := range own {
					told++
					if own[i] == english[i] {
						t.Errorf("%s, %s: in %s it says %s", state, head, tag, own[i])
					}
				}
			}
		}
	}
	if told < 1000 {
		t.Errorf("%d lines were told", told)
	}
}

func sorted[T any](of map[string]T) []string { return slices.Sorted(maps.Keys(of)) }

// firstOther shows the first line that differs.
func firstOther(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d\nwas: %s\nis:  %s", i+1, a[i], b[i])
		}
	}
	return "one is longer"
}
