// Command s1mig generates, reads and validates the seven SMETS1 migration file
// types and simulates the exchange between a stub DCC and stub SMSOs.
//
// Commands are thin: each reads its flags, calls packages that do the work, and
// hands what they found to package report. Findings and other results go to
// standard output, everything else to standard error. The exit codes are those
// of package report, the same for every command.
package main

import "os"

func main() {
	a := &app{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv}
	os.Exit(a.main(os.Args[1:]))
}
