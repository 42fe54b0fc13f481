package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"truce/door/copies"
	"truce/ground/problem"
	"truce/ground/register"
)

type headCmd struct {
	Show    headShowCmd    `cmd:"" help:"Show what a head says, who cosigned it and when, how old it is, and what your policy says of it."`
	Compare headCompareCmd `cmd:"" help:"Compare two heads: the same, one the beginning of the other, or two histories."`
}

type headShowCmd struct {
	File string `arg:"" optional:"" default:"-" help:"File with a head: a checkpoint, what you scanned or were sent; or the folder of a copy. - reads standard input."`
	holding
}

// holding is what a reader of heads holds them to.
type holding struct {
	Policy   string        `help:"Policy file (C2SP tlog-policy): whose heads, and cosigned by whom." env:"TRUCE_POLICY" placeholder:"FILE"`
	MaxAge   time.Duration `help:"How long ago at most enough cosigners saw the head, such as 24h." env:"TRUCE_MAX_AGE" placeholder:"DURATION"`
	Register string        `help:"The register's public key, if you have no policy." placeholder:"KEY"`
}

func (c *headShowCmd) Run(e *env) error {
	text, err := e.head(c.File)
	if err != nil {
		return err
	}
	head, err := register.PeekHead(text)
	if err != nil {
		return found{problem.Invalid(problem.HeadMalformed)}
	}
	e.printf("Register  %s\nEntries   %d\nRoot      %s\n", head.Origin, head.Size, head.Root)
	if c.Policy == "" {
		return c.unjudged(e, text)
	}
	policy, err := readPolicy(c.Policy)
	if err != nil {
		return err
	}
	return e.headJudged(policy.Judge(text, e.now(), c.MaxAge), policy.Quorum(), c.MaxAge)
}

// headJudged says what a policy says of a head.
func (e *env) headJudged(j register.Judgement, quorum string, oldest time.Duration) error {
	e.printf("Cosigned  %s\n", held(j, quorum, oldest))
	if j.State != register.UnknownKey && j.State != register.NoHead {
		e.printf("Age       %s\n", ageOf(j, e.now()))
	}
	verdict, why := verdictOn(j, e.now())
	e.printf("%-9s %s\n", verdict, why)
	switch j.State {
	case register.Satisfied:
		return nil
	case register.UnknownKey, register.WrongSignature, register.NoHead:
		return found{problemOn(j, e.now())}
	}
	return uncosigned{problemOn(j, e.now())}
}

// ageOf says how old a head is, by those whom a policy asks.
func ageOf(j register.Judgement, now time.Time) string {
	switch {
	case len(j.Cosigned) == 0:
		return "no time: nobody cosigned it"
	case j.State == register.Ahead, now.Before(j.At):
		return "no time: it is cosigned in the future by your clock"
	case j.At.IsZero():
		return "no time: too few cosigned it"
	}
	return fmt.Sprintf("%s, at %s it was the latest", span(now.Sub(j.At)), stamp(j.At))
}

// unjudged names who seems to have signed; nobody checked it.
func (c *headShowCmd) unjudged(e *env, text []byte) error {
	signed := "not checked: name the key with --register, or a policy with --policy"
	if c.Register != "" {
		key, err := register.NewVerifier(c.Register)
		if err != nil {
			return err
		}
		if _, err := register.OpenHead(text, key); err != nil {
			return found{problem.Conflict(problem.CopyOtherKey, problem.P{"file": c.File}).Because(err)}
		}
		signed = "by the key that you named"
	}
	e.printf("Signed    %s\n", signed)
	_, lines, _ := strings.Cut(string(text), "\n\n")
	for line := range strings.Lines(lines) {
		if words := strings.Fields(line); len(words) == 3 {
			e.printf("          a line in the name of %s\n", words[1])
		}
	}
	return nil
}

// head reads a head from a file, a copy's folder or standard input, and repairs what scanning does to it.
func (e *env) head(name string) ([]byte, error) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		name = filepath.Join(name, register.HeadPath)
	}
	var text []byte
	var err error
	if name == "-" {
		text, err = io.ReadAll(io.LimitReader(e.in, 64<<10))
	} else {
		text, err = os.ReadFile(name)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, problem.NotFound(problem.HeadFileEmpty, problem.P{"file": name}).Because(err)
	}
	if err != nil {
		return nil, plain(err)
	}
	return scanned(text), nil
}

type headCompareCmd struct {
	File  string `arg:"" help:"File with a head, or the folder of a copy."`
	Other string `arg:"" help:"Another: a file with a head, the folder of a copy, or - for standard input."`
	Copy  string `help:"Folder of a copy, whose hashes show whether one head is the beginning of the other. A folder among the two serves too." placeholder:"FOLDER"`
	Proof string `help:"File to write if the register signed two histories: proof for others." placeholder:"FILE" default:"fork-proof.json"`
	holding
}

