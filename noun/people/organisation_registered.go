package people

// OrganisationRegistered names an employer and the party that it belongs to, if any.
//
//	{"name": "Liaison office of the guarantor TR (exercise)", "party": "TR"}
type OrganisationRegistered struct {
	Name  string `json:"name" maxlen:"200" doc:"the organisation's name"`
	Party string `json:"party,omitempty" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"code of the party that it belongs to; absent for the mission itself"`
}
