package exercise

import (
	"cmp"
	"io"
	"slices"

	"truce/ground/act"
	"truce/noun"
	"truce/noun/people"
	"truce/tool/seal"
)

// Person is somebody of the exercise, with the keys that were drawn for this loading.
type Person struct {
	Name    string // such as monitor-1; the subject is person/monitor-1
	Party   string // "" for the mission
	Role    string
	Key     act.PrivateKey
	Sealing *seal.Identity // nil for those to whom nothing is sealed
	Root    bool           // the key is the root key of the party
}

// Subject is the person as acts name it.
func (p Person) Subject() act.SubjectID { return act.SubjectID("person/" + p.Name) }

type organisation struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Party string `json:"party"`
}

type member struct {
	ID           string `json:"id"`
	Organisation string `json:"organisation"`
	Name         string `json:"name"`
	Role         string `json:"role"`
	Seals        bool   `json:"seals"`
	Root         bool   `json:"root"` // holds the party's root key, and founds the office with the founder
}

type roll struct {
	Organisations []organisation `json:"organisations"`
	People        []member       `json:"people"`
}

// has reports whether somebody of the roll is called so.
func (r roll) has(name string) bool {
	return slices.ContainsFunc(r.People, func(m member) bool { return m.ID == name })
}

// People are those of the exercise, without keys.
func (x *Exercise) People() []Person { return x.roll.people() }

func (r roll) people() []Person {
	parties := map[string]string{}
	for _, o := range r.Organisations {
		parties[o.ID] = o.Party
	}
	all := make([]Person, len(r.People))
	for i, m := range r.People {
		all[i] = Person{Name: m.ID, Party: parties[m.Organisation], Role: m.Role, Root: m.Root}
	}
	return all
}

// draw makes everybody's keys.
func (r roll) draw(rand io.Reader) ([]Person, error) {
	all := r.people()
	for i, m := range r.People {
		var err error
		if all[i].Key, err = act.GenerateKey(rand); err != nil {
			return nil, err
		}
		if !m.Seals {
			continue
		}
		identity, err := seal.Generate()
		if err != nil {
			return nil, err
		}
		all[i].Sealing = &identity
	}
	return all, nil
}

// enrol makes everybody known. The founder's key speaks already.
func (l *loader) enrol(x *Exercise) {
	for _, o := range x.roll.Organisations {
		l.do(x.Founder, "organisation-registered", "organisation/"+o.ID, people.OrganisationRegistered{Name: o.Name, Party: o.Party})
	}
	for _, m := range x.roll.People {
		person := "person/" + m.ID
		l.do(x.Founder, "person-registered", person,
			people.PersonRegistered{Organisation: act.SubjectID("organisation/" + m.Organisation), Name: m.Name})
		if !m.Root && !people.Reporting(m.Role) {
			l.grant(x.Founder, person, m.Role)
		}
	}
	for _, p := range l.enrolling(x.Founder) {
		l.enrolKey(x.Founder, p)
	}
}

// custodians are all to whom is sealed: the founding names them, and the parties' roots sign it.
func (l *loader) custodians() (all []people.Custodian) {
	for _, p := range l.people {
		if p.Sealing != nil {
			all = append(all, people.Custodian{Person: p.Subject(), Party: p.Party, Sealing: p.Sealing.Recipient().String()})
		}
	}
	return all
}

// enrolling are those whose keys did not come with the founding, in the order of the keys: that of
// people would tell whose each is.
func (l *loader) enrolling(founder string) (all []Person) {
	for _, p := range l.people {
		if !p.Root && p.Name != founder {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b Person) int { return cmp.Compare(a.Key.Public().ID(), b.Key.Public().ID()) })
	return all
}

func (l *loader) enrolKey(founder string, p Person) {
	jwk, err := p.Key.Public().MarshalJSON()
	if err != nil {
		l.fail(err)
		return
	}
	body := people.KeyEnrolled{Person: p.Subject(), Party: p.Party, Key: jwk, Device: "exercise"}
	if people.Reporting(p.Role) {
		body.Roles = []string{p.Role}
	} else {
		body.Holder = p.Subject()
	}
	if p.Sealing != nil {
		body.Sealing = p.Sealing.Recipient().String()
	}
	subject := string(people.KeySubject(p.Key.Public().ID()))
	l.do(founder, "key-enrolled", subject, body)
	enrolled := l.heads[act.SubjectID(subject)]
	l.do(p.Name, "key-possessed", subject, people.KeyPossessed{})
	if root, has := l.rootOf(p.Party); has {
		l.endorse(root, subject, enrolled)
	}
}

// grant gives a role: to a party's people its root does, if it has one. What one side must not give alone the founder gives,
// and the first party's root endorses.
func (l *loader) grant(founder, person, role string) {
	if !people.TwoSided(role) {
		giver := founder
		if root, has := l.rootOf(l.partyOf(person)); has {
			giver = root.Name
		}
		l.do(giver, "role-granted", person, people.RoleGranted{Role: role})
		return
	}
	l.do(founder, "role-granted", person, people.RoleGranted{Role: role})
	for _, p := range l.people {
		if p.Root {
			l.endorse(p, person, l.heads[act.SubjectID(person)])
			return
		}
	}
}

// partyOf is the party of a person.
func (l *loader) partyOf(person string) string {
	for _, p := range l.people {
		if string(p.Subject()) == person {
			return p.Party
		}
	}
	return ""
}

func (l *loader) rootOf(party string) (Person, bool) {
	i := slices.IndexFunc(l.people, func(p Person) bool { return p.Root && p.Party == party })
	if i < 0 {
		return Person{}, false
	}
	return l.people[i], true
}

func (l *loader) endorse(by Person, subject string, acts []act.ID) {
	for _, id := range acts {
		l.do(by.Name, "endorsed", subject, noun.Endorsed{Act: id, Answer: noun.Yes})
	}
}
