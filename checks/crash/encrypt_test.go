package crash

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"filippo.io/age"

	"truce/door/backup"
	"truce/tool/store"
	"truce/tool/vault"
)

// openers are those of folders that trials encrypt.
var openers = sync.OnceValues(func() (vault.Openers, error) {
	var all [3]string
	for i := range all {
		key, err := age.GenerateX25519Identity()
		if err != nil {
			return vault.Openers{}, err
		}
		all[i] = key.Recipient().String()
	}
	return vault.Openers{KeyFile: all[0], Recovery: all[1:]}, nil
})

// encrypting turns the office's folder into an encrypted one, or into one by other keys, during which the power goes, perhaps once more while what was
// begun is finished: what is left is the folder as it was or the new one, and holds all that was answered.
func (tr *trial) encrypting() error {
	tr.turn++
	if err := tr.open(); err != nil {
		return err
	}
	tr.work()
	if err := tr.world.Close(); err != nil {
		return err
	}
	by, err := openers()
	if err != nil {
		return err
	}
	keys, err := vault.NewKeys(randomOf(tr.seed + 1<<20))
	if err != nil {
		return err
	}
	header, err := vault.Wrap(keys, by)
	if err != nil {
		return err
	}
	if err := errors.Join(tr.disk.Remove(folder+"/"+store.LeftName), tr.disk.SyncFolder(folder)); err != nil {
		return err
	}
	ctx, o := context.Background(), vault.Options{Rand: randomOf(tr.seed + 1<<21)}
	tr.disk.StopAt(tr.disk.Calls() + 1 + tr.random.IntN(300))
	if err := vault.Encrypt(ctx, tr.disk, tr.on(), folder, keys, header, o, nil); err != nil && !tr.disk.Off() {
		return fmt.Errorf("encrypt: %w", err)
	}
	for range 2 {
		if err := tr.crash(); err != nil {
			return err
		}
		if tr.random.IntN(2) == 0 {
			tr.disk.StopAt(tr.disk.Calls() + 1 + tr.random.IntN(30))
		}
		if err := vault.Finish(tr.disk, folder); err != nil && !tr.disk.Off() {
			return fmt.Errorf("finish: %w", err)
		}
	}
	if err := tr.crash(); err != nil {
		return err
	}
	err = vault.Finish(tr.disk, folder)
	if err != nil || vault.Unfinished(tr.disk, folder) {
		return fmt.Errorf("what was begun is not finished: %w", err)
	}
	switch here, err := vault.Read(tr.disk, folder); {
	case err == nil && here.Folder == header.Folder:
		tr.encrypted = true
		if err := errors.Join(here.Holds(keys), here.Fits(tr.disk, folder)); err != nil {
			return err
		}
		if tr.keys = &keys; tr.sealed != nil {
			_ = tr.sealed.Close()
		}
		if err := tr.mount(tr.disk); err != nil {
			return err
		}
	case !errors.Is(err, vault.ErrNone):
		return fmt.Errorf("the header that is left: %w", err)
	}
	return tr.hold()
}

// backing says how a backup is made: of an encrypted folder it is encrypted, and carries the header.
func (tr *trial) backing() (backup.Options, error) {
	o := backup.Options{Now: tr.world.Clock.Now, Disk: tr.on(), File: tr.disk}
	if tr.keys == nil {
		return o, nil
	}
	by, err := openers()
	if err != nil {
		return o, err
	}
	header, err := vault.Wrap(*tr.keys, by)
	o.Encrypt = func(w io.Writer) (io.WriteCloser, error) { return vault.Carry(w, header, *tr.keys, tr.world.Rand) }
	return o, err
}

// unbacking says how it is restored.
func (tr *trial) unbacking(of kept, study bool) backup.RestoreOptions {
	o := backup.RestoreOptions{Now: tr.world.Clock.Now, Disk: tr.on(), File: tr.disk, Study: study}
	if of.keys != nil {
		o.Decrypt = func(r io.Reader) (io.Reader, error) {
			return vault.Uncarry(r, func(vault.Header) (vault.Keys, error) { return *of.keys, nil })
		}
	}
	return o
}
