package copies

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"strings"

	"truce/ground/register"
)

// maxFileBytes is more than any file of a register has: 256 entries of 65,535 bytes and
// their lengths (C2SP tlog-tiles).
const maxFileBytes = 17 << 20

// Address is the register that a web server publishes under a base address (C2SP
// tlog-tiles), such as https://office.example/register. Who asks is the client's
// business: an office hands its register to people who may copy it.
func Address(base string, client *http.Client) register.Source {
	return address{strings.TrimSuffix(base, "/"), client}
}

type address struct {
	base   string
	client *http.Client
}

// ErrAddress says that a server answered with something else than the file asked for.
var ErrAddress = errors.New("the server did not answer with the file")

func (a address) Read(ctx context.Context, path string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, a.base+"/"+path, nil)
	if err != nil {
		return nil, fmt.Errorf("fetch %s: %w", path, err)
	}
	answer, err := a.client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("fetch %s: %w", path, err)
	}
	defer answer.Body.Close()
	switch answer.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound, http.StatusGone:
		return nil, fmt.Errorf("fetch %s: %w", path, fs.ErrNotExist)
	default:
		return nil, fmt.Errorf("fetch %s: %s: %w", path, answer.Status, ErrAddress)
	}
	content, err := io.ReadAll(io.LimitReader(answer.Body, maxFileBytes+1))
	if err == nil && len(content) > maxFileBytes {
		err = fmt.Errorf("more than %d bytes: %w", maxFileBytes, ErrAddress)
	}
	if err != nil {
		return nil, fmt.Errorf("fetch %s: %w", path, err)
	}
	return content, nil
}
