package api

import (
	"errors"
	"io"
	"math"
	"net/http"
	"strings"

	"truce/ground/problem"
	"truce/ground/register"
	"truce/judge/policy"
)

// keepForever is said of what never changes under its name.
const keepForever = "public, max-age=31536000, immutable"

// maxHeadBytes bounds a signed head with cosignatures.
const maxHeadBytes = 64 << 10

// checkpoint answers the signed tree head (C2SP tlog-checkpoint).
func (a *API) checkpoint(w http.ResponseWriter, r *http.Request) {
	note, err := a.headFor(r)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("Vary", "Authorization")
	plainText(w, note)
}

func plainText(w http.ResponseWriter, text []byte) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Write(text)
}

// registerKey answers the verifier key of the heads (C2SP signed-note).
func (a *API) registerKey(w http.ResponseWriter, _ *http.Request) {
	plainText(w, []byte(a.office.Key()+"\n"))
}

// cosigned answers earlier heads that others cosigned.
func (a *API) cosigned(w http.ResponseWriter, r *http.Request) {
	most := int64(math.MaxInt64)
	var err error
	if !callerOf(r.Context()).who().Known() {
		_, most, err = a.public.head(r.Context(), a)
	}
	var heads []byte
	if err == nil {
		heads, err = a.office.CosignedHistory(r.Context(), most)
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	plainText(w, heads)
}

// tile answers a hash tile (C2SP tlog-tiles) that a signed head covers.
func (a *API) tile(w http.ResponseWriter, r *http.Request) {
	p, err := a.tilePath(r)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	tile, err := a.office.HashTile(r.Context(), p)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	w.Header().Set("Vary", "Authorization")
	if p.Width == register.TileWidth {
		w.Header().Set("Cache-Control", keepForever)
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Write(tile.Bytes())
}

// tilePath refuses tiles that no signed head covers: they would prove nothing.
func (a *API) tilePath(r *http.Request) (register.TilePath, error) {
	path := strings.TrimPrefix(r.URL.Path, "/register/")
	unknown := problem.NotFound(problem.NothingFound, problem.P{"id": path})
	p, err := register.ParseTilePath(path)
	if err != nil {
		return p, unknown.Because(err)
	}
	covered, err := a.coversFor(r, p)
	if err == nil && !covered {
		err = unknown
	}
	return p, err
}

// bundle answers a bundle of entries. It holds acts as they were signed, so only those who
// may copy the register get it, and no cache keeps it.
func (a *API) bundle(w http.ResponseWriter, r *http.Request) {
	err := a.may(callerOf(r.Context()), policy.CopyRegister)
	var path register.TilePath
	if err == nil {
		path, err = a.tilePath(r)
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	bundle, err := a.office.Bundle(r.Context(), path)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	p := patient(w)
	defer p.stop()
	out := compressed(p.writer(w), r)
	defer out.Close()
	out.Write(bundle)
}

// cosign keeps cosignatures on one of this register's own heads. The signature is the
// authentication: who brings it does not matter.
func (a *API) cosign(w http.ResponseWriter, r *http.Request) {
	note, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxHeadBytes))
	if err == nil {
		_, err = register.OpenHead(note, a.office.Verifier())
	}
	if err != nil {
		a.fail(w, r, problem.Invalid(problem.RequestMalformed).Because(err))
		return
	}
	if err := a.keepCosignatures(r, note); err != nil {
		a.fail(w, r, err)
		return
	}
	a.heads.forget()
	a.public.forget()
	w.WriteHeader(http.StatusNoContent)
}

// keepCosignatures takes those of configured cosigners and refuses a head that has none.
func (a *API) keepCosignatures(r *http.Request, note []byte) error {
	kept := 0
	for _, cosigner := range a.cosigners() {
		err := a.office.Cosign(r.Context(), note, cosigner.Verifier)
		if errors.Is(err, register.ErrSignature) {
			continue
		}
		if err != nil {
			return err
		}
		kept++
	}
	if kept == 0 {
		return problem.Forbidden(problem.NotPermitted, problem.P{"action": "cosign", "allowed": a.cosignerNames()})
	}
	return nil
}

// cosigners are those whose cosignatures are kept.
func (a *API) cosigners() []register.PolicyKey {
	if a.o.Policy == nil {
		return nil
	}
	return a.o.Policy.Cosigners()
}

func (a *API) cosignerNames() []string {
	var names []string
	for _, cosigner := range a.cosigners() {
		names = append(names, cosigner.Verifier.Name())
	}
	return names
}
