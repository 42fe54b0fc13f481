// Package review helps those who gather reports into files: which reports may be about one
// happening, and what the places that they tell have in common. It proposes; people decide.
package review

import (
	"truce/office"
	"truce/office/reading"
)

// Review answers those who look through reports. It answers from when the office is open that
// was given its Part.
type Review struct {
	office *office.Office
	room   *reading.Room
}

// New looks at what the reading room shows to who asks.
func New(room *reading.Room) *Review { return &Review{room: room} }

// Part only looks at its office.
func (v *Review) Part() office.Part {
	return office.Part{Opened: func(f *office.Office) { v.office = f }}
}
