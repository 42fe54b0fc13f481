package admission

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"

	"truce/ground/fold"
	"truce/judge/policy"
	"truce/noun/people"
)

// Texts are the policies of a digest with their texts, as acts about an office brought them: false if no act names such a set, or if
// a text of it is not among them.
func Texts(digest string, acts []fold.Entry) ([]people.PolicyFile, bool) {
	for _, e := range acts {
		rules, files := setsPolicies(e.Body)
		if len(files) == 0 || people.PoliciesDigest(files) != digest {
			continue
		}
		if all, are := whole(files, rules.Admission, acts); are {
			return all, true
		}
	}
	return nil, false
}

// setsPolicies are the rules that an act puts forward, and the policies that it names; none if it is of another kind.
func setsPolicies(body any) (people.Ruling, []people.PolicyFile) {
	switch b := body.(type) {
	case *people.OfficeOpened:
		return b.Rules, b.PolicyFiles
	case *people.RulesSet:
		return b.Rules, b.PolicyFiles
	}
	return people.Ruling{}, nil
}

// whole are files with their texts: of a file that is named by its digest, the one that an act about the office brought, or that is the
// same in every set under a number of the rules of admission.
func whole(files []people.PolicyFile, number int, acts []fold.Entry) ([]people.PolicyFile, bool) {
	known, err := knownTexts(number, acts)
	if err != nil {
		return nil, false
	}
	all := make([]people.PolicyFile, len(files))
	for i, f := range files {
		if all[i] = f; f.SHA256 == "" {
			continue
		}
		text, is := known[f.SHA256]
		if !is {
			return nil, false
		}
		all[i] = people.PolicyFile{Name: f.Name, Text: text}
	}
	return all, true
}

// knownTexts are the texts of policies by their digest.
func knownTexts(number int, acts []fold.Entry) (map[string]string, error) {
	editions, err := policy.Fixed()
	if err != nil {
		return nil, err
	}
	known := map[string]string{}
	for text := range maps.Values(editions.At(number)) {
		known[digestOf(text)] = text
	}
	for _, e := range acts {
		_, files := setsPolicies(e.Body)
		for _, f := range files {
			if f.SHA256 == "" {
				known[digestOf(f.Text)] = f.Text
			}
		}
	}
	return known, nil
}

func digestOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// Brief are files for an act about an office: those whose texts earlier acts about it brought are named by their digest, so that
// an act holds what is new.
func Brief(files []people.PolicyFile, acts []fold.Entry) []people.PolicyFile {
	brought := map[string]bool{}
	for _, e := range acts {
		_, held := setsPolicies(e.Body)
		for _, f := range held {
			brought[f.Digest()] = brought[f.Digest()] || f.SHA256 == ""
		}
	}
	all := make([]people.PolicyFile, len(files))
	for i, f := range files {
		if all[i] = f; brought[f.Digest()] {
			all[i] = people.PolicyFile{Name: f.Name, SHA256: f.Digest()}
		}
	}
	return all
}
