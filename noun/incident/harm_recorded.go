package incident

import (
	"errors"

	"truce/ground/act"
	"truce/ground/shape"
)

// HarmRecorded is one row of a list of victims: what became of one person. Recorded again
// under the same key it corrects the row, whose earlier standings are kept; a row that was retracted stays so unless that is said. What could
// tell who it was is not for everybody.
//
//	{"victim": "h1-07", "status": "injured", "certainty": "confirmed", "civil": "civilian",
//	 "ageBand": "5-17", "sex": "female", "list": "List of the hospital of 8 May", "row": "7"}
type HarmRecorded struct {
	Victim    string      `json:"victim" pattern:"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$" doc:"key of the row within the incident; never a name"`
	Status    string      `json:"status" pattern:"^(killed|injured|missing|detained)$" class:"narrative" doc:"what became of the person"`
	Certainty string      `json:"certainty" pattern:"^(confirmed|reported)$" class:"narrative" doc:"confirmed: checked by the mission; reported: as told"`
	Civil     string      `json:"civil" pattern:"^(civilian|combatant|unknown)$" class:"narrative" doc:"whether the person took part in hostilities"`
	Age       *int        `json:"age,omitempty" min:"0" max:"130" class:"narrative" doc:"years, if known"`
	AgeBand   string      `json:"ageBand,omitempty" pattern:"^(0-4|5-17|18-59|60-plus|child|adult)$" class:"narrative" doc:"years, if the age itself is not known"`
	Sex       string      `json:"sex,omitempty" pattern:"^(female|male|unknown)$" class:"narrative" doc:"as the list has it"`
	Name      string      `json:"name,omitempty" maxlen:"200" class:"person" doc:"only where a list without names would not do"`
	List      string      `json:"list,omitempty" maxlen:"300" class:"narrative" doc:"the list that it was taken from"`
	Row       string      `json:"row,omitempty" maxlen:"100" class:"person" doc:"the row in that list"`
	Note      shape.Prose `json:"note,omitzero" maxlen:"2000" class:"narrative" doc:"anything else"`
	Retracted *bool       `json:"retracted,omitempty" class:"narrative" doc:"true: the row was an error and no longer counts; false: it counts again; absent: as it was, and of a new row that it counts"`
}

// Fits refuses two statements of one age.
func (b HarmRecorded) Fits(act.SubjectID) error {
	if b.Age != nil && b.AgeBand != "" {
		return errors.New("age and ageBand: give the one that is known")
	}
	return nil
}
