package adversary

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"truce/office/officetest"
)

// shown serves a copy in the desk as its reader does, and answers the address that is printed.
func shown(t *testing.T, copied string) (address string) {
	t.Helper()
	_, _ = truce(t, t.TempDir(), "version") // builds it
	ctx, stop := context.WithCancel(t.Context())
	serve := exec.CommandContext(ctx, filepath.Join(built.folder, "truce"), "serve", "--copy", copied, "--cache", t.TempDir(), "--listen", "127.0.0.1:0")
	serve.Env = append(os.Environ(), "LANG=C")
	out, err := serve.StdoutPipe()
	if err == nil {
		err = serve.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(); _ = serve.Wait() })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if line := strings.TrimSpace(lines.Text()); strings.HasPrefix(line, "http://") {
			return line
		}
	}
	t.Fatal("no address was printed")
	return ""
}

func answered(t *testing.T, c *http.Client, method, url, body string) (status int, text string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/sd-jwt")
	}
	answer, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(content)
}

// Somebody else on the machine, or a page of others in the reader's browser, asks the desk that shows a copy: without the
// address that was printed nothing is told. Nor does anybody write into it.
func TestCopy_in_the_desk_is_for_its_reader_alone_and_takes_nothing(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	address := shown(t, copyOf(t, w, "secretary"))
	root := address[:strings.Index(address, "/copy/")]
	for _, path := range []string{"/api/reports", "/api/me", "/", "/register/checkpoint", "/copy/aaaa"} {
		if status, text := answered(t, http.DefaultClient, http.MethodGet, root+path, ""); status != http.StatusUnauthorized || strings.Contains(text, "report/") {
			t.Errorf("%s: %d %s", path, status, text)
		}
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	reader := &http.Client{Jar: jar}
	_, _ = answered(t, reader, http.MethodGet, address, "")
	if status, text := answered(t, reader, http.MethodGet, root+"/api/me", ""); status != http.StatusOK || !strings.Contains(text, `"may":[]`) || !strings.Contains(text, "person/secretary") {
		t.Errorf("the reader: %d %s", status, text)
	}
	if status, text := answered(t, reader, http.MethodGet, root+"/api/reports", ""); status != http.StatusOK || strings.Count(text, `"subject":"report/`) != 5 {
		t.Errorf("the reader's list: %d %s", status, text)
	}
	act := w.Sign(t, "monitor-1", "observation-filed", "report/late", officetest.Observation())
	if status, text := answered(t, reader, http.MethodPost, root+"/api/acts", act); status != http.StatusForbidden || !strings.Contains(text, "copy-is-read") {
		t.Errorf("an act was handed in: %d %s", status, text)
	}
}
