// Package policy decides who may do what: default deny, in Cedar policies that a lawyer
// can read (folder policies). It is pure: it is told who the person is and how the
// subject stands, and answers.
//
// Cedar answers for one row; lists need a predicate. Filter gives it, and a test holds
// that the two agree.
package policy

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"
	"github.com/cedar-policy/cedar-go/x/exp/schema"

	"truce/ground/act"
	"truce/ground/taxonomy"
	"truce/noun"
	"truce/noun/people"
)

//go:embed policies/*.cedar policies/truce.cedarschema
var policies embed.FS

// Files are the policies as they are compiled in, and the Cedar schema of what they speak
// of, for operators to read and for other engines to check.
func Files() (fs.FS, error) { return fs.Sub(policies, "policies") }

// Person is who asks. The zero Person is a stranger.
type Person struct {
	ID    act.SubjectID
	Party string
	Roles []string
}

// Known reports whether the person was told apart by a key.
func (p Person) Known() bool { return p.ID != "" }

// Subject is what is asked about, as it stands.
type Subject struct {
	ID          act.SubjectID
	Exists      bool
	Author      act.SubjectID   // who first spoke of it
	Reporters   []act.SubjectID // who filed or gathered what is in an incident, or filed the report that this one is compared with
	KeyOwner    act.SubjectID   // keys: whose it is
	Holder      act.SubjectID   // evidence: who has it
	Party       string          // the author's
	Compartment string          // of a row that is read: "", "inside" or "party:TR"
}

// Decision is an answer. Rule names the policy that decided, the first by name if several
// did, "" if none permitted.
type Decision struct {
	Allowed bool
	Rule    string
}

// Action is something other than making an act that a person may or may not do.
type Action string

// Actions. Read answers the one for a disclosure class.
const (
	List           Action = "list"
	CopyRegister   Action = "copy-register"
	Upload         Action = "upload"
	WorkingCopy    Action = "read-working-copy"
	SealedOriginal Action = "read-sealed-original"
	DraftBulletin  Action = "read-draft-bulletin"
	ReadLog        Action = "read-log"
	ReadMetrics    Action = "read-metrics"
)

// Actions are all of them but List, which is asked row by row.
func Actions() []Action {
	all := []Action{CopyRegister, Upload, WorkingCopy, SealedOriginal, DraftBulletin, ReadLog, ReadMetrics}
	for _, class := range taxonomy.Default().List(taxonomy.DisclosureClass).Codes() {
		all = append(all, Read(class))
	}
	return all
}

// Read is the action of reading hidden members of a class.
func Read(class string) Action { return Action("read-" + class) }

// Policy holds compiled policies. It is immutable, but for answers that it remembers, and
// may be asked by any number of goroutines.
type Policy struct {
	digest  string
	own     []*cedar.Policy // those that no other set need have: what the sides set
	fixed   []*cedar.Policy // those of the files that are the same in every set
	set     *cedar.PolicySet
	groups  types.EntityMap
	parents map[types.EntityUID]bool // under which the schema puts actions
	actions map[string]bool          // those that the schema has
	public  []string                 // names of the nouns of which strangers are shown rows
	nouns   []string
	about   map[act.Kind][]string // nouns that each kind may be about

	personal bool // one of its own policies is: what it answers one is no answer for others of the same roles
	memory   memory
}

// Embedded are the texts that are compiled in, by name: what an office that is founded with this
// program goes by, until its sides set others.
func Embedded() ([]people.PolicyFile, error) {
	names, err := fs.Glob(policies, "policies/*")
	if err != nil {
		return nil, err
	}
	var files []people.PolicyFile
	for _, name := range names {
		text, err := policies.ReadFile(name)
		if err != nil {
			return nil, err
		}
		files = append(files, people.PolicyFile{Name: strings.TrimPrefix(name, "policies/"), Text: string(text)})
	}
	return files, nil
}

// Load compiles the embedded policies.
func Load(nouns []noun.Noun) (*Policy, error) {
	files, err := Embedded()
	if err != nil {
		return nil, err
	}
	return Compile(files, nouns)
}

// SchemaFile is the one file that says which kinds of act policies speak of together.
const SchemaFile = "truce.cedarschema"

// Compile reads a set of policies. Which kinds of act they speak of together their Cedar schema
// says, so that nothing but the texts decides; a noun says whether strangers are shown its rows.
func Compile(files []people.PolicyFile, nouns []noun.Noun) (*Policy, error) {
	p := &Policy{digest: people.PoliciesDigest(files), set: cedar.NewPolicySet(), groups: types.EntityMap{}, actions: map[string]bool{}, parents: map[types.EntityUID]bool{}, about: map[act.Kind][]string{}}
	for _, f := range files {
		add := p.add
		if strings.HasSuffix(f.Name, ".cedarschema") {
			add = p.addSchema
			if f.Name != SchemaFile { // what two said of one action would turn on which is read last
				return nil, fmt.Errorf("load policies: %s: the schema is %s, and there is one", f.Name, SchemaFile)
			}
		}
		if err := add(f); err != nil {
			return nil, fmt.Errorf("load policies: %w", err)
		}
	}
	for _, n := range nouns {
		p.nouns = append(p.nouns, n.Name)
		if n.Public.Any() {
			p.public = append(p.public, n.Name)
		}
		for _, k := range n.Kinds {
			p.about[k.Name] = append(p.about[k.Name], n.Name)
		}
	}
	return p, nil
}

