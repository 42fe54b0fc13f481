package office

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"truce/ground/act"
	"truce/ground/register"
	"truce/ground/taxonomy"
	"truce/ground/work"
	"truce/judge/admission"
	"truce/judge/policy"
	"truce/noun/people"
	"truce/tool/keep"
	"truce/tool/kinds"
)

// Readmitted is what came of asking of every entry again whether it may be in the register, and
// of deriving again what stands beside it in the database.
type Readmitted struct {
	Rules     int            // number of the rules by which it was asked (package admission)
	Acts      int64          // of the own register, that were asked about
	Against   int64          // that were taken against the rules
	Undecided int64          // of which it cannot be told: members were dropped that a rule needs
	Beyond    int64          // of which it cannot be told: they were taken under rules that this program does not have, or rest on such
	First     []Inadmissible // the first of those against the rules, at most mostInadmissible

	Lost      int64          // acts of which disclosures are not here, which an office is handed with every act
	FirstLost []Inadmissible // the first of them

	Erased int64 // acts of which something was erased: it is not lost

	Altered      int64          // entries beside which the database said otherwise than their bytes
	FirstAltered []Inadmissible // the first of them

	Changed      int64         // rows, members of rows and counts that were not as the acts make them
	FirstChanged []keep.Change // the first of them
}

// Found reports whether anything was found.
func (r Readmitted) Found() bool { return r.Against+r.Lost+r.Altered+r.Changed > 0 }

// Inadmissible is an entry that should not be in the register, or not as it is.
type Inadmissible struct {
	Origin  string // of the register, "" for the own one
	Index   int64
	Act     act.ID
	Subject act.SubjectID
	Why     string // in English, for whoever operates the office
}

// String is a line for a person.
func (i Inadmissible) String() string {
	of := ""
	if i.Origin != "" {
		of = " of " + i.Origin
	}
	return fmt.Sprintf("Entry %d%s (act %s about %s): %s", i.Index, of, i.Act, i.Subject, i.Why)
}

// mostInadmissible bounds each list of a Readmitted.
const mostInadmissible = 100

// readmission goes through the entries of all registers, each in its order, and derives from
// their bytes what stands beside them: whose act it is, for which party, about what, whether it
// has effect. None of that is covered by a hash, so whoever can write to the database can
// change it; nothing is folded from it.
type readmission struct {
	kinds    *kinds.Kinds
	own      *admission.Rules
	origin   string
	now      func() time.Time    // of the office: nothing was received later
	seen     []register.Sighting // of the own register, by cosigners: an entry that is not in it was received later, one that is no later
	clocks   *register.Clocks
	readings map[string]*reading
	lacking  []lacking
	found    Readmitted
}

// reading is how far one register was read.
type reading struct {
	ledger *admission.Ledger // nil: by which rules it stands cannot be told, so what is kept stays
	last   time.Time         // when the entry before was received
}

func newReadmission(k *kinds.Kinds, own *admission.Rules, origin string, now func() time.Time) *readmission {
	return &readmission{kinds: k, own: own, origin: origin, now: now,
		readings: map[string]*reading{}, found: Readmitted{Rules: admission.Number}}
}

// judge derives what needs the entries before it. Entries of a register come in their order.
func (r *readmission) judge(t *reread) error {
	of := r.of(t)
	if of.ledger == nil {
		return nil
	}
	c := admission.Candidate{Act: t.act, Body: t.body, Received: t.entry.Received, Index: t.entry.Index, Disclosed: t.disclosed}
	v, err := r.admit(of.ledger, t, c)
	if err != nil {
		return fmt.Errorf("admit entry %d of %s: %w", t.entry.Index, t.entry.Origin, err)
	}
	if t.entry.Origin != r.origin {
		v = v.Abroad()
	}
	if v.Outcome != admission.Beyond { // whose it is, this program cannot tell either
		t.entry.Person, t.entry.Party, t.entry.Idle = v.Author.Name, v.Author.Party, ""
	}
	switch {
	case v.Outcome == admission.Kept || t.body == nil:
		t.entry.Idle = v.Why.Key.String()
	case v.Rests:
		t.entry.Idle = keep.Crowded
	}
	of.ledger.Take(c, v)
	r.note(t, v, of)
	of.last = t.entry.Received
	return nil
}

