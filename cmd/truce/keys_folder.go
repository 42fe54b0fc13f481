package main

import (
	"fmt"

	"truce/tool/seal"
)

type keysFolderCmd struct {
	File        string `arg:"" help:"File to write. It must not exist yet."`
	PostQuantum bool   `help:"A longer key, against those who copy a disk today and can break ordinary ones in twenty years. All keys of recovery must be of one sort."`
}

// Run writes a file as age-keygen does, so that age opens what is encrypted to it too.
func (c *keysFolderCmd) Run(e *env) error {
	generate := seal.Generate
	if c.PostQuantum {
		generate = seal.GeneratePostQuantum
	}
	key, err := generate()
	if err != nil {
		return err
	}
	text := fmt.Sprintf("# SECRET. Opens an encrypted folder of truce. Keep it away from the office's machine; print it, if paper is safer.\n# public key: %s\n%s\n", key.Recipient(), key.Secret())
	if err := writeNew(c.File, []byte(text)); err != nil {
		return err
	}
	e.notef("Wrote %s. Its public half, to be named in --recovery or --start-key of truce encrypt:\n", c.File)
	e.printf("%s\n", key.Recipient())
	return nil
}
