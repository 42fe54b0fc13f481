package copies

import (
	"fmt"
	"slices"
	"strings"

	"truce/ground/act"
	"truce/noun/people"
)

// saidErased is an act of which a copy says that what it hides was erased: by acts that come later in the register.
type saidErased struct {
	index   int64
	act     act.Act
	classes []string
	path    string
}

// erasure counts what is not there of an act: withheld, or erased.
func (a *actsCheck) erasure(j *judged) {
	left := slices.DeleteFunc(slices.Clone(j.withheld), func(class string) bool { return slices.Contains(j.erased, class) })
	a.report.Withheld.add(j.act.Kind, left)
	if len(j.erased) == 0 {
		return
	}
	if a.report.Erased == nil {
		a.report.Erased = Withheld{}
	}
	a.report.Erased.add(j.act.Kind, j.erased)
	a.said = append(a.said, saidErased{j.index, j.act, j.erased, hiddenPath(j.index / 256)})
}

// settleErased holds what the copy says of erasures to what the register's sides decided, once all of it was read.
func (a *actsCheck) settleErased(bundles int64) error {
	office, d := people.OfficeSubject(a.hashes.Head.Origin), a.report.Directory
	for _, s := range a.said {
		decided := d.Erased(office, s.act)
		without := slices.DeleteFunc(slices.Clone(s.classes), func(class string) bool { return slices.Contains(decided, class) })
		if len(without) > 0 {
			a.report.Lacks++
			a.findings.add(Finding{s.index, s.index, s.act.ID, s.act.Subject, s.path, fmt.Sprintf("The copy says that what it hides of the class %s "+
				"was erased, but no two sides decided so: it was lost or taken away. Its author can hand it in again.", strings.Join(without, ", "))})
		}
	}
	return a.stillHeld(d, bundles)
}

// stillHeld looks for what was erased in a copy that was made before.
func (a *actsCheck) stillHeld(d *people.Directory, bundles int64) error {
	all := d.Erasures()
	if len(all) == 0 || a.o.Erased != nil {
		return nil
	}
	for n := range bundles {
		file, err := a.hidden.read(n)
		if err != nil {
			return err
		}
		for _, e := range all {
			if len(file.lines[e.Hid].Disclosures) == 0 {
				continue
			}
			if err := a.holds(e, n, file); err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *actsCheck) holds(e people.Erasure, bundle int64, file *hiddenFile) error {
	signed, err := a.actIn(bundle, e.Hid)
	if err != nil || signed.ID != e.Hid {
		return err
	}
	ds, err := file.take(e.Hid)
	if err != nil {
		return nil // it was named as damaged
	}
	if _, held := signed.Without(ds, e.Classes); len(held) > 0 {
		if a.report.StillHeld == nil {
			a.report.StillHeld = map[act.ID][]string{}
		}
		a.report.StillHeld[e.Hid] = append(a.report.StillHeld[e.Hid], held...)
	}
	return nil
}