// of answers the reading of the register that an entry is of.
func (r *readmission) of(t *reread) *reading {
	if of, is := r.readings[t.entry.Origin]; is {
		return of
	}
	of, rules := &reading{}, r.own
	if t.entry.Origin != r.origin {
		rules = r.abroad(t)
	}
	if rules != nil {
		of.ledger = admission.NewLedger(rules)
	}
	r.readings[t.entry.Origin] = of
	return of
}

// abroad are the rules of another office's register, by the key that its first entry names. If that entry has no
// effect here, the key is another one, which only whoever fetched the register knew.
func (r *readmission) abroad(first *reread) *admission.Rules {
	b, founds := first.body.(*people.OfficeOpened)
	if !founds || first.kept.Idle != "" {
		return nil
	}
	verifier, err := register.NewVerifier(b.RegisterKey)
	if err != nil || verifier.Name() != first.entry.Origin {
		return nil
	}
	rules, err := r.own.Of(first.entry.Origin, b.RegisterKey)
	if err != nil {
		return nil
	}
	return rules
}

// admit asks what an office asks of an act that is handed in. What was read by no rule that this program has, or has
// not the form of its kind, is against them, whoever signed it.
func (r *readmission) admit(ledger *admission.Ledger, t *reread, c admission.Candidate) (v admission.Verdict, err error) {
	if t.body != nil {
		if v, err = ledger.Admit(c); err != nil || v.Outcome == admission.Beyond {
			return v, err
		}
		if refusal := admission.ByItself(t.body); refusal != nil && v.Outcome != admission.Refused {
			v.Outcome, v.Why = admission.Refused, refusal
		}
	} else {
		v.Author, _ = admission.Author(t.act, nil, ledger.Directory(), c.Received)
	}
	if t.misfit != nil {
		v.Outcome, v.Why = admission.Refused, t.misfit
	}
	if t.readable && t.misfit != nil { // the form goes by the number of the rules in force
		if lacks := ledger.Lacks(c.Received); lacks != nil {
			v.Outcome, v.Why = admission.Beyond, lacks
		}
	}
	return v, nil
}

// note keeps what was found out about an entry.
func (r *readmission) note(t *reread, v admission.Verdict, of *reading) {
	if why := t.differs(); why != "" {
		t.wrong = true
		r.found.Altered++
		r.found.FirstAltered = t.listed(r, r.found.FirstAltered, why)
	}
	if t.entry.Origin != r.origin {
		return
	}
	r.found.Acts++
	r.lost(t)
	why := r.clock(t, of)
	switch {
	case why != "":
	case v.Outcome == admission.Refused:
		why = v.Words(t.act)
	case v.Outcome == admission.Undecided:
		r.found.Undecided++
		return
	case v.Outcome == admission.Beyond:
		r.found.Beyond++
		return
	default:
		return
	}
	r.found.Against++
	r.found.First = t.listed(r, r.found.First, why)
}

// clock says why an entry cannot have been received when it says so; "" if nothing speaks against it.
func (r *readmission) clock(t *reread, of *reading) string {
	received := t.entry.Received
	if received.Before(of.last) {
		return fmt.Sprintf("It says that it was received at %s, before the entry ahead of it, received at %s.", moment(received), moment(of.last))
	}
	if r.clocks == nil {
		clocks := register.NewClocks(r.seen, r.now())
		r.clocks = &clocks
	}
	if wrong := r.clocks.Wrong(t.entry.Index, received); wrong != "" {
		return "It " + wrong + "."
	}
	return ""
}

func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05.000000 UTC") }