// Digest is the one by which an office's rules name the policies.
func (p *Policy) Digest() string { return p.digest }

// addSchema notes under which names policies speak of kinds of act together.
func (p *Policy) addSchema(f people.PolicyFile) error {
	var s schema.Schema
	s.SetFilename(f.Name)
	if err := s.UnmarshalCedar([]byte(f.Text)); err != nil {
		return fmt.Errorf("read %s: %w", f.Name, err)
	}
	for name, action := range s.AST().Actions {
		p.actions[string(name)] = true
		var groups []types.EntityUID
		for _, parent := range action.Parents {
			group := types.NewEntityUID(cmp.Or(types.EntityType(parent.Type), "Action"), parent.ID)
			groups, p.parents[group] = append(groups, group), true
		}
		if len(groups) > 0 {
			uid := types.NewEntityUID("Action", name)
			p.groups[uid] = types.Entity{UID: uid, Parents: types.NewEntityUIDSet(groups...)}
		}
	}
	return nil
}

func (p *Policy) add(f people.PolicyFile) error {
	list, err := cedar.NewPolicyListFromBytes(f.Name, []byte(f.Text))
	if err != nil {
		return fmt.Errorf("read %s: %w", f.Name, err)
	}
	for _, one := range list {
		id := string(one.Annotations()["id"])
		if id == "" || !p.set.Add(cedar.PolicyID(id), one) {
			return fmt.Errorf("%s: each policy needs an id of its own, not %q", f.Name, id)
		}
		if fixed(f.Name) {
			p.fixed = append(p.fixed, one)
			continue
		}
		p.own, p.personal = append(p.own, one), p.personal || personal(one)
	}
	return nil
}

// MayAct decides whether the person may make an act of the kind about the subject.
func (p *Policy) MayAct(who Person, kind act.Kind, s Subject) Decision {
	return p.decide(who, string(kind), s)
}

// May decides any other action.
func (p *Policy) May(who Person, what Action, s Subject) Decision {
	return p.decide(who, string(what), s)
}

func (p *Policy) decide(who Person, action string, s Subject) Decision {
	principal, resource := uid("Person", who.ID), uid("Subject", s.ID)
	request := cedar.Request{
		Principal: principal, Resource: resource,
		Action: types.NewEntityUID("Action", types.String(action)), Context: types.NewRecord(nil),
	}
	decision, why := cedar.Authorize(p.set, entities{
		principal: types.Entity{UID: principal, Attributes: who.attributes()},
		resource:  types.Entity{UID: resource, Attributes: p.attributes(s)},
		actions:   p.groups,
	}, request)
	d := Decision{Allowed: decision == cedar.Allow}
	for _, reason := range why.Reasons {
		if id := string(reason.PolicyID); d.Rule == "" || id < d.Rule {
			d.Rule = id
		}
	}
	return d
}

func uid(kind string, id act.SubjectID) types.EntityUID {
	return types.NewEntityUID(types.EntityType(kind), types.String(id))
}

// entities answers the two that a request is about; building a map for each request
// cost more than deciding it.
type entities struct {
	principal, resource types.Entity
	actions             types.EntityMap
}

func (e entities) Get(id types.EntityUID) (types.Entity, bool) {
	switch id {
	case e.principal.UID:
		return e.principal, true
	case e.resource.UID:
		return e.resource, true
	}
	return e.actions.Get(id)
}

func (p Person) attributes() types.Record {
	roles := make([]types.Value, len(p.Roles))
	for i, role := range p.Roles {
		roles[i] = types.String(role)
	}
	return types.NewRecord(types.RecordMap{
		"known": types.Boolean(p.Known()), "party": types.String(p.Party),
		"compartment": types.String("party:" + p.Party), "roles": types.NewSet(roles...),
	})
}

func (p *Policy) attributes(s Subject) types.Record {
	reporters := make([]types.Value, len(s.Reporters))
	for i, r := range s.Reporters {
		reporters[i] = uid("Person", r)
	}
	return types.NewRecord(types.RecordMap{
		"noun": types.String(s.ID.Noun()), "public": types.Boolean(slices.Contains(p.public, s.ID.Noun())), "exists": types.Boolean(s.Exists),
		"author": uid("Person", s.Author), "reporters": types.NewSet(reporters...),
		"keyOwner": uid("Person", s.KeyOwner), "holder": uid("Person", s.Holder),
		"party": types.String(s.Party), "compartment": types.String(s.Compartment),
	})
}

// Filter is what lists may show to a person, for the store to select by.
type Filter struct {
	Nouns        []string // nil: all
	Compartments []string
}

// Filter answers the predicate that selects exactly the rows that List allows.
func (p *Policy) Filter(who Person) Filter {
	switch {
	case !who.Known():
		return Filter{p.public, []string{""}}
	case who.Party == "":
		return Filter{nil, []string{"", "inside"}}
	}
	return Filter{nil, []string{"", "inside", "party:" + who.Party}}
}

// Shows reports whether a row passes the filter.
func (f Filter) Shows(noun, compartment string) bool {
	return (f.Nouns == nil || slices.Contains(f.Nouns, noun)) && slices.Contains(f.Compartments, compartment)
}
