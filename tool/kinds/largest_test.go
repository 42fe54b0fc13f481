package kinds

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"regexp/syntax"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/register"
)

// farBelow is what the largest entry stays within: one may be 65,535 bytes (C2SP tlog-tiles).
const farBelow = 60_100

// boundWhole are the kinds of which lists lie within lists, or a shape is drawn: no limit of a member says how large they
// become, so act.MaxBodyBytes does. Who writes more is told before it is signed, and divides it, or thins the line.
func boundWhole() []act.Kind {
	return []act.Kind{
		"agreement-drafted", "clauses-filed", "line-drawn", "office-opened", "party-joined", "position-stated", "rules-set", "zone-proposed",
	}
}

// The largest act of each kind fits an entry, with room to spare, whatever else an act may hold. A list that is given
// room for more is found here.
func TestKinds_no_act_comes_near_the_end_of_an_entry(t *testing.T) {
	t.Parallel()
	p256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := act.NewPrivateKey(p256)
	if err != nil {
		t.Fatal(err)
	}
	var whole []act.Kind
	for _, s := range open(t).All() {
		open, hidden := mostOf(t, s)
		if open > act.MaxBodyBytes {
			whole, open = append(whole, s.Kind), act.MaxBodyBytes
		}
		a, _, err := key.Sign(largest(t, s, open), rand.Reader)
		if err != nil {
			t.Fatalf("%s with a body of %d bytes: %v", s.Kind, open, err)
		}
		entry, err := register.Entry{Received: time.Now(), Act: a.Compact()}.Append(nil)
		if err != nil || len(entry) > farBelow {
			t.Errorf("%s: an entry of %d bytes, %v", s.Kind, len(entry), err)
		}
		if most := 2 * act.MaxBytes; (hidden+40*len(s.Form().Classes()))*4/3 > most {
			t.Errorf("%s may hide %d bytes, of which no more than %d are taken as disclosures", s.Kind, hidden, most)
		}
		if _, _, err := key.Sign(largest(t, s, act.MaxBodyBytes+1), rand.Reader); !errors.Is(err, act.SizeError{Size: act.MaxBodyBytes + 1, Limit: act.MaxBodyBytes}) {
			t.Errorf("%s with a larger body: %v", s.Kind, err)
		}
	}
	if slices.Sort(whole); !slices.Equal(whole, boundWhole()) {
		t.Errorf("the limits of their members let these kinds become larger than a body may be: %v\nwant %v: lower the limits of the others", whole, boundWhole())
	}
}

// largest is a draft with a body of so many bytes and the most of everything else.
func largest(t testing.TB, s Spec, body int) act.Draft {
	t.Helper()
	const empty = `{"x":""}`
	d := act.Draft{
		Issued: time.Unix(9e9, 0), Expires: time.Unix(9e9, 0), Kind: s.Kind, Form: s.Form(), Nonce: strings.Repeat(`"`, act.MaxNonce),
		Subject: act.SubjectID(strings.Repeat("a", 24) + "/" + strings.Repeat("b", 80)),
		Body:    jsontext.Value(`{"x":"` + strings.Repeat("x", max(0, body-len(empty))) + `"}`),
	}
	for i := range act.MaxAudience {
		d.Audience = append(d.Audience, act.RegisterID(strings.Repeat(string(rune('A'+i)), 42)+"A"))
	}
	for i := range act.MaxPrev {
		d.Prev = append(d.Prev, act.ID{byte(i)})
	}
	return d
}

// mostOf are the bytes of the largest body of a kind, by its schema: of what is open to all, and of what is not.
func mostOf(t testing.TB, s Spec) (open, hidden int) {
	t.Helper()
	text, err := s.Shape.Schema(string(s.Kind), s.About, act.MaxBodyBytes, 1)
	if err != nil {
		t.Fatal(err)
	}
	var body limits
	if err := json.Unmarshal(text, &body); err != nil {
		t.Fatal(err)
	}
	open, hidden = 2, 2
	for name, member := range body.Properties {
		if n := member.named(name); member.Class == "" {
			open = min(unlimited, open+n)
		} else {
			hidden = min(unlimited, hidden+n)
		}
	}
	return open, hidden
}

