package kinds

import (
	"fmt"
	"time"
	_ "time/tzdata" // a machine without time zones still counts days right
)

// TimeZone answers the rules of a time zone by its IANA name, such as "Asia/Damascus". The
// names that mean "wherever this machine stands" are refused: what a clause says must not
// depend on the machine that reads it.
func TimeZone(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("%q is not the name of a time zone", name)
	}
	return time.LoadLocation(name)
}
