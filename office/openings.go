package office

import (
	"slices"

	"truce/ground/act"
	"truce/noun"
	"truce/tool/keep"
	"truce/tool/kinds"
)

// openings finds the subjects of which a copy does not tell how they stand, because members are withheld from it on
// which that turns (noun.Turns).
type openings struct {
	kinds    *kinds.Kinds
	withheld map[act.SubjectID][]string // classes
	names    map[act.SubjectID][]act.SubjectID
}

func newOpenings(k *kinds.Kinds) openings {
	return openings{k, map[act.SubjectID][]string{}, map[act.SubjectID][]act.SubjectID{}}
}

func (o openings) turns(subject act.SubjectID) noun.Turns {
	n, _ := o.kinds.Noun(subject.Noun())
	return n.Turns
}

// add takes an act: of which classes a copy withholds members of it, and what it names.
func (o openings) add(about act.SubjectID, withheld []string, body any) {
	for _, class := range withheld {
		if held := o.withheld[about]; !slices.Contains(held, class) && o.kinds.Decides(class) {
			o.withheld[about] = append(held, class)
		}
	}
	turns := o.turns(about)
	if len(turns.Named)+len(turns.Several) == 0 {
		return
	}
	for _, id := range kinds.Refers(body) {
		if held := o.names[about]; !slices.Contains(held, id) {
			o.names[about] = append(held, id)
		}
	}
}

// of are the classes of what is withheld on which it turns how a subject stands, sorted; none if it is not open.
func (o openings) of(subject act.SubjectID) []string {
	turns, several := o.turns(subject), 0
	on := among(turns.Own, o.withheld[subject])
	var each []string
	for _, id := range o.names[subject] {
		on = append(on, among(turns.Named, o.withheld[id])...)
		if found := among(turns.Several, o.withheld[id]); len(found) > 0 {
			several++
			each = append(each, found...)
		}
	}
	if several > 1 {
		on = append(on, each...)
	}
	slices.Sort(on)
	return slices.Compact(on)
}

func among(turns, withheld []string) (both []string) {
	for _, class := range turns {
		if slices.Contains(withheld, class) {
			both = append(both, class)
		}
	}
	return both
}

// count counts those that are open, by noun.
func (o openings) count() map[string]int64 {
	open, asked := map[string]int64{}, map[act.SubjectID]bool{}
	ask := func(subject act.SubjectID) {
		if !asked[subject] && len(o.of(subject)) > 0 {
			open[subject.Noun()]++
		}
		asked[subject] = true
	}
	for subject := range o.withheld {
		ask(subject)
	}
	for subject := range o.names {
		ask(subject)
	}
	return open
}

// Withheld tells, of an office that was made from a copy, the classes of which the copy withholds members of the acts
// about a subject, and those on which it turns how the subject stands, of acts about it or about what these name: none if
// that is reckoned.
func (f *Office) Withheld(r keep.Reader, subject act.SubjectID) (classes, on []string, err error) {
	o := newOpenings(f.kinds)
	if classes, err = f.withheldAbout(r, o, subject); err != nil {
		return nil, nil, err
	}
	for _, id := range o.names[subject] {
		if _, err := f.withheldAbout(r, o, id); err != nil {
			return nil, nil, err
		}
	}
	return classes, o.of(subject), nil
}

func (f *Office) withheldAbout(r keep.Reader, o openings, subject act.SubjectID) (classes []string, err error) {
	entries, err := r.About(subject)
	if err != nil {
		return nil, err
	}
	effective, err := keep.Effective(entries)
	if err != nil {
		return nil, err
	}
	for _, e := range effective {
		a, ds, err := act.ParseKept(e.ID, e.JWS, e.Hidden)
		if err != nil {
			return nil, err
		}
		opened, err := a.Open(ds)
		if err != nil {
			return nil, err
		}
		body, err := f.kinds.Decode(a, ds)
		if err != nil {
			return nil, err
		}
		o.add(subject, opened.Withheld, body)
		classes = append(classes, opened.Withheld...)
	}
	slices.Sort(classes)
	return slices.Compact(classes), nil
}
