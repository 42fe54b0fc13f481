package main

import (
	"fmt"
	"os"
	"path/filepath"

	"truce/exercise"
	"truce/web"
)

// desk lets a visitor of the demo's desk be any of the exercise's people: their key files
// lie open beside the demo, which answers this machine alone.
func (c *demoCmd) desk(x *exercise.Exercise) (web.Options, error) {
	o := web.Options{TimeZone: c.TimeZone}
	for _, p := range x.People() {
		file, err := os.ReadFile(filepath.Join(c.keys(), p.Name+".key"))
		if err != nil {
			return o, fmt.Errorf("read key of %s: %w", p.Name, err)
		}
		o.Cast = append(o.Cast, web.Role{Name: p.Name, Party: p.Party, Role: p.Role, File: file})
	}
	return o, nil
}
