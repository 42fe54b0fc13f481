package bulletin

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/noun/publication"
)

// Format names the form of a bulletin's JSON.
const Format = "truce-bulletin-1"

// Bulletin is one edition of a bulletin: what it is, and each section, however empty. Content
// reads one.
type Bulletin struct {
	Header Header
	parts  map[string]any // by the name of the section, of the type of its content

	sections []Section // by its rules
}

// Header says what it is and what it was made from.
type Header struct {
	Office     string                 `json:"office"`
	OfficeName string                 `json:"officeName"`
	Number     int                    `json:"number"`
	Correction int                    `json:"correction,omitzero"`
	Kind       string                 `json:"kind"`
	Date       string                 `json:"date"`
	CutOff     string                 `json:"cutOff"`
	TimeZone   string                 `json:"timeZone"`
	From       time.Time              `json:"from"`
	Until      time.Time              `json:"until"`
	BeforeFrom time.Time              `json:"beforeFrom"` // of the period before, which ends where this one begins
	Known      time.Time              `json:"known"`      // received time of the last entry that it rests on
	Registers  []publication.Register `json:"registers"`  // that it rests on, the office's own first
	Rows       string                 `json:"rows"`       // digest of the rows that it was made from
	Rules      int                    `json:"rules"`
	Folds      map[string]int         `json:"folds"`             // meaning of each noun by which its records were counted (noun.Noun)
	Parties    []CountedParty         `json:"parties,omitempty"` // whom the agreements name; no others are parties
	Words      []OwnWord              `json:"words,omitempty"`   // the office's own, by which pages name them
	Edition    string                 `json:"edition"`
	Blind      string                 `json:"blind,omitempty"` // of the mission's edition: what was drawn for it (publication.Basis)
	Exercise   bool                   `json:"exercise,omitzero"`
}

// Spec is how the same bulletin is made again.
func (h Header) Spec() Spec {
	return Spec{Kind: h.Kind, Date: h.Date, CutOff: h.CutOff, TimeZone: h.TimeZone, From: h.From}
}

// Own is the register of the office itself.
func (h Header) Own() publication.Register {
	if len(h.Registers) == 0 {
		return publication.Register{}
	}
	return h.Registers[0]
}

// maker makes one edition.
type maker struct {
	Rows
	edition string
	watch   []Watch // made once: two sections read it
	every   bool    // figures list all records, however many

	sections []Section // by the rules of the rows
}

// Make makes an edition from rows, by their rules, and from nothing else.
func Make(c Closed, edition string) Bulletin { return own().make(c, edition) }

func (r rulebook) make(c Closed, edition string) Bulletin {
	m := &maker{Rows: c.Rows, edition: edition, sections: r.of(c.Rules)}
	m.watch = m.watches()
	b := Bulletin{Header: c.header(edition), parts: map[string]any{}, sections: m.sections}
	for _, s := range m.sections {
		b.parts[s.Name] = s.make(m)
	}
	return b
}

func (c Closed) header(edition string) Header {
	h := Header{
		Office: c.Office, OfficeName: c.OfficeName, Number: c.Number, Correction: c.Correction, Kind: c.Kind, Date: c.Date,
		CutOff: c.CutOff, TimeZone: c.TimeZone, From: c.From, Until: c.Until, BeforeFrom: c.BeforeFrom, Known: c.Known,
		Registers: c.Registers, Rows: c.Digest, Rules: c.Rules, Folds: c.Folds, Parties: c.called(edition == publication.Mission), Words: c.Words, Edition: edition, Exercise: c.Exercise,
	}
	if edition == publication.Mission {
		h.Blind = c.Blind
	}
	return h
}

// mission reports whether the edition may say where exactly, and which record.
func (m *maker) mission() bool { return m.edition == publication.Mission }

