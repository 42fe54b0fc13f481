package copies

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/ground/taxonomy"
	"truce/ground/work"
	"truce/judge/admission"
	"truce/judge/policy"
	"truce/noun"
	"truce/noun/evidence"
	"truce/noun/people"
	"truce/office"
	"truce/tool/keep"
	"truce/tool/kinds"
)

// maxAhead is how far an office's clock may be ahead of the reader's.
const maxAhead = 5 * time.Minute

// actsCheck goes through the acts in the order of the register, some thousand at a time:
// what needs no order on all cores, then what does, then the signatures on all cores.
type actsCheck struct {
	*check
	kinds      *kinds.Kinds
	hidden     hiddenFiles
	denied     map[refusedTo]int64
	founding   act.ID                // the first act
	restricted map[string]restricted // by class
	ledger     *admission.Ledger
	said       []saidErased          // acts of which the copy says that something was erased
	cut        bool                  // entries are missing from the copy before those that are judged now
	torn       bool                  // what an act before these hides is damaged in the copy, or not in it
	last       time.Time             // received time of the entry before
	signed     map[act.KeyID][]int64 // when acts were received, or made by their author's own clock, whichever is later, in microseconds
	now        time.Time             // by the reader's clock; zero: it was not given

	signatures *act.Checker
}

// refusedTo is what whoever made the copy says is not for its reader: what acts of a party hide of a class.
type refusedTo struct{ party, class string }

// judged is one entry on its way through the check.
type judged struct {
	index     int64
	received  time.Time
	jws       string
	readable  bool
	act       act.Act
	body      any // nil if it could not be read
	disclosed []act.Disclosure
	wrong     string // the first thing that is wrong, "" if nothing is
	path      string
	misfit    string           // what is wrong with the form of its body; held against it where the rules in force are here
	itself    *problem.Problem // why its body is refused by itself; likewise
	key       act.PublicKey
	unchecked bool     // the signature, by key
	beyond    bool     // it is of a format, a kind or a revision that this program does not have
	withheld  []string // classes of slots without a disclosure
	given     []string // classes of those with one
	erased    []string // of these, those of which the copy says that they were erased
	denied    []string // classes that whoever made the copy says are not for its reader
	missing   string   // what is not there that the reader may see; told if nothing worse is wrong
	silent    bool     // and nobody says why
	torn      bool     // what it hides is in this copy not as it was signed, or not at all, and should be
	against   bool     // the first thing that is wrong is that the office took it
	author    people.Author
	rests     bool // it is taken, and has no effect until another of its side names it
}

func (c *check) acts() error {
	k, err := kinds.New(taxonomy.Words)
	if err != nil {
		return err
	}
	p, err := policy.Load(kinds.Nouns())
	if err != nil {
		return err
	}
	rules, err := admission.New(k, p, c.hashes.Head.Origin, c.key.text)
	if err != nil {
		return err
	}
	hidden, err := openHidden(c.o.Files)
	if err != nil {
		return err
	}
	a := &actsCheck{check: c, kinds: k, hidden: hidden, denied: map[refusedTo]int64{}, restricted: map[string]restricted{}, ledger: admission.NewLedger(rules), signed: map[act.KeyID][]int64{}, signatures: act.NewChecker()}
	c.report.Rules, c.report.Withheld = admission.Number, Withheld{}
	if c.o.Now != nil {
		a.now = c.o.Now()
	}
	size := c.hashes.Read // what is not there at all is named, and no head makes us look for more
	bundles := (size + register.TileWidth - 1) / register.TileWidth
	group := int64(4 * runtime.GOMAXPROCS(0))
	ahead := a.ahead(0, min(group, bundles))
	for first := int64(0); first < bundles; first += group {
		read := <-ahead
		if next := first + group; next < bundles { // while what needs an order is judged on one core
			ahead = a.ahead(next, min(next+group, bundles))
		}
		if err := a.bundles(read); err != nil {
			return err
		}
		c.tell.At("check acts", min((first+group)*register.TileWidth, size), size, "entries")
	}
	c.report.Directory = a.ledger.End()
	c.report.InDoubt = a.inDoubt(c.report.Directory)
	if err := a.settleErased(bundles); err != nil {
		return err
	}
	a.settleReleased()
	a.founded()
	a.entitled()
	a.report.Terms = a.ledger.Terms()
	a.unnamed()
	return errors.Join(a.audits(), a.ledger.Err())
}

