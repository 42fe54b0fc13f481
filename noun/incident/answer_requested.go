package incident

import (
	"time"

	"truce/ground/shape"
)

// AnswerRequested asks a party for its position by a deadline.
//
//	{"party": "TR", "deadline": "2017-05-10T12:00:00Z", "question": {"text": "Did your part fire near Zellaqiyat?", "language": "en"}}
type AnswerRequested struct {
	Party    string      `json:"party" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"who is asked"`
	Deadline time.Time   `json:"deadline" doc:"last moment at which an answer is in time, by the office's clock"`
	Question shape.Prose `json:"question,omitzero" maxlen:"4000" class:"narrative" doc:"what is asked"`
}
