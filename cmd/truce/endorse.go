package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/noun"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/tool/answer"
	"truce/tool/kinds"
	"truce/tool/query"
)

type endorseCmd struct {
	Act    string `arg:"" optional:"" help:"Id of the act that waits, or its beginning. Without it: what waits for your side's word."`
	Answer string `arg:"" optional:"" enum:"yes,no,dissent," default:"" help:"yes signs it, no refuses it; dissent, of a finding alone: you took part and think otherwise."`
	Reason string `help:"Why."`
	Yes    bool   `help:"Do not ask again."`
	All    bool   `help:"List also what waits for others."`
	atOffice
	signer
}

func (c *endorseCmd) Run(ctx context.Context, e *env) error {
	if c.Act != "" && c.Answer == "" {
		return problem.Invalid(problem.AnswerMissing)
	}
	w, err := c.writing(ctx, e, c.signer)
	if err != nil {
		return err
	}
	return errors.Join(c.run(ctx, e, w), w.Close())
}

func (c *endorseCmd) run(ctx context.Context, e *env, w writing) error {
	all, err := w.Proposals(ctx)
	if err != nil {
		return err
	}
	told, err := newSentences(ctx, w.desk, e.now())
	if err != nil {
		return err
	}
	if c.Act == "" {
		return c.list(e, told, all)
	}
	one, err := c.find(all.Items)
	if err != nil {
		return err
	}
	proposed, err := told.read(one)
	if err != nil {
		return err
	}
	if err := told.print(e, one, proposed); err != nil {
		return err
	}
	voice, ask := one.Yours, "Answer %s for %s? It is signed. A yes is taken back only as long as others are still to sign, a no never. [yes/no] "
	if one.Act.Kind == "finding-drafted" {
		ask = "Answer %s for %s? It is signed and cannot be taken back. [yes/no] "
	}
	if c.Answer == noun.No && one.TakeBack != "" {
		voice, ask = one.TakeBack, "Answer %s for %s, which takes its signature back, for good? [yes/no] "
	}
	if voice == "" && len(one.Through) > 0 {
		return problem.Forbidden(problem.AnsweredByOthers, problem.P{"role": one.Through, "act": one.Act.ID.String()[:12]})
	}
	if voice == "" {
		return unasked(ctx, w, one)
	}
	if !c.Yes && !e.confirmed(fmt.Sprintf(ask, c.Answer, voice)) {
		return problem.Invalid(problem.NothingSigned)
	}
	signed, err := w.sign(ctx, e, noun.Endorsement().Name, one.Subject, noun.Endorsed{Act: proposed.ID, Answer: c.Answer, Reason: shape.In("", c.Reason)})
	if err != nil {
		return err
	}
	receipt, err := w.Submit(ctx, signed)
	if err != nil {
		return err
	}
	e.notef("You answered %s for %s. Your answer is entry %d, received %s.\n", c.Answer, voice, receipt.Index, stamp(receipt.Received))
	e.rests(receipt)
	e.printf("%s\n", receipt.ID)
	return w.stands(ctx, e, one.Subject, proposed.ID)
}

// unasked is why somebody is asked for no answer: his or her voice gave one, or nobody asks for it.
func unasked(ctx context.Context, w writing, one answer.Awaited) error {
	me, err := w.Me(ctx)
	if err != nil {
		return err
	}
	for _, v := range one.Voices {
		if !v.Seat && v.Answer != "" && v.Voice == noun.SideOf(me.Party) {
			return problem.Conflict(problem.AnsweredAlready, problem.P{"side": v.Voice})
		}
	}
	return problem.Forbidden(problem.AnswerUnasked)
}

