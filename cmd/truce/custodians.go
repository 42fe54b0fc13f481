package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"truce/door/custodians"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/noun"
	"truce/noun/people"
	"truce/tool/seal"
)

type custodiansCmd struct {
	List   custodiansListCmd   `cmd:"" default:"withargs" help:"Show to whom sources are sealed, who signed that, and what this device knew before."`
	Set    custodiansSetCmd    `cmd:"" help:"Put custodians forward, all of them. They are in force once a second side endorsed them."`
	Accept custodiansAcceptCmd `cmd:"" help:"Accept the custodians, the first time and when two sides set others. Nothing is sealed before."`
}

// remembering names the folder in which a device keeps what it saw.
type remembering struct {
	Remember string `help:"Folder in which is kept what you saw; otherwise one in your own settings." env:"TRUCE_REMEMBER" placeholder:"FOLDER"`
}

func (r remembering) folder() (string, error) {
	if r.Remember != "" {
		return r.Remember, nil
	}
	own, err := os.UserConfigDir()
	if err != nil {
		return "", problem.Invalid(problem.OptionMissing, problem.P{"option": "--remember", "example": "--remember FOLDER"}).Because(err)
	}
	return filepath.Join(own, "truce", "remembered"), nil
}

// custodians finds out to whom this device seals.
func (r remembering) custodians(ctx context.Context, w writing) (custodians.Found, error) {
	folder, err := r.folder()
	if err != nil {
		return custodians.Found{}, err
	}
	acts, err := w.Custodians(ctx)
	if err != nil {
		return custodians.Found{}, err
	}
	f, err := custodians.Look(folder, w.register, acts)
	if founded := w.key.founding; err == nil && founded != (act.ID{}) && f.Office.Founding != founded {
		return f, found{problem.Conflict(problem.FoundingOther, problem.P{"found": f.Office.Founding, "expected": founded})}
	}
	if errors.Is(err, act.ErrFormat) {
		return f, problem.Conflict(problem.CustodiansNewer).Because(err)
	}
	if errors.Is(err, custodians.ErrHidden) || errors.Is(err, people.ErrShown) {
		err = problem.Conflict(problem.CustodiansDoubtful, problem.P{"reason": err.Error()}).Because(err)
	}
	return f, err
}

// sealsTo is how somebody accepts custodians, whom this device did not know, along with what is sealed to them.
type sealsTo struct {
	remembering
	AcceptCustodians bool `help:"Accept the custodians whom this device did not know, for you compared them with what you were told."`
}

// sealing is the set to which this device seals: whoever writes accepted it before.
func (s sealsTo) sealing(ctx context.Context, e *env, w writing) (people.CustodianTerm, error) {
	f, err := s.custodians(ctx, w)
	if err != nil {
		return people.CustodianTerm{}, err
	}
	if f.State == custodians.Nobody {
		if f.Set.Alone {
			return f.Set, problem.Conflict(problem.CustodiansLapsed)
		}
		return f.Set, problem.Conflict(problem.CustodiansUnset)
	}
	if f.State != custodians.Same {
		e.custodians(f)
	}
	switch {
	case f.State == custodians.Same || s.AcceptCustodians:
		return f.Set, f.Accept(e.now())
	case f.State == custodians.First:
		return f.Set, problem.Conflict(problem.CustodiansUnaccepted)
	}
	return f.Set, problem.Conflict(problem.CustodiansChanged)
}

func nobodySet(f custodians.Found) error {
	if f.Set.Alone {
		return errors.New("one side alone had set the custodians, and that ended when a second side joined: nobody keeps sources until two sides endorse a set")
	}
	return errors.New("no two sides have endorsed custodians: nobody keeps sources")
}

type custodiansListCmd struct {
	remembering
	atOffice
	signer
}

func (c *custodiansListCmd) Run(ctx context.Context, e *env) error {
	w, err := c.writing(ctx, e, c.signer)
	if err != nil {
		return err
	}
	return errors.Join(c.list(ctx, e, w), w.Close())
}

func (c *custodiansListCmd) list(ctx context.Context, e *env, w writing) error {
	f, err := c.custodians(ctx, w)
	if err != nil {
		return err
	}
	if f.State == custodians.Nobody {
		e.printf("%s\n", nobodySet(f))
	} else {
		e.printf("%s", setWords(f.Set, f.Signed()))
	}
	for _, p := range f.Office.Proposals {
		if p.Kind == "custodians-set" && p.Standing == noun.Waits && !f.Office.Outdated(p) {
			e.printf("put forward by the act %s, not in force: signed by %s%s\n", p.Act, strings.Join(p.Yes(), ", "), refusedBy(p))
		}
	}
	switch f.State {
	case custodians.First:
		e.printf("%s", foundedWords(f))
		e.printf("This device sees them for the first time, and seals nothing until you compared all of this with what your side told you: truce custodians accept\n")
		return nil
	case custodians.Same:
		e.printf("This device knows them since %s.\n", stamp(f.Before.Accepted))
	case custodians.Changed:
		e.printf("This device knows others, and seals nothing until you accept these: truce custodians accept\n")
		e.printf("%s", changeWords(f))
		return nil
	case custodians.Nobody:
		return nil
	}
	return f.Accept(e.now())
}

// refusedBy tells who answered no to a proposal.
func refusedBy(p noun.Proposal) string {
	var said strings.Builder
	for _, a := range p.Answers {
		if a.Answer != noun.Yes {
			fmt.Fprintf(&said, "; %s answered %s", a.Voice, a.Answer)
			if a.Reason.Text != "" {
				fmt.Fprintf(&said, " (%s)", a.Reason.Text)
			}
		}
	}
	return said.String()
}

