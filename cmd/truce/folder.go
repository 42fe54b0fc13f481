package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"truce/act"
	"truce/office"
	"truce/people"
	"truce/policy"
	"truce/problem"
	"truce/store"
)

// folderDesk is an office in a folder that no other process has open.
type folderDesk struct {
	*office.Office
	who policy.Person
}

// openFolder opens an office that is there: a command that reads or writes must not
// leave an empty office behind where a name was mistyped.
func openFolder(ctx context.Context, e *env, folder string, who *key) (folderDesk, error) {
	_, err := os.Stat(filepath.Join(folder, "register.key"))
	if errors.Is(err, fs.ErrNotExist) {
		return folderDesk{}, problem.NotFound(problem.FolderMissing, problem.P{"folder": folder})
	}
	o, err := openOffice(ctx, e, folder, "")
	if err != nil || who == nil {
		return folderDesk{o, policy.Person{}}, err
	}
	id := who.private.Public().ID()
	author, standing := o.Directory().Author(id, o.Now())
	switch standing {
	case people.Unknown:
		err = problem.Forbidden(problem.KeyUnknown, problem.P{"key": id})
	case people.Revoked:
		err = problem.Forbidden(problem.KeyRevoked, problem.P{"key": id})
	}
	if err != nil {
		return folderDesk{}, errors.Join(err, o.Close())
	}
	return folderDesk{o, policy.Person{ID: author.Person, Party: author.Party, Roles: author.Roles}}, nil
}

// openOffice opens or makes the office in a folder.
func openOffice(ctx context.Context, e *env, folder, origin string) (*office.Office, error) {
	if origin == "" {
		var err error
		if origin, err = newOrigin(e); err != nil {
			return nil, err
		}
	}
	return office.Open(ctx, office.Options{Folder: folder, Origin: origin, Now: e.now, Rand: e.rand, Log: e.log})
}

// newOrigin names a register that nobody named: two laptops must not have one name.
func newOrigin(e *env) (string, error) {
	var b [4]byte
	if _, err := e.rand.Read(b[:]); err != nil {
		return "", fmt.Errorf("draw name: %w", err)
	}
	return fmt.Sprintf("office-%x.truce", b), nil
}

func (d folderDesk) SubmitAll(ctx context.Context, sdjwts []string) ([]office.Outcome, error) {
	return d.Office.SubmitAll(ctx, sdjwts), nil
}

func (d folderDesk) Subject(ctx context.Context, id act.SubjectID, at office.Clocks) ([]office.Item, error) {
	return d.Office.Subject(ctx, d.who, id, at)
}

func (d folderDesk) History(ctx context.Context, id act.SubjectID) ([]office.Told, error) {
	return d.Office.History(ctx, d.who, id)
}

func (d folderDesk) Custodians(context.Context) ([]string, error) {
	return d.Directory().Sealing("custodian", d.Now()), nil
}

func (d folderDesk) List(ctx context.Context, q query) (page, error) {
	filter, err := q.filter()
	if err != nil {
		return page{}, err
	}
	after, err := parseCursor(q.After)
	if err != nil {
		return page{}, err
	}
	p, err := d.Office.List(ctx, d.who, filter, after, q.Limit)
	if err != nil {
		return page{}, err
	}
	return page{p.Items, formatCursor(p.Next)}, nil
}

// parseCursor reads what formatCursor wrote.
func parseCursor(text string) (*store.Cursor, error) {
	if text == "" {
		return nil, nil
	}
	from, id, _ := strings.Cut(text, ".")
	var c store.Cursor
	var err1, err2 error
	c.From, err1 = strconv.ParseInt(from, 10, 64)
	c.ID, err2 = strconv.ParseInt(id, 10, 64)
	if err1 != nil || err2 != nil {
		return nil, problem.Invalid(problem.PageTokenWrong)
	}
	return &c, nil
}

func formatCursor(c *store.Cursor) string {
	if c == nil {
		return ""
	}
	return fmt.Sprintf("%d.%d", c.From, c.ID)
}
