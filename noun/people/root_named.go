package people

import "truce/ground/act"

// RootNamed says which key is to be a party's root, by the fingerprint that the party handed
// over on paper. The key itself then comes with root-enrolled. The party counts among the sides
// once its root is enrolled and those who must have signed this act: while fewer than two sides
// count, one that does; afterwards as many as the founding asks for. Said of a party that has a
// root, it replaces that root: at once by the old root's own signature; else as many sides sign it, and the new key comes RootWait later at
// the earliest, unless the party said no. The first root of a party that has people here waits likewise, unless each of their keys signed it.
// A party that the founding does not name counts only once every side signed this.
//
//	{"party": "TR", "person": "person/root-tr", "fingerprint": "oCs7Jz1wahIzxmmRRwed00_Gi2mxHYSq5T__ltUHN8A"}
type RootNamed struct {
	Party       string        `json:"party" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"code of the party"`
	Person      act.SubjectID `json:"person" pattern:"^person/" doc:"who holds the key"`
	Fingerprint act.KeyID     `json:"fingerprint" doc:"the key's thumbprint (RFC 7638), as printed"`
}
