package register

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

var (
	// ErrPolicy says that bytes are not a policy.
	ErrPolicy = errors.New("not a policy")
	// ErrQuorum says that a head has not the cosignatures that a policy asks for.
	ErrQuorum = errors.New("not enough cosignatures")
)

// Policy says whose heads to accept, and cosigned by whom (C2SP tlog-policy). For example
//
//	log idlib.example/register+1a2b3c4d+AYS...
//	witness ru ru.example/cosigner+5e6f7a8b+BKz...
//	witness ir ir.example/cosigner+9c0d1e2f+BPq...
//	witness tr tr.example/cosigner+3a4b5c6d+BMd...
//	group guarantors 2 ru ir tr
//	quorum guarantors
type Policy struct {
	logs   []PolicyKey
	rules  []rule
	quorum int // position in rules, or -1 if no cosignature is asked for
}

// PolicyKey is a register or a cosigner as a policy names it.
type PolicyKey struct {
	// Name is what the policy calls a cosigner; of a register, its origin.
	Name string
	// Key is the public key as it is written (C2SP signed-note).
	Key      string
	Verifier note.Verifier
	// URL is where it can be asked, "" if the policy does not say.
	URL string
}

// rule is a cosigner, or a group of which so many members must hold.
type rule struct {
	name     string
	cosigner *PolicyKey
	need     int
	members  []int // positions in rules, all before this one
	used     bool  // is a member of a group: at most of one
}

// ParsePolicy reads a policy file. It knows keys of type Ed25519 for registers and cosignature/v1 for
// cosigners; others are refused, not skipped, since the quorum may hang on them.
func ParsePolicy(text []byte) (Policy, error) {
	p := Policy{quorum: -1}
	keys, quorums := make(map[string]bool), 0
	if i := bytes.IndexFunc(text, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' || r == 0x7f }); i >= 0 {
		return Policy{}, fmt.Errorf("parse policy: control character at byte %d: %w", i, ErrPolicy)
	}
	for i, line := range strings.Split(string(text), "\n") {
		words := strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\t' })
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		if words[0] == "quorum" {
			quorums++
		}
		if err := p.line(words, keys); err != nil {
			return Policy{}, fmt.Errorf("parse policy: line %d: %w: %w", i+1, ErrPolicy, err)
		}
	}
	if quorums != 1 {
		return Policy{}, fmt.Errorf("parse policy: %d quorum lines instead of one: %w", quorums, ErrPolicy)
	}
	return p, nil
}

func (p *Policy) line(words []string, keys map[string]bool) error {
	switch n := len(words); {
	case words[0] == "log" && (n == 2 || n == 3):
		k, err := policyKey("log", words[1:], algEd25519, keys)
		p.logs = append(p.logs, k)
		return err
	case words[0] == "witness" && (n == 3 || n == 4):
		k, err := policyKey("witness", words[2:], algCosignatureV1, keys)
		k.Name = words[1]
		return errors.Join(err, p.add(rule{name: words[1], cosigner: &k}))
	case words[0] == "group" && n >= 4:
		return p.group(words[1], words[2], words[3:])
	case words[0] == "quorum" && n == 2:
		if words[1] == "none" {
			return nil
		}
		p.quorum = p.find(words[1])
		if p.quorum < 0 {
			return fmt.Errorf("no %q above", words[1])
		}
		return nil
	}
	return fmt.Errorf("%q with %d words is not understood", words[0], len(words))
}

// policyKey reads a key of one type, and the address after it. The same key twice under any name is refused.
func policyKey(kind string, words []string, alg byte, keys map[string]bool) (PolicyKey, error) {
	k, err := parseKey(words[0])
	if err != nil {
		return PolicyKey{}, err
	}
	if k.alg != alg {
		return PolicyKey{}, fmt.Errorf("%s key %q is of signature type %d, not %d", kind, k.name, k.alg, alg)
	}
	id := kind + string(k.key)
	if keys[id] {
		return PolicyKey{}, fmt.Errorf("%s key %q is there twice", kind, k.name)
	}
	keys[id] = true
	v, err := NewVerifier(words[0])
	return PolicyKey{Name: k.name, Key: words[0], Verifier: v, URL: strings.Join(words[1:], "")}, err
}

