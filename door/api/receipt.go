package api

import (
	"context"
	"net/http"

	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/register"
)

// receipt answers the proof that an act is in the register (C2SP tlog-proof) or, with
// ?entry, the bytes that it proves. Both go to those who may see the act.
func (a *API) receipt(w http.ResponseWriter, r *http.Request) {
	id, err := a.seenAct(r)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	entry, receipt, err := a.office.Receipt(r.Context(), id, a.enough())
	if err != nil {
		a.fail(w, r, err)
		return
	}
	if r.URL.Query().Has("entry") {
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Write(entry)
		return
	}
	w.Header().Set("Content-Disposition", `attachment; filename="`+id.String()+`.tlog-proof"`)
	plainText(w, receipt.Bytes())
}

// seenAct is the act that the path names, if the reader may see it.
func (a *API) seenAct(r *http.Request) (act.ID, error) {
	if err := callerOf(r.Context()).known(); err != nil {
		return act.ID{}, err
	}
	id, err := actOf(r.PathValue("id"))
	if err == nil {
		_, err = a.office.Reading.Act(r.Context(), callerOf(r.Context()).who(), id)
	}
	return id, err
}

// enough says whether a head is cosigned as this office's policy asks; nil if it has none.
func (a *API) enough() func([]byte) bool {
	if a.o.Policy == nil {
		return nil
	}
	return func(head []byte) bool {
		_, _, err := a.o.Policy.Check(head)
		return err == nil
	}
}

type receiptStepOutput struct{ Body wire.ReceiptStep }

// receiptStep tells how far the receipt of an act is: taken, or cosigned.
func (a *API) receiptStep(ctx context.Context, c *caller, in *actInput) (*receiptStepOutput, error) {
	if err := c.known(); err != nil {
		return nil, err
	}
	id, err := actOf(in.ID)
	if err == nil {
		_, err = a.office.Reading.Act(ctx, c.who(), id)
	}
	if err != nil {
		return nil, err
	}
	e, err := a.office.Entry(ctx, id)
	if err != nil {
		return nil, err
	}
	rests, err := a.office.Rests(ctx, e)
	if err != nil {
		return nil, err
	}
	step := wire.ReceiptStep{ID: id, Rests: rests, Index: e.Index, Received: e.Received, Step: wire.StepTaken, By: []wire.CosignedBy{}}
	if a.o.Policy == nil {
		return &receiptStepOutput{step}, nil
	}
	_, receipt, err := a.office.Receipt(ctx, id, a.enough())
	if err != nil {
		return nil, err
	}
	j := a.o.Policy.Judge(receipt.Head, a.o.Now(), 0)
	step.Asked, step.Size = a.o.Policy.Quorum(), j.Head.Size
	for _, by := range j.Cosigned {
		step.By = append(step.By, wire.CosignedBy{Name: by.Name, At: by.At})
	}
	if j.State == register.Satisfied {
		step.Step = wire.StepCosigned
	}
	return &receiptStepOutput{step}, nil
}
