package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"truce/door/copies"
	"truce/door/folded"
	"truce/door/recount"
	"truce/ground/act"
	"truce/ground/register"
	"truce/noun/people"
)

type checkCmd struct {
	Copy     checkCopyCmd     `cmd:"" name:"register-copy" default:"withargs" help:"Check a copy of a register, or compare two."`
	Bulletin checkBulletinCmd `cmd:"" help:"Make a bulletin again from a copy of the register and compare every figure."`
}

type checkCopyCmd struct {
	Copy     string `arg:"" help:"Folder that truce export made, address of an office, or address and path of a folder that a web server publishes. Or a file that is to prove that a register signed two histories."`
	Other    string `arg:"" optional:"" help:"A second copy: were the two shown the same history?"`
	Register string `help:"The register's public key, known from elsewhere than the copy." placeholder:"KEY"`
	Remember string `help:"Folder in which the heads that you saw are kept. A history that was rewritten since is found." placeholder:"FOLDER"`
	Older    bool   `help:"The copy is an older one than you have seen, and you know it. That it is the beginning of what you saw must be shown nevertheless."`
	Newer    string `help:"A newer copy, folder or address, whose hashes show it." placeholder:"COPY"`
	Most     int64  `help:"How many entries are read at most. A head that claims more than 67,108,864 is read only if you say so: each entry costs time and memory." placeholder:"ENTRIES"`
	NoFold   bool   `help:"Check the acts, and do not fold what they add up to: bulletins are not held to them then."`
	Cache    string `help:"Folder in which what the copy adds up to is kept for the next time; otherwise one in your own cache." env:"TRUCE_CACHE" placeholder:"FOLDER"`
	asked
	Proof  string `help:"File to write if the register signed two histories: proof for others." placeholder:"FILE" default:"fork-proof.json"`
	Party  string `help:"Code of your party, of whose keys the check tells; otherwise that of the owner of the key, or of whom the copy was made for." placeholder:"PARTY"`
	Office string `help:"Origin of the office that you sign in to, if the key file does not say." env:"TRUCE_OFFICE" placeholder:"ORIGIN"`
	signer
}

func (c *checkCopyCmd) Run(ctx context.Context, e *env) error {
	if info, err := os.Stat(c.Copy); err == nil && !info.IsDir() {
		return c.fork(e, info)
	}
	first, err := c.source(ctx, e, c.Copy)
	if err != nil {
		return err
	}
	if c.Other != "" {
		return c.compare(ctx, e, first)
	}
	o := copies.CheckOptions{Key: c.Register, Memory: c.Remember, Now: e.now, ForkFile: c.Proof, MostEntries: c.Most, Older: c.Older || c.Newer != ""}
	if err := c.asked.apply(&o); err != nil {
		return err
	}
	if c.Newer != "" {
		if o.Newer, err = c.source(ctx, e, c.Newer); err != nil {
			return err
		}
	}
	if !isAddress(c.Copy) {
		o.Files = copies.Files(c.Copy)
	}
	look, err := newLook(ctx, e, first, o, looker{c.Party, c.Key})
	if err != nil {
		return uncheckable(c.Copy, err)
	}
	others, err := look.others(ctx, first, o)
	if err != nil {
		return uncheckable(c.Copy, err)
	}
	looks := looks(append(others, look))
	o.Reader, o.Each = look.person, looks.take
	report, all, err := c.check(ctx, e, first, o)
	if err != nil {
		return uncheckable(c.Copy, err)
	}
	return errors.Join(e.judgeFolded(c.Copy, report, all), looks.lines(e, report))
}

