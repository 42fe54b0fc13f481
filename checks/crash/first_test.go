package crash

import (
	"fmt"

	"truce/office/officetest"
	"truce/tool/disk/simdisk"
)

// first is the first start of an office, during or after which the power goes: it opens when it is started again, as the
// register that it said it was.
func (tr *trial) first() error {
	tr.world = &officetest.World{Folder: folder, Clock: officetest.NewClock(), Rand: randomOf(tr.seed)}
	blank, err := simdisk.New(tr.model, tr.seed)
	if err == nil {
		err = tr.mount(blank)
	}
	if err != nil {
		return err
	}
	defer tr.unmount()
	key := ""
	for range 3 {
		if key, err = tr.start(key); err != nil {
			return fmt.Errorf("%s, first start %d: %w\n%s", tr.model, tr.turn, err, tr.log)
		}
	}
	return nil
}

// start opens the office until the power goes, and answers the key that somebody may have been told.
func (tr *trial) start(told string) (key string, err error) {
	tr.turn++
	tr.disk.StopAt(tr.disk.Calls() + 1 + tr.random.IntN(120))
	if err := tr.open(); err == nil {
		key = tr.world.Key()
		tr.heads = nil
		tr.signer(tr.random)
		_ = tr.world.Close()
	} else if !tr.disk.Off() {
		return "", fmt.Errorf("the office does not open: %w", err)
	}
	if told != "" && key != "" && key != told {
		return "", fmt.Errorf("the register was %s, and is %s", told, key)
	}
	if key != "" {
		told = key
	}
	if err := tr.crash(); err != nil {
		return "", err
	}
	if err := tr.open(); err != nil {
		return "", fmt.Errorf("the office does not open again: %w", err)
	}
	if told != "" && tr.world.Key() != told {
		return "", fmt.Errorf("the register was %s, and is %s", told, tr.world.Key())
	}
	told = tr.world.Key()
	return told, tr.world.Close()
}