// founded holds the copy's founding to the one that its reader was told of: whoever has the register's key can found
// an office once more, with sides of his own.
func (a *actsCheck) founded() {
	if a.o.Founding == (act.ID{}) || a.founding == a.o.Founding || a.after(1) || a.report.Head.Size == 0 {
		return
	}
	a.findings.add(Finding{First: 0, Last: 0, Act: a.founding, What: fmt.Sprintf("It is not the founding of which its reader was told, %s.", a.o.Founding)})
}

// entitled tells what was withheld from the person for whom the copy was made, although by the roles that the register
// itself gives, that person may see it by the policies in force at its end. Acts of other parties are left out: they may be theirs alone. Who reads is
// whom the copy says, held to the register, or if it says nobody whom the reader says.
func (a *actsCheck) entitled() {
	reader := cmp.Or(a.hidden.of.Reader, a.o.Reader)
	if reader == "" {
		return
	}
	a.report.Reader = reader
	a.report.Denied = map[string]int64{}
	speaking := a.ledger.Directory().Speaking(reader, a.report.Until)
	subject := people.OfficeSubject(a.hashes.Head.Origin)
	_, rules, has := a.ledger.Rules().InForce(a.ledger.Directory(), func() []fold.Entry { return a.ledger.Recall(subject) }, a.report.Until)
	for of, n := range a.denied {
		if has && a.report.Release.Gives(of.class) && slices.ContainsFunc(speaking, func(author people.Author) bool {
			about := policy.Subject{Exists: true, Party: of.party}
			return (of.party == "" || of.party == author.Party) && rules.May(admission.PersonOf(author), policy.Read(of.class), about).Allowed
		}) {
			a.report.Denied[of.class] += n
		}
	}
	if !a.now.IsZero() {
		speaking = append(speaking, a.ledger.Directory().Speaking(reader, a.now)...)
	}
	a.report.ReaderKnown = len(speaking) > 0
	if what := a.hidden.of.refuted(speaking); what != "" && !a.cut {
		a.findings.add(Finding{First: -1, Last: -1, Path: stateName, What: what})
	}
}

// ahead reads some bundles, and judges what needs no order, meanwhile. Whoever takes no interest any more leaves it.
func (a *actsCheck) ahead(from, to int64) <-chan []bundle {
	done := make(chan []bundle, 1)
	go func() {
		read := make([]bundle, to-from)
		work.Parallel(len(read), func(i int) { read[i] = a.read(from + int64(i)) })
		done <- read
	}()
	return done
}

// bundles judges the entries of bundles that were read.
func (a *actsCheck) bundles(read []bundle) error {
	var all []*judged
	for i := range read {
		if read[i].err != nil {
			return read[i].err
		}
		for _, f := range read[i].findings {
			a.findings.add(f)
		}
		a.report.Lacks += read[i].lacks
		for j := range read[i].entries {
			all = append(all, &read[i].entries[j])
			if err := a.inOrder(&read[i].entries[j]); err != nil {
				return err
			}
		}
		a.cut = a.cut || read[i].cut
	}
	a.checkSignatures(all)
	for _, j := range all {
		a.settle(j)
		if err := a.hand(j); err != nil {
			return err
		}
	}
	return nil
}

// together is how many checks of signatures share their last step.
const together = 64

// checkSignatures checks those that are still to be checked, on all cores. Most are by few keys.
func (a *actsCheck) checkSignatures(all []*judged) {
	work.Parallel((len(all)+together-1)/together, func(n int) {
		some := all[n*together : min((n+1)*together, len(all))]
		begun, open := make([]act.Begun, len(some)), make([]*act.Begun, 0, len(some))
		for i, j := range some {
			if j.unchecked {
				begun[i] = a.signatures.Begin(j.act, j.key)
				open = append(open, &begun[i])
			}
		}
		act.Finish(open)
		for i, j := range some {
			if j.unchecked {
				j.signed(begun[i].Err())
			}
		}
	})
}

