package word

import "truce/ground/shape"

// WordEnded ends a word of the office's own: acts that used it keep it, and none after it may use it.
// WordAdded brings it back.
//
//	{"reason": {"text": "It was taken for a count of heads.", "language": "en"}}
type WordEnded struct {
	Reason shape.Prose `json:"reason" maxlen:"500" doc:"why, for everybody"`
}