// check checks the copy and, of one in a folder, folds it, and makes every bulletin in it again.
func (c *checkCopyCmd) check(ctx context.Context, e *env, src register.Source, o copies.CheckOptions) (r copies.Report, all *recount.All, err error) {
	p := e.progress("check")
	defer p.end()
	if o.Files == nil || c.NoFold {
		r, err = copies.Check(ctx, src, o, p.tell)
		return r, nil, err
	}
	fold, err := ownCopy{Cache: c.Cache}.options(e)
	if err != nil {
		return r, nil, err
	}
	fold.Check = o
	opened, r, err := folded.Check(ctx, c.Copy, fold, p.tell)
	if err != nil || opened == nil {
		return r, nil, err
	}
	held, err := recount.HoldAll(ctx, c.Copy, opened, p.tell)
	return r, &held, errors.Join(err, opened.Close())
}

// uncheckable ends a check of which nothing came.
func uncheckable(name string, err error) error {
	if errors.Is(err, register.ErrTooMany) {
		return found{fmt.Sprintf("%s has a head that claims more entries than any register can have: it is no honest copy, and nothing of it was read", name)}
	}
	if errors.Is(err, copies.ErrUnfit) {
		return found{fmt.Sprintf("%s: %v", name, err)}
	}
	if errors.Is(err, copies.ErrClaims) {
		return hinted{found{fmt.Sprintf("%s: %v; nothing of it was read", name, err)}, "No register that we know of is as long. If this one is, say how many entries you want read with truce check --most."}
	}
	return fmt.Errorf("check %s: %w", name, err)
}

func isAddress(place string) bool {
	return strings.HasPrefix(place, "http://") || strings.HasPrefix(place, "https://")
}

// source is a copy in a folder, one that a web server publishes under a path, or the
// register that an office itself serves.
func (c *checkCopyCmd) source(ctx context.Context, e *env, place string) (register.Source, error) {
	if !isAddress(place) {
		if _, err := os.Stat(place); err != nil {
			return nil, hinted{fmt.Errorf("there is no copy in %s", place), "Name a folder that `truce export` made, or an address."}
		}
		return register.Folder(copies.Files(place)), nil
	}
	address, err := url.Parse(place)
	if err != nil {
		return nil, err
	}
	if strings.Trim(address.Path, "/") != "" {
		return copies.Address(place, e.http()), nil
	}
	office, err := where{Server: place, Office: c.Office}.reading(ctx, e, c.signer)
	if err != nil {
		return nil, err
	}
	return office.Register(), nil
}

// judge says what was found, the worst first, and where the first bad entry is.
func (e *env) judge(name string, r copies.Report) error { return e.judgeFolded(name, r, nil) }

