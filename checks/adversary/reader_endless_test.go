package adversary

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"truce/ground/register"
	"truce/office/officetest"
)

// An address serves a first head of as many entries as are read without a word, and for every one of them a hash that it makes
// up, but no entry. Whoever checks it is not kept busy for as long as it serves.
func TestReader_is_not_kept_busy_by_made_up_hashes(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	head := signedText(t, w, register.TreeHead{Origin: w.Verifier().Name(), Size: 1 << 26, Root: register.LeafHash([]byte("x"))}.Body())
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		asked.Add(1)
		switch path := strings.TrimPrefix(in.URL.Path, "/register/"); {
		case path == register.HeadPath:
			out.Write(head)
		case path == "register.pub":
			out.Write([]byte(w.Key() + "\n"))
		case strings.HasPrefix(path, "tile/entries/"):
			http.NotFound(out, in)
		default:
			out.Write(make([]byte, register.TileWidth*32))
		}
	}))
	t.Cleanup(server.Close)
	began := time.Now()
	said, code := truce(t, t.TempDir(), "check", server.URL+"/register", "--register", w.Key())
	says(t, said, code, 3, "WRONG", "Entry 0")
	if took := time.Since(began); took > time.Minute || asked.Load() > 5000 {
		t.Errorf("it took %s and %d requests", took, asked.Load())
	}
}
