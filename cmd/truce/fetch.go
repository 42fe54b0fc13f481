package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/go-json-experiment/json"

	"truce/door/copies"
	"truce/door/wire"
	"truce/ground/register"
	"truce/judge/policy"
)

// fetch copies a served register, and the disclosures beside it, into a folder of the
// form that export writes. The head is written last: a copy that was broken off has the
// head that it had before, or none. Before the first byte the register must show that it holds all that the folder
// holds (copies.Heads); nothing else is believed here, truce check does that.
func (c *exportCmd) fetch(ctx context.Context, e *env, k key) error {
	d, err := c.open(ctx, e, &k)
	if err != nil {
		return err
	}
	made, err := c.claim(ctx, d)
	if err != nil {
		return err
	}
	vkey, err := d.Key(ctx)
	if err != nil {
		return err
	}
	verifier, err := register.NewVerifier(vkey)
	if err != nil {
		return err
	}
	signed, err := d.Register().Read(ctx, register.HeadPath)
	if err != nil {
		return err
	}
	head, err := register.OpenHead(signed, verifier)
	if err != nil {
		return fmt.Errorf("read head of the register: %w", err)
	}
	heads, err := copies.OpenHeads(c.Folder, vkey)
	if errors.Is(err, copies.ErrOtherRegister) {
		return hinted{fmt.Errorf("%s holds a copy of another register, or one that another key signed", c.Folder),
			"Choose another folder, and compare the two with `truce check`."}
	}
	if err != nil {
		return err
	}
	if err := heads.Admit(ctx, register.ReadTiles(d.Register()), head); err != nil {
		return unlike(err)
	}
	f := fetching{desk: d, folder: c.Folder, from: heads.Size(), to: head.Size}
	before, _ := os.ReadFile(filepath.Join(c.Folder, copies.StateName))
	if !c.HiddenAgain && bytes.Equal(before, made) {
		f.hiddenFrom = f.from / register.TileWidth * register.TileWidth
	}
	if err := f.all(ctx, e); err != nil {
		return err
	}
	cosigned, err := d.Register().Read(ctx, register.CosignedPath)
	if err != nil {
		return fmt.Errorf("read cosigned heads: %w", err)
	}
	if err := errors.Join(f.write(register.CosignedPath, cosigned, 0o644), f.write(copies.StateName, made, 0o600), f.write("register.pub", []byte(vkey+"\n"), 0o644), f.write(register.HeadPath, signed, 0o644)); err != nil {
		return err
	}
	e.exported(c.Folder, f.from, f.to)
	return nil
}

// claim refuses a folder that was made for another reader, and answers what says for whom it is made now.
func (c *exportCmd) claim(ctx context.Context, d desk) ([]byte, error) {
	me, err := d.Me(ctx)
	if err != nil {
		return nil, err
	}
	before, err := copies.Reader(os.DirFS(c.Folder))
	if err == nil && before.Known() && before.ID != me.Person {
		err = fmt.Errorf("%w (%s)", copies.ErrOtherReader, before.ID)
	}
	if err != nil {
		return nil, err
	}
	return copies.Made(policy.Person{ID: me.Person, Party: me.Party, Roles: me.Roles})
}

// fetching is a copy on its way. Entries before from are in the folder already.
type fetching struct {
	desk       desk
	folder     string
	from, to   int64
	hiddenFrom int64
}

func (f *fetching) all(ctx context.Context, e *env) error {
	total, done := int64(0), int64(0)
	for range register.TilePaths(f.from, f.to) {
		total++
	}
	p := e.progress("copy")
	defer p.end()
	for path := range register.TilePaths(f.from, f.to) {
		content, err := f.desk.Register().Read(ctx, path.String())
		if err == nil {
			err = f.write(path.String(), content, 0o644)
		}
		if err != nil {
			return fmt.Errorf("copy %s: %w", path, err)
		}
		done++
		p.at(done, total)
	}
	for from := f.hiddenFrom; from < f.to; from += register.TileWidth {
		if err := f.hidden(ctx, from); err != nil {
			return fmt.Errorf("copy disclosures: %w", err)
		}
	}
	return nil
}

// hidden writes the disclosures of one bundle that the reader may see.
func (f *fetching) hidden(ctx context.Context, from int64) error {
	var lines bytes.Buffer
	for h, err := range f.desk.Hidden(ctx, from, min(from+register.TileWidth, f.to)) {
		if err != nil {
			return err
		}
		line, err := json.Marshal(wire.Hidden{Act: h.Act, Disclosures: h.Disclosures})
		if err != nil {
			return err
		}
		lines.Write(append(line, '\n'))
	}
	return f.write(fmt.Sprintf("hidden/%d.jsonl", from/register.TileWidth), lines.Bytes(), 0o600)
}

// write puts a file at its name whole: beside it first, then renamed.
func (f *fetching) write(name string, content []byte, mode fs.FileMode) error {
	path := filepath.Join(f.folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(path+".new", content, mode); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}