// judgeFolded is judge of a copy that was folded, too.
func (e *env) judgeFolded(name string, r copies.Report, all *recount.All) error {
	e.printf("Register  %s, %d entries", r.Origin, r.Head.Size)
	if r.Head.Size > 0 {
		e.printf(", received %s to %s", stamp(r.From), stamp(r.Until))
	}
	e.printf("\nKey       %s\n", r.KeyWords())
	e.printf("Checked   %d signed acts, %d protected slots against them\n", r.Acts, r.Disclosed)
	e.printf("Admitted  again, each act as things stood when it was taken, by rules %d\n", r.Rules)
	for _, t := range r.Terms {
		e.printf("Rules     %s\n", termWords(t))
		for _, change := range t.Changes {
			e.printf("          %s\n", change)
		}
		for _, warning := range t.Warns {
			e.printf("Warning   %s\n", warning)
		}
	}
	for _, party := range slices.Sorted(maps.Keys(r.MissionOnly)) {
		e.printf("Vouched   by the mission only: %s signed for %s\n", several(r.MissionOnly[party], "act that was", "acts that were"), party)
	}
	for _, d := range r.InDoubt {
		if d.Alone {
			e.printf("Disavowed %s of key %s%s, of which its own side alone says that it was in other hands since %s\n", several(d.Acts, "act", "acts"), d.Key, forParty(d.Party), stamp(d.Since))
			continue
		}
		e.printf("In doubt  %s of key %s%s, which is said to have been in other hands since %s\n", several(d.Acts, "act", "acts"), d.Key, forParty(d.Party), stamp(d.Since))
	}
	for _, clock := range []struct {
		of    act.Clock
		words string
	}{{act.Ahead, "more than 10 minutes after the office's"}, {act.Behind, "more than 31 days before it, or which were kept back that long"}} {
		if n := r.Clocks[clock.of]; n > 0 {
			e.printf("Clocks    of authors: %s, by which the time was %s\n", several(n, "act", "acts"), clock.words)
		}
	}
	for _, sealed := range []people.Sealed{people.SealedAlone, people.SealedEarlier, people.SealedToOthers} {
		if n := r.Sealed[sealed]; n > 0 {
			e.printf("Sealed    %s, %s\n", several(n, "act", "acts"), sealedWords(string(sealed)))
		}
	}
	if r.NotChecked > 0 {
		e.printf("Not checked here: %s (%s), because members are withheld from this copy by which it is decided; %s\n", several(r.NotChecked, "act", "acts"), listed(r.Unchecked), whoMay(r.Unchecked.Classes...))
	}
	if n := r.AfterCut.Number(); n > 0 {
		e.printf("Not checked here: %s (%s), which may rest on entries that are missing from this copy or damaged in it\n", several(n, "act", "acts"), listed(r.AfterCut))
	}
	if n := r.Withheld.Classes(); len(n) > 0 {
		e.printf("Withheld  from whoever made this copy: %s\n", withheld(n))
	}
	if n := r.Erased.Classes(); len(n) > 0 {
		e.printf("Erased    by decision of two sides, for good: %s\n", withheld(n))
	}
	if n := int64(len(r.StillHeld)); n > 0 {
		e.printf("Erased    and still in this copy: what %s. Nothing of it is shown. `truce export` into the same folder takes it out\n", several(n, "act hid", "acts hid"))
	}
	if len(r.Denied) > 0 {
		e.printf("Withheld  though %s may see it, by the roles that this register gives: %s. Ask the office why\n", r.Reader, withheld(r.Denied))
	}
	if r.Evidence.Looked {
		e.printf("Evidence  %d files are named, %d are here and unaltered\n", r.Evidence.Named, r.Evidence.Present)
	}
	if r.Shown != copies.NotOlder && len(r.Forks) == 0 {
		e.printf("Older     the copy lacks %s that you have seen before; it is shown to be the beginning of them: %s\n", several(r.BehindBy, "entry", "entries"), shownBy(r.Shown))
	}
	if all == nil && r.OK() && isAddress(name) {
		e.printf("Folded    not: of an address the acts alone are checked, not what they add up to, bulletins, files or what is hidden. Fetch a copy with truce export and check its folder\n")
	}
	e.unjudged(r)
	if err := e.recounted(all); err != nil && r.OK() {
		return err
	}
	e.cosigned(r)
	if r.OK() && !r.Cosigned.OK() {
		return e.uncosigned(name, r)
	}
	if r.OK() && r.Unknown() > 0 {
		return unjudged{fmt.Sprintf("nothing is wrong in %s as far as this program tells, but it does not have all the rules by which it was made; check it with a newer one", name)}
	}
	if r.OK() {
		e.printf("GOOD      nothing wrong was found in %s%s\n", name, butFor(r, all))
		return nil
	}
	for _, f := range r.Findings {
		e.printf("WRONG     %s\n", f)
	}
	for _, fork := range r.Forks {
		e.printf("WRONG     the register signed two histories: the copy does not extend the head of %d entries that you saw. Which of the two is the false one this does not tell\n", fork.Size)
	}
	if r.ForkFile != "" {
		e.printf("PROOF     %s: anybody can check it with the register's public key\n", r.ForkFile)
	}
	if more := r.Bad - int64(len(r.Findings)); more > 0 {
		e.printf("and %d more\n", more)
	}
	if r.Unproven != copies.NoDoubt {
		e.printf("UNPROVEN  the copy has %s fewer than you have seen before, and a register never shrinks: %s\n", several(r.BehindBy, "entry", "entries"), doubt(r.Unproven))
	}
	if r.Bad == 0 && len(r.Forks) == 0 {
		return e.older(name, r)
	}
	if r.Bad == 0 {
		return hinted{found{"the register signed two histories"}, eitherIsFalse}
	}
	if r.AsSigned() {
		return asSigned(name, r)
	}
	if len(r.Forks) > 0 {
		return hinted{found{fmt.Sprintf("%s is not as it was signed, or what you remember is not", name)}, eitherIsFalse}
	}
	return found{fmt.Sprintf("%s is not as it was signed", name)}
}