// stands tells what an answer did: the act is in force now, or waits for others, or was refused.
func (w writing) stands(ctx context.Context, e *env, subject act.SubjectID, id act.ID) error {
	all, err := w.Proposals(ctx)
	if err == nil && slices.ContainsFunc(all.Items, func(one answer.Awaited) bool { return one.Act.ID == id }) {
		return w.waiting(ctx, e, id)
	}
	items, failed := w.Subject(ctx, subject, query.Clocks{})
	if err = errors.Join(err, failed); err != nil { // the answer is in the register: that much was told already
		e.notef("How it stands now could not be read: %v\n", err)
		return nil
	}
	for _, i := range items {
		var state severalSigned
		if err := json.Unmarshal(i.State, &state); err != nil {
			return fmt.Errorf("read state of %s: %w", subject, err)
		}
		said := state.of(id)
		if subject.Noun() == people.OfficeNoun {
			var office people.Office
			if err := json.Unmarshal(i.State, &office); err != nil {
				return fmt.Errorf("read state of %s: %w", subject, err)
			}
			said = cmp.Or(rootRefused(office, id), said)
		}
		if said != "" {
			e.notef("%s\n", said)
		}
	}
	return nil
}

// rootRefused says that a side refused a root that others named for it; "" if it did not.
func rootRefused(o people.Office, id act.ID) string {
	for _, s := range o.Sides {
		if n, is := s.Naming(id); is && !n.Refused.IsZero() {
			return fmt.Sprintf("%s refused it, with the key %s: that key never becomes its root by this act.", s.Side, n.Refuser)
		}
	}
	return ""
}

// severalSigned is what a state tells of acts that several sign, whatever noun it is of.
type severalSigned struct {
	Proposals []noun.Proposal    `json:"proposals"`
	Findings  []incident.Finding `json:"findings"`
}

// of says how an act stands that waits for nobody any more.
func (a severalSigned) of(id act.ID) string {
	if p, is := noun.Find(a.Proposals, id); is {
		switch {
		case p.Standing == noun.InForce:
			return "It is in force now, since " + stamp(p.Since) + "."
		case p.Standing == noun.Alone:
			return "It has effect, and is marked as done by one side alone: there was no second."
		}
		return "It is not in force, and waits for nobody any more" + saidNo(p) + "."
	}
	for _, f := range a.Findings {
		switch {
		case f.Draft == id && f.Decided:
			return "The body has found it, by its rule, since " + stamp(f.Since) + "."
		case f.Draft == id && f.Alone != "":
			return f.Alone + " alone sits in this body: it speaks for that side, and finds nothing for others."
		case f.Draft == id && len(f.Refused) > 0:
			return "The body cannot find it any more: without the agreement of " + strings.Join(f.Refused, ", ") + " its rule is not met."
		case f.Draft == id:
			return "The body has not found it."
		}
	}
	return ""
}

func saidNo(p noun.Proposal) string {
	var no []string
	for _, a := range p.Answers {
		if a.Answer != noun.Yes {
			no = append(no, a.Voice)
		}
	}
	if len(no) == 0 {
		return ""
	}
	return ": refused by " + strings.Join(no, ", ")
}

// waiting tells for whom an act waits, if it does: what was signed has no effect until then.
func (w writing) waiting(ctx context.Context, e *env, id act.ID) error {
	all, err := w.Proposals(ctx)
	if err != nil { // the act is in the register: that much was told already
		e.notef("Whether it waits for others could not be read: %v\n", err)
		return nil
	}
	for _, one := range all.Items {
		if one.Act.ID == id {
			e.notef("%s\n", waitsFor(one))
		}
	}
	return nil
}

