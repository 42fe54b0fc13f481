package agreement

import (
	"time"

	"truce/ground/fold"
)

// filed is the first act of a version.
type filed struct {
	version Version
	parts   int
}

// owner is who filed a version first: nobody else replaces it.
type owner struct {
	party    string
	received time.Time
}

func (f *folding) takeVersion(e fold.Entry, b *AgreementDrafted) {
	held, known := f.owners[b.Version.ID]
	if known && held.party != e.Party {
		f.flag(e.ID, NotOwnVersion, b.Version.ID, e.Party)
		return
	}
	if !known {
		f.owners[b.Version.ID] = owner{e.Party, e.Received}
	}
	f.versions.set(f.graph, versionKey{b.Version.ID}, filed{b.Version, b.Parts}, origin{act: e.ID})
}

// strays flags clauses of versions that are not there or that another party filed.
func (f *folding) strays() {
	for _, key := range f.parts.order {
		held, known := f.owners[key.version]
		_, from, _ := f.parts.get(key)
		switch {
		case !known:
			f.flag(from.act, NoSuchVersion, key.version, key.by)
		case held.party != key.by:
			f.flag(from.act, NotOwnVersion, key.version, key.by)
		}
	}
}

// assemble puts a version together from its parts and checks the whole.
func (f *folding) assemble(id string) VersionState {
	first, _, _ := f.versions.get(versionKey{id})
	by := f.owners[id]
	s := VersionState{Version: first.version, Complete: true, ProposedBy: by.party, Received: by.received}
	s.Clauses = append([]Clause(nil), s.Clauses...)
	for part := 1; part <= first.parts; part++ {
		b, _, held := f.parts.get(partKey{id, by.party, part})
		s.Complete = s.Complete && held
		s.Clauses = append(s.Clauses, b.Clauses...)
	}
	s.Digest, _ = s.Version.Digest()
	if s.Complete {
		s.Faults = s.Check()
	}
	return s
}
