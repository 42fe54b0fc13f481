package keep

// Logged tells of the log that a store writes ahead of its database and copies into it behind the commits. While it is not
// copied it only grows, and takes the room that acts need.
type Logged struct {
	Bytes   int64 // in the log now
	Waiting int64 // bytes of them that are not yet in the database
}
