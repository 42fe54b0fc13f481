package api

import (
	"errors"
	"net/http"
	"strconv"

	"truce/door/wire"
	"truce/ground/problem"
	"truce/judge/policy"
	"truce/tool/blob"
)

// tusVersion is the one that is spoken: tus 1.0.0 with the extensions creation, expiration
// and termination.
const tusVersion = "1.0.0"

const uploadsPath = "/api/evidence/uploads"

// tus answers what every answer of an upload says, and refuses who may not send files.
func (a *API) tus(h func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return a.identified(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Tus-Resumable", tusVersion)
		err := a.may(callerOf(r.Context()), policy.Upload)
		if given := r.Header.Get("Tus-Resumable"); err == nil && given != tusVersion && r.Method != http.MethodGet {
			a.otherTus(w, r)
			return
		}
		if err == nil {
			err = h(w, r)
		}
		switch {
		case errors.Is(err, blob.ErrBusy):
			// A connection that broke is perhaps not yet known here to be broken. Clients of
			// tus come back soon on this status.
			translate(r, problem.From(err)).as(http.StatusLocked).write(w)
		case err != nil:
			a.fail(w, r, err)
		}
	})
}

// otherTus is the answer to a client of another version (tus 1.0, Tus-Version).
func (a *API) otherTus(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Tus-Version", tusVersion)
	translate(r, problem.Invalid(problem.RequestMalformed).At("Tus-Resumable")).as(http.StatusPreconditionFailed).write(w)
}

// tusOptions says what this server speaks, to anybody.
func (a *API) tusOptions(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	h.Set("Tus-Resumable", tusVersion)
	h.Set("Tus-Version", tusVersion)
	h.Set("Tus-Extension", "creation,expiration,termination")
	h.Set("Tus-Max-Size", strconv.FormatInt(blob.DefaultMaxBytes, 10))
	w.WriteHeader(http.StatusNoContent)
}

// create announces a file. The hash that the sender wants goes into the name of the
// upload, so that nothing has to be remembered here.
func (a *API) create(w http.ResponseWriter, r *http.Request) error {
	length, err := strconv.ParseInt(r.Header.Get("Upload-Length"), 10, 64)
	if err != nil {
		return problem.Invalid(problem.RequestMalformed).At("Upload-Length").Because(err)
	}
	if length > blob.DefaultMaxBytes {
		return problem.TooLarge(problem.EvidenceTooLarge, problem.P{"size": length, "limit": blob.DefaultMaxBytes})
	}
	m, err := readMetadata(r.Header.Get("Upload-Metadata"))
	if err != nil {
		return err
	}
	id, err := a.office.Blobs().Create(r.Context(), blob.Claim{
		Length: length, MediaType: m.mediaType, NothingPersonal: m.nothingPersonal, By: string(callerOf(r.Context()).session.Key)})
	if err != nil {
		return evidenceProblem(err, "")
	}
	location := uploadsPath + "/" + id.String()
	if m.sha256 != "" {
		location += "?sha256=" + m.sha256
	}
	w.Header().Set("Location", location)
	if u, err := a.office.Blobs().Upload(id); err == nil {
		expires(w, u)
	}
	w.WriteHeader(http.StatusCreated)
	return nil
}

func expires(w http.ResponseWriter, u blob.Upload) {
	w.Header().Set("Upload-Expires", u.Expires.UTC().Format(http.TimeFormat))
}

// upload is the one that the path names, for the key that began it. To everybody else it is not there: its name, should
// somebody come by it, tells nothing of what is being sent, and nobody adds to it or takes it away.
func (a *API) upload(r *http.Request) (blob.Upload, error) {
	text := r.PathValue("upload")
	id, err := blob.ParseUploadID(text)
	if err != nil {
		return blob.Upload{}, problem.NotFound(problem.UploadUnknown, problem.P{"upload": text}).Because(err)
	}
	u, err := a.office.Blobs().Upload(id)
	if err == nil && u.Claim.By != string(callerOf(r.Context()).session.Key) {
		err = blob.ErrNoUpload
	}
	return u, evidenceProblem(err, text)
}