// signed takes what came of checking the signature.
func (j *judged) signed(err error) {
	if err != nil {
		j.against = false
		j.blame("", "Its signature does not fit the act and the key that it names.")
	}
}

// blame keeps the first thing that is wrong.
func (j *judged) blame(path, what string) {
	if j.wrong == "" {
		j.path, j.wrong = path, what
	}
}

// refuse blames the office: the act may be as it was signed, and should not have been taken.
func (j *judged) refuse(v admission.Verdict) {
	j.against = j.against || j.wrong == ""
	j.blame("", v.Words(j.act))
}

// inOrder judges by what came before.
func (a *actsCheck) inOrder(j *judged) error {
	if !j.readable && !j.beyond {
		return nil
	}
	a.gap(j)
	lacks := a.form(j)
	if j.received.Before(a.last) {
		j.blame("", fmt.Sprintf("It says that it was received at %s, before the entry ahead of it.", clock(j.received)))
	}
	if !a.now.IsZero() && j.received.After(a.now.Add(maxAhead)) {
		j.blame("", fmt.Sprintf("It says that it was received at %s, and by this machine's clock it is %s now: "+
			"nothing can have been received in the future. Look whether the clock is right.", clock(j.received), clock(a.now)))
	}
	a.last = j.received
	c := admission.Candidate{Act: j.act, Body: j.body, Received: j.received, Index: j.index, Disclosed: j.disclosed}
	v, err := a.admit(j, c, lacks)
	if err != nil {
		return err
	}
	if clock := act.ClockAt(j.act.Issued, j.received); clock != "" && j.readable {
		if a.report.Clocks == nil {
			a.report.Clocks = map[act.Clock]int64{}
		}
		a.report.Clocks[clock]++
	}
	if sealed := a.ledger.Directory().SealedAt(j.act, a.hashes.Head.Origin, j.received); sealed != people.SealedToSet && j.readable {
		if a.report.Sealed == nil {
			a.report.Sealed = map[people.Sealed]int64{}
		}
		a.report.Sealed[sealed]++
	}
	if v.Author.MissionOnly && (v.Outcome == admission.Taken || v.Outcome == admission.Undecided) {
		a.missionOnly(v.Author.Party)
	}
	if v.Outcome != admission.Refused && j.act.Subject != people.KeySubject(j.act.Issuer) {
		a.signed[j.act.Issuer] = append(a.signed[j.act.Issuer], max(j.received.UnixMicro(), j.act.Issued.UnixMicro()))
	}
	j.author, j.rests = v.Author, v.Rests
	if j.index == 0 {
		a.founding = j.act.ID
	}
	a.restricts(j)
	for _, class := range j.denied {
		a.denied[refusedTo{v.Author.Party, class}]++
	}
	j.key, j.unchecked = v.Author.Key, v.Author.Name != "" && j.readable
	j.against = j.against && j.unchecked
	if j.readable && (a.kinds.Part(j.act.Subject.Noun()) == noun.People || j.index == 0) {
		// What later signatures hang on is checked at once, and has no effect if anything is wrong.
		var forged error
		if j.unchecked {
			forged = j.act.Check(j.key)
			j.signed(forged)
		}
		j.unchecked = false
		if forged != nil || j.wrong != "" && !j.torn { // of one that is torn, what is there has its effect, as for whom the rest is withheld from
			v.Outcome = admission.Refused
		}
	}
	a.ledger.Take(c, v)
	a.torn = a.torn || j.torn
	if d, is := j.body.(*evidence.EvidenceDeposited); is && j.wrong == "" {
		a.deposits = append(a.deposits, deposit{j.index, j.act.ID, j.act.Subject, *d})
	}
	return nil
}

// form holds the form of an act's body against it, unless the rules in force are not here, by which it has that form: then it
// answers that they are not.
func (a *actsCheck) form(j *judged) (lacks *problem.Problem) {
	if j.misfit == "" && j.itself == nil {
		return nil
	}
	if lacks = a.ledger.Lacks(j.received); lacks != nil {
		return lacks
	}
	if j.misfit != "" {
		j.blame("", j.misfit)
	}
	if j.itself != nil {
		j.refuse(admission.Verdict{Why: j.itself})
	}
	return nil
}

