package agreement

// ClausesFiled adds clauses to a version for which there was no room in its first act.
//
//	{"version": "signed-text", "part": 1, "clauses": [{"id": "point_7", "heading": [{"language": "en", "text": "Maps"}],
//	  "text": [{"language": "en", "text": "The group draws the maps."}]}]}
type ClausesFiled struct {
	Version string   `json:"version" pattern:"^[a-z0-9][a-z0-9-]{0,39}$" doc:"of which version"`
	Part    int      `json:"part" min:"1" max:"60" doc:"which part, from 1"`
	Clauses []Clause `json:"clauses" maxlen:"400" doc:"the clauses, in order"`
}

// Usable refuses prohibitions that do not compile here. What the clauses refer to may be in
// another part: that is checked when all are there.
func (b ClausesFiled) Usable() error { return firstRule(b.Clauses) }
