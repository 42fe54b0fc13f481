// Package wire is what travels between the HTTP door and its clients, as JSON: the types
// that neither package act nor package office has. Both sides use these, so they cannot
// drift apart. It holds no behaviour.
package wire

import (
	"time"

	"truce/ground/act"
	"truce/tool/answer"
	"truce/tool/blob"
)

// Problem is a refusal (RFC 9457, application/problem+json). Key is stable, for programs;
// Detail and Remedy are in the reader's language, for people.
type Problem struct {
	Type   string `json:"type" doc:"/problems/ and the key"`
	Title  string `json:"title" doc:"name of the status, English"`
	Status int    `json:"status" doc:"HTTP status of this refusal"`
	Detail string `json:"detail" doc:"what is wrong, in the reader's language"`
	Remedy string `json:"remedy,omitempty" doc:"what can be done now, in the reader's language"`
	Key    string `json:"key" doc:"stable word for programs, such as signature-wrong"`
	Where  string `json:"where,omitempty" doc:"JSON pointer, line or field that it concerns"`
}

// Error is the sentence for the person.
func (p *Problem) Error() string { return p.Detail }

// Outcome is what became of one act of several: one of the two is there.
type Outcome struct {
	Receipt *answer.Receipt `json:"receipt,omitempty"`
	Problem *Problem        `json:"problem,omitempty"`
}

// Outcomes answers several acts, in their order.
type Outcomes struct {
	Outcomes []Outcome `json:"outcomes" nullable:"false"`
}

// Acts brings several acts in the SD-JWT form (RFC 9901).
type Acts struct {
	_    struct{} `additionalProperties:"false"`
	Acts []string `json:"acts" maxItems:"1000" nullable:"false"`
}

// Page is a stretch of a list, newest first.
type Page struct {
	Published time.Time     `json:"published,omitzero" doc:"for strangers: what is shown is what was known at this moment, when the public edition last moved; absent: what is known now"`
	Items     []answer.Item `json:"items" nullable:"false"`
	Next      string        `json:"next,omitempty" doc:"value of after for the next page; absent on the last"`
	// With filters that ask the law.
	Judged *answer.Judged `json:"judged,omitzero" doc:"how far judging is; absent where the law was not asked"`
}

// AccessLog is a stretch of who was handed what, the latest first.
type AccessLog struct {
	Entries []answer.AccessEntry `json:"entries" nullable:"false"`
	Next    string               `json:"next,omitempty" doc:"value of after for the next page; absent on the last"`
}

// Periods are the states of one subject, by start.
type Periods struct {
	Published time.Time     `json:"published,omitzero" doc:"for strangers: what is shown is what was known at this moment, when the public edition last moved; absent: what is known now"`
	Items     []answer.Item `json:"items" nullable:"false"`
}

// History are the acts about one subject, in the order of the register.
type History struct {
	Acts []answer.Told `json:"acts" nullable:"false"`
}

// Heads are the latest acts about one subject: those that no other of them names.
type Heads struct {
	Acts []act.ID `json:"acts" nullable:"false"`
}

// Counts are numbers of records. Of says what was counted: a bare number is never answered.
type Counts struct {
	Published time.Time `json:"published,omitzero" doc:"for strangers: what is shown is what was known at this moment, when the public edition last moved; absent: what is known now"`
	Of        []string  `json:"of" nullable:"false" doc:"nouns of the records that were counted"`
	By        []string  `json:"by" nullable:"false" doc:"columns by which they are grouped"`
	Counts    []Count   `json:"counts" nullable:"false"`
	Open      int64     `json:"open,omitzero" doc:"in a copy: records of these nouns that are not reckoned here: how they stand turns on what is withheld from it. They may belong into more or fewer of these numbers"`
	Doubted   int       `json:"doubted,omitzero" doc:"how many of the records that were counted rest on acts of keys in doubt"`
	Wholly    int       `json:"wholly,omitzero" doc:"how many of those rest on such acts alone"`
	// With filters or groups that ask the law.
	Judged *answer.Judged `json:"judged,omitzero" doc:"how far judging is; absent where the law was not asked"`
}

// Count is the number of records that share the values of the columns.
type Count struct {
	Values  []string `json:"values" nullable:"false" doc:"in the order of by; a day is 2017-05-07"`
	N       int      `json:"n"`
	Doubted int      `json:"doubted,omitzero" doc:"how many of these rest on acts of keys in doubt"`
	Wholly  int      `json:"wholly,omitzero" doc:"how many of those rest on such acts alone"`
}

