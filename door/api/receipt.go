package api

import "net/http"

// receipt answers the proof that an act is in the register (C2SP tlog-proof) or, with
// ?entry, the bytes that it proves. Both go to those who may see the act.
func (a *API) receipt(w http.ResponseWriter, r *http.Request) {
	c := callerOf(r.Context())
	id, err := actOf(r.PathValue("id"))
	if err == nil {
		_, err = a.office.Reading.Act(r.Context(), c.who(), id)
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	entry, receipt, err := a.office.Receipt(r.Context(), id)
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
