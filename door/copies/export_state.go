package copies

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/numbered"
	"truce/judge/policy"
	"truce/noun"
	"truce/noun/people"
	"truce/tool/staging"
)

// copyFormat is the form of the folders that this program writes and reads.
const copyFormat = "truce-copy-1"

// exportState says for whom a folder was made. Two readers never share one: the one with
// fewer rights would be handed what the other may see.
type exportState struct {
	Format string        `json:"format"` // of the whole folder: hidden/, evidence/, bulletins/; heads and tiles are of forms of their own (C2SP)
	About  string        `json:"about"`
	Reader act.SubjectID `json:"reader"`
	Rights string        `json:"rights"` // party and roles under which all of hidden/ was written; "" while it is not
	// Whole is the word of whoever wrote the copy that hidden/ tells of every slot of every act: what is in it, or that it is
	// not for the reader.
	Whole bool `json:"whole"`
	// Release is by what act, and of what, the copy may hold what is restricted; absent: it holds nothing of it.
	Release *Given `json:"release,omitempty"`
}

// Given is what a copy says of the release by which it was made.
type Given struct {
	Act           act.ID   `json:"act"`
	Classes       []string `json:"classes,omitempty"`
	EvidenceFiles bool     `json:"evidenceFiles,omitzero"`
}

func given(r people.Release) *Given {
	if r.By == (act.ID{}) {
		return nil
	}
	return &Given{r.By, r.Classes, r.EvidenceFiles}
}

// within reports whether all that was given is given by a release too.
func (g *Given) within(r people.Release) bool {
	if g == nil {
		return true
	}
	return (r.EvidenceFiles || !g.EvidenceFiles) && !slices.ContainsFunc(g.Classes, func(class string) bool { return !r.Gives(class) })
}

// ReleaseOf is the act by whose release the copy in a folder was made for a reader; the zero ID if there is none, or no copy
// of that reader's.
func ReleaseOf(folder string, reader act.SubjectID) (act.ID, error) {
	text, err := os.ReadFile(filepath.Join(folder, stateName))
	if errors.Is(err, fs.ErrNotExist) {
		return act.ID{}, nil
	}
	var s exportState
	if err == nil {
		err = numbered.Read(text, copyFormat, &s)
	}
	if err != nil || s.Release == nil || s.Reader != reader {
		return act.ID{}, err
	}
	return s.Release.Act, nil
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
	if err := numbered.Read(text, copyFormat, &s); err != nil {
		if newer, is := errors.AsType[numbered.NewerError](err); is {
			return policy.Person{}, fmt.Errorf("%s %w", stateName, newer)
		}
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
	path    string
	reader  act.SubjectID
	rights  string
	release *Given
}

// Claim notes the reader in a new folder, and says whether the disclosures that are there
// were written under other rights, or another release, than the reader has now. ErrOtherReader: the folder is
// another's. ErrReleased: it has something restricted that would have to be taken out.
func Claim(folder string, reader policy.Person, by people.Release) (made *Made, again bool, err error) {
	m := &Made{filepath.Join(folder, stateName), reader.ID, rights(reader), given(by)}
	text, err := os.ReadFile(m.path)
	if errors.Is(err, fs.ErrNotExist) {
		return m, true, m.write("")
	}
	if err != nil {
		return nil, false, err
	}
	var s exportState
	if err := numbered.Read(text, copyFormat, &s); err != nil {
		return nil, false, fmt.Errorf("read %s: %w", stateName, err)
	}
	switch {
	case s.Reader != m.reader:
		return nil, false, fmt.Errorf("%w (%s)", ErrOtherReader, s.Reader)
	case !s.Release.within(by):
		return nil, false, fmt.Errorf("%w (%s)", ErrReleased, s.Release.Act)
	}
	return m, s.Rights != m.rights || !reflect.DeepEqual(s.Release, m.release), nil
}

// Begun notes that what is hidden is being written again.
func (m *Made) Begun() error { return m.write("") }

// Whole notes that what is hidden is told of every act.
func (m *Made) Whole() error { return m.write(m.rights) }

func (m *Made) write(rights string) error {
	text, err := exportState{copyFormat, "for whom this copy was made; the next export reads it", m.reader, rights, rights != "", m.release}.text()
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
