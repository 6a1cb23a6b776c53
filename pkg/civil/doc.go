// Package civil holds the calendar of the migration: plain dates, instants,
// London midnight, Migration Weeks and Working Days.
//
// A Migration Week and a Migrate On are plain dates, and the question "has it
// started" is asked in civil time of Europe/London (MTAD 17.20(b) to (e)). A
// date is therefore a count of days and never a time.Time: a week that ends
// with a clock change has 167 or 169 hours, yet always seven days.
//
// Both values are compact integers whose zero means "none", compare with < and
// ==, and are read from bytes without allocation.
//
// civil imports the standard library only, and carries its own time zone data.
package civil
