package bulletin_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/force"
	"truce/ground/place"
	"truce/ground/shape"
	"truce/ground/tongue"
	"truce/judge/bulletin"
	"truce/noun/agreement"
	"truce/noun/incident"
	"truce/noun/post"
	"truce/noun/publication"
)

// The page is well-formed in every language, says every section, and asks for nothing
// from anywhere.
func TestHTML(t *testing.T) {
	t.Parallel()
	for seed, in := range []bulletin.Input{{Spec: bulletin.Spec{Kind: "daily", Date: "2017-05-07"}},
		random(rand.New(rand.NewPCG(1, 7))), random(rand.New(rand.NewPCG(2, 7)))} {
		in.Zones = append(in.Zones, bulletin.Zone{Code: "dz-9", Now: true, Approximate: true, Parts: [][]bulletin.Point{{{36, 35}, {37, 35}, {37, 36}, {36, 35}}}})
		b := made(t, in, []string{"public", "public", "mission"}[seed])
		for _, lang := range bulletin.Languages() {
			var out bytes.Buffer
			if err := b.HTML(&out, bulletin.HTMLOptions{Language: lang, Location: time.UTC, Draft: seed == 1}); err != nil {
				t.Fatal(err)
			}
			page := out.String()
			if want := `dir="rtl"`; strings.Contains(page, want) != (lang == "ar" || lang == "fa") {
				t.Errorf("%s: the direction is wrong", lang)
			}
			if n := strings.Count(page, "<h2>"); n != 17 {
				t.Errorf("%s: %d sections", lang, n)
			}
			for _, outside := range []string{"http:", "https:", "<script", "src=", "@import", "url("} {
				if strings.Contains(strings.ReplaceAll(page, `xmlns="http:`, ""), outside) {
					t.Errorf("%s: the page asks for %s", lang, outside)
				}
			}
			testWellFormed(t, lang, page)
		}
	}
}

func testWellFormed(t *testing.T, lang, page string) {
	t.Helper()
	page = regexp.MustCompile(`<(meta|br)([^>]*)>`).ReplaceAllString(page, "<$1$2/>")
	page = strings.Replace(page, "<!DOCTYPE html>", "", 1)
	for d := xml.NewDecoder(strings.NewReader(page)); ; {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Errorf("%s: %v", lang, err)
			return
		}
	}
}

// Arabic and Persian numbers are in the digits that readers use: no others are left in
// the cells of numbers.
func TestHTML_writes_digits_of_the_language(t *testing.T) {
	t.Parallel()
	b := made(t, random(rand.New(rand.NewPCG(3, 7))), "public")
	for lang, zero := range map[string]rune{"ar": '٠', "fa": '۰'} {
		var out bytes.Buffer
		if err := b.HTML(&out, bulletin.HTMLOptions{Language: lang, Location: time.UTC}); err != nil {
			t.Fatal(err)
		}
		own := 0
		for _, cell := range regexp.MustCompile(`<b[^>]*>([^<]*)</b>`).FindAllStringSubmatch(out.String(), -1) {
			for _, r := range cell[1] {
				if unicode.IsDigit(r) && (r < zero || r > zero+9) {
					t.Errorf("%s: %s", lang, cell[1])
				}
				own++
			}
		}
		if own == 0 {
			t.Errorf("%s: no numbers were found", lang)
		}
	}
}

func TestWords_are_there_in_every_language(t *testing.T) {
	t.Parallel()
	english := bulletin.Words("en")
	for _, lang := range bulletin.Languages() {
		words := bulletin.Words(lang)
		for key, text := range english {
			switch {
			case words[key] == "":
				t.Errorf("%s lacks %s", lang, key)
			case strings.Contains(text, "{") && !strings.Contains(words[key], "{"):
				t.Errorf("%s: %s has no gap: %s", lang, key, words[key])
			case lang == "fa" && strings.ContainsAny(words[key], "يكىة"):
				t.Errorf("%s: %s has Arabic letters where Persian has its own: %s", lang, key, words[key])
			}
		}
		if len(words) != len(english) {
			t.Errorf("%s has %d words, English %d", lang, len(words), len(english))
		}
	}
}

// Whatever the page's template and code name has a word: a key that was renamed in one place alone
// would stand on the page instead.
func TestWords_are_there_for_all_that_the_page_names(t *testing.T) {
	t.Parallel()
	words := bulletin.Words("en")
	named := regexp.MustCompile(`(?:\b(?:t|put)|\.(?:say|word|with)\()\s?"([a-z-]+)"`)
	for _, pattern := range []string{"template/*.html", "*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range named.FindAllSubmatch(text, -1) {
				key := string(m[1])
				is := func(word string) bool {
					return word == key || strings.HasSuffix(key, "-") && strings.HasPrefix(word, key)
				} // a code follows
				if found++; !slices.ContainsFunc(slices.Collect(maps.Keys(words)), is) {
					t.Errorf("%s names %q, and no word is under it", file, m[1])
				}
			}
		}
		if found < 20 {
			t.Errorf("%s: %d keys were found", pattern, found)
		}
	}
}

