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
	logs   []note.Verifier
	rules  []rule
	quorum int // position in rules, or -1 if no cosignature is asked for
}

// rule is a cosigner, or a group of which so many members must hold.
type rule struct {
	name     string
	cosigner note.Verifier
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
		v, err := policyKey("log", words[1], algEd25519, keys)
		p.logs = append(p.logs, v)
		return err
	case words[0] == "witness" && (n == 3 || n == 4):
		v, err := policyKey("witness", words[2], algCosignatureV1, keys)
		return errors.Join(err, p.add(rule{name: words[1], cosigner: v}))
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

// policyKey reads a key of one type. The same key twice under any name is refused.
func policyKey(kind, vkey string, alg byte, keys map[string]bool) (note.Verifier, error) {
	k, err := parseKey(vkey)
	if err != nil {
		return nil, err
	}
	if k.alg != alg {
		return nil, fmt.Errorf("%s key %q is of signature type %d, not %d", kind, k.name, k.alg, alg)
	}
	if id := kind + string(k.key); !keys[id] {
		keys[id] = true
		return NewVerifier(vkey)
	}
	return nil, fmt.Errorf("%s key %q is there twice", kind, k.name)
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

// Check opens a signed head of one of the policy's registers and returns it with the cosignatures that the
// policy knows. It is [ErrUnknownOrigin], [ErrSignature], [ErrHead] or [ErrQuorum] if the head
// does not satisfy the policy.
func (p Policy) Check(signed []byte) (SignedHead, []Cosignature, error) {
	head, err := p.open(signed)
	if err != nil {
		return SignedHead{}, nil, fmt.Errorf("check policy: %w", err)
	}
	var found []Cosignature
	holds := make([]bool, len(p.rules))
	for i, r := range p.rules {
		if r.cosigner != nil {
			one := Cosignatures(signed, r.cosigner)
			found = append(found, one...)
			holds[i] = len(one) > 0
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
	if p.quorum >= 0 && !holds[p.quorum] {
		return head, found, fmt.Errorf("check policy: %q is not met by %d cosignatures: %w", p.rules[p.quorum].name, len(found), ErrQuorum)
	}
	return head, found, nil
}

// open tries the keys of the register that the head names; it may have more than one.
func (p Policy) open(signed []byte) (SignedHead, error) {
	origin := peekOrigin(signed)
	err := fmt.Errorf("%q: %w", origin, ErrUnknownOrigin)
	for _, v := range p.logs {
		if v.Name() != origin {
			continue
		}
		var head SignedHead
		if head, err = OpenHead(signed, v); err == nil {
			return head, nil
		}
	}
	return SignedHead{}, err
}
