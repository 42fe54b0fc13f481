package main

import "github.com/alecthomas/kong"

const description = `Truce keeps one record of signed acts that mutually hostile parties write together and that nobody can rewrite.

Begin with "truce demo". Exit codes: 0 done, 1 refused or failed, 2 command line not understood, 3 a check found something wrong, 4 a check cannot be made by this program, 5 a head that is not cosigned as your policy asks, or too long ago, 6 a new key that is to speak for your party, in which nobody of it had a hand.`

// cli is the command line. Each command is a file of its own.
type cli struct {
	Lang         string `help:"Language of what is said when something is refused, such as ar or ru. Otherwise LANG decides." placeholder:"TAG"`
	ConfirmClock bool   `help:"As operator of an office: the clock of this machine is right, although it is far from the last entry." env:"TRUCE_CONFIRM_CLOCK"`
	Authority    string `help:"Fingerprint of the certificate authority that vouches for the office's address, if it has one of its own. No other is trusted then." env:"TRUCE_AUTHORITY" placeholder:"SHA-256"`
	Verbose      bool   `short:"v" help:"Tell what happens and why it failed."`
	unlocking

	Demo  demoCmds `cmd:"" group:"office" help:"Begin here: serve an exercise with people, keys and things to try."`
	Serve serveCmd `cmd:"" group:"office" help:"Serve an office. With no configuration: an empty one in ./truce-data."`
	Found foundCmd `cmd:"" group:"office" help:"Found the office: make the first entry of an empty register."`

	Keys         keysCmd         `cmd:"" group:"people" help:"Make, show, enrol and revoke keys."`
	Organisation organisationCmd `cmd:"" group:"people" help:"Make an employer known."`
	Person       personCmd       `cmd:"" group:"people" help:"Make a person known."`
	Endorse      endorseCmd      `cmd:"" group:"people" help:"What waits for your side's word; answer it: read, asked, signed and handed in."`
	Erase        eraseCmd        `cmd:"" group:"people" help:"Put forward to erase what an act hides, for good; or list what was erased. Two sides must sign."`
	Release      releaseCmd      `cmd:"" group:"people" help:"Put forward to give somebody copies with exact places, narratives, sources or files; or list what was released. Two sides must sign."`
	Rules        rulesCmd        `cmd:"" group:"people" help:"List the rules of an office, or put others forward."`
	Custodians   custodiansCmd   `cmd:"" group:"people" help:"Show to whom sources are sealed, or put others forward."`
	Words        wordsCmd        `cmd:"" group:"people" help:"List the office's own words, add one, or end one."`
	Role         roleCmd         `cmd:"" group:"people" help:"Give a person a role, or take it back."`

	Sign   signCmd   `cmd:"" group:"acts" help:"Sign an act and print it. Nothing is sent."`
	Submit submitCmd `cmd:"" group:"acts" help:"Hand signed acts to an office."`
	Schema schemaCmd `cmd:"" group:"acts" help:"Show what a kind of act looks like, or list the kinds."`

	List  listCmd  `cmd:"" group:"read" help:"List subjects: incidents, reports, posts and more."`
	Count countCmd `cmd:"" group:"read" help:"Count records, grouped."`
	Place placeCmd `cmd:"" group:"read" help:"Find the place that a name means, or the candidates to ask about."`
	Show  showCmd  `cmd:"" group:"read" help:"Show one subject as it stands, or as it stood."`

	Explain explainCmd `cmd:"" group:"read" help:"Tell how a subject came to be so: what each act changed, and why one changed nothing."`

	AccessLog accessLogCmd `cmd:"" group:"read" help:"Who was handed what only some may see."`

	Law       lawCmd       `cmd:"" group:"law" help:"Ask which rules held at a place and time, or for an incident."`
	Agreement agreementCmd `cmd:"" group:"law" help:"Check, file, sign and compare texts; show deadlines."`
	Zone      zoneCmd      `cmd:"" group:"law" help:"Check, propose, consent to and compare boundaries."`
	Bulletin  bulletinCmd  `cmd:"" group:"read" help:"Make, publish, correct and show bulletins."`

	Import   importCmd   `cmd:"" group:"acts" help:"File a report for each row of a published table."`
	Evidence evidenceCmd `cmd:"" group:"acts" help:"Hand files in as evidence, and fetch them."`
	Source   sourceCmd   `cmd:"" group:"acts" help:"As custodian: give the source of a report a code, or say whether two reports have one source."`
	Private  privateCmd  `cmd:"" group:"acts" help:"File for your party alone what nobody else reads, read it, and open it later."`
	Unseal   unsealCmd   `cmd:"" group:"read" help:"As custodian: read the source of a report."`

	Watch    watchCmd    `cmd:"" group:"copies" help:"Show which keys speak for you and your party, who vouched for them, and what is new since you last looked."`
	Check    checkCmd    `cmd:"" group:"copies" help:"Check a copy of a register, compare two, or hold a bulletin to one. Trusts nobody."`
	Export   exportCmd   `cmd:"" group:"copies" help:"Copy the register into a folder that anybody can check."`
	Cosign   cosignCmd   `cmd:"" group:"copies" help:"Run a cosigner: sign, with the time, what other offices' registers are."`
	Register registerCmd `cmd:"" group:"office" help:"End a register in favour of another, signed by two sides."`
	Head     headCmd     `cmd:"" group:"copies" help:"Show a head, or compare two: what you scanned from paper with what you hold."`
	Receipt  receiptCmd  `cmd:"" group:"copies" help:"Show how far the receipt of an act is: taken, or cosigned."`
	Backup   backupCmd   `cmd:"" group:"copies" help:"Write an office into one file."`
	Restore  restoreCmd  `cmd:"" group:"copies" help:"Bring an office back from a backup."`

	TLSAuthority authorityCmd `cmd:"" name:"authority" group:"office" help:"Print the office's own certificate authority and its fingerprint, to be handed out."`

	Encrypt encryptCmd `cmd:"" group:"office" help:"Encrypt an office's folder, or make a new one that is: nothing in it is ever written in the clear."`
	Unlock  unlockCmd  `cmd:"" group:"office" help:"Give the key to an office that was started with truce serve --locked."`
	Rewrap  rewrapCmd  `cmd:"" group:"office" help:"Set another passphrase, key file or other recovery keys for an encrypted folder. Nothing in it is written anew."`
	Recover recoverCmd `cmd:"" group:"office" help:"Set a new passphrase for an encrypted folder by a recovery key, when the old one is lost."`

	Rebuild rebuildCmd `cmd:"" group:"office" help:"Compute again what all acts add up to."`
	Version versionCmd `cmd:"" group:"office" help:"Print the version of this program."`
}

func groups() []kong.Group {
	return []kong.Group{
		{Key: "office", Title: "Run an office"},
		{Key: "people", Title: "People and their keys"},
		{Key: "acts", Title: "Write acts"},
		{Key: "read", Title: "Read"},
		{Key: "law", Title: "Agreements, zones and the law"},
		{Key: "copies", Title: "Check and copy"},
	}
}