// The annexes hold every figure: the numbers of the rows of a table come to its total.
func TestAnnexes(t *testing.T) {
	t.Parallel()
	b := made(t, random(rand.New(rand.NewPCG(4, 7))), "mission")
	var out, again bytes.Buffer
	if err := b.Zip(&out); err != nil {
		t.Fatal(err)
	}
	if err := b.Zip(&again); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Errorf("zipped twice it differs: %v", err)
	}
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string]int{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(r).ReadAll()
		if err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
		lines[f.Name] = len(rows) - 1
		for _, row := range rows {
			if f.Name == "records.csv" && row[0] == "counts" && row[2] == "observed" && row[3] == "now" {
				lines["observed"]++
			}
		}
	}
	if lines["observed"] != counts(b).Observed.N() || lines["figures.csv"] < 60 || lines["header.csv"] != 19 {
		t.Errorf("%v; observed %d", lines, counts(b).Observed.N())
	}
	if public, err := made(t, random(rand.New(rand.NewPCG(4, 7))), "public").Annexes(); err != nil || len(public) != 8 {
		t.Errorf("%d annexes of the public edition, %v", len(public), err)
	}
}

// A language that was added has a text for every key, and no others: what it lacks would be said in English.
func TestWords_of_added_languages_are_whole(t *testing.T) {
	t.Parallel()
	english := bulletin.Words("en")
	for _, one := range tongue.All() {
		if !one.Added {
			continue
		}
		raw, err := os.ReadFile("tongues/" + one.Code + ".json")
		words := map[string]string{}
		if err := errors.Join(err, json.Unmarshal(raw, &words)); err != nil {
			t.Fatal(err)
		}
		for key := range english {
			if words[key] == "" {
				t.Errorf("tongues/%s.json lacks %s", one.Code, key)
			}
		}
		for key := range words {
			if _, has := english[key]; !has {
				t.Errorf("tongues/%s.json has %s, which nothing says", one.Code, key)
			}
		}
	}
}

// The page of a correction says what it corrects, why, when it was published and what it changed, in the words of the sections: which
// agreement was in force as well as figures; one that was corrected later says so. Nothing of that is said of a draft.
func TestHTML_says_what_was_corrected(t *testing.T) {
	t.Parallel()
	first, then := random(rand.New(rand.NewPCG(3, 7))), random(rand.New(rand.NewPCG(3, 7)))
	then.Correction, then.Salt = 1, "of a later entry"
	then.Reports = append(then.Reports, bulletin.Item[incident.Report]{Subject: "report/late", State: incident.Report{Status: "logged", Type: incident.Observation}})
	then.Agreements = append(then.Agreements, bulletin.Agreement{Subject: "agreement/b", State: agreement.Agreement{Versions: []agreement.VersionState{{
		Version: agreement.Version{ID: "text", Type: "text"}, Force: []agreement.Interval{{From: at(1, 0)}}, Standing: force.Force{Members: []force.Member{{Party: "NORTE"}, {Party: "SUR"}}}}}}})
	for _, edition := range publication.Editions() {
		was, is := made(t, first, edition), made(t, then, edition)
		for _, lang := range bulletin.Languages() {
			write := func(b bulletin.Bulletin, issued *bulletin.Issued) string {
				var out bytes.Buffer
				if err := b.HTML(&out, bulletin.HTMLOptions{Language: lang, Location: time.UTC, Draft: issued == nil, Issued: issued}); err != nil {
					t.Fatal(err)
				}
				testWellFormed(t, lang, out.String())
				return regexp.MustCompile(` data-figure="[0-9a-f]*"`).ReplaceAllString(out.String(), "")
			}
			correction := func(was, is bulletin.Bulletin) (page, notice string) {
				page = write(is, &bulletin.Issued{At: at(9, 0), What: shape.In("en", "One mortar round more."), Reason: shape.In("en", "A late report."), Was: &was, Last: 1})
				_, after, noticed := strings.Cut(page, `<section class="correction">`)
				if notice, _, _ = strings.Cut(after, "</section>"); !noticed {
					t.Fatalf("%s: there is no notice", lang)
				}
				return page, notice
			}
			words, before := bulletin.Words(lang), write(was, nil)
			page, notice := correction(was, is)
			rest := strings.Replace(page, notice, "", 1)
			for _, want := range []string{
				"One mortar round more.", "A late report.", "<b>" + words["was"] + ":</b> <span class=\"strong\">" + words["held-never"],
				"<td>" + words["was"] + "</td><td>" + words["observed"] + "</td>", "<td>" + words["is"] + "</td><td>" + words["observed"] + "</td>",
			} {
				if !strings.Contains(notice, want) {
					t.Errorf("%s %s: the notice lacks %q: %s", edition, lang, want, notice)
				}
			}
			// Whatever line it tells stands so in the bulletin that it speaks of: it has no words of its own.
			lines := regexp.MustCompile(`<tr><td>([^<]*)</td>(.*)</tr>`).FindAllStringSubmatch(notice, -1)
			for _, l := range lines {
				if in := map[string]string{words["was"]: before, words["is"]: rest}[l[1]]; !strings.Contains(in, l[2]) {
					t.Errorf("%s %s: the notice says of %q what no section says: %s", edition, lang, l[1], l[2])
				}
			}
			if f := bulletin.Content[bulletin.Counts](is, "counts").Unresolved; len(lines) < 5 || strings.Contains(notice, "<td>"+words["unresolved"]+"</td>") != (f.N() != bulletin.Content[bulletin.Counts](was, "counts").Unresolved.N()) {
				t.Errorf("%s %s: the notice has %d lines, or one that did not change: %s", edition, lang, len(lines), notice)
			}
			same := then
			same.Salt = "of another entry"
			if _, nothing := correction(made(t, same, edition), is); !strings.Contains(nothing, words["none-changed"]) || strings.Contains(nothing, "<table>") {
				t.Errorf("%s %s: what did not change is told as changed: %s", edition, lang, nothing)
			}
			if again := write(was, &bulletin.Issued{At: at(8, 0), Last: 1}); strings.Contains(again, `<section class="correction">`) || strings.Count(again, `<div class="banner">`) != strings.Count(page, `<div class="banner">`)+1 {
				t.Errorf("%s: what was corrected later does not say so", lang)
			}
			if draft := write(is, nil); strings.Contains(draft, `<section class="correction">`) {
				t.Errorf("%s: a draft says what it corrects", lang)
			}
		}
	}
}