// Me is who a token speaks for, as of now.
type Me struct {
	Person act.SubjectID `json:"person"`
	Party  string        `json:"party,omitempty"`
	Roles  []string      `json:"roles" nullable:"false"`
	May    []act.Kind    `json:"may" nullable:"false" doc:"kinds of act that this person may make, if the subject as it stands allows it"`
	Key    act.KeyID     `json:"key"`
	Until  time.Time     `json:"until" doc:"end of the sign-in"`

	Can []string `json:"can" nullable:"false" doc:"what else this person may do in the office as a whole: actions of the policies, such as read-narrative or copy-register"`
}

// Custodians are the acts from which a device finds out by itself to whom sources and originals are
// sealed: an office does not answer that.
type Custodians struct {
	Acts []string `json:"acts" nullable:"false" doc:"about the office, about the keys that signed those, and of who administers it, in the order of the register: each a compact JWS"`
}

// Upload is how far an upload is. Evidence is there once it is finished.
type Upload struct {
	ID        blob.UploadID `json:"id"`
	Length    int64         `json:"length" doc:"bytes announced"`
	Offset    int64         `json:"offset" doc:"bytes durably here"`
	MediaType string        `json:"mediaType"`
	Expires   time.Time     `json:"expires"`
	Evidence  *blob.Stored  `json:"evidence,omitempty" doc:"the kept file, once the upload is finished"`
}

// Hidden is what the reader is handed of what one act hides: each slot is in one of the four.
type Hidden struct {
	Act         act.ID   `json:"act"`
	Disclosures []string `json:"disclosures,omitempty" doc:"as in an SD-JWT (RFC 9901)"`
	Withheld    []string `json:"withheld,omitempty" doc:"classes of slots that are not for this reader"`
	Lacks       []string `json:"lacks,omitempty" doc:"classes of slots that are, and that the office does not hold"`
	Erased      []string `json:"erased,omitempty" doc:"classes of slots that were erased by decision of two sides"`
}

// Kind describes one kind of act.
type Kind struct {
	Kind   act.Kind `json:"kind"`
	Noun   string   `json:"noun" doc:"of the subjects that it may be about"`
	Opens  bool     `json:"opens" doc:"may be the first act about its subject"`
	About  string   `json:"about"`
	Schema string   `json:"schema" doc:"path of the JSON Schema of its body"`
	Rev    int      `json:"rev" doc:"the revision that authors sign today: the schema is of it"`

	Answers bool `json:"answers" doc:"it answers one act or speaks for one key: it need not name all that was last said about its subject"`
}

// Kinds lists the kinds of act that an office takes.
type Kinds struct {
	Kinds []Kind `json:"kinds" nullable:"false"`
}

// Noun describes one noun: what acts are about, and where its lists are.
type Noun struct {
	Noun    string     `json:"noun" doc:"first half of its subjects' names, such as report"`
	Plural  string     `json:"plural" doc:"how lists, addresses and commands call it"`
	About   string     `json:"about"`
	List    string     `json:"list" doc:"address of its list"`
	Schema  string     `json:"schema" doc:"path of the JSON Schema of its state"`
	Screen  string     `json:"screen,omitempty" doc:"address of the desk's own screen for one subject, :name for its name; absent: it is shown as every noun is"`
	Public  bool       `json:"public" doc:"strangers are shown rows of it"`
	Governs bool       `json:"governs" doc:"acts about it change what acts are judged by: they say until when they may be handed in, and name all that was last said about their subject"`
	Made    bool       `json:"made" doc:"persons open it day by day: its names are made from a key and a nonce"`
	Judged  bool       `json:"judged" doc:"the law says in which zones and belts its records lie"`
	Map     string     `json:"map,omitempty" doc:"what the map draws it as: happened or ground"`
	Kinds   []act.Kind `json:"kinds" nullable:"false" doc:"kinds of act about it"`
}

// Nouns lists the nouns in the order in which people read lists of them.
type Nouns struct {
	Nouns []Noun `json:"nouns" nullable:"false"`
}

// Media types of acts: one, or one a line.
const (
	MediaAct      = "application/sd-jwt"
	MediaActs     = "application/sd-jwt-seq"
	MediaNDJSON   = "application/x-ndjson"
	MediaProblem  = "application/problem+json"
	MediaTusPatch = "application/offset+octet-stream" // tus 1.0
)

// Limits that both sides know.
const (
	MaxActs      = 1000      // acts in one request
	MaxActsBytes = 4 << 20   // bytes of several acts in one request
	MaxActBytes  = 200 << 10 // bytes of one act with its disclosures
)

// Steps tell where a verifier's step may lead from each status.
type Steps struct {
	Steps map[string][]string `json:"steps"`
}
