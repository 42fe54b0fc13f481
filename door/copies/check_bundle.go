package copies

import (
	"errors"
	"fmt"
	"slices"

	"truce/ground/act"
	"truce/ground/register"
	"truce/ground/shape"
	"truce/judge/admission"
	"truce/tool/kinds"
)

// bundle is up to 256 entries, each judged by itself.
type bundle struct {
	entries  []judged
	findings []Finding // about the file of disclosures
	lacks    int64     // acts of which one of these tells that what they hide is not there
	cut      bool      // not all of its entries are there
	err      error     // it could not be read
}

// read reads a bundle and its disclosures and judges what needs no order. It is called
// from several goroutines at once.
func (a *actsCheck) read(n int64) bundle {
	path, _ := register.TileAt(a.report.Head.Size, register.BundleLevel, n)
	encoded, err := register.ReadBundle(a.ctx, a.src, path)
	if err = ignoreDamage(err); err != nil {
		return bundle{err: err}
	}
	hidden, err := a.hidden.read(n)
	if err != nil {
		return bundle{err: err}
	}
	b := bundle{entries: make([]judged, len(encoded))}
	for i := range encoded {
		b.entries[i].index = n*register.TileWidth + int64(i)
		a.judge(&b.entries[i], encoded[i], hidden)
	}
	if b.cut = len(encoded) < path.Width; b.cut { // register.Check names what is not there, once
		return b
	}
	b.together(hidden.path)
	first, last := n*register.TileWidth, n*register.TileWidth+int64(path.Width)-1
	for _, what := range hidden.wrong(path.Width == register.TileWidth) {
		b.findings = append(b.findings, Finding{First: first, Last: last, Path: hidden.path, What: what})
	}
	return b
}

// judge is about one entry alone. An entry that is no entry is named by register.Check.
func (a *actsCheck) judge(j *judged, encoded []byte, hidden *hiddenFile) {
	e, err := register.ParseEntry(encoded)
	if err != nil {
		return
	}
	j.received, j.jws = e.Received, e.Act
	if j.act, err = act.Parse(e.Act); errors.Is(err, act.ErrFormat) {
		j.act, j.beyond = act.Outline(e.Act), true
		_, _ = hidden.take(j.act.ID) // whatever stands beside it
		return
	}
	switch {
	case errors.Is(err, act.ErrSlots):
		j.blame("", "It can't be read as an act: an act has exactly one place for each class of what it hides, with one thing in it, "+
			"and this one has another number. Two readers could be shown different things.")
		return
	case err != nil:
		j.blame("", fmt.Sprintf("It can't be read as an act: %v.", err))
		return
	}
	j.readable = true
	line := hidden.lines[j.act.ID]
	ds, err := hidden.take(j.act.ID)
	if err != nil {
		j.torn = true
		j.blame(hidden.path, fmt.Sprintf("A disclosure beside it in this copy can't be read: %v.", err)+fetch)
	}
	ds, _ = j.act.Without(ds, a.o.Erased[j.act.ID])
	j.disclosed = ds
	j.body, err = a.kinds.ReadWithheld(j.act, ds)
	if j.beyond = kinds.Unknown(err); j.beyond { // a newer program may know it: its place, hash and signature are checked all the same
		return
	}
	if opened, err := j.act.Open(ds); err == nil {
		j.withheld, j.given = opened.Withheld, opened.Disclosed
		line.Erased = append(line.Erased, a.o.Erased[j.act.ID]...)
		j.erased = slices.DeleteFunc(slices.Clone(opened.Withheld), func(class string) bool { return !slices.Contains(line.Erased, class) })
		j.missing, j.silent = a.hidden.missing(opened.Withheld, line)
		j.torn = j.torn || j.missing != ""
		j.denied = slices.DeleteFunc(line.Withheld, func(class string) bool { return !slices.Contains(opened.Withheld, class) })
		if !a.hidden.of.Whole { // whoever says nothing of a slot does not give it
			j.denied = opened.Withheld
		}
	}
	if err != nil {
		if pathOf(err, hidden.path) == "" {
			j.misfit = bodyWords(j.act, err)
		} else { // what is not its own is no part of it
			j.blame(hidden.path, bodyWords(j.act, err))
			j.torn, j.disclosed = true, own(j.act, ds)
			j.body, _ = a.kinds.ReadWithheld(j.act, j.disclosed)
		}
	}
	j.itself = admission.ByItself(j.body)
}

// pathOf is the file of disclosures, if it is they that do not fit.
func pathOf(err error, hidden string) string {
	if errors.Is(err, act.ErrDisclosureUnused) || errors.Is(err, act.ErrDisclosureRepeated) {
		return hidden
	}
	return ""
}

// bodyWords says which rule of the kind a body broke.
func bodyWords(a act.Act, err error) string {
	if fault, is := errors.AsType[shape.Fault](err); is {
		return fmt.Sprintf("Its body does not have the shape of %s: at %q it wants %s.", a.Kind, fault.Where, fault.Want)
	}
	if member, is := errors.AsType[kinds.MemberError](err); is {
		return fmt.Sprintf("Its body does not have the shape of %s: at %q, %v.", a.Kind, member.Path, member.Err)
	}
	switch {
	case errors.Is(err, act.ErrDisclosureUnused):
		return "A disclosure beside it in this copy is not one of its own: it was altered, or belongs to another act." + fetch
	case errors.Is(err, act.ErrDisclosureRepeated):
		return "A member of it is disclosed twice."
	case errors.Is(err, kinds.ErrSlots):
		return fmt.Sprintf("Its slots are not those of %s.", a.Kind)
	case errors.Is(err, kinds.ErrWrongNoun):
		return fmt.Sprintf("An act of the kind %s can't be about %s.", a.Kind, a.Subject)
	}
	return fmt.Sprintf("Its body can't be read: %v.", err)
}

// actIn finds an act in a bundle; the zero Act if it is not there.
func (a *actsCheck) actIn(n int64, id act.ID) (act.Act, error) {
	path, _ := register.TileAt(a.report.Head.Size, register.BundleLevel, n)
	encoded, err := register.ReadBundle(a.ctx, a.src, path)
	for _, text := range encoded {
		e, err := register.ParseEntry(text)
		if err != nil {
			continue
		}
		if one, err := act.Parse(e.Act); err == nil && one.ID == id {
			return one, nil
		}
	}
	return act.Act{}, ignoreDamage(err)
}
