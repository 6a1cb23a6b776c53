package civil

import (
	"fmt"
	"time"
	_ "time/tzdata" // the same answer on a machine without a time zone database
)

var london = mustLoad("Europe/London")

func mustLoad(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(fmt.Sprintf("civil: %v", err))
	}
	return loc
}

// London returns the time zone Europe/London, in which the MTAD's dates are
// read. Its clocks change at 01:00 UTC on the last Sundays of March and October.
func London() *time.Location { return london }
