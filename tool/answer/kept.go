package answer

// Kept is what one side filed for itself alone in one week, from Monday to Sunday by the days of the office's zone.
type Kept struct {
	First       string `json:"first" doc:"the Monday" example:"2017-07-24"`
	Last        string `json:"last" doc:"the Sunday" example:"2017-07-30"`
	Filed       int    `json:"filed" doc:"how many the side filed for itself, by the time of receipt"`
	NeverOpened int    `json:"neverOpened" doc:"how many of those it has not opened"`
}
