package copies

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/judge/policy"
	"truce/noun"
	"truce/noun/people"
	"truce/tool/staging"
)

// exportState says for whom a folder was made. Two readers never share one: the one with
// fewer rights would be handed what the other may see.
type exportState struct {
	About  string        `json:"about"`
	Reader act.SubjectID `json:"reader"`
	Rights string        `json:"rights"` // party and roles under which all of hidden/ was written; "" while it is not
	// Whole is the word of whoever wrote the copy that hidden/ tells of every slot of every act: what is in it, or that it is
	// not for the reader.
	Whole bool `json:"whole"`
}

// Reader is for whom the copy in a folder was made, with the party and the roles by which it was made. A folder that
// says nothing of it, such as one that a web server publishes, is a stranger's.
func Reader(files fs.FS) (policy.Person, error) {
	text, err := fs.ReadFile(files, stateName)
	if errors.Is(err, fs.ErrNotExist) {
		return policy.Person{}, nil
	}
	var s exportState
	if err != nil {
		return policy.Person{}, fmt.Errorf("read %s: %w", stateName, err)
	}
	if err := json.Unmarshal(text, &s); err != nil {
		return policy.Person{}, unfit(stateName, "does not say for whom the copy is")
	}
	party, roles, _ := strings.Cut(s.Rights, ":")
	return policy.Person{ID: s.Reader, Party: party, Roles: strings.FieldsFunc(roles, func(r rune) bool { return r == ',' })}, nil
}

// refuted says what is wrong with what a copy says of its reader, by what the register tells of that person: nothing in it
// is signed.
func (s exportState) refuted(speaking []people.Author) string {
	if len(speaking) == 0 || s.Rights == "" {
		return ""
	}
	party, roles, _ := strings.Cut(s.Rights, ":")
	var held []string
	ofParty := false
	for _, author := range speaking {
		ofParty = ofParty || author.Party == party
		held = append(held, author.Roles...)
	}
	if !ofParty {
		return fmt.Sprintf("The copy says that its reader %s is of %s, and by the register that is not so.", s.Reader, noun.SideOf(party))
	}
	for _, role := range strings.FieldsFunc(roles, func(r rune) bool { return r == ',' }) {
		if !slices.Contains(held, role) {
			return fmt.Sprintf("The copy says that its reader %s has the role %s, and by the register that is not so.", s.Reader, role)
		}
	}
	return ""
}

// Made is for whom a folder was made, while it is written.
type Made struct {
	path   string
	reader act.SubjectID
	rights string
}

// Claim notes the reader in a new folder, and says whether the disclosures that are there
// were written under other rights than the reader has now. ErrOtherReader: the folder is another's.
func Claim(folder string, reader act.SubjectID, party string, roles []string) (made *Made, again bool, err error) {
	m := &Made{filepath.Join(folder, stateName), reader, rights(policy.Person{Party: party, Roles: roles})}
	text, err := os.ReadFile(m.path)
	if errors.Is(err, fs.ErrNotExist) {
		return m, true, m.write("")
	}
	if err != nil {
		return nil, false, err
	}
	var s exportState
	if err := json.Unmarshal(text, &s); err != nil {
		return nil, false, fmt.Errorf("read %s: %w", stateName, err)
	}
	if s.Reader != reader {
		return nil, false, fmt.Errorf("%w (%s)", ErrOtherReader, s.Reader)
	}
	return m, s.Rights != m.rights, nil
}

// Begun notes that what is hidden is being written again.
func (m *Made) Begun() error { return m.write("") }

// Whole notes that what is hidden is told of every act.
func (m *Made) Whole() error { return m.write(m.rights) }

func (m *Made) write(rights string) error {
	text, err := exportState{"for whom this copy was made; the next export reads it", m.reader, rights, rights != ""}.text()
	if err != nil {
		return err
	}
	if held, err := os.ReadFile(m.path); err == nil && bytes.Equal(held, text) {
		return nil
	}
	return staging.Replace(m.path, text)
}

func (s exportState) text() ([]byte, error) {
	text, err := json.Marshal(s, jsontext.WithIndent("  "))
	return append(text, '\n'), err
}

func rights(who policy.Person) string {
	roles := slices.Sorted(slices.Values(who.Roles))
	return who.Party + ":" + strings.Join(roles, ",")
}
