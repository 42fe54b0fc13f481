package judging

import (
	"bytes"
	"time"

	"github.com/go-json-experiment/json"

	"truce/judge/law"
	"truce/noun/agreement"
	"truce/noun/zone"
	"truce/tool/keep"
)

// leanRows are rows with what the law reads of them and nothing else: each word of a
// negotiation writes rows anew, with every proposal in them, and changes no law. A row in
// which nothing is in force is none.
func leanRows(rows []keep.Row) ([]law.Row, error) {
	var all []law.Row
	for _, r := range rows {
		lean := law.Row{Subject: r.Subject, From: r.From, Until: r.Until, KnownFrom: r.KnownFrom, KnownUntil: r.KnownUntil}
		state, err := leanState(r)
		if err != nil {
			return nil, err
		}
		if state == nil {
			continue
		}
		if lean.State, err = json.Marshal(state, json.Deterministic(true)); err != nil {
			return nil, err
		}
		if r.Noun == agreement.Noun { // each period has all versions with all their times
			lean.From, lean.Until = time.Time{}, time.Time{}
		}
		all = known(all, []law.Row{lean})
	}
	return all, nil
}

func leanState(r keep.Row) (any, error) {
	switch r.Noun {
	case zone.Noun:
		var z zone.Zone
		err := json.Unmarshal([]byte(r.State), &z)
		if err != nil || z.Boundary == nil {
			return nil, err
		}
		z.Boundary.Told = zone.Told{Act: z.Boundary.Act, Digest: z.Boundary.Digest}
		return zone.Zone{Code: z.Code, Boundary: z.Boundary, Resting: zone.Resting{For: z.For}}, nil
	case zone.LineNoun:
		var l zone.Line
		err := json.Unmarshal([]byte(r.State), &l)
		if err != nil || l.Course == nil {
			return nil, err
		}
		l.Course.Told = zone.Told{Act: l.Course.Act, Digest: l.Course.Digest}
		return zone.Line{Code: l.Code, Course: l.Course, Resting: zone.Resting{For: l.For}}, nil
	}
	return leanAgreement(r.State)
}

func leanAgreement(state string) (any, error) {
	var a, lean agreement.Agreement
	if err := json.Unmarshal([]byte(state), &a); err != nil {
		return nil, err
	}
	for _, v := range a.Versions {
		kept := agreement.VersionState{Memberships: v.Memberships, Bindings: v.Bindings, Standing: v.Standing}
		kept.ID, kept.Type, kept.Clauses = v.ID, v.Type, v.Clauses
		kept.Signatures, kept.Extensions = doubted(v)
		lean.Versions = append(lean.Versions, kept)
	}
	return lean, nil
}

// doubted are the signatures and consents of a version that count and are of keys in doubt: the law tells
// whose they are.
func doubted(v agreement.VersionState) (signed []agreement.Signature, extended []agreement.Extension) {
	for _, s := range v.Signatures {
		if s.Counts && s.Doubted {
			signed = append(signed, agreement.Signature{Party: s.Party, Counts: true, Doubted: true})
		}
	}
	for _, x := range v.Extensions {
		lean := agreement.Extension{Counts: x.Counts}
		for _, c := range x.Consents {
			if c.Why == "" && c.Doubted {
				lean.Consents = append(lean.Consents, agreement.Consent{Party: c.Party, Doubted: true})
			}
		}
		if x.Counts && len(lean.Consents) > 0 {
			extended = append(extended, lean)
		}
	}
	return signed, extended
}

// sameLaw reports whether two rows say the same, whenever it was known.
func sameLaw(a, b law.Row) bool {
	return a.Subject == b.Subject && a.From.Equal(b.From) && a.Until.Equal(b.Until) && bytes.Equal(a.State, b.State)
}
