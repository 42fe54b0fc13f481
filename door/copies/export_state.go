package copies

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/judge/policy"
	"truce/tool/staging"
)

// exportState says for whom a folder was made. Two readers never share one: the one with
// fewer rights would be handed what the other may see.
type exportState struct {
	About  string        `json:"about"`
	Reader act.SubjectID `json:"reader"`
	Rights string        `json:"rights"` // party and roles under which all of hidden/ was written; "" while it is not
}

// Reader is for whom the copy in a folder was made, with the party and the roles by which it was made. A folder that
// says nothing of it, such as one that a web server publishes, is a stranger's.
func Reader(files fs.FS) (policy.Person, error) {
	text, err := fs.ReadFile(files, stateName)
	if errors.Is(err, fs.ErrNotExist) {
		return policy.Person{}, nil
	}
	var s exportState
	if err == nil {
		err = json.Unmarshal(text, &s)
	}
	if err != nil {
		return policy.Person{}, fmt.Errorf("read %s: %w", stateName, err)
	}
	party, roles, _ := strings.Cut(s.Rights, ":")
	return policy.Person{ID: s.Reader, Party: party, Roles: strings.FieldsFunc(roles, func(r rune) bool { return r == ',' })}, nil
}

// Made is what a folder says of whom it was made for, by which rights: the content of its file StateName.
func Made(who policy.Person) ([]byte, error) {
	text, err := json.Marshal(exportState{"for whom this copy was made; the next export reads it", who.ID, rights(who)}, jsontext.WithIndent("  "))
	return append(text, '\n'), err
}

// claim notes the reader in a new folder, and says whether the disclosures that are there
// were written under other rights than the reader has now.
func (x *export) claim() (again bool, err error) {
	text, err := os.ReadFile(x.folder.At(stateName))
	if errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(x.folder.Aside, staging.OwnFolder); err != nil {
			return false, err
		}
		return true, x.state("")
	}
	if err != nil {
		return false, err
	}
	var s exportState
	if err := json.Unmarshal(text, &s); err != nil {
		return false, fmt.Errorf("read %s: %w", stateName, err)
	}
	if s.Reader != x.who.ID {
		return false, fmt.Errorf("%w (%s)", ErrOtherReader, s.Reader)
	}
	return s.Rights != x.rights() || x.opts.HiddenAgain, nil
}

// stated notes that all disclosures are there.
func (x *export) stated() error { return x.state(x.rights()) }

func (x *export) state(rights string) error {
	text, err := json.Marshal(exportState{"for whom this copy was made; the next export reads it", x.who.ID, rights},
		jsontext.WithIndent("  "))
	if err != nil {
		return err
	}
	return x.folder.Write(stateName, append(text, '\n'), staging.OwnFile)
}

func (x *export) rights() string { return rights(x.who) }

func rights(who policy.Person) string {
	roles := slices.Sorted(slices.Values(who.Roles))
	return who.Party + ":" + strings.Join(roles, ",")
}
