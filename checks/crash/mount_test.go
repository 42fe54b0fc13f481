package crash

import (
	"errors"

	"truce/tool/disk"
	"truce/tool/disk/simdisk"
	"truce/tool/vault"
)

// mount takes a disk, encrypted where the trial has keys.
func (tr *trial) mount(d *simdisk.Disk) (err error) {
	if tr.disk = d; tr.keys != nil {
		tr.sealed, err = vault.On(d, *tr.keys, vault.Options{Rand: randomOf(tr.seed + 7919*uint64(tr.turn)), Alone: true})
	}
	return err
}

// unmount lets go of it, whatever is open there.
func (tr *trial) unmount() {
	if tr.sealed != nil {
		_ = tr.sealed.Close()
	}
	_ = tr.disk.Close()
}

// on is the disk as the office sees it.
func (tr *trial) on() disk.Disk {
	if tr.sealed != nil {
		return tr.sealed
	}
	return tr.disk
}

// crash is the power going and coming back.
func (tr *trial) crash() error {
	after, err := tr.disk.Crash()
	if err != nil {
		return err
	}
	tr.unmount()
	return errors.Join(tr.mount(after))
}