func (c *headCompareCmd) Run(ctx context.Context, e *env) error {
	a, err := e.head(c.File)
	if err != nil {
		return err
	}
	b, err := e.head(c.Other)
	if err != nil {
		return err
	}
	key, cosigners, err := c.key(a)
	if err != nil {
		return err
	}
	verifier, err := register.NewVerifier(key)
	if err != nil {
		return err
	}
	heads := [2]register.SignedHead{}
	for i, text := range [][]byte{a, b} {
		if said, err := register.ParseTreeHead(string(text)); err == nil && said.Origin == verifier.Name() {
			heads[i].TreeHead = said
			e.printf("%s  %d entries, NOT SIGNED: it shows what the paper says, and proves nothing\n", []string{c.File, c.Other}[i], said.Size)
			continue
		}
		if heads[i], err = register.OpenHead(text, verifier); err != nil {
			return found{problem.Conflict(problem.HeadOfNoRegister, problem.P{"file": []string{c.File, c.Other}[i]})}
		}
		e.printf("%s  %d entries%s\n", []string{c.File, c.Other}[i], heads[i].Size, alsoBy(text, cosigners))
	}
	return c.relate(ctx, e, heads, key, cosigners)
}

// relate tells how two heads of one register relate, as far as anything shows it.
func (c *headCompareCmd) relate(ctx context.Context, e *env, heads [2]register.SignedHead, key string, cosigners []register.PolicyKey) error {
	older, newer := heads[0], heads[1]
	if older.Size > newer.Size {
		older, newer = newer, older
	}
	if older.Size == newer.Size {
		if older.Root == newer.Root {
			e.printf("SAME      the same history up to here\n")
			return nil
		}
		if older.Note == nil || newer.Note == nil {
			e.printf("WRONG     another history than the one that is signed. What is not signed proves nothing to others: ask who printed it\n")
			return found{errors.New("the two heads are of two histories, and one of them is not signed")}
		}
		text, err := copies.ForkOfHeads(key, newer, older)
		if err == nil {
			err = writeNew(c.Proof, text)
		}
		return errors.Join(c.forked(e, heads, cosigners), err)
	}
	folders := []string{c.Copy, c.File, c.Other}
	if older.Note == nil || newer.Note == nil {
		folders = nil // a copy is asked about signed heads
	}
	for _, folder := range folders {
		info, err := os.Stat(folder)
		if err != nil || !info.IsDir() {
			continue
		}
		if done, err := c.shown(ctx, e, folder, heads, key, cosigners); done || err != nil {
			return err
		}
	}
	e.printf("UNTOLD    one has %d entries more. Two heads alone do not tell whether they are of one history: a copy as long as the longer one does\n", newer.Size-older.Size)
	return unjudged{problem.Conflict(problem.HeadsUnrelated)}
}

// shown asks a copy about both heads. It must be as long as the longer one.
func (c *headCompareCmd) shown(ctx context.Context, e *env, folder string, heads [2]register.SignedHead, key string, cosigners []register.PolicyKey) (done bool, err error) {
	src := register.Folder(copies.Files(folder))
	for _, h := range heads {
		r, err := copies.CompareHeads(ctx, src, h.Note, copies.CompareOptions{Key: key, ForkFile: c.Proof})
		if err != nil {
			return false, fmt.Errorf("compare with the copy in %s: %w", folder, err)
		}
		switch r.Verdict {
		case copies.Undecided:
			return false, nil
		case copies.Forked:
			return true, c.forked(e, [2]register.SignedHead{r.A, r.B}, cosigners)
		}
	}
	e.printf("FOLLOWS   the same history; one is %s behind\n", several(max(heads[0].Size-heads[1].Size, heads[1].Size-heads[0].Size), "entry", "entries"))
	return true, nil
}

// forked names who signed both histories.
func (c *headCompareCmd) forked(e *env, heads [2]register.SignedHead, cosigners []register.PolicyKey) error {
	e.printf("WRONG     the register signed two histories. The proof is in %s: anybody can check it with the register's public key\n", c.Proof)
	for _, k := range cosigners {
		if len(register.Cosignatures(heads[0].Note, k.Verifier)) > 0 && len(register.Cosignatures(heads[1].Note, k.Verifier)) > 0 {
			e.printf("WRONG     the cosigner %s signed both of them: do not count on it\n", k.Name)
		}
	}
	return found{problem.Conflict(problem.TwoHistories)}
}

// key is the register's, from the policy or as it was named.
func (h holding) key(head []byte) (key string, cosigners []register.PolicyKey, err error) {
	if h.Policy == "" && h.Register == "" {
		return "", nil, problem.Invalid(problem.HeadKeyMissing)
	}
	if h.Policy == "" {
		return h.Register, nil, nil
	}
	policy, err := readPolicy(h.Policy)
	if err != nil {
		return "", nil, err
	}
	origin, _, _ := strings.Cut(string(head), "\n")
	for _, k := range policy.Registers() {
		if k.Name == origin {
			return k.Key, policy.Cosigners(), nil
		}
	}
	return "", nil, found{fmt.Errorf("the policy does not name the register %s", origin)}
}

func alsoBy(head []byte, cosigners []register.PolicyKey) string {
	var verifiers []note.Verifier
	for _, k := range cosigners {
		verifiers = append(verifiers, k.Verifier)
	}
	var names []string
	for _, s := range register.Cosignatures(head, verifiers...) {
		names = append(names, s.Cosigner+" at "+stamp(s.At))
	}
	if len(names) == 0 {
		return ""
	}
	return ", cosigned by " + strings.Join(names, ", ")
}
