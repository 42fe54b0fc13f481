package bulletin_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/shape"
	"truce/judge/bulletin"
)

// A section is one value: whoever adds one writes its file and its words and puts a line into
// the list. This says what one lacks.
func TestSections(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, s := range bulletin.Sections() {
		names[s.Name] = true
		for _, lacks := range lacking(t, s) {
			t.Errorf("section %s lacks %s", s.Name, lacks)
		}
		if s.Under != "" && !names[s.Under] {
			t.Errorf("section %s is read under %s, which does not stand before it", s.Name, s.Under)
		}
	}
	if len(names) != len(bulletin.Sections()) {
		t.Error("two sections have one name")
	}
	files, err := filepath.Glob("words/*.json")
	if err != nil || len(files) != len(names)+1 { // page.json is of the whole page
		t.Errorf("%d files of words for %d sections: %v", len(files), len(names), err)
	}
}

func lacking(t *testing.T, s bulletin.Section) (lacks []string) {
	t.Helper()
	words, err := os.ReadFile("words/" + s.Name + ".json")
	if err != nil || !bytes.Contains(words, []byte(`"`+s.Name+`": [`)) {
		lacks = append(lacks, "its name in five languages, in words/"+s.Name+".json")
	}
	if len(s.From) == 0 {
		lacks = append(lacks, "the rows that it is made from (From)")
	}
	for table := range s.From {
		if !known(table) {
			lacks = append(lacks, fmt.Sprintf("rows that there are: %q are none", table))
		}
	}
	return append(lacks, places(t, s)...)
}

func known(table bulletin.Table) bool {
	for _, t := range bulletin.Tables() {
		if t == table {
			return true
		}
	}
	return false
}

// places holds that a section is named in its own file and in the list alone.
func places(t *testing.T, s bulletin.Section) (lacks []string) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var in []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(file, "_test.go") && bytes.Contains(text, []byte(s.Name+"Section()")) {
			in = append(in, file)
		}
	}
	if len(in) != 2 || in[0] != "section.go" && in[1] != "section.go" {
		lacks = append(lacks, fmt.Sprintf("a function %sSection that stands in a file of its own and in the list: it is in %v", s.Name, in))
	}
	return lacks
}

// full is a day of which every section has something to say.
func full(seed uint64) bulletin.Rows {
	r := rand.New(rand.NewPCG(seed, 8))
	rows, _ := bulletin.Count(random(r))
	deadline := at(9, 0)
	rows.Questions = []bulletin.CountedQuestion{{Subject: "incident/1", Party: "RU", Deadline: deadline}, {Subject: "incident/2", Party: "RU", Deadline: deadline, Overdue: true}}
	for i := range rows.Files {
		rows.Files[i].Positions = []bulletin.CountedStance{{Party: "TR", Position: "denies"}}
		rows.Files[i].Findings = []bulletin.CountedFound{{Body: "body/jmc", Status: "confirmed", Issued: "2017-05-08", Needed: 2}}
	}
	rows.Rulings = []bulletin.CountedRuling{{Subject: "incident/earlier", Event: "mortar", CountedFound: bulletin.CountedFound{
		Body: "body/jmc", Status: "confirmed", Issued: "2017-05-07", Present: 2, Signed: 2, Needed: 2, QuorumMet: true, Decided: true}}}
	for i, party := range []string{"RU", "TR"} {
		rows.Tallies = append(rows.Tallies, bulletin.CountedTally{
			Subject: "tally/1", Publisher: party, Date: "2017-05-07", Unit: "firing-case", Total: 3 + i, Parts: []bulletin.CountedPart{{Area: "SY01", Name: "Damascus", Number: 3 + i}}})
	}
	rows.Deadlines = []bulletin.CountedDeadline{{Due: bulletin.Due{Row: "a", Agreement: "agreement/a", Version: "v", Day: "2017-05-09", Until: deadline, Status: "open"}, Agreed: true}}
	rows.Since = &bulletin.Since{Number: 1, Known: at(6, 0)}
	rows.Late = []bulletin.CountedLate{{Noun: "report", Added: bulletin.Crowd{N: 1, Of: []act.SubjectID{"report/late"}}}}
	rows.Corrections = []bulletin.Corrected{{Bulletin: "bulletin/hq-daily-2017-05-06", Number: 1, Correction: 1, What: shape.In("en", "x"), Reason: shape.In("en", "y"), Published: at(7, 9)}}
	return rows
}

// Sections are made from the rows that they name and from no others: without all others they
// say the same.
func TestSections_are_made_from_what_they_name(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		rows := full(seed)
		for _, edition := range []string{"public", "mission"} {
			whole := contents(t, rows, edition)
			for _, s := range bulletin.Sections() {
				if left := contents(t, without(t, rows, s.From), edition)[s.Name]; left != whole[s.Name] {
					t.Fatalf("seed %d, %s edition: %s reads rows that it does not name in From:\n%s\n%s", seed, edition, s.Name, whole[s.Name], left)
				}
			}
		}
	}
}

// without are rows with those tables alone that a section names.
func without(t *testing.T, rows bulletin.Rows, from bulletin.From) bulletin.Rows {
	t.Helper()
	v := reflect.ValueOf(&rows).Elem()
	for _, table := range bulletin.Tables() {
		if _, named := from[table]; named {
			continue
		}
		for i := range v.NumField() {
			if name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ","); name == string(table) {
				v.Field(i).SetZero()
			}
		}
	}
	return rows
}

// contents are the sections of an edition, each as JSON.
func contents(t *testing.T, rows bulletin.Rows, edition string) map[string]string {
	t.Helper()
	closed, err := rows.Close()
	if err != nil {
		t.Fatal(err)
	}
	text, err := bulletin.Make(closed, edition).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	var members map[string]jsontext.Value
	if err := json.Unmarshal(text, &members); err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for name, member := range members {
		all[name] = string(member)
	}
	return all
}

// Every section says something of a full day, and its figures are on the page, each to be
// opened, and in the annexes.
func TestSections_are_read(t *testing.T) {
	t.Parallel()
	closed, err := full(3).Close()
	if err != nil {
		t.Fatal(err)
	}
	b := bulletin.Make(closed, "mission")
	var page bytes.Buffer
	if err := b.HTML(&page, bulletin.HTMLOptions{Language: "en", Location: time.UTC}); err != nil {
		t.Fatal(err)
	}
	annexes, err := b.Annexes()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range bulletin.Sections() {
		figures := 0
		for path, f := range bulletin.FiguresOf(b, s.Name) {
			figures++
			if f.Number != nil && f.N() > 0 && !strings.Contains(page.String(), bulletin.MarkOf(f)) {
				t.Errorf("%s is not on the page", path)
			}
		}
		if lines := bytes.Count(annexes[1].Text, []byte("\r\n"+s.Name+",")); lines != figures {
			t.Errorf("%s: %d figures, and %d lines of the annex", s.Name, figures, lines)
		}
	}
}
