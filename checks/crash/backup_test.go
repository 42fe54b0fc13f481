package crash

import (
	"context"
	"errors"
	"fmt"

	"truce/door/backup"
	"truce/tool/disk"
	"truce/tool/vault"
)

const backups = "/data/backups"

// kept is a backup that its maker was told is whole, of at least so many entries.
type kept struct {
	file string
	size int64
	keys *vault.Keys // of the folder that it was made of
}

// backuper makes a backup while acts come in.
func (tr *trial) backuper() {
	size := tr.world.Size()
	if file, err := tr.backUp(); err == nil {
		tr.mu.Lock()
		tr.backups = append(tr.backups, kept{file, size, tr.keys})
		tr.mu.Unlock()
	}
}

func (tr *trial) backUp() (file string, err error) {
	if err := disk.MakeFolder(tr.disk, backups, disk.OwnFolder); err != nil {
		return "", err
	}
	tr.mu.Lock()
	tr.made++
	file = fmt.Sprintf("%s/%d.truce-backup", backups, tr.made)
	tr.mu.Unlock()
	o, err := tr.backing()
	if err == nil {
		_, err = backup.Make(context.Background(), folder, file, o, nil)
	}
	return file, err
}

// holdBackups restores each backup beside the office, to study it.
func (tr *trial) holdBackups() error {
	for i, one := range tr.backups {
		place := fmt.Sprintf("/data/studied-%d-%d", tr.turn, i)
		restored, err := backup.Restore(context.Background(), one.file, place, tr.unbacking(one, true), nil)
		if err == nil && (restored.Size < one.size || restored.Beside.Found()) {
			err = fmt.Errorf("%d entries of %d, %+v", restored.Size, one.size, restored.Beside)
		}
		if err != nil {
			return fmt.Errorf("%s was made whole: %w", one.file, err)
		}
	}
	return nil
}

// restoring puts a backup in the place of its office, during which the power goes: what is left is the office as it was or
// the restored one, and a restore that is done again goes through.
func (tr *trial) restoring() error {
	tr.turn++
	if err := tr.open(); err != nil {
		return err
	}
	tr.work()
	if err := tr.world.Close(); err != nil {
		return err
	}
	file, err := tr.backUp()
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	o := tr.unbacking(kept{keys: tr.keys}, false)
	tr.disk.StopAt(tr.disk.Calls() + 1 + tr.random.IntN(150))
	if _, err := backup.Restore(context.Background(), file, folder, o, nil); err != nil && !tr.disk.Off() {
		return fmt.Errorf("restore: %w", err)
	}
	if tr.disk.Off() {
		tr.restores++
	}
	if err := tr.crash(); err != nil {
		return err
	}
	o = tr.unbacking(kept{keys: tr.keys}, false)
	if tr.random.IntN(2) == 0 {
		if _, err := backup.Restore(context.Background(), file, folder, o, nil); err != nil {
			return errors.Join(errors.New("a restore is done again"), err)
		}
	}
	return tr.hold()
}
