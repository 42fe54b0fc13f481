package copies

import (
	"fmt"

	"truce/ground/act"
)

// ReadmeName is the file of a copy that tells in plain words what it is.
const ReadmeName = "README.txt"

const readmeText = `A COPY OF A REGISTER

This folder is a copy of the register of %[1]q. A register is the list of
all signed statements ("acts") that an office has received, in the order in which it
received them. Nothing can be changed, removed or put in between without it being found
out. This copy was made for %[2]s.

IS IT SOUND?

    truce check THIS-FOLDER

reads everything and names the first entry that is not right. The register's public key is

    %[3]s

It is also in register.pub, but a forger would put his own key there. So compare it with
the key that the office gave you in another way, for example on paper, and say it:

    truce check --register KEY THIS-FOLDER

If others hold a copy too, compare the two: then you find out whether the office showed
you two different histories.

    truce check THIS-FOLDER THEIR-FOLDER

If you cannot meet, read each other the second and third line of the file "checkpoint".
Where the second line, the number of entries, is the same, the third must be the same too.

WHAT IS HERE

    checkpoint           how many entries there are and what they add up to, signed
    cosigned             earlier heads that others signed too, with the time
    tile/                the entries and their hashes
    heads/               every head that this folder was ever shown: keep them, they are
                         evidence if the office later shows another history
    register.pub         the register's public key
    hidden/              protected parts of acts that %[2]s may see; of the
                         others, whether they are not for that reader or lost
    evidence/            photos, films and documents that %[2]s may see
    bulletins/           published bulletins, as %[2]s may see them
    export.json          for whom this folder was made

FOR OTHER READERS AND WITHOUT OUR PROGRAM

checkpoint, tile and register.pub hold nothing protected beyond the acts themselves, and
may be put on any web server for those who may have the register. hidden, evidence,
bulletins and export.json are for %[2]s only.

The formats are public: signed-note, tlog-checkpoint and tlog-tiles of C2SP (c2sp.org).
An entry is the time of receipt, a space, and the act: a signed JWS with hidden parts as
in SD-JWT (RFC 7515, RFC 9901). Any tool for these formats reads and checks this folder.
`

// Readme tells in plain words what a copy is, of a register with its key, that was made for a reader.
func Readme(origin string, reader act.SubjectID, key string) []byte {
	return fmt.Appendf(nil, readmeText, origin, reader, key)
}

func (x *export) readme() []byte { return Readme(x.done.Head.Origin, x.who.ID, x.office.Key()) }
