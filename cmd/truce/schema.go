package main

import (
	"strings"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/judge/admission"
)

type schemaCmd struct {
	Kind string `arg:"" optional:"" help:"Kind of act, or a noun, for what it adds up to. Absent: list the kinds."`
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
	name := strings.TrimSuffix(c.Kind, ".json")
	if state, is := all.StateSchema(name); is {
		return e.printJSON(state)
	}
	spec, is := all.Spec(act.Kind(name))
	if !is {
		return hinted{problem.NotFound(problem.KindUnknown, problem.P{"kind": c.Kind}), "truce schema"}
	}
	schema, err := spec.Shape.Schema(string(spec.Kind), spec.About, act.MaxBodyBytes, admission.Number)
	if err != nil {
		return err
	}
	e.printf("%s\n", schema) // as it is: its expressions hold characters that nobody sees, escaped
	return nil
}
