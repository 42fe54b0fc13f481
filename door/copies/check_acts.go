package copies

import (
	"errors"
	"fmt"
	"hash/maphash"
	"io/fs"
	"runtime"
	"time"

	"truce/ground/act"
	"truce/ground/register"
	"truce/ground/taxonomy"
	"truce/ground/work"
	"truce/judge/policy"
	"truce/noun"
	"truce/noun/evidence"
	"truce/noun/people"
	"truce/tool/kinds"
)

// maxAhead is how far an author's clock may be ahead of the office's, as when an office
// takes an act.
const maxAhead = 5 * time.Minute

// actsCheck goes through the acts in the order of the register, some thousand at a time:
// what needs no order on all cores, then what does, then the signatures on all cores.
type actsCheck struct {
	*check
	kinds  *kinds.Kinds
	hidden hiddenFiles
	book   *book
	// Of each act that came before, under half of its id, its subject: 24 bytes an act.
	// Who could make two acts share half an id has broken SHA-256 to 64 bits and gains
	// that an unknown prev is taken for a known one.
	before map[[16]byte]uint64
	seed   maphash.Seed
	last   time.Time // received time of the entry before
}

// judged is one entry on its way through the check.
type judged struct {
	index     int64
	received  time.Time
	readable  bool
	act       act.Act
	body      any // nil if it could not be read
	disclosed int
	wrong     string // the first thing that is wrong, "" if nothing is
	path      string
	key       act.PublicKey
	unchecked bool // the signature, by key
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
	a := &actsCheck{
		check: c, kinds: k, hidden: hiddenFiles{c.o.Files}, before: map[[16]byte]uint64{}, seed: maphash.MakeSeed(),
		book: newBook(k, p, c.hashes.Head.Origin, c.key.text),
	}
	size := c.report.Head.Size
	bundles := (size + register.TileWidth - 1) / register.TileWidth
	group := int64(4 * runtime.GOMAXPROCS(0))
	for first := int64(0); first < bundles; first += group {
		if err := a.bundles(first, min(first+group, bundles)); err != nil {
			return err
		}
		c.tell.At("check acts", min((first+group)*register.TileWidth, size), size, "entries")
	}
	return nil
}

// bundles judges the entries of some bundles.
func (a *actsCheck) bundles(from, to int64) error {
	read := make([]bundle, to-from)
	work.Parallel(len(read), func(i int) { read[i] = a.read(from + int64(i)) })
	var all []*judged
	for i := range read {
		if read[i].err != nil {
			return read[i].err
		}
		for _, f := range read[i].findings {
			a.findings.add(f)
		}
		for j := range read[i].entries {
			all = append(all, &read[i].entries[j])
		}
	}
	for _, j := range all {
		a.inOrder(j)
	}
	work.Parallel(len(all), func(i int) { all[i].checkSignature() })
	for _, j := range all {
		a.settle(j)
	}
	return nil
}

func (j *judged) checkSignature() {
	if j.unchecked && j.act.Check(j.key) != nil {
		j.blame("", "Its signature does not fit the act and the key that it names.")
	}
}

// blame keeps the first thing that is wrong.
func (j *judged) blame(path, what string) {
	if j.wrong == "" {
		j.path, j.wrong = path, what
	}
}

// inOrder judges by what came before.
func (a *actsCheck) inOrder(j *judged) {
	if !j.readable {
		return
	}
	if j.received.Before(a.last) {
		j.blame("", fmt.Sprintf("It says that it was received at %s, before the entry ahead of it.", clock(j.received)))
	}
	a.last = j.received
	a.prev(j)
	author, standing := a.book.author(j)
	switch standing {
	case people.Unknown:
		j.blame("", "It is signed with a key that was never enrolled in this register before it.")
	case people.Revoked:
		j.blame("", "It is signed with a key that was revoked before the act was received.")
	}
	j.key, j.unchecked = author.Key, standing != people.Unknown
	if a.kinds.Part(j.act.Subject.Noun()) == noun.People || j.index == 0 {
		// What later signatures hang on is checked at once.
		j.checkSignature()
		j.unchecked = false
		a.book.take(j, author)
	}
	if d, is := j.body.(*evidence.EvidenceDeposited); is && j.wrong == "" {
		a.deposits = append(a.deposits, deposit{j.index, j.act.ID, j.act.Subject, d.Sealed, d.Working})
	}
}

// prev looks for the acts that this one says it follows, and remembers this one.
func (a *actsCheck) prev(j *judged) {
	subject := maphash.String(a.seed, string(j.act.Subject))
	for _, id := range j.act.Prev {
		switch of, came := a.before[[16]byte(id[:16])]; {
		case !came:
			j.blame("", fmt.Sprintf("It follows the act %s, which does not come before it in this register.", id))
		case of != subject:
			j.blame("", fmt.Sprintf("It follows the act %s, which is about another subject.", id))
		}
	}
	a.before[[16]byte(j.act.ID[:16])] = subject
}

func (a *actsCheck) settle(j *judged) {
	if j.readable {
		a.report.Acts++
		a.report.Disclosed += int64(j.disclosed)
	}
	if j.wrong != "" {
		a.findings.add(Finding{j.index, j.index, j.act.ID, j.act.Subject, j.path, j.wrong})
	}
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
