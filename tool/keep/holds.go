package keep

import "time"

// Holds reports whether the row held in the world at an instant.
func (r Row) Holds(at time.Time) bool {
	return !at.Before(r.From) && (r.Until.IsZero() || at.Before(r.Until))
}