// eitherIsFalse is what to do about two histories.
const eitherIsFalse = "Either may be the false one: what you remember may be of a forged copy, and this one honest. " +
	"Ask another party for a head that it got in another way, from a print-out or its own copy, and hold both to it with `truce head compare`. Keep both copies and the proof, and show them."

// older ends a check of a copy in which nothing is wrong but that it has less than was seen before.
func (e *env) older(name string, r copies.Report) error {
	if r.Unproven != copies.NoDoubt {
		return hinted{found{fmt.Sprintf("unproven: nothing shows that %s is the beginning of what you saw", name)},
			"If you know that it is an older copy, say --older, and name with --newer a newer copy that shows it. Else ask the other parties what they hold."}
	}
	e.printf("OLDER     nothing wrong was found in %s itself, and it is of the history that you have seen: it ends earlier\n", name)
	return hinted{found{fmt.Sprintf("%s is older than what you have seen", name)},
		"If you know that, say --older. If an office shows it as its register of today, it withholds what came since: ask the other parties what they hold."}
}

// shownBy says what shows that a copy is the beginning of what was seen.
func shownBy(s copies.OlderShown) string {
	if s == copies.ByMemory {
		return "you remember this very head"
	}
	return "the newer copy holds both"
}

// asSigned ends a check of a copy in which nothing was changed, and that is not as it should be nevertheless.
func asSigned(name string, r copies.Report) error {
	var but, todo []string
	if r.Against > 0 {
		but = append(but, fmt.Sprintf("it holds acts that the office should not have taken: %d", r.Against))
		todo = append(todo, "Ask the office why it took them, and show them to the other parties.")
	}
	if r.Lacks > 0 {
		but = append(but, "it lacks what "+several(r.Lacks, "act hides", "acts hide")+", which is not withheld from its reader")
		todo = append(todo, "Whoever holds an older copy still has what is missing; the author can hand the act in again.")
	}
	return hinted{found{fmt.Sprintf("%s is as it was signed, but %s", name, strings.Join(but, "; "))}, strings.Join(todo, " ")}
}

// unjudged names acts that are neither right nor wrong to this program.
func (e *env) unjudged(r copies.Report) {
	for _, of := range []struct {
		acts copies.Unchecked
		why  string
	}{
		{r.OtherRules, "taken under rules that this program does not have"},
		{r.Beyond, "taken under rules that this program does not have: it does not know their kind or form"},
		{r.Rests, "which rest on something that this program cannot judge"},
	} {
		if of.acts.Number() > 0 {
			e.printf("Not checked: %s (%s), %s\n", several(of.acts.Number(), "act", "acts"), listed(of.acts), of.why)
		}
	}
}

// withheld are the classes of slots that the reader was not given, and how many of each.
func withheld(n map[string]int64) string {
	var classes []string
	for _, class := range slices.Sorted(maps.Keys(n)) {
		classes = append(classes, fmt.Sprintf("%d of class %s", n[class], class))
	}
	return strings.Join(classes, ", ")
}