// waitsFor says how an act stands for which others are asked.
func waitsFor(one answer.Awaited) string {
	var asked []string
	for _, v := range one.Voices {
		if v.Asked && v.Answer == "" {
			asked = append(asked, v.Voice)
		}
	}
	if len(one.Refused) > 0 {
		return toldRefused(one)
	}
	if len(one.Without) > 0 {
		return fmt.Sprintf("Enough signed, without %s, which it concerns: %s. %s",
			strings.Join(one.Without, ", "), goesOn(one), mayRefuse(one))
	}
	if len(one.Asks) > 0 {
		return fmt.Sprintf("Enough signed for the root. Its party counts for nothing where several sides must sign before %s signed too, with truce endorse %s.", strings.Join(one.Asks, ", "), one.Act.ID.String()[:12])
	}
	if slices.ContainsFunc(one.Voices, func(v answer.Voice) bool { return v.Seat }) {
		return toldSeats(one, asked)
	}
	who := among(asked, one.Needed)
	if one.Standing == noun.Alone {
		return "It has effect, and is marked as done by one side alone: there was no second. " + who + " can still confirm it (truce endorse)."
	}
	return fmt.Sprintf("It waits for others: without the signature of %s it has no effect. They answer with truce endorse %s.", who, one.Act.ID.String()[:12])
}

// toldSeats says who of a body answered a finding, and who did not. Whether the body found it is reckoned from its rule, where the
// finding is shown: a seat that is silent need not be lacking.
func toldSeats(one answer.Awaited, silent []string) string {
	var said []string
	for _, v := range one.Voices {
		if v.Answer != "" {
			said = append(said, v.Voice+" "+v.Answer)
		}
	}
	slices.Sort(silent)
	return fmt.Sprintf("So far answered: %s. Still asked: %s. Whether the body has found it is told by truce show %s.",
		cmp.Or(strings.Join(said, ", "), "nobody"), cmp.Or(strings.Join(silent, ", "), "nobody"), one.Subject)
}

// toldRefused says that an act cannot come into force any more.
func toldRefused(one answer.Awaited) string {
	if since := doubtOf(one); !since.IsZero() {
		return fmt.Sprintf("It was refused by %s: the key does not end by this act, whatever others answer. If enough signed, what it signed since %s stays in doubt, denied by its own side.",
			strings.Join(one.Refused, ", "), stamp(since))
	}
	return fmt.Sprintf("It was refused by %s and cannot come into force any more, whatever others answer: an answer is given once. Who still wants it puts it forward anew.",
		strings.Join(one.Refused, ", "))
}

// goesOn says what waits of that which enough signed without a side that can refuse: of a key that is in doubt the end alone.
func goesOn(one answer.Awaited) string {
	until := stamp(one.Until)
	if since := doubtOf(one); !since.IsZero() {
		return fmt.Sprintf("what the key signed since %s is in doubt now, and the key does not end before %s, nor before as many sides say it again then, until %s", stamp(since), until, stamp(one.Last))
	}
	return fmt.Sprintf("nothing changes before %s, nor before as many sides say it again then, until %s", until, stamp(one.Last))
}

// mayRefuse says what the word of those does without whom enough signed: the end of a register alone goes on against their no.
func mayRefuse(one answer.Awaited) string {
	who, id := strings.Join(one.Without, " or "), one.Act.ID.String()[:12]
	if one.Act.Kind == "register-succeeded" {
		return fmt.Sprintf("%s can answer with truce endorse %s yes or no: once all sides signed it is so at once; a no is told for ever and ends nothing.", who, id)
	}
	return fmt.Sprintf("%s can refuse with truce endorse %s no: that ends this for good, a yes makes it so at once.", who, id)
}

// doubtOf is since when a key is said to be in doubt by an act that says that it ended, if it says so.
func doubtOf(one answer.Awaited) time.Time {
	var said people.KeyRevoked
	if one.Act.Kind != "key-revoked" || json.Unmarshal(one.Act.Body, &said) != nil {
		return time.Time{}
	}
	return said.CompromisedSince
}

// among names those who are asked, and how many of them are enough.
func among(asked []string, needed int) string {
	slices.Sort(asked)
	names := strings.Join(asked, ", ")
	switch {
	case needed == 0 || needed >= len(asked):
		return names
	case needed == 1:
		return "one of " + names
	}
	return fmt.Sprintf("%d of %s", needed, names)
}

// confirmed asks a person, who must answer with the whole word.
func (e *env) confirmed(question string) bool {
	e.notef("%s", question)
	line, _ := bufio.NewReader(e.in).ReadString('\n')
	return strings.TrimSpace(line) == "yes"
}

