package copies

import (
	"truce/ground/register"
	"truce/noun/people"
)

// Audit is what somebody said of another copy of the register (people.HeadChecked), held to this one.
type Audit struct {
	people.Audit
	Fits Fit
}

// Fit is how the head of which somebody speaks lies to a copy.
type Fit string

// Fits.
const (
	OfThis  Fit = "of this history"
	Another Fit = "of another history" // at that size this register has another root
	Later   Fit = "later"              // the copy ends before it
)

// audits are those that the register holds. A copy whose hashes are damaged shows nothing of them.
func (a *actsCheck) audits() error {
	office, known := a.ledger.End().Office(people.OfficeSubject(a.report.Origin))
	if !known || a.hashes.Problem != nil {
		return nil
	}
	for _, said := range office.Audits {
		fit, err := a.fit(said.Said)
		if err != nil {
			return err
		}
		author, _ := a.ledger.End().Author(said.Key, said.Received)
		said.MissionOnly = author.MissionOnly
		a.report.Audits = append(a.report.Audits, Audit{said, fit})
	}
	return nil
}

func (a *actsCheck) fit(said people.HeadChecked) (Fit, error) {
	size := a.report.Head.Size
	if said.Size > size {
		return Later, nil
	}
	root, err := register.RootAt(a.ctx, register.ReadTiles(a.src), said.Size, size)
	switch {
	case err != nil:
		return "", ignoreDamage(err)
	case root.String() != said.Root:
		return Another, nil
	}
	return OfThis, nil
}
