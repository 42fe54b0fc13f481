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
