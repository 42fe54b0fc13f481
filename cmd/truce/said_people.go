package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun"
	"truce/noun/incident"
	"truce/noun/people"
)

const toSeal = "From now on sources and originals are to be sealed to these, and to nobody else:"

// untold is what a side reads that cannot be told what an act would change.
func untold(err error) string { return "what it changes cannot be told: " + err.Error() }

// state reads how a subject stands into a value of its noun's type. False if it is not there, or not for this reader.
func (s *sentences) state(subject act.SubjectID, to any) (bool, error) {
	items, err := s.held(subject)
	if isNotFound(err) || err == nil && len(items) == 0 {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, json.Unmarshal(items[len(items)-1].State, to)
}

// custodiansSet tells who is to keep sources, who is new, who no longer, and whose role does not let him or her read any.
func (s *sentences) custodiansSet(subject act.SubjectID, b *people.CustodiansSet) []string {
	lines := append(toDo(toSeal, b.Reason.Text), custodiansSaid(b.Custodians)...)
	var office people.Office
	if _, err := s.state(subject, &office); err != nil {
		return append(lines, untold(err))
	}
	if held := len(office.Custodians); held > 0 {
		before := office.Custodians[held-1].Custodians
		lines = append(lines, only("new among them: ", b.Custodians, before)...)
		lines = append(lines, only("these are no longer to keep sources: ", before, b.Custodians)...)
	}
	lines = append(lines, withoutWord("a side that has a custodian now"))
	for _, c := range b.Custodians {
		if warning, is := s.noCustodian(c.Person); is {
			lines = append(lines, "Warning: "+warning)
		}
	}
	return lines
}

func custodiansSaid(all []people.Custodian) (lines []string) {
	for _, c := range all {
		lines = append(lines, custodianSaid(c))
	}
	return lines
}

func custodianSaid(c people.Custodian) string {
	return fmt.Sprintf("%s, of the side %s, with the key %s", c.Person, noun.SideOf(c.Party), c.Sealing)
}

// only tells those of one set that another has not.
func only(word string, all, but []people.Custodian) (lines []string) {
	for _, c := range all {
		if !slices.Contains(but, c) {
			lines = append(lines, word+custodianSaid(c))
		}
	}
	return lines
}

// custodianRole is the role without which an office shows nobody what is sealed to him or her.
const custodianRole = "custodian"

// noCustodian warns of somebody whom the office would show nothing that is sealed.
func (s *sentences) noCustodian(id act.SubjectID) (string, bool) {
	var person people.Person
	known, err := s.state(id, &person)
	switch {
	case err != nil:
		return fmt.Sprintf("whether %s has the role %s cannot be told: %v", id, custodianRole, err), true
	case !known:
		return fmt.Sprintf("%s is not known to this office: nobody could read what is sealed to that key", id), true
	case !slices.ContainsFunc(person.Roles, func(r people.Role) bool { return r.Role == custodianRole }):
		return fmt.Sprintf("%s does not have the role %s: the office shows nothing that is sealed to whoever has not", id, custodianRole), true
	}
	return "", false
}

// rootNamed tells whose key is to vouch for a party's keys, and of a party that has a root what becomes of that.
func (s *sentences) rootNamed(subject act.SubjectID, b *people.RootNamed) []string {
	lines := []string{fmt.Sprintf("The key with the fingerprint %s, held by %s, is to vouch for all keys of %s. Compare it with the paper.", b.Fingerprint, b.Person, b.Party)}
	var office people.Office
	if _, err := s.state(subject, &office); err != nil {
		return append(lines, untold(err))
	}
	held, _ := office.Side(b.Party)
	if !held.Founding {
		lines = append(lines, fmt.Sprintf("The founding does not name %s: it counts where several sides must sign only once every side signed this, yours among them. Sign it only if an agreement makes it a party.", b.Party))
	}
	if held.Root == "" {
		return append(lines, fmt.Sprintf("%s has no root key yet. Whoever speaks for it here by the mission's word is not heard after this one came, and can refuse it for %d days.", b.Party, int(people.RootWait/(24*time.Hour))))
	}
	return append(lines, fmt.Sprintf("%s has a root key, %s, held by %s. It and those whom it named registrars are to vouch for nothing any more.", b.Party, held.Root, held.Holder))
}

// findingDrafted tells what a body is to find, and what it found before of the same incident.
func (s *sentences) findingDrafted(subject act.SubjectID, e fold.Entry, b *incident.FindingDrafted) []string {
	lines := []string{fmt.Sprintf("%s is to find: %s. %s", b.Body, b.Status, b.Text.Text)}
	var now incident.Incident
	if _, err := s.state(subject, &now); err != nil {
		return append(lines, untold(err))
	}
	for _, f := range now.Findings {
		if f.Draft == e.ID && f.NoClause != "" {
			lines = append(lines, "this body: "+noClauseSaid(f.NoClause))
		}
		if f.Body == b.Body && f.Decided && f.Draft != e.ID {
			lines = append(lines, fmt.Sprintf("It found of this incident before, since %s: %s. %s This would take its place.", stamp(f.Since), f.Status, f.Text.Text))
		}
	}
	return lines
}

// roleGranted tells which role somebody is to have, and which he or she has: one that is given again replaces its end.
func (s *sentences) roleGranted(subject act.SubjectID, b *people.RoleGranted) []string {
	lines := toDo(fmt.Sprintf("%s is to have the role %s%s.", subject, b.Role, until(b.Until)), "")
	var person people.Person
	known, err := s.state(subject, &person)
	switch {
	case err != nil:
		return append(lines, untold(err))
	case !known:
		return append(lines, fmt.Sprintf("%s is not known to this office.", subject))
	}
	if people.TwoSided(b.Role) {
		lines = append(lines, withoutWord(noun.SideOf(person.Party)))
	}
	for _, r := range person.Roles {
		if r.Role == b.Role {
			return append(lines, fmt.Sprintf("%s has that role already%s: this takes its place.", subject, cmp.Or(until(r.Until), ", with no end")))
		}
	}
	return append(lines, s.rolesKept(subject, b.Role)...)
}

func (s *sentences) roleWithdrawn(subject act.SubjectID, b *people.RoleWithdrawn) []string {
	lines := toDo(fmt.Sprintf("%s is to have the role %s no longer.", subject, b.Role), b.Reason.Text)
	if people.TwoSided(b.Role) {
		lines = append(lines, withoutWord("the side of "+string(subject)))
	}
	return append(lines, s.rolesKept(subject, b.Role)...)
}

// rolesKept tells the other roles that somebody has, and keeps.
func (s *sentences) rolesKept(subject act.SubjectID, but string) []string {
	var person people.Person
	if _, err := s.state(subject, &person); err != nil {
		return []string{untold(err)}
	}
	var others []string
	for _, r := range person.Roles {
		if r.Role != but {
			others = append(others, r.Role)
		}
	}
	if len(others) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%s, of the side %s, keeps besides: %s.", subject, noun.SideOf(person.Party), strings.Join(others, ", "))}
}

// keyEnrolled tells for whom a key is to speak, and for whom it is enrolled so far: it stays with that one.
func (s *sentences) keyEnrolled(subject act.SubjectID, b *people.KeyEnrolled) []string {
	lines := toDo(fmt.Sprintf("The key %s is to speak for %s, of the side %s.", subject.Name(), holderOf(b), noun.SideOf(b.Party)), "")
	var key people.Key
	if _, err := s.state(subject, &key); err != nil {
		return append(lines, untold(err))
	}
	if key.Party == b.Party && cmp.Or(key.Person, key.Holder) == cmp.Or(b.Person, b.Holder) {
		return lines // it is what is there already, or this very act
	}
	held := s.keyHeld(subject)
	if len(held) > 0 {
		held = append(held, "It stays so: a key is enrolled for nobody else.")
	}
	return append(lines, held...)
}

// keyHeld tells for whom a key is enrolled; nothing of one for whom none was enrolled.
func (s *sentences) keyHeld(subject act.SubjectID) []string {
	var key people.Key
	if _, err := s.state(subject, &key); err != nil {
		return []string{untold(err)}
	}
	who := cmp.Or(string(key.Person), string(key.Holder))
	if len(key.Key) == 0 && who == "" {
		return nil
	}
	of := fmt.Sprintf("enrolled for %s, of the side %s", cmp.Or(who, "somebody whose name you are not told"), noun.SideOf(key.Party))
	if key.Device != "" {
		of += fmt.Sprintf(", on the device %q", key.Device)
	}
	if key.Revoked {
		return []string{fmt.Sprintf("It was %s, and ended %s.", of, stamp(key.RevokedAt))}
	}
	return []string{fmt.Sprintf("So far it is %s.", of)}
}

// keyEnding tells that a key of a side that can refuse goes on for a time, and that what is in doubt does not wait for that.
func (s *sentences) keyEnding(subject act.SubjectID, since time.Time) (lines []string) {
	var key people.Key
	if _, err := s.state(subject, &key); err != nil {
		return []string{untold(err)}
	}
	side := noun.SideOf(key.Party)
	if key.Party == "" && len(key.Key) == 0 {
		side = "its own side" // it came with the office, or nobody enrolled it
	}
	if len(key.Ending(s.now)) == 0 && !key.Revoked { // else it is told beside who signed it
		lines = append(lines, fmt.Sprintf("Where %s can refuse, as a party with a root key and the mission can, and does not sign: the key goes on for 14 days from the last signature that is needed, and until as many sides say it again then, within %d days.", side, lifeDays))
	}
	if since.IsZero() {
		return lines
	}
	lines = append(lines, fmt.Sprintf("What it signed since %s is in doubt from the last signature that is needed on, and is told as IN DOUBT: that does not wait. If %s refuses, it is told as denied by its own side.", stamp(since), side))
	if !key.CompromisedSince.IsZero() {
		lines = append(lines, "In doubt already: what it signed since "+stamp(key.CompromisedSince)+deniedSaid(key)+".")
	}
	return lines
}

func deniedSaid(key people.Key) string {
	if key.Denied.IsZero() {
		return ""
	}
	return ", denied by its own side"
}

// withoutWord tells what becomes of what others sign without the side that it concerns.
func withoutWord(side string) string {
	return fmt.Sprintf("Where %s can refuse, as a party with a root key and the mission can, and does not sign: nothing changes for 14 days from the last signature that is needed, nor before as many sides say it again then, within %d days.", side, lifeDays)
}

// lifeDays is for how many days those who signed can say it again.
const lifeDays = int(people.ProposalLife / (24 * time.Hour))
