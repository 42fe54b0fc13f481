package admission

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/language"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun/people"
)

// Words say to whoever checks a register, in English, why an entry should not be in it. An
// author reads the sentence of Why instead.
func (v Verdict) Words(a act.Act) string {
	switch v.Why.Key {
	case problem.BodyWrong:
		if a.Kind == "office-opened" {
			return "It founds another register than this one."
		}
	case problem.NotPermitted:
		return fmt.Sprintf("%s at that time had no right to make acts of the kind %s.", signed(v.Author), a.Kind)
	case problem.KindNotInRules:
		return fmt.Sprintf("The rules in force at that time let nobody make acts of the kind %s.", a.Kind)
	case problem.NotPermittedHere:
		return fmt.Sprintf("%s at that time had no right to make this act of the kind %s about %s, though others of the role may.", signed(v.Author), a.Kind, v.Why.Params["subject"])
	case problem.AudienceOther:
		return "Its author signed it for other registers, not for this one."
	case problem.NotBrought:
		return fmt.Sprintf("Its author signed it for the register of %s, and did not say in this one that it comes along.", v.Why.Params["origin"])
	case problem.ActExpired:
		return fmt.Sprintf("Its author meant it to be handed in by %s, and it was received later.", clock(v.Why.Params["until"]))
	case problem.ExpiryMissing:
		return "It does not say until when it might be handed in, as an act must that changes what others are judged by, or allows too long."
	case problem.HeadsMissing:
		return fmt.Sprintf("It does not know of the act %s, which came before it about the same subject.", v.Why.Params["prev"])
	case problem.OwnHeadsMissing:
		return fmt.Sprintf("It is one too many beside what its own side said about the same subject, such as the act %s, which it does not know of.", v.Why.Params["prev"])
	case problem.RegisterEnded:
		return fmt.Sprintf("The register had been succeeded by that of %s before it was received.", v.Why.Params["other"])
	case problem.HeadForeign:
		return "It names a head that this register did not sign."
	case problem.NameChosen:
		return fmt.Sprintf("It opens %s by a name that somebody chose, where such names are made from a key and a nonce.", v.Why.Params["subject"])
	case problem.KeyUnknown:
		return "It is signed with a key that was never enrolled in this register before it."
	case problem.KeyRevoked:
		return "It is signed with a key that was revoked before the act was received."
	case problem.KeyUnproven:
		return "It is signed with a key that nobody had proved to hold."
	case problem.KeyUnvouched:
		return fmt.Sprintf("It is signed for %s with a key for which only the mission vouched, though %s had a root key of its own.", v.Why.Params["party"], v.Why.Params["party"])
	case problem.KeyOutside:
		return "It is signed with a key whose period had not begun or was over."
	case problem.KeyNotOwn:
		return "Its author says of another person's key that it is his or her own."
	case problem.KeyOfAnother:
		return fmt.Sprintf("It makes a key of %s%s of the key %s, which was first enrolled for another, of %s, and stays that one's.", v.Why.Params["side"], heldBy(v.Why.Params["person"]), v.Why.Params["key"], v.Why.Params["party"])
	case problem.KeyLessened:
		return fmt.Sprintf("It takes from the key %s of %s a part of what it could do, by a word of the mission alone.", v.Why.Params["key"], v.Why.Params["party"])
	case problem.CustodianUnknown:
		return fmt.Sprintf("It names %s as a custodian with the age key %s, which no key brought that spoke for that person.", v.Why.Params["subject"], v.Why.Params["key"])
	case problem.CustodianNoRole:
		return fmt.Sprintf("It puts %s in force as a custodian, who did not have that role then.", v.Why.Params["subject"])
	case problem.RootMismatch:
		return fmt.Sprintf("It brings a root key for %s whose fingerprint was never named.", v.Why.Params["party"])
	case problem.PrevUnknown:
		return fmt.Sprintf("It follows the act %s, which is no act about %s that comes before it in this register.", v.Why.Params["prev"], v.Why.Params["subject"])
	case problem.SubjectUnknown:
		return fmt.Sprintf("Nothing before it in this register is about %s.", v.Why.Params["subject"])
	case problem.WordUnknown:
		return fmt.Sprintf("It uses the word %s, which nobody had added to the list %s in this register before it.", v.Why.Params["code"], v.Why.Params["list"])
	case problem.WordEnded:
		return fmt.Sprintf("It uses the word %s of the list %s, which had ended in this register before it.", v.Why.Params["code"], v.Why.Params["list"])
	case problem.OfficeNotFounded:
		return "The first entry of a register must found its office, and this one does not."
	case problem.OfficeAlreadyFounded:
		return "It founds an office a second time."
	}
	return "It was taken against the rules: " + v.Why.Sentence(language.English)
}

// heldBy names the holder of a key, if it is named.
func heldBy(person any) string {
	if person == act.SubjectID("") {
		return ""
	}
	return fmt.Sprintf(", held by %s,", person)
}

// signed names an author as everybody may know him or her.
func signed(a people.Author) string {
	if a.Name.Noun() != people.KeyNoun {
		return fmt.Sprintf("%s signed it, who", a.Name)
	}
	as := "enrolled as nothing"
	if len(a.Roles) > 0 {
		as = "enrolled as " + strings.Join(a.Roles, ", ")
	}
	side := "the mission"
	if a.Party != "" {
		side = a.Party
	}
	return fmt.Sprintf("A key of %s, %s, signed it, which", side, as)
}

func clock(moment any) string {
	t, _ := moment.(time.Time)
	return t.UTC().Format("2006-01-02 15:04:05.000000 UTC")
}
