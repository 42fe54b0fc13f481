package publication

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"truce/ground/act"
)

// BulletinPublished says that a bulletin was published: which, of what stretch of time, made
// from what, and what its editions are. The office takes it only if making the bulletin again
// as known then gives the same editions, and if the number is the next of its kind.
//
//	{"number": 7, "kind": "daily", "date": "2017-05-07", "cutOff": "24:00", "timeZone": "Asia/Damascus",
//	 "from": "2017-05-06T21:00:00Z", "until": "2017-05-07T21:00:00Z",
//	 "known": "2017-05-07T22:10:00Z",
//	 "registers": [{"origin": "mission.example/hq", "size": 412,
//	                "root": "ots2qYRRFf5P1SyjeGtF0ibzAzhVuNuPs8b/40XsE+0="}],
//	 "editions": [{"edition": "public", "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"},
//	              {"edition": "mission", "sha256": "fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9"}],
//	 "rules": 1, "rows": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
//	 "blind": "dGhpcyBpcyBhbiBleGFtcGxlIG9mIDMyIGJ5dGVzISE"}
type BulletinPublished struct {
	Number   int       `json:"number" min:"1" max:"1000000" doc:"the next of its kind, from 1"`
	Kind     string    `json:"kind" pattern:"^(daily|weekly)$" doc:"how long a stretch it is about"`
	Date     string    `json:"date" pattern:"^[0-9]{4}-[0-9]{2}-[0-9]{2}$" doc:"civil day with whose cut-off it ends"`
	CutOff   string    `json:"cutOff" pattern:"^(24:00|([01][0-9]|2[0-3]):[0-5][0-9])$" doc:"time of that day at which it ends; 24:00: the end of the day"`
	TimeZone string    `json:"timeZone" pattern:"^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+){0,2}$" maxlen:"60" doc:"time zone of date and cut-off (IANA)"`
	From     time.Time `json:"from" doc:"first instant that it is about"`
	Until    time.Time `json:"until" doc:"first instant after it"`
	Basis
}

// Basis is what a bulletin was made from, by which rules, and what came of it.
type Basis struct {
	Known     time.Time  `json:"known" doc:"as known at then: the time of receipt of the last entry that it rests on"`
	Registers []Register `json:"registers" maxlen:"20" doc:"the registers that it rests on, the office's own first"`
	Rules     int        `json:"rules" min:"1" max:"1000000" doc:"number of the rules by which its sections are made from rows"`
	Rows      string     `json:"rows" pattern:"^[0-9a-f]{64}$" doc:"SHA-256 of the rows that were counted, from which it can be made again"`
	Editions  []Edition  `json:"editions" maxlen:"10" doc:"digests of its editions"`
	// Blind stands in what the digests of rows and of the mission's edition are of: whoever holds a copy without exact places could otherwise try places
	// until the digest fits, one that was erased as well.
	Blind string `json:"blind" pattern:"^[A-Za-z0-9_-]{43}$" class:"exact-place" doc:"256 bits that are drawn for it (base64url), and stand in its rows and in the mission's edition"`
}

// Register is one register up to an entry.
type Register struct {
	Origin string `json:"origin" maxlen:"200" doc:"name in its tree heads"`
	Size   int64  `json:"size" min:"1" max:"9007199254740991" doc:"entries of it that the bulletin rests on"`
	Root   string `json:"root" pattern:"^[A-Za-z0-9+/]{43}=$" doc:"root hash of the head of so many entries, as it stands there (C2SP tlog-checkpoint)"`
}

// Own is the register of the office that published.
func (b Basis) Own() Register {
	if len(b.Registers) == 0 {
		return Register{}
	}
	return b.Registers[0]
}

// Edition is one edition's digest: the SHA-256 of its canonical JSON (RFC 8785).
type Edition struct {
	Edition string `json:"edition" pattern:"^(public|mission)$" doc:"for whom it is"`
	SHA256  string `json:"sha256" pattern:"^[0-9a-f]{64}$" doc:"of its canonical JSON"`
}

// Digest is that of an edition, "" if it is not there.
func (b Basis) Digest(edition string) string {
	for _, e := range b.Editions {
		if e.Edition == edition {
			return e.SHA256
		}
	}
	return ""
}

// Fits refuses a name that is not of the kind and the date, a day that the calendar lacks,
// a stretch without length, a register twice, and an edition twice.
func (b BulletinPublished) Fits(subject act.SubjectID) error {
	if _, err := time.Parse(time.DateOnly, b.Date); err != nil {
		return fmt.Errorf("date: there is no day %s", b.Date)
	}
	if !strings.HasSuffix(subject.Name(), "-"+b.Kind+"-"+b.Date) {
		return fmt.Errorf("the subject must end in -%s-%s", b.Kind, b.Date)
	}
	if !b.Until.After(b.From) {
		return errors.New("until must come after from")
	}
	return b.Basis.fits()
}

func (b Basis) fits() error {
	if len(b.Registers) == 0 {
		return errors.New("registers: it must rest on one")
	}
	for i, r := range b.Registers {
		if slices.ContainsFunc(b.Registers[:i], func(o Register) bool { return o.Origin == r.Origin }) {
			return errors.New("registers: " + r.Origin + " is there twice")
		}
	}
	if len(b.Editions) == 0 {
		return errors.New("editions: there must be one")
	}
	for i, e := range b.Editions {
		if slices.ContainsFunc(b.Editions[:i], func(o Edition) bool { return o.Edition == e.Edition }) {
			return errors.New("editions: " + e.Edition + " is there twice")
		}
	}
	return nil
}

// Subject is that of an office's bulletin, such as "bulletin/hq-daily-2017-05-07".
func Subject(office, kind, date string) act.SubjectID {
	return act.SubjectID(Noun + "/" + office + "-" + kind + "-" + date)
}