// custodians tells whoever writes who they are.
func (e *env) custodians(f custodians.Found) {
	e.notef("%s", setWords(f.Set, f.Signed()))
	switch f.State {
	case custodians.First:
		e.notef("%s", foundedWords(f))
	case custodians.Changed:
		e.notef("%s", changeWords(f))
	}
}

// foundedWords are what the custodians follow from: an office that is not the one of which its owner was told has other
// founders and other roots.
func foundedWords(f custodians.Found) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Register %s, founded by the act %s\n", f.Register(), f.Office.Founding)
	for _, who := range f.Office.Founders {
		fmt.Fprintf(&b, "  founder  %s  of %s  key %s\n", who.Person, noun.SideOf(who.Party), who.ID)
	}
	for _, side := range f.Office.Sides {
		if side.Root != "" && !side.Counts.IsZero() { // of others nothing follows
			fmt.Fprintf(&b, "  root key of %s  %s\n", side.Side, side.Root)
		}
	}
	return b.String()
}

// setWords are a set in lines.
func setWords(t people.CustodianTerm, signed []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Custodians, signed by %s. Set %s\n", strings.Join(signed, ", "), t.Digest)
	if t.Alone {
		b.WriteString("PROVISIONAL: one side set them, because no second side has joined yet. They end when one does, unless it confirms them.\n")
	}
	for _, c := range t.Custodians {
		fmt.Fprintf(&b, "  %s  of %s  %s\n", c.Person, noun.SideOf(c.Party), c.Sealing)
	}
	return b.String()
}

// changeWords tell who is new and who is there no longer.
func changeWords(f custodians.Found) string {
	var b strings.Builder
	told := func(word string, all, but []people.Custodian) {
		for _, c := range all {
			if !slices.Contains(but, c) {
				fmt.Fprintf(&b, "  %s: %s of %s, %s\n", word, c.Person, noun.SideOf(c.Party), c.Sealing)
			}
		}
	}
	told("new", f.Set.Custodians, f.Before.Custodians)
	told("no longer", f.Before.Custodians, f.Set.Custodians)
	return b.String()
}

type custodiansAcceptCmd struct {
	Yes bool `help:"Do not ask: you compared them with what you were told."`
	remembering
	atOffice
	signer
}

func (c *custodiansAcceptCmd) Run(ctx context.Context, e *env) error {
	w, err := c.writing(ctx, e, c.signer)
	if err != nil {
		return err
	}
	return errors.Join(c.accept(ctx, e, w), w.Close())
}

func (c *custodiansAcceptCmd) accept(ctx context.Context, e *env, w writing) error {
	f, err := c.custodians(ctx, w)
	if err != nil {
		return err
	}
	if f.State == custodians.Nobody {
		return nobodySet(f)
	}
	e.custodians(f)
	if f.State != custodians.Same && !c.Yes && !e.confirmed("Seal to these from now on? [yes/no] ") {
		return errors.New("nothing was changed")
	}
	if err := f.Accept(e.now()); err != nil {
		return err
	}
	e.notef("This device seals to these custodians.\n")
	return nil
}

type custodiansSetCmd struct {
	Custodians []string `arg:"" help:"Each as person/NAME=age1..., or the file that truce keys show printed; of a party's custodian with its code before: TR:person/NAME=age1..."`
	Reason     string   `help:"Why."`
	atOffice
	signer
}

func (c *custodiansSetCmd) Run(ctx context.Context, e *env) error {
	body, err := c.body()
	if err != nil {
		return err
	}
	w, err := c.writing(ctx, e, c.signer)
	if err != nil {
		return err
	}
	return errors.Join(c.set(ctx, e, w, body), w.Close())
}

func (c *custodiansSetCmd) set(ctx context.Context, e *env, w writing, body people.CustodiansSet) error {
	vkey, err := w.desk.Key(ctx)
	if err != nil {
		return err
	}
	origin, _, _ := strings.Cut(vkey, "+")
	if err := w.tell(ctx, e, "custodians-set", people.OfficeSubject(origin), body); err != nil {
		return err
	}
	e.notef("They are in force once a second side has endorsed them (truce endorse). Set %s\n", people.CustodiansDigest(body.Custodians))
	return nil
}

func (c *custodiansSetCmd) body() (b people.CustodiansSet, err error) {
	for _, text := range c.Custodians {
		one, err := custodianOf(text)
		if err != nil {
			return b, err
		}
		b.Custodians = append(b.Custodians, one)
	}
	b.Reason = shape.In("", c.Reason)
	return b, nil
}

// custodianOf reads PARTY:person/NAME=age1... or PARTY:FILE, where the file is what truce keys show printed.
func custodianOf(text string) (c people.Custodian, err error) {
	party, who, of := strings.Cut(text, ":")
	if !of {
		party, who = "", text
	}
	person, sealing, is := strings.Cut(who, "=")
	if !is {
		var f publicFile
		file, err := os.ReadFile(who)
		if err == nil {
			err = json.Unmarshal(file, &f)
		}
		if err != nil {
			return c, nobodyNamed(text)
		}
		person, sealing = string(f.Person), f.Sealing
	}
	if _, err := seal.ParseRecipient(sealing); err != nil || person == "" {
		return c, nobodyNamed(text)
	}
	return people.Custodian{Person: act.SubjectID(person), Party: party, Sealing: sealing}, nil
}

func nobodyNamed(text string) error {
	return problem.Invalid(problem.ValueUnfit, problem.P{"value": text, "option": "CUSTODIANS", "example": "person/NAME=age1..."})
}
