package taxonomy

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"truce/ground/tongue"
)

var (
	kebab = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

func TestData(t *testing.T) {
	t.Parallel()
	for _, l := range Default().Lists() {
		t.Run(string(l.Name()), func(t *testing.T) {
			t.Parallel()
			testSentence(t, "about", l.About())
			for _, term := range l.Terms() {
				testTerm(t, l, term)
			}
			testLabelsAreDistinct(t, l)
		})
	}
}

func TestData_has_no_file_that_nobody_reads(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(data, "data/*")
	if err != nil || len(files) != len(Names()) {
		t.Fatalf("%d files, %d names, error %v", len(files), len(Names()), err)
	}
}

func testTerm(t *testing.T, l *List, term Term) {
	t.Helper()
	if !kebab.MatchString(term.Code) {
		t.Errorf("code %q is not written like %s", term.Code, kebab)
	}
	testSentence(t, term.Code, term.Definition)
	for _, s := range scripts {
		testLabel(t, term.Code+" "+s.language, term.Labels.In(s.language), s)
	}
	if term.ReplacedBy != "" && (!term.Retired || !l.Writable(term.ReplacedBy)) {
		t.Errorf("%s is replaced by %q: one of them is in the wrong state", term.Code, term.ReplacedBy)
	}
}

func testSentence(t *testing.T, what, text string) {
	t.Helper()
	if !strings.HasSuffix(text, ".") || strings.TrimSpace(text) != text || strings.ContainsFunc(text, isBidiControl) {
		t.Errorf("%s: %q is not a clean sentence", what, text)
	}
}

// A language more is a line here, too: in which letters its labels are.
func TestData_is_looked_at_in_every_language(t *testing.T) {
	t.Parallel()
	for _, code := range tongue.Codes() {
		if !slices.ContainsFunc(scripts, func(s script) bool { return s.language == code }) {
			t.Errorf("nothing says in which letters labels in %s are written", code)
		}
	}
}

type script struct {
	language string
	letters  *unicode.RangeTable
	digits   string
}

// Digits are those that the language is read with in the field.
var scripts = []script{
	{"ar", unicode.Arabic, "٠١٢٣٤٥٦٧٨٩"},
	{"en", unicode.Latin, "0123456789"},
	{"ru", unicode.Cyrillic, "0123456789"},
	{"tr", unicode.Latin, "0123456789"},
	{"fa", unicode.Arabic, "۰۱۲۳۴۵۶۷۸۹"},
	{"es", unicode.Latin, "0123456789"},
}

func testLabel(t *testing.T, what, label string, s script) {
	t.Helper()
	if label == "" || strings.Join(strings.Fields(label), " ") != label {
		t.Errorf("%s: label %q is missing or has stray spaces", what, label)
	}
	for _, r := range label {
		switch {
		case isBidiControl(r):
			t.Errorf("%s: %+q has a character that steers direction", what, label)
		case unicode.IsLetter(r) && !unicode.Is(s.letters, r):
			t.Errorf("%s: %q has the letter %c of another script", what, label, r)
		case unicode.IsDigit(r) && !strings.ContainsRune(s.digits, r):
			t.Errorf("%s: %q has the digit %c of another script", what, label, r)
		}
	}
	if s.language == "fa" && strings.ContainsAny(label, "يكىة") {
		t.Errorf("%s: %q has Arabic letters where Persian has its own", what, label)
	}
	if s.language == "ar" && strings.ContainsAny(label, "یکگچپژ\u200c") {
		t.Errorf("%s: %q has Persian letters", what, label)
	}
}

// isBidiControl finds the marks, overrides and isolates of UAX #9: unseen in an
// editor, they turn the rest of a line around.
func isBidiControl(r rune) bool {
	return unicode.Is(unicode.Bidi_Control, r)
}

// A person chooses by the label, so that two codes with one label in a list are
// one code too many. Between lists the same label may stand twice.
func testLabelsAreDistinct(t *testing.T, l *List) {
	t.Helper()
	for _, s := range scripts {
		seen := map[string]string{}
		for _, term := range l.Terms() {
			label := strings.ToLower(term.Labels.In(s.language))
			if other, twice := seen[label]; twice {
				t.Errorf("%s: %q stands for %s and %s", s.language, label, other, term.Code)
			}
			seen[label] = term.Code
		}
	}
}

func TestData_holds_every_word_of_the_mission(t *testing.T) {
	t.Parallel()
	for name, words := range mission {
		for _, code := range strings.Fields(words) {
			if !Default().List(name).Has(code) {
				t.Errorf("%s: %s is missing", name, code)
			}
		}
	}
	for _, name := range Names() {
		if mission[name] == "" {
			t.Errorf("%s: nothing says which words it must hold", name)
		}
	}
}

// mission lists the words that a mission needs, written down a second time so
// that none is lost from the files by a slip.
var mission = map[Name]string{
	Means: "saw heard camera uav satellite acoustic site-inspection interview document open-source party-statement",
	Event: "explosion burst shot air-strike helicopter-bomb drone overflight rocket mortar artillery tank-fire small-arms " +
		"sniper mine-ied flare chemical-allegation ground-advance new-position force-movement weapon-over-line detention " +
		"recruitment siege aid-obstruction monitor-restriction looting hostile-propaganda other",
	Direction: "outgoing incoming in-flight undetermined",
	Status: "draft reported logged under-verification confirmed probable possible not-established refuted " +
		"not-investigable closed reopened withdrawn",
	NotInvestigableReason: "access security time party-withheld",
	PartyPosition:         "confirms denies partly attributes-elsewhere no-answer-by-deadline",
	AttributionConfidence: "established likely contested unknown",
	AttributionBasis:      "direction-and-range crater weapon-holding radio-or-video admission unit-position eyewitness",
	PlacePrecision:        "exact vicinity locality sub-district district province",
	TimePrecision:         "minute hour part-of-day day week",
	Restriction:           "denied delayed conditional escorted threatened fired-at jammed mines-uxo information-refused",
	Site:                  "hospital clinic ambulance school camp homes water power bakery market worship aid-store aid-convoy",
	ReliefDecision:        "passed delayed partly-removed returned denied",
	WeaponDisposition:     "declared present missing withdrawn sealed handed-in returned destroyed",
	WeaponClass: "small-arms light-weapon machine-gun sniper-rifle atgm rpg mortar-60 mortar-82 mortar-120 tank ifv-apc " +
		"artillery-towed artillery-self-propelled mlrs ballistic-missile manpads air-defence fixed-wing helicopter uav " +
		"barrel-bomb cluster incendiary chemical mine ied vehicle-borne-ied other unknown",
	CountingUnit:    "explosion burst shot round sortie strike event case hour person vehicle weapon visit",
	Effect:          "none damage injury death displacement unknown",
	Role:            "administrator secretariat monitor verifier liaison custodian auditor",
	DisclosureClass: "source exact-place person narrative party staff",
	PlaceKind:       "settlement neighbourhood sub-district district province other",
	PostKind:        "checkpoint observation-post monitoring-centre",
	EvidenceKind:    "photo video audio document raw-form object",
}

func TestData_marks_what_the_rules_rest_on(t *testing.T) {
	t.Parallel()
	marked := func(name Name, has func(Term) bool) string {
		kept := slices.DeleteFunc(Default().List(name).Terms(), func(t Term) bool { return !has(t) })
		codes := make([]string, len(kept))
		for i, term := range kept {
			codes[i] = term.Code
		}
		return strings.Join(codes, " ")
	}
	for _, c := range []struct {
		name Name
		has  func(Term) bool
		want string
	}{
		{Means, func(t Term) bool { return t.Direct }, "saw heard camera uav acoustic site-inspection"},
		{Status, func(t Term) bool { return t.Finding }, "confirmed probable possible not-established refuted not-investigable"},
		{Status, func(t Term) bool { return t.Final }, "closed withdrawn"},
		{Status, func(t Term) bool { return !t.Counts }, "draft withdrawn"},
		{Status, func(t Term) bool { return t.NeedsReason }, "not-investigable withdrawn"},
		{ReliefDecision, func(t Term) bool { return t.NeedsReason }, "delayed partly-removed returned denied"},
		{PlacePrecision, func(t Term) bool { return t.RadiusMetres == 0 }, "sub-district district province"},
		{TimePrecision, func(t Term) bool { return t.LengthSeconds == 0 }, ""},
		{DisclosureClass, func(t Term) bool { return t.Protects == "" }, ""},
	} {
		if got := marked(c.name, c.has); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