func (p *Policy) group(name, need string, members []string) error {
	g := rule{name: name}
	for _, m := range members {
		i := p.find(m)
		if i < 0 || p.rules[i].used {
			return fmt.Errorf("member %q is not defined above, or is in a group already", m)
		}
		p.rules[i].used = true
		g.members = append(g.members, i)
	}
	switch need {
	case "all":
		g.need = len(members)
	case "any":
		g.need = 1
	default:
		g.need, _ = strconv.Atoi(need)
	}
	if g.need < 1 || g.need > len(members) {
		return fmt.Errorf("%q of %d members", need, len(members))
	}
	return p.add(g)
}

func (p *Policy) add(r rule) error {
	if r.name == "none" || p.find(r.name) >= 0 {
		return fmt.Errorf("the name %q is taken", r.name)
	}
	p.rules = append(p.rules, r)
	return nil
}

func (p *Policy) find(name string) int {
	return slices.IndexFunc(p.rules, func(r rule) bool { return r.name == name })
}

// Registers are those whose heads the policy accepts.
func (p Policy) Registers() []PolicyKey { return slices.Clone(p.logs) }

// Cosigners are all that the policy names, in its order.
func (p Policy) Cosigners() []PolicyKey {
	var all []PolicyKey
	for _, r := range p.rules {
		if r.cosigner != nil {
			all = append(all, *r.cosigner)
		}
	}
	return all
}

// Quorum is what the policy asks for, for people to read: "2 of ru, ir, tr"; "" if it asks for no cosignature.
func (p Policy) Quorum() string {
	if p.quorum < 0 {
		return ""
	}
	return p.words(p.rules[p.quorum])
}

func (p Policy) words(r rule) string {
	if r.cosigner != nil {
		return r.name
	}
	members := make([]string, len(r.members))
	for i, m := range r.members {
		members[i] = p.words(p.rules[m])
		if p.rules[m].cosigner == nil {
			members[i] = "(" + members[i] + ")"
		}
	}
	return fmt.Sprintf("%d of %s", r.need, strings.Join(members, ", "))
}

// met reports whether the quorum is met by the cosigners that cosigned, of whom the position in rules is asked.
func (p Policy) met(cosigned func(rule int) bool) bool {
	holds := make([]bool, len(p.rules))
	for i, r := range p.rules {
		if r.cosigner != nil {
			holds[i] = cosigned(i)
			continue
		}
		met := 0
		for _, m := range r.members {
			if holds[m] {
				met++
			}
		}
		holds[i] = met >= r.need
	}
	return p.quorum < 0 || holds[p.quorum]
}

// Check opens a signed head of one of the policy's registers and returns it with the cosignatures that the
// policy knows, of whatever age; see [Policy.Judge]. It is [ErrUnknownOrigin], [ErrSignature], [ErrHead] or
// [ErrQuorum] if the head does not satisfy the policy.
func (p Policy) Check(signed []byte) (SignedHead, []Cosignature, error) {
	head, err := p.open(signed)
	if err != nil {
		return SignedHead{}, nil, fmt.Errorf("check policy: %w", err)
	}
	found, _ := p.cosignatures(signed)
	if !p.met(func(i int) bool { _, has := found[i]; return has }) {
		return head, p.list(found), fmt.Errorf("check policy: %d cosignatures, and %s are asked for: %w", len(found), p.Quorum(), ErrQuorum)
	}
	return head, p.list(found), nil
}

// open tries the keys of the register that the head names; it may have more than one.
func (p Policy) open(signed []byte) (SignedHead, error) {
	origin := peekOrigin(signed)
	err := fmt.Errorf("%q: %w", origin, ErrUnknownOrigin)
	for _, k := range p.logs {
		if k.Name != origin {
			continue
		}
		var head SignedHead
		if head, err = OpenHead(signed, k.Verifier); err == nil {
			return head, nil
		}
	}
	return SignedHead{}, err
}