// after reports whether an entry before another is missing, or is not what was signed: that is named once.
func (a *actsCheck) after(index int64) bool {
	p := a.hashes.Problem
	return a.cut || p != nil && p.First < index
}

func (a *actsCheck) missionOnly(party string) {
	if a.report.MissionOnly == nil {
		a.report.MissionOnly = map[string]int64{}
	}
	a.report.MissionOnly[party]++
}

// admit asks whether the act may be where it is. Of one whose body nobody can read, only whose
// it is.
func (a *actsCheck) admit(j *judged, c admission.Candidate, lacks *problem.Problem) (admission.Verdict, error) {
	if j.beyond {
		a.report.Beyond.add(j.act.Kind, j.index)
	}
	if j.body == nil {
		author, _ := admission.Author(j.act, nil, a.ledger.Directory(), j.received)
		v := admission.Verdict{Outcome: admission.Refused, Author: author}
		switch {
		case j.beyond:
			v.Outcome = admission.Beyond
		case lacks != nil:
			v.Outcome, v.Why = admission.Beyond, lacks
			a.report.OtherRules.add(j.act.Kind, j.index)
		}
		return v, nil
	}
	v, err := a.ledger.Admit(c)
	if err != nil {
		return v, fmt.Errorf("admit entry %d: %w", j.index, err)
	}
	switch v.Outcome {
	case admission.Refused:
		if v.Author.Name == "" { // refused before it was asked who signed: the signature is checked nevertheless
			v.Author, _ = admission.Author(j.act, nil, a.ledger.Directory(), j.received)
		}
		if (a.torn || a.after(j.index)) && j.wrong == "" { // it may rest on what is missing, or is not as it was
			a.report.AfterCut.add(j.act.Kind, j.index)
			break
		}
		j.refuse(v)
	case admission.Beyond:
		if v.Author.Name == "" {
			v.Author, _ = admission.Author(j.act, nil, a.ledger.Directory(), j.received)
		}
		if v.Why.Key == problem.RulesNotHere {
			a.report.OtherRules.add(j.act.Kind, j.index)
		} else {
			a.report.OnUnknown.add(j.act.Kind, j.index)
		}
	case admission.Undecided:
		a.report.NotChecked++
		a.report.Unchecked.add(j.act.Kind, j.index, j.withheld...)
	}
	return v, nil
}

func (a *actsCheck) settle(j *judged) {
	a.erasure(j)
	if j.readable {
		a.report.Acts++
		a.report.Disclosed += int64(len(j.disclosed))
	}
	if j.against {
		a.report.Against++
	}
	if j.wrong == "" && j.missing != "" {
		a.report.Lacks++
		j.blame(hiddenPath(j.index/register.TileWidth), j.missing)
	}
	if j.wrong != "" {
		a.findings.add(Finding{j.index, j.index, j.act.ID, j.act.Subject, j.path, j.wrong})
	}
}

// hand hands an act on, as long as nothing was found wrong.
func (a *actsCheck) hand(j *judged) error {
	if a.o.Each == nil || a.findings.all > 0 || !j.readable && !j.beyond {
		return nil
	}
	e := office.Judged{
		Replayed: office.Replayed{Entry: register.Entry{Received: j.received, Act: j.jws}, Hidden: j.disclosed},
		Index:    j.index, Act: j.act, Body: j.body, Author: j.author, Withheld: j.withheld,
	}
	switch {
	case j.beyond:
		e.Idle = problem.KindUnknown.String()
	case j.rests:
		e.Idle = keep.Crowded
	}
	return a.o.Each(e)
}

func clock(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05.000000 UTC") }

// ignoreDamage tells a fault of the copy, which register.Check names, from a failure to
// read it.
func ignoreDamage(err error) error {
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, register.ErrBundle) || errors.Is(err, register.ErrTile) {
		return nil
	}
	return err
}
