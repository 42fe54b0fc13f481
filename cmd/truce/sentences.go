package main

import (
	"fmt"
	"strings"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/judge/admission"
	"truce/judge/policy"
	"truce/noun/body"
	"truce/noun/incident"
	"truce/noun/people"
)

// say tells what an act would do, in lines of plain words.
func (s *sentences) say(subject act.SubjectID, e fold.Entry) []string {
	switch b := e.Body.(type) {
	case *people.RoleGranted:
		return s.roleGranted(subject, b)
	case *people.RoleWithdrawn:
		return s.roleWithdrawn(subject, b)
	case *people.KeyEnrolled:
		return s.keyEnrolled(subject, b)
	case *people.KeyRevoked:
		lines := toDo(fmt.Sprintf("The key %s is to speak no longer.", subject.Name()), b.Reason.Text)
		return append(append(lines, s.keyHeld(subject)...), s.keyEnding(subject, b.CompromisedSince)...)
	case *people.RootNamed:
		return s.rootNamed(subject, b)
	case *people.FounderRemoved:
		return append(toDo(fmt.Sprintf("%s is to have no power any more for having founded the office.", b.Founder), b.Reason.Text), withoutWord("the side of "+string(b.Founder)))
	case *people.OfficeOpened:
		lines := toDo(fmt.Sprintf("The office %s is founded; %d sides must sign what one side must not do alone.", b.Name, b.Rules.Threshold), "")
		if b.Succeeds != nil {
			lines = append(lines, fmt.Sprintf("Its register goes on with the work of the one with the key %s, from the head of %s, and takes what was signed for that and its author brings.", b.Succeeds.RegisterKey, entriesOf(b.Succeeds.Head)))
		}
		if len(b.Custodians) > 0 {
			lines = append(append(lines, toSeal), custodiansSaid(b.Custodians)...)
		}
		return lines
	case *people.CustodiansSet:
		return s.custodiansSet(subject, b)
	case *people.RegisterSucceeded:
		return append(toDo(fmt.Sprintf("This register is to take nothing more. The one with the key %s is to go on with its work, from the head of %s.", b.RegisterKey, entriesOf(b.Head)), b.Reason.Text),
			"Where a side that counts does not sign: nothing changes for 14 days from the last signature that is needed, nor before as many sides say it again then. Its no is told for ever.")
	case *people.DisclosureErased:
		return toDo(fmt.Sprintf("What the act %s about %s hides of %s is to be erased, everywhere and for good. Nobody can bring it back, its author neither.",
			b.Act, b.Subject, strings.Join(b.Classes, ", ")), b.Reason.Text)
	case *people.CopyReleased:
		return toDo(fmt.Sprintf("Until %s %s is to be given copies in which there is, as far as that reader may see it: %s. A copy cannot be called back. The mission and the reader's own side are two sides, unless the rules ask for three.",
			stamp(b.Until), b.Reader, people.Release{Classes: b.Classes, EvidenceFiles: b.EvidenceFiles}.Words()), b.Purpose.Text)
	case *people.RulesSet:
		return s.rulesSet(e, b)
	case *body.BodyEstablished:
		return s.established(subject, b)
	case *incident.FindingDrafted:
		return s.findingDrafted(subject, e, b)
	}
	return s.other(e)
}

// holderOf is who is to be behind a key, as far as the reader is told.
func holderOf(b *people.KeyEnrolled) string {
	switch {
	case b.Person != "":
		return string(b.Person)
	case b.Holder != "":
		return string(b.Holder)
	case len(b.Roles) > 0:
		return "somebody whose name you are not told, as " + strings.Join(b.Roles, ", ")
	}
	return "somebody whose name you are not told"
}

func until(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return " until " + stamp(t)
}

func toDo(line, reason string) []string {
	if reason == "" {
		return []string{line}
	}
	return []string{line, "because: " + reason}
}

// rulesSet tells what rules say otherwise than those in force, policy by policy.
func (s *sentences) rulesSet(e fold.Entry, b *people.RulesSet) []string {
	lines := toDo("These rules of the office are to change:", b.Reason.Text)
	if s.rules == nil {
		o, err := readOffice(s.ctx, s.desk)
		if err != nil {
			return append(lines, "what changes cannot be told: "+err.Error())
		}
		s.rules = &o
	}
	lines = append(lines, b.Rules.Changes(s.rules.current())...)
	before, had := admission.Texts(s.rules.current().Policies, s.rules.acts)
	after, has := admission.Texts(b.Rules.Policies, append(s.rules.acts[:len(s.rules.acts):len(s.rules.acts)], e))
	if had && has {
		for _, d := range policy.Differences(before, after) {
			lines = append(lines, fmt.Sprintf("policy %s %s; read it with truce rules texts --act %s FOLDER", d.ID, d.What, e.ID))
		}
	}
	for _, warning := range s.rules.warnings(b) {
		lines = append(lines, "Warning: "+warning)
	}
	return lines
}

// other tells an act by what its kind is for.
func (s *sentences) other(e fold.Entry) []string {
	spec, _ := s.kinds.Spec(e.Kind)
	return []string{spec.About}
}
