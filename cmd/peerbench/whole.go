package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A whole is a program that is run as its users do, from its start to its end.
type whole struct {
	path      string
	arguments []string
	tell      func(out []byte, code int) (tally, error) // what it made of the file
}

// run runs it once and measures it alone: what it has printed is looked at when
// the clock has stopped.
func (w *whole) run() (r reply, err error) {
	var out, complaints bytes.Buffer
	command := exec.Command(w.path, w.arguments...)
	command.Stdout, command.Stderr = &out, &complaints
	debug.FreeOSMemory() // see peakOf
	resetPeak()
	start := time.Now()
	err = command.Run()
	r.Wall = int64(time.Since(start))
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return r, err
	}
	state := command.ProcessState
	r.CPU, r.Peak = int64(state.UserTime()+state.SystemTime()), peakOf(state)
	if r.Tally, err = w.tell(out.Bytes(), state.ExitCode()); err != nil {
		err = fmt.Errorf("%w\n%s", err, complaints.Bytes())
	}
	return r, err
}

// peakOf is the most memory that a program had resident. Linux takes over what the
// process had that started it: a program that needed less tells nothing.
func peakOf(ended *os.ProcessState) int64 {
	u, ok := ended.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	most := resident(u)
	if runtime.GOOS == "linux" && most <= peak() {
		return 0
	}
	return most
}

// s1migValidate builds s1mig as the README says to.
func s1migValidate(j *job) (*whole, error) {
	program, err := j.buildProgram()
	if err != nil {
		return nil, err
	}
	arguments := []string{"validate", "--format", "json", "--world", j.estate.World, "--seed", strconv.FormatUint(j.estate.Seed, 10),
		"--as-of", j.file.Judged.Format(time.RFC3339), "-j", strconv.Itoa(j.cores)}
	if c := j.file.CSV; c != nil {
		arguments = append(arguments, "--release", c.Release, "--recipient", c.Recipient, "--sequence", strconv.FormatInt(c.Sequence, 10))
	}
	return &whole{path: program, arguments: append(arguments, j.file.Path), tell: j.file.judged}, nil
}

// buildProgram builds s1mig into the folder of the estate, from the sources that
// this program was built from.
func (j *job) buildProgram() (path string, err error) {
	module, err := goCommand("list", "-m", "-f", "{{.Dir}}", "s1mig")
	if err != nil {
		return "", absent{"s1mig cannot be built from here: " + err.Error()}
	}
	path = filepath.Join(filepath.Dir(j.estate.World), "s1mig")
	_, err = goCommand("build", "-C", module, "-o", path, "./cmd/s1mig")
	return path, err
}

func goCommand(arguments ...string) (out string, err error) {
	command := exec.Command("go", arguments...)
	command.Env = append(os.Environ(), "CGO_ENABLED=0", "GOMAXPROCS=") // on all cores, whatever is measured
	text, err := command.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		err = fmt.Errorf("go %s: %w: %s", arguments[0], err, exit.Stderr)
	}
	return strings.TrimSpace(string(text)), err
}
