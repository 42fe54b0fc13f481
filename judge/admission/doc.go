// Package admission decides whether an act may enter a register: one pure function, used by
// the office that takes acts and refuses to their authors' faces, by those that mirror its
// register, and by whoever folds or checks a copy later. Since all ask the same, an act that an
// office took against the rules is found by everybody who holds the register.
//
// A rule is in one of five places:
//
//	the shape of a body and what it must hide    package kinds, before admission
//	what needs geometry                          here (ByItself)
//	what holds for acts of all kinds             here (Rules.Admit)
//	who may make which kind                      package policy, in Cedar; by the rules in force (InForce)
//	what only one noun knows                     the noun's own package (noun.Admission)
//
// What an act may rest on are Facts: the entries ahead of it in its own register, and what they
// add up to as of the last commit; nothing that another register tells (decision 0011). Acts
// that were received at one moment are of one commit: none of them is judged by what another
// changed, though each knows that the other is there. An office that holds its register alone
// asks its database; a Ledger reads a register from its first entry and keeps what it needs in
// memory.
//
// Not decided here: signatures and hashes, which need no facts, and whether a bulletin is as
// its act says, which needs it made again.
package admission

// A program has the rules of its own number and of all before it (Rules.Has). An act is judged by the number that was in force when
// it was received: what a later number decides otherwise stands beside what the earlier ones do, as noun.Since and noun.Until say, among
// the general rules (generals) or those of a noun. A rule that is deeper asks Question.Number, here inquiry.Under. What rules read of states
// has no number of admission: a fold that comes to say something else says it in a new member, and the corpus of released
// registers (testdata/released) tells who forgot.

// Number names these rules: those of this package, of the policies and of the nouns' Admission.
// It is raised when any of them decides otherwise than before, with the reason; programs tell it
// with whatever they checked:
//
//  1. as first released
//
// What the first of them hold, beside who may make what:
//
//   - sides speak for themselves: a key speaks once somebody proved to hold it and its party, if it
//     has a root, vouched for it; several sign by proposals and endorsements; a party's registrars
//     keep its people, and an administrator of a party none
//   - past MaxOpen open acts of one side about a subject, what it says beside them rests until an
//     act names it, and counts from the receipt of that; of more open acts than one can name, an act names as many as it can
//   - nothing about what others are judged by rests: what would be one too many is refused until it names what its side left open
//   - acts about what others are judged by follow what was said about their subject until Unheard before; a side ends its own key whatever was said
//     of it, somebody proves once to hold a key, and of one side at most MaxWaiting acts about a subject wait for others, counting what a yes can still bring about and a key put forward that speaks
//   - what a key brings from the register before it brings where two sides founded the office to go on with that, MostBrought acts at most
//   - a name that was made from a key and a nonce is opened by that key alone
//   - an office goes by rules that its sides signed: policies, threshold and this number are those in
//     force when an act was received
//   - who is behind a key that reports is withheld from many: such keys have roles of their own and a
//     period; what compares persons is told as not checked where it is withheld; a hand-over by
//     somebody who did not have the piece says so, or is refused
//   - the mission alone ends no root of a party, moves none of the people of a party that has one, and takes no role from them
//   - rules leave a way back: no more signatures than sides that count, no number that the writer does not have, no policy that
//     takes from a side what none may lose or forbids that by name
//   - of one side's open acts about a subject one author has at most MaxOpenOfOne, and crowds out nobody of the side who has none
//   - a seat of a body is given to somebody who can sign for it, and no role ends that is not there
//   - a word of the office's own that has ended is in no later act
//   - a key is in doubt since no moment that is still to come
//   - acts about bodies and about words of the office's own follow what was said about them as well, and end: others are judged by how they stand
//   - what persons open day by day has a name that was made from a key and a nonce, unless the rules in force let people choose
//   - a register that was succeeded takes nothing more, and its successor takes what was signed for it and the key that signed it brings
//   - a text is resumed only where, for whom and after it was suspended
//   - a copy is released to somebody whom the office knows
//   - what a party keeps in its compartment is, to authors of others who name it, as what is not there
//   - a bulletin is of the office's day, by the rules of that day or by the agreement, begins where the one before it of its kind ends, and
//     rests on all that was received before its period ended; nothing rests on less than what it follows or corrects did
//   - a report that lacks something says that it is a draft; what a side that counts said, that side alone puts forward to erase
//   - what all signed is filed or signed anew by nobody alone, and what was put forward before something else came into force is
//     answered by nobody; a key is enrolled anew by its own side; of a register nobody checked more entries than it had
//
// A kind that is new changes no decision. A test holds who may make what.
const Number = 1
