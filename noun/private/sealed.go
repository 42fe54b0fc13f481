package private

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"
)

// Form is the form of what is sealed, and its number.
const Form = "truce-private-1"

// ErrForm: what was sealed is not of the form that this program reads.
var ErrForm = fmt.Errorf("what is sealed is not %s: another program sealed it, or a newer one", Form)

// sealed is what a device seals: the content, and of which form it is. Spaces that fill it up may follow.
type sealed struct {
	Format string `json:"format"`
	Content
}

// Plain is what a device seals of a content.
func (c Content) Plain() ([]byte, error) { return json.Marshal(sealed{Form, c}) }

// ReadPlain reads what Plain wrote. Errors: ErrForm.
func ReadPlain(plain []byte) (Content, error) {
	var s sealed
	if err := json.Unmarshal(bytes.TrimRight(plain, " "), &s, json.RejectUnknownMembers(true)); err != nil || s.Format != Form {
		return Content{}, errors.Join(ErrForm, err)
	}
	return s.Content, nil
}