// The page of a correction names what its map shows otherwise: a border, a post, a place. A correction after which only the drawing is
// another does not say that nothing changed.
func TestHTML_says_what_a_correction_drew_otherwise(t *testing.T) {
	t.Parallel()
	border := func(north float64) [][]bulletin.Point {
		return [][]bulletin.Point{{{36, 35}, {37, 35}, {37, north}, {36, 35}}}
	}
	drawing := func(correction int, north, standing, seen float64) bulletin.Input {
		stands := func(lon float64) bulletin.Item[post.Post] {
			return bulletin.Item[post.Post]{Subject: act.SubjectID(fmt.Sprint("post/", lon)), From: at(1, 0), Where: &bulletin.Where{Lon: lon, Lat: 35.2},
				State: post.Post{Status: "standing", Near: &place.Position{Lon: lon, Lat: 35.2}}}
		}
		return bulletin.Input{
			Office: bulletin.Office{Name: "hq", Title: "EXERCISE"}, Number: 1, Correction: correction, Known: at(8, 1), Salt: fmt.Sprint("of entry ", correction),
			Registers: []publication.Register{{Origin: "test", Size: 9, Root: "00"}},
			Spec:      bulletin.Spec{Kind: "daily", Date: "2017-05-07", CutOff: "24:00", TimeZone: "UTC"},
			Period:    bulletin.Span{From: at(7, 0), Until: at(8, 0)}, Before: bulletin.Span{From: at(6, 0), Until: at(7, 0)},
			Zones: []bulletin.Zone{{Code: "dz-1", Now: true, Parts: border(north)}, {Code: "dz-2", Now: true, Parts: border(36)}},
			Posts: []bulletin.Item[post.Post]{stands(36.1), stands(standing)},
			Reports: []bulletin.Item[incident.Report]{{Subject: "report/1", Where: &bulletin.Where{Lon: seen, Lat: -35.5, RadiusMetres: 100},
				State: incident.Report{Status: "logged", Type: incident.Observation, Near: &place.Position{Lon: seen, Lat: -35.5}}}},
		}
	}
	for _, edition := range publication.Editions() {
		was := made(t, drawing(0, 36, 36.1, -36.5), edition)
		for _, lang := range bulletin.Languages() {
			words := bulletin.Words(lang)
			there := func(lon string) string {
				return `<bdo dir="ltr">` + inDigits(lang, "35.5° S, "+lon+"° W") + `</bdo>`
			}
			stood := func(lon string) string {
				return words["map-post"] + `: <bdo dir="ltr">` + inDigits(lang, "35.2° N, "+lon+"° E") + `</bdo>`
			}
			observed := ": " + words["observed"] + " " + inDigits(lang, "1") + ", " + words["alleged"] + " " + inDigits(lang, "0")
			around := func(lon string) string {
				if edition == publication.Mission {
					return "<code>report/1</code>, " + there(lon)
				}
				return there(lon) + observed
			}
			sentence := func(word, of string) string { return `<p class=""><b>` + words[word] + ":</b> " + of + "</p>" }
			for name, c := range map[string]struct {
				is   bulletin.Input
				want []string
			}{
				"a border": {drawing(1, 36.4, 36.1, -36.5), []string{sentence("drawn-otherwise", words["map-zone"]+": <code>dz-1</code>")}},
				"a post":   {drawing(1, 36, 36.7, -36.5), []string{sentence("was", stood("36.1")), sentence("is", stood("36.7"))}},
				"a place":  {drawing(1, 36, 36.1, -36.8), []string{sentence("was", around("36.5")), sentence("is", around("36.8"))}},
				"nothing":  {drawing(1, 36, 36.1, -36.5), nil},
			} {
				var out bytes.Buffer
				b := made(t, c.is, edition)
				if err := b.HTML(&out, bulletin.HTMLOptions{Language: lang, Location: time.UTC, Issued: &bulletin.Issued{At: at(9, 0), Was: &was, Last: 1}}); err != nil {
					t.Fatal(err)
				}
				testWellFormed(t, lang, out.String())
				_, after, _ := strings.Cut(out.String(), `<section class="correction">`)
				notice, _, _ := strings.Cut(after, "</section>")
				for _, want := range c.want {
					if !strings.Contains(notice, want) {
						t.Errorf("%s %s: %s is another: no %q in %s", edition, lang, name, want, notice)
					}
				}
				if strings.Count(notice, `<p class="">`) != len(c.want) || strings.Contains(notice, words["none-changed"]) != (len(c.want) == 0) {
					t.Errorf("%s %s: %s is another, and it says: %s", edition, lang, name, notice)
				}
			}
		}
	}
}

