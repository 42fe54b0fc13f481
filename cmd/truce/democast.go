package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"

	"truce/door/exercise"
	"truce/office/house"
	"truce/web"
)

// desk lets a visitor of the demo's desk be any of the exercise's people: their key files
// lie open beside the demo, which answers this machine alone. It leads visitors through.
func (c *demoCmd) desk(x *exercise.Exercise, o *house.House) (web.Options, error) {
	w := web.Options{TimeZone: deskZone(cmp.Or(c.TimeZone, x.TimeZone()), o), Admission: o.Number, Exercise: &web.Exercise{Register: string(o.ID()), Tour: []web.Step{}}}
	for _, p := range x.People() {
		file, err := os.ReadFile(filepath.Join(c.keys(), p.Name+".key"))
		if err != nil {
			return w, fmt.Errorf("read key of %s: %w", p.Name, err)
		}
		w.Exercise.Cast = append(w.Exercise.Cast, web.Role{Name: p.Name, Party: p.Party, Role: p.Role, File: file})
	}
	for _, s := range x.Tour() {
		w.Exercise.Tour = append(w.Exercise.Tour, web.Step(s))
	}
	return w, nil
}
