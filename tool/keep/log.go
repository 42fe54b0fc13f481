package keep

import "time"

// Logged tells, for the operator, of the log that a store writes ahead of its database and copies into it behind the
// commits. While it is not copied it only grows, and takes the room that acts need.
type Logged struct {
	Bytes   int64     // in the log now
	Waiting int64     // bytes of them that are not yet in the database
	Copied  time.Time // when copying last went well; zero: not yet since the store was opened
	Failed  int64     // how often copying failed since then
	Err     error     // why it failed the last time; nil: it went well
}
