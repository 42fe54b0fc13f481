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
	if f.agreed(b.Version.ID) {
		f.flag(e.ID, AlreadyAgreed, b.Version.ID, e.Party)
		return
	}
	if !known {
		f.owners[b.Version.ID] = owner{e.Party, e.Received}
	}
	f.versions.set(f.graph, versionKey{b.Version.ID}, filed{b.Version, b.Parts}, origin{act: e.ID})
}

// takeClauses takes a part of a version. Of one that was agreed no part is filed anew.
func (f *folding) takeClauses(e fold.Entry, b *ClausesFiled) {
	key := partKey{b.Version, e.Party, b.Part}
	if _, _, held := f.parts.get(key); held && f.agreed(b.Version) {
		f.flag(e.ID, AlreadyAgreed, b.Version, e.Party)
		return
	}
	f.parts.set(f.graph, key, *b, origin{act: e.ID})
}

// agreed reports whether all who must sign a version have, by the acts so far: then nobody changes its text, nor the day on
// which somebody signed it, alone.
func (f *folding) agreed(id string) bool {
	if _, _, filed := f.versions.get(versionKey{id}); !filed {
		return false
	}
	s := f.assemble(id)
	for _, key := range f.signed.order {
		if key.version != id {
			continue
		}
		if b, from, _ := f.signed.get(key); s.Refuses(b) == "" {
			s.add(b, from, f.by[from.act], "")
		}
	}
	return s.agreed()
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
