package people

import (
	"errors"
	"slices"

	"truce/ground/act"
)

// HeadChecked says what its author found in a copy of the register, as of one of its heads: by which rules it was
// checked, which hidden members the copy held, what it left open, and what was wrong. Others whose copies hold less are
// told of it, with the side for which it was said. It is that side's word: whether it is true no program can tell, but a false one
// stays in the register, signed. Whether the root is that of this register, every copy tells.
//
//	{"size": 1990, "root": "ots2qYRRFf5P1SyjeGtF0ibzAzhVuNuPs8b/40XsE+0=", "admission": 1, "rules": 1, "classes": ["exact-place", "staff"],
//	 "acts": 1990, "unchecked": 0, "figures": 1048, "open": 0, "wrong": 1, "entries": [1734]}
type HeadChecked struct {
	Size      int64           `json:"size" min:"1" max:"1000000000000" doc:"entries of the head"`
	Root      string          `json:"root" pattern:"^[A-Za-z0-9+/]{43}=$" doc:"root hash of the head, as it stands there (C2SP tlog-checkpoint)"`
	Admission int             `json:"admission" min:"1" max:"100000" doc:"the last number of the rules of admission that the program had: each act was judged again by the number under which it was received"`
	Rules     int             `json:"rules" min:"1" max:"100000" doc:"the last number of the rules of bulletins that the program had, each of which names the numbers of the folds: each bulletin was made again by its own"`
	Classes   []string        `json:"classes,omitempty" code:"disclosure-class" maxlen:"20" doc:"classes of hidden members of which the copy lacked none"`
	Acts      int64           `json:"acts" min:"0" max:"1000000000000" doc:"acts that were judged"`
	Unchecked int64           `json:"unchecked" min:"0" max:"1000000000000" doc:"acts of which the copy did not tell enough"`
	Figures   int64           `json:"figures" min:"0" max:"1000000000000" doc:"figures of published bulletins that were made again"`
	Open      int64           `json:"open" min:"0" max:"1000000000000" doc:"figures that turn on what the copy did not hold"`
	Wrong     int64           `json:"wrong" min:"0" max:"1000000000000" doc:"acts that should not have been taken, and statements of bulletins that the acts do not make"`
	Entries   []int64         `json:"entries,omitempty" maxlen:"20" min:"0" max:"1000000000000" doc:"the first such acts, by the numbers of their entries"`
	Bulletins []act.SubjectID `json:"bulletins,omitempty" pattern:"^bulletin/" maxlen:"20" doc:"the first such bulletins"`
}

// Fits refuses differences that are not named, and what no copy can have in it.
func (b HeadChecked) Fits(act.SubjectID) error {
	switch {
	case b.Acts > b.Size, b.Unchecked > b.Size:
		return errors.New("acts: at most one for each entry of the head")
	case b.Open > b.Figures:
		return errors.New("open: at most as many as there are figures")
	case slices.ContainsFunc(b.Entries, func(entry int64) bool { return entry >= b.Size }):
		return errors.New("entries: each before the end of the head")
	}
	if named := int64(len(b.Entries) + len(b.Bulletins)); named > b.Wrong || b.Wrong > 0 && named == 0 {
		return errors.New("wrong: how many differences there are, the first of them in entries or bulletins")
	}
	return nil
}

// Whole reports that everything was checked, and nothing found wrong.
func (b HeadChecked) Whole() bool { return b.Unchecked == 0 && b.Open == 0 && b.Wrong == 0 }