// listed tells of some acts how many of each kind there are, and the first entries.
func listed(u copies.Unchecked) string {
	var kinds, first []string
	for _, kind := range slices.Sorted(maps.Keys(u.Kinds)) {
		kinds = append(kinds, fmt.Sprintf("%d %s", u.Kinds[kind], cmp.Or(kind, "of no kind that can be read")))
	}
	for _, index := range u.First {
		first = append(first, strconv.FormatInt(index, 10))
	}
	more := ""
	if u.Number() > int64(len(first)) {
		more = " and later"
	}
	entries := "; entries "
	if u.Number() == 1 {
		entries = "; entry "
	}
	return strings.Join(kinds, ", ") + entries + strings.Join(first, ", ") + more
}

// doubt says why it is not shown that a shorter copy is the beginning of what was seen.
func doubt(d copies.Doubt) string {
	switch d {
	case copies.NothingShows:
		return "nothing here shows that it is the beginning of what you saw"
	case copies.NewerTooShort:
		return "the newer copy that you named has fewer entries than you have seen, too"
	case copies.NewerDamaged:
		return "the newer copy that you named is damaged"
	}
	return "it is an older copy, or the register was cut back"
}

// maxProof is more than any proof of a fork has.
const maxProof = 16 << 20

// fork checks a file that is to prove to strangers that a register signed two histories.
func (c *checkCopyCmd) fork(e *env, info os.FileInfo) error {
	if !info.Mode().IsRegular() || info.Size() > maxProof {
		return found{fmt.Sprintf("%s is no proof, and was not read: a proof is a file of some thousand bytes", c.Copy)}
	}
	if c.Register == "" {
		return hinted{errors.New("a proof is checked by the register's public key, and you did not name it"),
			"Name it with --register, as the office gave it out in another way, for example on paper."}
	}
	content, err := os.ReadFile(c.Copy)
	if err != nil {
		return err
	}
	origin, err := copies.CheckFork(content, c.Register)
	if err != nil {
		return hinted{fmt.Errorf("%s proves nothing: %w", c.Copy, err), "The key must be that of the register that the file is about."}
	}
	e.printf("PROVEN    the register %s signed two different histories. Its own signatures show it; nobody else can have made them.\n", origin)
	return found{"the register signed two histories"}
}

// butFor is what a good verdict is not about.
func butFor(r copies.Report, all *recount.All) string {
	switch open := all != nil && all.Open > 0; {
	case r.NotChecked > 0 && open:
		return ", but for what was not checked and not reckoned"
	case r.NotChecked > 0:
		return ", but for what was not checked"
	case open:
		return ", but for what was not reckoned"
	}
	return ""
}

func (c *checkCopyCmd) compare(ctx context.Context, e *env, first register.Source) error {
	other, err := c.source(ctx, e, c.Other)
	if err != nil {
		return err
	}
	r, err := copies.Compare(ctx, first, other, copies.CompareOptions{Key: c.Register, ForkFile: c.Proof})
	if errors.Is(err, copies.ErrUnfit) {
		return found{fmt.Sprintf("compare %s and %s: %v", c.Copy, c.Other, err)}
	}
	if err != nil {
		return fmt.Errorf("compare %s and %s: %w", c.Copy, c.Other, err)
	}
	e.printf("%s  %d entries\n%s  %d entries\n", c.Copy, r.A.Size, c.Other, r.B.Size)
	switch r.Verdict {
	case copies.Same:
		e.printf("GOOD      the same history. Damage within a copy is found by checking it alone.\n")
	case copies.Behind:
		e.printf("GOOD      the same history; one copy is %d entries behind.\n", r.BehindBy)
	case copies.Forked:
		e.printf("WRONG     two histories, which part at entry %d\n", r.Index)
		if r.ForkFile != "" {
			e.printf("The proof is in %s: anybody can check it with the register's public key.\n", r.ForkFile)
		}
		return found{"the register signed two histories"}
	default:
		return errors.New("the copies cannot be compared: at least one is damaged. Check each by itself")
	}
	return nil
}

func forParty(party string) string {
	if party == "" {
		return " of the mission"
	}
	return " of " + party
}