// find finds the one act whose id begins so.
func (c *endorseCmd) find(all []answer.Awaited) (answer.Awaited, error) {
	var found []answer.Awaited
	for _, one := range all {
		if len(c.Act) >= 6 && strings.HasPrefix(one.Act.ID.String(), c.Act) {
			found = append(found, one)
		}
	}
	switch len(found) {
	case 0:
		return answer.Awaited{}, problem.NotFound(problem.NothingWaits, problem.P{"id": c.Act})
	case 1:
		return found[0], nil
	}
	return answer.Awaited{}, fmt.Errorf("%d acts that wait have ids that begin with %s: write more of it", len(found), c.Act)
}

func (c *endorseCmd) list(e *env, told *sentences, all answer.AwaitedList) error {
	listed, through := 0, map[string]int{}
	for _, one := range all.Items {
		if one.Yours == "" && len(one.Through) > 0 {
			through[strings.Join(one.Through, " or ")]++
		}
		if one.Yours == "" && !c.All {
			continue
		}
		proposed, err := told.read(one)
		if err != nil {
			return err
		}
		if err := told.print(e, one, proposed); err != nil {
			return err
		}
		listed++
	}
	for _, who := range slices.Sorted(maps.Keys(through)) {
		e.notef("Waiting for your side's word, which only its %s may give: %d (truce endorse --all)\n", who, through[who])
	}
	if listed == 0 && len(through) == 0 {
		e.notef("Nothing waits for your side's word.\n")
	}
	if all.Left > 0 {
		e.notef("and %d more that wait, older than these\n", all.Left)
	}
	return nil
}

// sentences say in words what acts put forward. They read the acts as they were signed, not what an
// office says of them.
type sentences struct {
	kinds *kinds.Kinds
	ctx   context.Context
	desk  desk
	now   time.Time
	rules *ruled                                     // read when something asks for it
	held  func(act.SubjectID) ([]answer.Item, error) // a subject as it stands
}

func newSentences(ctx context.Context, d desk, now time.Time) (*sentences, error) {
	k, err := knownKinds()
	held := func(id act.SubjectID) ([]answer.Item, error) { return d.Subject(ctx, id, query.Clocks{}) }
	return &sentences{kinds: k, ctx: ctx, desk: d, now: now, held: held}, err
}

// read is the act that waits, as its author signed it.
func (s *sentences) read(one answer.Awaited) (fold.Entry, error) {
	entry, read := decoded(s.kinds, one.Act)
	if !read {
		return entry, fmt.Errorf("the act %s cannot be read by this program: look at it with a newer one before you answer", one.Act.ID)
	}
	if a, err := act.Parse(one.Act.Act); err != nil || a.Subject != one.Subject || entry.ID != one.Act.ID {
		return entry, fmt.Errorf("the office tells of the act %s what was not signed", one.Act.ID)
	}
	return entry, nil
}

