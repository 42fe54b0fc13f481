package api

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
)

// compressed packs what is written, if the reader unpacks it (RFC 9110 section 12.5.3).
// Links to posts are slow.
func compressed(w http.ResponseWriter, r *http.Request) io.WriteCloser {
	w.Header().Add("Vary", "Accept-Encoding")
	if !accepts(r.Header.Get("Accept-Encoding"), "gzip") {
		return open{w}
	}
	w.Header().Set("Content-Encoding", "gzip")
	packer, _ := gzip.NewWriterLevel(w, gzip.BestSpeed) // this level exists
	return packer
}

// packing packs whole answers to those who unpack them.
func packing(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p := &packed{ResponseWriter: w, request: r}
		defer p.close()
		h(p, r)
	}
}

// packed decides when the answer begins: refusals, parts and what did not change go out
// as they are.
type packed struct {
	http.ResponseWriter
	request *http.Request
	out     io.WriteCloser
}

// Unwrap is for http.ResponseController.
func (p *packed) Unwrap() http.ResponseWriter { return p.ResponseWriter }

func (p *packed) WriteHeader(status int) {
	if status == http.StatusOK && p.out == nil {
		p.Header().Del("Content-Length")
		p.out = compressed(p.ResponseWriter, p.request)
	}
	p.ResponseWriter.WriteHeader(status)
}

func (p *packed) Write(b []byte) (int, error) {
	if p.out == nil {
		return p.ResponseWriter.Write(b)
	}
	return p.out.Write(b)
}

func (p *packed) close() {
	if p.out != nil && p.request.Method != http.MethodHead {
		p.out.Close()
	}
}

type open struct{ io.Writer }

// Close does nothing: who opened the answer closes it.
func (open) Close() error { return nil }

func accepts(header, coding string) bool {
	for given := range strings.SplitSeq(header, ",") {
		name, quality, _ := strings.Cut(strings.TrimSpace(given), ";")
		if strings.EqualFold(strings.TrimSpace(name), coding) {
			q := strings.ReplaceAll(quality, " ", "")
			return q != "q=0" && !strings.HasPrefix(q, "q=0.000")
		}
	}
	return false
}
