package agreement

import "truce/ground/act"

// AgreementSigned says that a party signed a version. It is of the exact text whose digest
// it names, and counts only while the version is that text.
//
//	{"version": "signed-text", "digest": "5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c",
//	 "party": "TR", "capacity": "guarantor", "on": "2017-05-04", "source": "published photograph of the signing"}
type AgreementSigned struct {
	Version  string `json:"version" pattern:"^[a-z0-9][a-z0-9-]{0,39}$" doc:"which version"`
	Digest   string `json:"digest" pattern:"^[0-9a-f]{64}$" doc:"SHA-256 of the version (Version.Digest)"`
	Party    string `json:"party" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"who signed"`
	Capacity string `json:"capacity" pattern:"^(guarantor|bound|observer)$" doc:"as what"`
	On       Date   `json:"on" doc:"day of the signature"`
	Source   string `json:"source,omitempty" maxlen:"500" doc:"recorded by the mission: how it knows"`
}

// Fits refuses days that no calendar has.
func (b AgreementSigned) Fits(act.SubjectID) error {
	_, err := ParseDate(string(b.On))
	return err
}
