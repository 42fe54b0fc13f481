package keep

import (
	"slices"

	"truce/ground/act"
)

// Heads are the acts about a subject in one register that have effect and that no other such act
// names as seen: what an author has to name who had seen everything.
func Heads(r Record, origin string, subject act.SubjectID) ([]act.ID, error) {
	held, err := r.About(subject)
	if err != nil {
		return nil, err
	}
	own, err := Effective(slices.DeleteFunc(held, func(e Entry) bool { return e.Origin != origin }))
	if err != nil {
		return nil, err
	}
	var heads []act.ID
	named := map[act.ID]bool{}
	for _, e := range own {
		a, _, err := act.ParseKept(e.ID, e.JWS, "")
		if err != nil {
			return nil, err
		}
		heads = append(heads, e.ID)
		for _, prev := range a.Prev {
			named[prev] = true
		}
	}
	return slices.DeleteFunc(heads, func(id act.ID) bool { return named[id] }), nil
}