// limits are what a JSON Schema says of how large something may be.
type limits struct {
	Type       string             `json:"type"`
	Class      string             `json:"x-class"`
	Format     string             `json:"format"`
	Pattern    string             `json:"pattern"`
	Enum       []string           `json:"enum"`
	MaxLength  int                `json:"maxLength"`
	MaxItems   int                `json:"maxItems"`
	Items      *limits            `json:"items"`
	Properties map[string]*limits `json:"properties"`
	AllOf      []*limits          `json:"allOf"`
	AnyOf      []*limits          `json:"anyOf"`
}

const (
	unlimited = 1 << 40
	number    = 24 // digits, sign, point and exponent
	instant   = 35
)

// named is the most that a member takes with its name, a colon and a comma.
func (l *limits) named(name string) int {
	if name == "key" && l.Type == "object" {
		return act.MaxKeyBytes // JSON of another standard: act.ParsePublicKey bounds it
	}
	return min(unlimited, len(name)+len(`"":,`)+l.most())
}

func (l *limits) most() int {
	switch l.Type {
	case "object":
		if l.Properties == nil {
			return unlimited
		}
		n := 2
		for name, member := range l.Properties {
			n = min(unlimited, n+member.named(name))
		}
		return n
	case "array":
		return min(unlimited, 2+l.MaxItems*(1+l.Items.most()))
	case "string":
		return 2 + l.text()
	}
	return number
}

// text has characters of four bytes unless its form says otherwise.
func (l *limits) text() int {
	if l.Format == "date-time" {
		return instant
	}
	if l.Enum != nil {
		return len(slices.MaxFunc(l.Enum, func(a, b string) int { return len(a) - len(b) }))
	}
	n := unlimited
	if l.MaxLength > 0 {
		n = utf8.UTFMax * l.MaxLength
	}
	if l.Pattern != "" {
		n = min(n, l.formed())
	}
	for _, also := range l.AllOf {
		n = min(n, also.text())
	}
	either := 0
	for _, one := range l.AnyOf {
		either = max(either, one.text())
	}
	if l.AnyOf != nil {
		n = min(n, either)
	}
	return n
}

// formed is the most that the pattern lets a text be.
func (l *limits) formed() int {
	re, err := syntax.Parse(l.Pattern, syntax.Perl)
	if err != nil {
		return unlimited
	}
	characters, width := longest(re)
	if l.MaxLength > 0 {
		characters = min(characters, l.MaxLength)
	}
	return min(unlimited, characters*width)
}

// longest are the characters of the longest text of a form, and the bytes of its widest character.
func longest(re *syntax.Regexp) (characters, width int) {
	width = 1
	switch re.Op {
	case syntax.OpLiteral:
		return len(re.Rune), utf8.RuneLen(slices.Max(re.Rune))
	case syntax.OpCharClass:
		return 1, utf8.RuneLen(slices.Max(re.Rune))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return 1, utf8.UTFMax
	case syntax.OpStar, syntax.OpPlus:
		_, width = longest(re.Sub[0])
		return unlimited, width
	case syntax.OpRepeat:
		characters, width = longest(re.Sub[0])
		if re.Max < 0 {
			return unlimited, width
		}
		return min(unlimited, re.Max*characters), width
	case syntax.OpQuest, syntax.OpCapture, syntax.OpConcat:
		for _, part := range re.Sub {
			c, w := longest(part)
			characters, width = min(unlimited, characters+c), max(w, width)
		}
	case syntax.OpAlternate:
		for _, part := range re.Sub {
			c, w := longest(part)
			characters, width = max(characters, c), max(w, width)
		}
	}
	return characters, width
}
