package incident

import "time"

// AnswerRequested asks a party for its position by a deadline.
//
//	{"party": "TR", "deadline": "2017-05-10T12:00:00Z", "question": "Did your part fire near Zellaqiyat?"}
type AnswerRequested struct {
	Party    string    `json:"party" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"who is asked"`
	Deadline time.Time `json:"deadline" doc:"last moment at which an answer is in time, by the office's clock"`
	Question string    `json:"question,omitempty" maxlen:"4000" class:"narrative" doc:"what is asked"`
}