// print tells an act that waits: what it would do, all that it says, and who said what of it.
func (s *sentences) print(e *env, one answer.Awaited, proposed fold.Entry) error {
	e.printf("%s  %s\n", proposed.ID, one.Subject)
	for _, line := range s.say(one.Subject, proposed) {
		e.printf("  %s\n", line)
	}
	signed, err := signedMembers(proposed.Body)
	if err != nil {
		return fmt.Errorf("tell what the act %s says: %w", proposed.ID, err)
	}
	e.printf("  as it was signed:\n")
	for _, line := range signed {
		e.printf("    %s\n", line)
	}
	if classes := hiddenFrom(one.Act); len(classes) > 0 {
		e.printf("  hidden from you, and signed as well: what is of the class %s\n", strings.Join(classes, ", "))
	}
	by := noun.SideOf(one.Act.Party)
	if one.Act.MissionOnly {
		by += vouchedByMission
	}
	e.printf("  put forward %s for %s\n", stamp(one.Act.Received), by)
	if one.Standing == noun.Alone {
		e.printf("  has effect: one side did it when there was no second; others can confirm it\n")
	}
	var waits []string
	for _, v := range one.Voices {
		who := v.Voice
		if v.MissionOnly {
			who += vouchedByMission
		}
		if v.Answer != "" {
			e.printf("  %s answered %s%s\n", who, v.Answer, withReason(v.Reason.Text))
		} else if v.Asked {
			waits = append(waits, who)
		}
		if v.Recorded != "" {
			e.printf("  %s was %s, as somebody else recorded: %s%s\n", who, v.Recorded, v.Source, withReason(v.Reason.Text))
		}
	}
	switch {
	case len(one.Refused) > 0:
		e.printf("  %s\n", toldRefused(one))
	case len(one.Asks) > 0:
		e.printf("  signed by enough for the root, which comes once it is there; its party counts for nothing where several sides must sign before %s signed too\n", strings.Join(one.Asks, ", "))
	case one.Replaces != "" && one.Needed == 0:
		e.printf("  signed by enough: the new root takes its place from %s on%s, once it is there\n", stamp(one.Until), notBefore(" and until ", one.Last))
	case len(one.Without) > 0:
		e.printf("  SIGNED BY ENOUGH, WITHOUT %s, which it concerns: %s. %s\n",
			strings.Join(one.Without, ", "), goesOn(one), mayRefuse(one))
	case len(waits) > 0:
		e.printf("  waits for %s\n", among(waits, one.Needed))
	}
	if one.First != "" {
		e.printf("  IT WOULD BE THE FIRST ROOT OF %s: from then on nobody is heard whom it did not let speak. Each key of %s can refuse it%s\n", one.First, one.First, notBefore(" until ", one.Until))
	}
	if one.Replaces != "" && len(one.Refused) == 0 {
		e.printf("  %s HAS A ROOT that goes on%s, and until the new one came: its no ends this for good; its own yes makes it so at once\n", one.Replaces, cmp.Or(notBefore(" at least until ", one.Until), " for 14 days after as many signed as must"))
	}
	if one.Needed > len(waits) {
		e.printf("  %d must still sign, and of the sides that count now fewer are left: it has no effect unless another side comes to count\n", one.Needed)
	}
	if one.Yours != "" {
		e.printf("  you answer for %s: truce endorse %s %s\n", one.Yours, proposed.ID.String()[:12], answersTo(one))
		for _, line := range quorumLines(one) {
			e.printf("  %s\n", line)
		}
	} else if one.TakeBack != "" {
		e.printf("  %s signed it, and takes that back: truce endorse %s no\n", one.TakeBack, proposed.ID.String()[:12])
	} else if len(one.Through) > 0 {
		e.printf("  for your side answers its %s\n", strings.Join(one.Through, " or "))
	}
	return nil
}

// withReason goes after what somebody did, with the reason that was given, if one was.
func withReason(reason string) string {
	if reason == "" {
		return ""
	}
	return ", because: " + reason
}

// answersTo are the words with which an act can be answered: only who sits in a body takes part in what it finds.
func answersTo(one answer.Awaited) string {
	if one.Act.Kind == "finding-drafted" {
		return "yes|no|dissent"
	}
	return "yes|no"
}

// quorumLines tell the holder of a seat what his or her word does, whatever it is.
func quorumLines(one answer.Awaited) (lines []string) {
	i := slices.IndexFunc(one.Voices, func(v answer.Voice) bool { return v.Voice == one.Yours })
	if i >= 0 && one.Voices[i].Meets {
		lines = append(lines, "Your word meets the body's quorum, a dissent too. Who does not answer does not.")
	}
	if i >= 0 && one.Voices[i].Finds {
		lines = append(lines, "By the body's rule it has then found this, also if you dissent.")
	}
	return lines
}

// vouchedByMission stands beside a signature for a party whose key the mission alone vouched for.
const vouchedByMission = " (key vouched for by the mission only)"
