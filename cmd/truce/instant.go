package main

import (
	"fmt"
	"time"
)

// instant is a time as people give it: RFC 3339, or a day, which begins at midnight UTC.
type instant struct{ time.Time }

// UnmarshalText is part of encoding.TextUnmarshaler.
func (i *instant) UnmarshalText(text []byte) error {
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, string(text)); err == nil {
			i.Time = t.UTC()
			return nil
		}
	}
	return fmt.Errorf("%q is not a time: write 2017-05-07 or 2017-05-07T04:30:00Z", text)
}