// inDigits are the digits of a language.
func inDigits(lang, text string) string {
	zero, has := map[string]rune{"ar": '٠', "fa": '۰'}[lang]
	if !has {
		return text
	}
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return zero + r - '0'
		}
		return r
	}, text)
}

// Where nothing tells of anybody who watched, the page does not say that nothing was observed; nor does it count by zones that were not in force.
func TestHTML_says_of_what_nobody_watched_that_it_was_not_observed(t *testing.T) {
	t.Parallel()
	at := func(day int) time.Time { return time.Date(2017, 5, day, 0, 0, 0, 0, time.UTC) }
	in := func(zones []bulletin.Zone, posts ...bulletin.Item[post.Post]) bulletin.Input {
		return bulletin.Input{
			Spec:   bulletin.Spec{Kind: "daily", Date: "2017-05-07", CutOff: "24:00", TimeZone: "UTC"},
			Period: bulletin.Span{From: at(7), Until: at(8)}, Before: bulletin.Span{From: at(6), Until: at(7)}, Known: at(9), Zones: zones, Posts: posts,
		}
	}
	zone := []bulletin.Zone{{Code: "dz-9", Now: true, Parts: [][]bulletin.Point{{{36, 35}, {37, 35}, {37, 36}, {36, 35}}}}}
	far := bulletin.Item[post.Post]{Subject: "post/1", From: at(1), Where: &bulletin.Where{Lon: 40, Lat: 30},
		State: post.Post{Status: "standing", Near: &place.Position{Lon: 40, Lat: 30}}}
	for name, c := range map[string]struct {
		in        bulletin.Input
		unwatched bool
		tables    int // of what lies where
	}{
		"no zone, and nobody":    {in(nil), true, 0},
		"a zone, and nobody":     {in(zone), true, 1},
		"no zone, and one post":  {in(nil, far), false, 0},
		"a zone, and a post far": {in(zone, far), false, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			if err := made(t, c.in, "mission").HTML(&out, bulletin.HTMLOptions{Language: "en", Location: time.UTC}); err != nil {
				t.Fatal(err)
			}
			line := regexp.MustCompile(`(?s)<td[^>]*>Observed</td>.*?</tr>`).FindString(out.String())
			if line == "" || strings.Contains(line, "not observed") != c.unwatched {
				t.Errorf("want not observed %v: %s", c.unwatched, line)
			}
			if n := strings.Count(out.String(), "Outside any zone"); n != c.tables {
				t.Errorf("%d tables by zone, want %d", n, c.tables)
			}
			if !strings.Contains(out.String(), "No security zone was in force in this period.") {
				t.Error("security zones are counted where there are none")
			}
		})
	}
}