// Content is what a section of the bulletin says, such as Content[Counts](b, "counts"). Of
// another type than the section's it is empty.
func Content[T any](b Bulletin, section string) T {
	content, _ := b.parts[section].(T)
	return content
}

// Figure finds a figure by its path, such as "zones/inside dz-idlib/observed".
func (b Bulletin) Figure(path string) (Figure, bool) {
	t, err := tree(b)
	if err != nil {
		return Figure{}, false
	}
	var at any = t
	for name := range strings.SplitSeq(path, "/") {
		members, is := rowsIn(at)
		if !is {
			members, _ = at.(map[string]any)
		}
		at = nil
		for each, member := range members {
			if pathName(each) == name {
				at = member
			}
		}
	}
	if !isFigure(at) {
		return Figure{}, false
	}
	var f Figure
	text, err := json.Marshal(at)
	if err == nil {
		err = json.Unmarshal(text, &f)
	}
	return f, err == nil
}

// ErrForm says that a bulletin does not have the form that its rules give.
var ErrForm = errors.New("it does not have the form that its rules give")

// Parse reads a bulletin, however it is spaced. Of one that was made by rules that this program does not have, or by none
// that ever were, it answers the header, as far as this program understands it, and OtherRules;
// of one in another form OtherForm; of one that has not the form of its rules ErrForm. Any other
// error says that it is no bulletin.
func Parse(text []byte) (Bulletin, error) { return own().parse(text) }

func (r rulebook) parse(text []byte) (Bulletin, error) {
	var form struct {
		Format string `json:"format"`
		Header Header `json:"header"`
	}
	if err := json.Unmarshal(text, &form); err != nil {
		return Bulletin{}, fmt.Errorf("read bulletin: %w", err)
	}
	b := Bulletin{Header: form.Header, parts: map[string]any{}}
	switch {
	case form.Format != Format && isForm(form.Format):
		return b, OtherForm{form.Format}
	case form.Format != Format:
		return b, fmt.Errorf("read bulletin: it is of the form %q; this program knows %s", form.Format, Format)
	case !r.has(form.Header.Rules):
		return b, OtherRules{form.Header.Rules, r.last}
	}
	b.sections = r.of(form.Header.Rules)
	if err := b.parse(text); err != nil {
		return b, fmt.Errorf("%w: %w", ErrForm, err)
	}
	return b, nil
}

// isForm reports whether a program may write bulletins in a form of this name.
func isForm(name string) bool {
	number, is := strings.CutPrefix(name, strings.TrimSuffix(Format, "1"))
	n, err := strconv.Atoi(number)
	return is && err == nil && n >= 1
}

// OtherForm says that a bulletin is in a form that this program does not read. It is no verdict
// on the bulletin.
type OtherForm struct{ Name string }

// Error names both forms.
func (e OtherForm) Error() string {
	return fmt.Sprintf("it is of the form %s, which this program does not read: it knows %s", e.Name, Format)
}

func (b *Bulletin) parse(text []byte) error {
	var members map[string]jsontext.Value
	if err := json.Unmarshal(text, &members); err != nil {
		return err
	}
	if err := json.Unmarshal(members["header"], &b.Header, json.RejectUnknownMembers(true)); err != nil {
		return err
	}
	for _, s := range b.sections {
		if len(members[s.Name]) == 0 {
			return fmt.Errorf("it has no section %s", s.Name)
		}
		content, err := s.read(members[s.Name])
		if err != nil {
			return fmt.Errorf("section %s: %w", s.Name, err)
		}
		b.parts[s.Name] = content
	}
	if len(members) != len(b.parts)+2 { // besides form and header
		return fmt.Errorf("it has %d sections, and the rules know %d", len(members)-2, len(b.parts))
	}
	return nil
}

// members are the JSON of a bulletin.
func (b Bulletin) members() map[string]any {
	all := map[string]any{"format": Format, "header": b.Header}
	for name, content := range b.parts {
		all[name] = content
	}
	return all
}
