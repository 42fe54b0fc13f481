package copies

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/register"
	"truce/ground/taxonomy"
	"truce/ground/work"
	"truce/judge/admission"
	"truce/noun/people"
	"truce/office"
	"truce/tool/kinds"
)

// Errors of Check besides those of reading: the copy cannot be checked at all.
var (
	// ErrKeyWrong says that the copy's head is not signed with the key that was expected.
	ErrKeyWrong = errors.New("the copy is not signed with the key that was expected")
	// ErrNoCopy says that there is no signed head, or none that can be read.
	ErrNoCopy = errors.New("there is no copy of a register here, or its export was broken off")
)

// CheckOptions are all optional; the zero value checks the register by the copy's own key.
type CheckOptions struct {
	// Key is the register's verifier key, known from elsewhere (C2SP signed-note). If it
	// is empty the key that Memory has is taken, else the copy's own.
	Key string
	// Files is the copy's folder, for hidden/ and evidence/. Without it the register
	// alone is checked.
	Files fs.FS
	// Memory is a folder in which the checking party keeps, for each origin, a small file
	// of the heads that it has seen. A history that is rewritten later is then found.
	Memory string
	// Now is the checking party's clock, required with Memory and Policy: what says that it was received after it is
	// refused. Nil: no clock is asked.
	Now func() time.Time
	// Reader is who reads a copy that does not say for whom it was made, "" for a stranger.
	Reader act.SubjectID
	// Founding is the act that founded the office, as the reader was told; the zero ID if he was not.
	Founding act.ID
	// Older says that the copy is meant to be an older one than what Memory holds. That it is the beginning of
	// what was seen must be shown nevertheless: by Newer, or because this very head was seen too.
	Older bool
	// Newer is a newer copy of the register, of which hashes are read, nil if the reader has none.
	Newer register.Source
	// ForkFile is written if the register signed two histories: proof for others. A file that is there is
	// never written over: then the next free name is taken.
	ForkFile string
	// Policy says whose cosignatures the reader asks for, nil if for none; MaxAge how long ago at most enough of them
	// saw the head, 0 if that does not matter.
	Policy *register.Policy
	MaxAge time.Duration
	// Heads are signed heads that the reader got in other ways, such as from a cosigner or a print-out.
	Heads [][]byte
	// Each is handed each act in the order of the register, as long as nothing was found wrong; nil: nobody is.
	Each func(office.Judged) error
	// MostEntries is how many entries are read at most; 0 means the constant of this name.
	MostEntries int64
	// Erased are classes of what acts hid that are erased: nothing is read of them, though the copy holds them.
	Erased map[act.ID][]string
	// MaxListed bounds Report.Findings; 0 means 100.
	MaxListed int
}

// Report is what Check found.
type Report struct {
	Origin      string
	Key         string // that was used
	KeyFrom     KeyFrom
	Head        register.SignedHead
	From, Until time.Time           // received times of the first and the last entry, by the office's clock
	Acts        int64               // entries whose act was judged
	Disclosed   int64               // disclosures that were held against their acts
	Rules       int                 // number of the rules by which each act was admitted again (package admission)
	Withheld    Withheld            // slots that this copy has no disclosure for
	Erased      Withheld            // slots of which the register says that they were erased
	StillHeld   map[act.ID][]string // classes of what this copy holds although it was erased
	NotChecked  int64               // acts of which a rule needs members that are withheld from this copy
	Unchecked   Unchecked           // which those are
	// MissionOnly are how many acts were signed for each party by keys for which the mission alone vouched.
	MissionOnly map[string]int64
	InDoubt     []InDoubt               // keys that are said to have been in other hands, and what they signed since
	Clocks      map[act.Clock]int64     // acts whose authors' clocks were far from the office's
	Beyond      Unchecked               // acts of formats, algorithms, kinds or revisions that this program does not have: neither right nor wrong to it
	AfterCut    Unchecked               // acts that would be against the rules, after entries that are missing from the copy: they may rest on those
	OtherRules  Unchecked               // acts that were taken under rules that this program does not have: likewise
	OnUnknown   Unchecked               // acts that it would refuse because of something that it cannot judge: likewise
	Terms       []admission.Term        // rules of the office, by when they came into force, each with its difference to those before
	Audits      []Audit                 // what others said of copies that they checked, held to this one
	Bad         int64                   // all findings, listed or not
	Lacks       int64                   // of Bad: acts of which something is not there that the reader of the copy may see, as whoever made it says
	Unreleased  int64                   // of Bad: what is in the copy that no two sides released to its reader
	Release     people.Release          // by which the copy holds what is restricted; the zero value if by none
	Sealed      map[people.Sealed]int64 // acts that seal something to others than the custodians whom two sides set, or to those who were replaced
	// Reader is for whom the copy was made, "" if it does not say; Denied is how much of each class it withholds from him,
	// though by the roles that the register gives he may see it.
	Reader      act.SubjectID
	Denied      map[string]int64
	ReaderKnown bool      // the register tells of the reader
	Against     int64     // of Bad: acts that are as they were signed, which the office should not have taken
	Findings    []Finding // the first ones, by position
	// Forks are remembered heads that the copy's head does not extend: the register
	// signed two histories. ForkFile is where the proof was written.
	Forks    []register.SignedHead
	ForkFile string
	// BehindBy is how many entries the copy lacks of what this party has seen before. A register never
	// shrinks: unless it is shown that the copy is the beginning of what was seen, it is Unproven.
	BehindBy int64
	Unproven Doubt
	Shown    OlderShown // how it is shown to be the beginning, if it is
	Expected bool       // the reader said that the copy is an older one
	Evidence Evidence
	Cosigned Cosigned
	// Unnamed are the sides with a root, or one that is to come, that no agreement in the register names.
	Unnamed []string
	// Directory is who may speak, as of the last act.
	Directory *people.Directory
	Gaps      []Gap // the first ones: times in which the office took nothing for so long that somebody had to confirm its clock
}

