package wire

import (
	"time"

	"truce/ground/act"
)

// Steps of a receipt.
const (
	StepTaken    = "taken"    // it is in the register, by the office's word
	StepCosigned = "cosigned" // and enough others saw a head with it in
)

// ReceiptStep tells how far the receipt of an act is.
type ReceiptStep struct {
	ID       act.ID       `json:"id"`
	Index    int64        `json:"index" doc:"in the register, from 0"`
	Received time.Time    `json:"received" doc:"by the office's clock"`
	Rests    bool         `json:"rests,omitzero" doc:"it has no effect until an act of its side that has effect names it"`
	Step     string       `json:"step" enum:"taken,cosigned" doc:"taken: by the office's word alone; cosigned: as many others as this office's policy asks for saw it"`
	Asked    string       `json:"asked,omitempty" doc:"what the policy asks for, such as 2 of ru, ir, tr; absent: nobody cosigns here"`
	Size     int64        `json:"size,omitempty" doc:"entries of the head that the receipt proves it by"`
	By       []CosignedBy `json:"by" nullable:"false" doc:"who cosigned that head"`
}

// CosignedBy is one cosignature.
type CosignedBy struct {
	Name string    `json:"name" doc:"of the cosigner, in the policy"`
	At   time.Time `json:"at" doc:"by the cosigner's clock"`
}
