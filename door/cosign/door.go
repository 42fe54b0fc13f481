package cosign

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"truce/ground/register"
)

// MediaSize is the type of an answer that says how many entries the cosigner has seen (C2SP tlog-witness).
const MediaSize = "text/x.tlog.size"

// maxRequestBytes is a head with a hundred signatures, and the longest proof.
const maxRequestBytes = 64 << 10

// DoorOptions of a cosigner's door.
type DoorOptions struct {
	Log *slog.Logger
	Now func() time.Time // the cosigner's own clock, which it signs
	// Forked is handed the proof when a register signed two heads of one size; nil: it is only logged.
	Forked func(*register.ForkError)
}

// Door is the HTTP side of C2SP tlog-witness for a folder.
type Door struct {
	folder   *Folder
	cosigner register.Cosigner
	o        DoorOptions
	mux      *http.ServeMux
}

// NewDoor makes the door of a cosigner.
func NewDoor(f *Folder, o DoorOptions) (*Door, error) {
	signer, err := f.Signer(o.Now)
	if err != nil {
		return nil, err
	}
	d := &Door{folder: f, o: o, mux: http.NewServeMux()}
	d.cosigner = register.Cosigner{Key: signer, Origin: f.Origin, State: f, Forked: d.forked}
	d.mux.HandleFunc("POST /add-checkpoint", d.add)
	d.mux.HandleFunc("GET /{hash}/checkpoint", d.latest)
	d.mux.HandleFunc("GET /{$}", d.about)
	return d, nil
}

// ServeHTTP is part of http.Handler.
func (d *Door) ServeHTTP(w http.ResponseWriter, r *http.Request) { d.mux.ServeHTTP(w, r) }

func (d *Door) forked(f *register.ForkError) {
	d.o.Log.Error("a register signed two histories", "origin", f.Offered.Origin, "size", f.Offered.Size,
		"cosigned", f.Cosigned.Root.String(), "offered", f.Offered.Root.String())
	if d.o.Forked != nil {
		d.o.Forked(f)
	}
}

// add cosigns a head, or says why not.
func (d *Door) add(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequestBytes))
	if err != nil {
		d.refuse(w, fmt.Errorf("%w: %w", register.ErrCosignRequest, err))
		return
	}
	request, err := register.ParseCosignRequest(body)
	if err != nil {
		d.refuse(w, err)
		return
	}
	line, err := d.cosigner.Cosign(r.Context(), request)
	if err != nil {
		d.refuse(w, err)
		return
	}
	plain(w, http.StatusOK, "text/plain; charset=utf-8", string(line))
}

// refuse answers with the status of C2SP tlog-witness. A cause inside this machine is told to its log alone.
func (d *Door) refuse(w http.ResponseWriter, err error) {
	if stale, is := errors.AsType[*register.StaleError](err); is {
		plain(w, http.StatusConflict, MediaSize, fmt.Sprintf("%d\n", stale.Known))
		return
	}
	status := statusOf(err)
	d.o.Log.Info("not cosigned", "status", status, "error", err)
	if status == http.StatusInternalServerError {
		plain(w, status, "text/plain; charset=utf-8", "the cosigner could not keep the head, so it did not sign it\n")
		return
	}
	plain(w, status, "text/plain; charset=utf-8", err.Error()+"\n")
}

func statusOf(err error) int {
	_, forked := errors.AsType[*register.ForkError](err)
	switch {
	case errors.Is(err, register.ErrUnknownOrigin):
		return http.StatusNotFound
	case errors.Is(err, register.ErrSignature):
		return http.StatusForbidden
	case forked, errors.Is(err, register.ErrProof), errors.Is(err, register.ErrEmptyRoot):
		return http.StatusUnprocessableEntity
	case errors.Is(err, register.ErrCosignRequest), errors.Is(err, register.ErrHead):
		return http.StatusBadRequest
	}
	return http.StatusInternalServerError
}

// latest is the last head cosigned of a register, for whoever wants to compare it with what he was shown.
func (d *Door) latest(w http.ResponseWriter, r *http.Request) {
	head := d.folder.latest(r.PathValue("hash"))
	if head == "" {
		plain(w, http.StatusNotFound, "text/plain; charset=utf-8", "no head of that register was cosigned here\n")
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	plain(w, http.StatusOK, "text/plain; charset=utf-8", head)
}

// about says whose door this is and what it saw.
func (d *Door) about(w http.ResponseWriter, _ *http.Request) {
	var b strings.Builder
	fmt.Fprintf(&b, "A cosigner of registers (C2SP tlog-witness). Its public key is\n\n%s\n\nIt follows\n\n", d.folder.Public())
	for _, f := range d.folder.Registers() {
		fmt.Fprintf(&b, "%s  %s/checkpoint\n", f.Origin, hashOf(f.Origin))
	}
	plain(w, http.StatusOK, "text/plain; charset=utf-8", b.String())
}

func plain(w http.ResponseWriter, status int, mediaType, text string) {
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	io.WriteString(w, text)
}

// Server bounds what a stranger can take up.
func (d *Door) Server() *http.Server {
	const patience = 10 * time.Second
	return &http.Server{
		Handler: d, ReadHeaderTimeout: patience, ReadTimeout: patience, WriteTimeout: patience, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 16 << 10, ErrorLog: slog.NewLogLogger(d.o.Log.Handler(), slog.LevelInfo),
	}
}
