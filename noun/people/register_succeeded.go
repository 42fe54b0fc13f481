package people

import (
	"truce/ground/act"
	"truce/ground/register"
	"truce/ground/shape"
)

// RegisterSucceeded says by which register the work of this one goes on: because its key was lost or stolen, or its office
// moves. It takes as many sides as all that one must not do alone, and never fewer than two, provisional time or not. From
// the receipt of the last signature that was needed this register takes nothing more; the successor takes acts that were
// signed for this one. It names the last head of this register that others saw, so that nobody leaves out what came before.
//
//	{"registerKey": "hq.exercise.truce+0419c1bc+AR+/PemRNJz6i7IZtUKy2xA154SYCX90vFuhiHDhVzfY",
//	 "head": "old.exercise.truce\n2\ng0HpfJ/kzGMmVmOuwZQyRCVV1ztXJ4HO2YfgwvbnMos=\n\n— old.exercise.truce 0BBnBvAA\n",
//	 "reason": {"text": "The machine was seized.", "language": "en"}}
type RegisterSucceeded struct {
	RegisterKey string      `json:"registerKey" maxlen:"400" doc:"verifier key of the successor's tree heads (C2SP signed-note)"`
	Head        string      `json:"head" maxlen:"8000" doc:"the last head of this register that was cosigned, with its signatures (C2SP tlog-checkpoint)"`
	Reason      shape.Prose `json:"reason" maxlen:"500" doc:"why"`
}

// Fits refuses what is no key and no head.
func (b RegisterSucceeded) Fits(act.SubjectID) error {
	if _, err := register.ID(b.RegisterKey); err != nil {
		return err
	}
	_, err := register.PeekHead([]byte(b.Head))
	return err
}
