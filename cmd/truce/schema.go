package main

import (
	"fmt"
	"strings"

	"truce/ground/act"
)

type schemaCmd struct {
	Kind string `arg:"" optional:"" help:"Kind of act. Absent: list all."`
}

func (c *schemaCmd) Run(e *env) error {
	all, err := knownKinds()
	if err != nil {
		return err
	}
	if c.Kind == "" {
		for _, s := range all.All() {
			e.printf("%-24s %-13s %s\n", s.Kind, s.Noun+"/…", s.About)
		}
		return nil
	}
	spec, is := all.Spec(act.Kind(strings.TrimSuffix(c.Kind, ".json")))
	if !is {
		return hinted{fmt.Errorf("there is no kind of act %q", c.Kind), "`truce schema` lists the kinds."}
	}
	schema, err := spec.Shape.Schema(string(spec.Kind), spec.About)
	if err != nil {
		return err
	}
	return e.printJSON(schema)
}