// lost notes an act of which this office does not hold every disclosure. What the acts add up to is
// then less than was said: folding them again brings nothing of it back.
func (r *readmission) lost(t *reread) {
	if len(t.disclosed) == len(t.act.Slots) { // each fills one slot, or the act does not open
		return
	}
	if opened, err := t.act.Open(t.disclosed); err == nil && len(opened.Withheld) > 0 {
		r.lacking = append(r.lacking, lacking{t.act, t.entry.Index, opened.Withheld})
	}
}

// lacking is an act of the own register of which disclosures are not here.
type lacking struct {
	act     act.Act
	index   int64
	classes []string
}

// settle tells, once all of the register was read, what is lost from what was erased since.
func (r *readmission) settle() {
	of := r.readings[r.origin]
	for _, l := range r.lacking {
		var erased []string
		if of != nil && of.ledger != nil {
			erased = of.ledger.End().Erased(people.OfficeSubject(r.origin), l.act)
		}
		lost := slices.DeleteFunc(l.classes, func(class string) bool { return slices.Contains(erased, class) })
		if len(lost) < len(l.classes) {
			r.found.Erased++
		}
		if len(lost) == 0 {
			continue
		}
		r.found.Lost++
		if len(r.found.FirstLost) < mostInadmissible {
			r.found.FirstLost = append(r.found.FirstLost, Inadmissible{Index: l.index, Act: l.act.ID, Subject: l.act.Subject,
				Why: "What it hides of the class " + strings.Join(lost, ", ") + " is not here."})
		}
	}
	r.lacking = nil
}

// changed notes what was shown and is not as the acts make it.
func (r *readmission) changed(c keep.Change) {
	r.found.Changed++
	if len(r.found.FirstChanged) < mostInadmissible {
		r.found.FirstChanged = append(r.found.FirstChanged, c)
	}
}

// Readmit derives again what stands beside the entries in a database that no office has open, puts it right, and
// answers what it found. The own register is that of the origin and the verifier key.
func Readmit(ctx context.Context, store keep.Store, origin, key string, now func() time.Time, tell work.Tell) (Readmitted, error) {
	k, err := kinds.New(taxonomy.Words)
	if err != nil {
		return Readmitted{}, err
	}
	p, err := policy.Load(kinds.Nouns())
	if err != nil {
		return Readmitted{}, err
	}
	rules, err := admission.New(k, p, origin, key)
	if err != nil {
		return Readmitted{}, err
	}
	r := newReadmission(k, rules, origin, now)
	err = r.all(ctx, store, tell)
	return r.found, err
}

// all goes through every register that is kept.
func (r *readmission) all(ctx context.Context, store keep.Store, tell work.Tell) error {
	var registers []keep.Register
	err := store.Read(ctx, func(s keep.Reader) (err error) { registers, err = s.Registers(); return err })
	for _, one := range registers {
		for from, size := int64(0), one.Tree.Size(); err == nil && from < size; from += rebuildBatch {
			if err = ctx.Err(); err == nil {
				err = r.stretch(ctx, store, one.Origin, from, min(from+rebuildBatch, size))
			}
			tell.At("admit acts again", min(from+rebuildBatch, size), size, "entries")
		}
	}
	r.settle()
	return err
}

func (r *readmission) stretch(ctx context.Context, store keep.Store, origin string, from, to int64) error {
	var entries []keep.Entry
	err := store.Read(ctx, func(s keep.Reader) error {
		return s.Entries(origin, from, to, func(e keep.Entry) error { entries = append(entries, e); return nil })
	})
	if err != nil {
		return err
	}
	acts := make([]reread, len(entries))
	work.Parallel(len(entries), func(i int) { acts[i] = rereadEntry(r.kinds, entries[i]) })
	wrong := false
	for i := range acts {
		if err := r.judge(&acts[i]); err != nil {
			return err
		}
		wrong = wrong || acts[i].wrong
	}
	if !wrong {
		return nil
	}
	return store.Write(func(tx keep.Tx) error { return correct(tx, acts) })
}