// Unchecked says which acts a copy does not tell enough of.
type Unchecked struct {
	Kinds   map[act.Kind]int64 // how many of each
	First   []int64            // the entries of the first ones, five at most
	Last    int64              // the entry of the last one
	Classes []string           // of the members of theirs that are withheld
}

// Number is how many there are.
func (u Unchecked) Number() (all int64) {
	for _, n := range u.Kinds {
		all += n
	}
	return all
}

// Withheld counts slots without a disclosure: withheld from whoever made the copy, by kind of act
// and class. It is no fault, and tells nothing of what is in them.
type Withheld map[act.Kind]map[string]int64

func (w Withheld) add(kind act.Kind, classes []string) {
	if len(classes) == 0 {
		return
	}
	if w[kind] == nil {
		w[kind] = map[string]int64{}
	}
	for _, class := range classes {
		w[kind][class]++
	}
}

// Classes are how many slots of each class are withheld.
func (w Withheld) Classes() map[string]int64 {
	all := map[string]int64{}
	for _, of := range w {
		for class, n := range of {
			all[class] += n
		}
	}
	return all
}

// maxUnchecked bounds Unchecked.First.
const maxUnchecked = 5

func (u *Unchecked) add(kind act.Kind, index int64, withheld ...string) {
	if u.Kinds == nil {
		u.Kinds = map[act.Kind]int64{}
	}
	u.Kinds[kind]++
	u.Last = max(u.Last, index)
	if len(u.First) < maxUnchecked {
		u.First = append(u.First, index)
	}
	for _, class := range withheld {
		if !slices.Contains(u.Classes, class) {
			u.Classes = append(u.Classes, class)
		}
	}
}

// KeyFrom says where the key came from by which a copy was checked.
type KeyFrom string

// Where keys come from.
const (
	KeyGiven      KeyFrom = "given"
	KeyRemembered KeyFrom = "remembered"
	KeyOfCopy     KeyFrom = "copy"
)

// Unknown is how many acts this program cannot judge, because it does not have their kinds or the
// rules under which they were taken, or because they rest on such.
func (r Report) Unknown() int64 {
	return r.Beyond.Number() + r.OtherRules.Number() + r.OnUnknown.Number()
}

// AsSigned reports that the copy is as it was signed, and all that was found is acts that the
// office should not have taken, of which something is not there, or of which something should not be.
func (r Report) AsSigned() bool {
	so := r.Against + r.Lacks + r.Unreleased
	return so > 0 && so == r.Bad && len(r.Forks) == 0 && r.Unproven == NoDoubt
}

// OK reports that nothing was found, and that the copy is of the history that was seen before.
func (r Report) OK() bool {
	return r.Bad == 0 && len(r.Forks) == 0 && r.Unproven == NoDoubt && !r.Fallen()
}

// Fallen reports that the copy is shown to be the beginning of what its reader has seen before, and that the reader did
// not expect an older one: whoever shows it withholds what came since.
func (r Report) Fallen() bool { return r.BehindBy > 0 && r.Shown != NotOlder && !r.Expected }

// KeyWords tells a person what to think of the key.
func (r Report) KeyWords() string {
	switch r.KeyFrom {
	case KeyGiven:
		return "Checked by the key that was given."
	case KeyRemembered:
		return "Checked by the key that was remembered from an earlier check."
	}
	return "The key was taken from the copy itself: compare it with the one that the office gave out in another way, for example on paper: " + r.Key
}

