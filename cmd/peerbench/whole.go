package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// prepareProgram builds s1mig as the README says to, and runs it as its users do,
// from its start to its end.
func prepareProgram(j *job) (round, error) {
	program, err := j.buildProgram()
	if err != nil {
		return nil, err
	}
	arguments := []string{"validate", "--format", "json", "--world", j.estate.World, "--seed", strconv.FormatUint(j.estate.Seed, 10),
		"--as-of", j.file.Judged.Format(time.RFC3339), "-j", strconv.Itoa(j.cores)}
	if c := j.file.CSV; c != nil {
		arguments = append(arguments, "--release", c.Release, "--recipient", c.Recipient, "--sequence", strconv.FormatInt(c.Sequence, 10))
	}
	arguments = append(arguments, j.file.Path)
	return func() (t tally, err error) {
		var stderr bytes.Buffer
		command := exec.Command(program, arguments...)
		command.Stderr = &stderr
		out, err := command.Output()
		if err != nil {
			return t, fmt.Errorf("%w: %s%s", err, stderr.Bytes(), out)
		}
		var verdict struct{ Summary struct{ Records int64 } }
		if err := json.Unmarshal(out, &verdict); err != nil {
			return t, err
		}
		return tally{Records: verdict.Summary.Records}, nil
	}, nil
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
