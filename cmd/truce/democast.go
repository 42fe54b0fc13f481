package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"

	"truce/door/exercise"
	"truce/ground/act"
	"truce/web"
)

// desk lets a visitor of the demo's desk be any of the exercise's people: their key files
// lie open beside the demo, which answers this machine alone. It leads visitors through.
func (c *demoCmd) desk(x *exercise.Exercise, register act.RegisterID) (web.Options, error) {
	o := web.Options{TimeZone: cmp.Or(c.TimeZone, x.TimeZone(), "UTC"), Exercise: &web.Exercise{Register: string(register), Tour: []web.Step{}}}
	for _, p := range x.People() {
		file, err := os.ReadFile(filepath.Join(c.keys(), p.Name+".key"))
		if err != nil {
			return o, fmt.Errorf("read key of %s: %w", p.Name, err)
		}
		o.Exercise.Cast = append(o.Exercise.Cast, web.Role{Name: p.Name, Party: p.Party, Role: p.Role, File: file})
	}
	for _, s := range x.Tour() {
		o.Exercise.Tour = append(o.Exercise.Tour, web.Step(s))
	}
	return o, nil
}