// Check reads a copy from end to end: everything that register.Check does, and then, in
// the order of the register and with nothing but the copy, each act: that it was signed,
// by a key which the register itself shows as enrolled and not revoked at that point; that
// its kind is known and its body has the kind's shape; that the disclosures beside it are
// its own; that by the rules of admission the office was right to take it, as things stood
// then; and that files of evidence are those that acts name.
//
// What is wrong with the copy is in the report. An error means that it could not be
// checked: ErrKeyWrong, ErrNoCopy, or reading failed. For an act it keeps what an
// admission.Ledger keeps, beside what register.Check keeps.
func Check(ctx context.Context, src register.Source, o CheckOptions, tell work.Tell) (Report, error) {
	c := &check{ctx: ctx, src: src, o: o, tell: tell, findings: findings{max: o.MaxListed}}
	c.report.Expected = o.Older
	if c.findings.max == 0 {
		c.findings.max = 100
	}
	for _, part := range []func() error{c.survey, c.takeKey, c.register, c.older, c.acts, c.succession, c.join, c.files, c.unreleasedFiles, c.remember} {
		if err := part(); err != nil {
			return Report{}, fmt.Errorf("check copy: %w", err)
		}
	}
	return c.report, nil
}

// Rules names the rules by which this program checks acts, and by which it folds them.
func Rules() (string, error) {
	k, err := kinds.New(taxonomy.Words)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("admission %d\n%s", admission.Number, k.Meaning()), nil
}

type check struct {
	ctx      context.Context
	src      register.Source
	o        CheckOptions
	tell     work.Tell
	key      key
	memory   *memory
	hashes   register.Report
	denial   *denial // the first proof that the register signed two histories
	findings findings
	deposits []deposit
	report   Report
}

// MostEntries is how many entries a head may claim of which its reader remembers none: each costs time and memory, and who
// claims more than any register had so far may want no more than that.
const MostEntries = 1 << 26

// ErrClaims says that a head claims more entries than its reader wants to look for.
var ErrClaims = errors.New("the head claims more entries than are read without a word")

// survey looks at all files of a folder before one is read, and at how much there is to read.
func (c *check) survey() error {
	head, err := c.src.Read(c.ctx, register.HeadPath)
	if most := cmp.Or(c.o.MostEntries, MostEntries); err == nil && claimed(head) > most {
		return fmt.Errorf("%d entries, and at most %d are read: %w", claimed(head), most, ErrClaims)
	}
	if c.o.Files == nil {
		return nil
	}
	return Survey(c.o.Files, nil)
}

// register checks the head, the hashes and the received times.
func (c *check) register() error {
	heads, err := c.cosigned()
	if err != nil {
		return err
	}
	c.hashes, err = register.Check(c.ctx, c.src, register.Options{
		Verifier: c.key.verifier, Remembered: notes(c.memory.Heads), Suspect: c.suspects(heads),
		Seen: c.sightings(heads), Now: c.now(),
		Progress: func(done, total int64) { c.tell.At("check hashes", done, total, "entries") },
	})
	switch {
	case errors.Is(err, register.ErrSignature):
		return fmt.Errorf("%w: %w", ErrKeyWrong, err)
	case errors.Is(err, register.ErrTooMany):
		return err
	case errors.Is(err, register.ErrHead), errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w: %w", ErrNoCopy, err)
	case err != nil:
		return err
	}
	r := &c.report
	r.Origin, r.Head, r.From, r.Until = c.hashes.Head.Origin, c.hashes.Head, c.hashes.From, c.hashes.Until
	r.Forks = c.hashes.Forks
	c.judgeHeads(heads)
	return nil
}

// join brings what the hashes and what the acts show into one list.
func (c *check) join() error {
	if c.hashes.Problem != nil || len(c.hashes.Duplicates) > 0 {
		c.report.Against, c.report.Lacks, c.report.Unreleased = 0, 0, 0 // these are then not all
	}
	if p := c.hashes.Problem; p != nil {
		if err := c.joinProblem(*p); err != nil {
			return err
		}
	}
	for _, d := range c.hashes.Duplicates {
		what := fmt.Sprintf("It is the same act as entry %d.", d.First)
		if f := c.findings.at(d.Again); f != nil {
			f.What += " " + what
			continue
		}
		f, err := c.about(d.Again)
		if err != nil {
			return err
		}
		f.What = what
		c.findings.add(f)
	}
	return nil
}

func (c *check) joinProblem(p register.Problem) error {
	if f := c.findings.at(p.First); f != nil && p.First == p.Last {
		f.Path, f.What = p.Path, p.What+" "+f.What
		return nil
	}
	f := Finding{First: p.First, Last: p.Last}
	if p.First == p.Last {
		var err error
		if f, err = c.about(p.First); err != nil {
			return err
		}
	}
	f.Path, f.What = p.Path, p.What
	c.findings.add(f)
	return nil
}