// append takes bytes and, when all are here, turns the upload into evidence.
func (a *API) append(w http.ResponseWriter, r *http.Request) error {
	if given := r.Header.Get("Content-Type"); given != wire.MediaTusPatch {
		return problem.Invalid(problem.MediaTypeWrong, problem.P{"type": given, "allowed": []string{wire.MediaTusPatch}})
	}
	offset, err := strconv.ParseInt(r.Header.Get("Upload-Offset"), 10, 64)
	if err != nil || offset < 0 {
		return problem.Invalid(problem.RequestMalformed).At("Upload-Offset").Because(err)
	}
	u, err := a.upload(r)
	if err != nil {
		return err
	}
	p := patient(w)
	defer p.stop()
	body := http.MaxBytesReader(w, r.Body, u.Claim.Length-u.Offset+1)
	u.Offset, err = a.office.Blobs().Append(r.Context(), u.ID, offset, p.reader(body))
	done := errors.Is(err, blob.ErrFinished) && offset == u.Claim.Length
	switch {
	case errors.Is(err, blob.ErrOffset), errors.Is(err, blob.ErrFinished) && !done:
		return problem.Conflict(problem.EvidenceOffsetWrong, problem.P{"offset": offset, "expected": u.Offset}).Because(err)
	case err != nil && !done:
		return evidenceProblem(err, u.ID.String())
	}
	return a.settled(w, r, u, http.StatusNoContent)
}

// settled tells how far an upload is. One whose every byte is here becomes evidence: if
// that failed the last time, a full disk say, whoever asks next tries again.
func (a *API) settled(w http.ResponseWriter, r *http.Request, u blob.Upload, status int) error {
	evidence, err := a.settle(r, u)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Upload-Offset", strconv.FormatInt(u.Offset, 10))
	h.Set("Upload-Length", strconv.FormatInt(u.Claim.Length, 10))
	expires(w, u)
	if evidence != nil {
		h.Set("Evidence-Sha256", evidence.Original.String())
		h.Set("Evidence-Sealed-Sha256", evidence.ID.String())
		if evidence.Working != nil {
			h.Set("Evidence-Working-Sha256", evidence.Working.SHA256.String())
		}
	}
	if r.Method == http.MethodGet {
		writeJSON(w, status, "application/json", wire.Upload{
			ID: u.ID, Length: u.Claim.Length, Offset: u.Offset, MediaType: u.Claim.MediaType, Expires: u.Expires, Evidence: evidence})
		return nil
	}
	w.WriteHeader(status)
	return nil
}

func (a *API) settle(r *http.Request, u blob.Upload) (*blob.Stored, error) {
	if u.Offset < u.Claim.Length {
		return nil, nil
	}
	wanted := r.URL.Query().Get("sha256")
	want, err := readSHA256(wanted, "sha256")
	if err != nil {
		return nil, err
	}
	stored, err := a.office.Blobs().Finish(r.Context(), u.ID, want)
	var differs *blob.DiffersError
	if errors.As(err, &differs) {
		// It will never be what was announced: its plain bytes need not lie about.
		abandoned := a.office.Blobs().Abort(r.Context(), u.ID)
		return nil, problem.Invalid(problem.EvidenceHashMismatch, problem.P{"expected": wanted, "found": differs.Found}).Because(errors.Join(err, abandoned))
	}
	if err != nil {
		return nil, evidenceProblem(err, u.ID.String())
	}
	return &stored, nil
}

// progress answers HEAD, and GET with a body.
func (a *API) progress(w http.ResponseWriter, r *http.Request) error {
	u, err := a.upload(r)
	if err != nil {
		return err
	}
	return a.settled(w, r, u, http.StatusOK)
}

// abandon gives an upload up.
func (a *API) abandon(w http.ResponseWriter, r *http.Request) error {
	u, err := a.upload(r)
	if err != nil {
		return err
	}
	if err := a.office.Blobs().Abort(r.Context(), u.ID); err != nil {
		return evidenceProblem(err, u.ID.String())
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
