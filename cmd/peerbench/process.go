package main

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// process is a contestant's process, seen from outside.
type process struct {
	contestant *contestant
	job        *job
	command    *exec.Cmd
	in         io.WriteCloser
	out        *bufio.Scanner
	errors     bytes.Buffer
}

// serveFlag is the first argument of a contestant's process.
const serveFlag = "-serve"

//go:embed ajv.mjs
var ajvScript []byte

// start starts a process and waits until it is ready. The error is an absent
// where it cannot take part.
func start(ctx context.Context, c *contestant, j *job, folder string) (*process, error) {
	p := &process{contestant: c, job: j}
	var err error
	if c.Node {
		p.command, err = nodeCommand(ctx, j, folder)
	} else {
		p.command, err = selfCommand(ctx, c, j, folder)
	}
	if err != nil {
		return nil, err
	}
	p.command.Stderr = &p.errors
	p.command.WaitDelay = time.Second
	if p.in, err = p.command.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.out = bufio.NewScanner(out)
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	if _, err := p.answer(); err != nil {
		p.stop()
		return nil, err
	}
	return p, nil
}

func selfCommand(ctx context.Context, c *contestant, j *job, folder string) (*exec.Cmd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	o, err := json.Marshal(order{Contestant: c.Name, Folder: filepath.Join(folder, manifestName), File: j.file.Name, Cores: j.cores, Sample: j.sample})
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, self, serveFlag, string(o))
	command.Env = append(os.Environ(), "GOMAXPROCS="+strconv.Itoa(j.cores))
	return command, nil
}

// nodeCommand starts ajv.mjs with the ajv that the project's interop tests use.
func nodeCommand(ctx context.Context, j *job, folder string) (*exec.Cmd, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, absent{"Node.js is not present"}
	}
	modules, err := filepath.Abs(j.ajv)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(modules, "node_modules", "ajv")); err != nil {
		return nil, absent{"ajv is not present: npm ci in .ci/interop installs it"}
	}
	text, ref, err := j.file.schema()
	if err != nil {
		return nil, err
	}
	script, schema := filepath.Join(folder, "ajv.mjs"), filepath.Join(folder, j.file.Schema)
	if err := errors.Join(os.WriteFile(script, ajvScript, 0o644), os.WriteFile(schema, text, 0o644)); err != nil {
		return nil, err
	}
	o, err := json.Marshal(map[string]any{"modules": filepath.Join(modules, "package.json"), "schema": schema, "ref": ref,
		"path": j.file.Path, "first": j.file.First, "end": j.end()})
	if err != nil {
		return nil, err
	}
	return exec.CommandContext(ctx, node, script, string(o)), nil
}

// round has the process read its file once, and checks what it made of it.
func (p *process) round() (reply, error) {
	if _, err := io.WriteString(p.in, "round\n"); err != nil {
		return reply{}, p.fault(err)
	}
	r, err := p.answer()
	if err != nil {
		return r, err
	}
	want, _ := p.job.want()
	if err := p.contestant.Shows.check(r.Tally, want); err != nil {
		return r, p.fault(err)
	}
	return r, nil
}

func (p *process) answer() (r reply, err error) {
	if !p.out.Scan() {
		return r, p.fault(errors.Join(errors.New("it ended"), p.out.Err()))
	}
	if err := json.Unmarshal(p.out.Bytes(), &r); err != nil {
		return r, p.fault(err)
	}
	switch {
	case r.Absent != "":
		return r, absent{r.Absent}
	case r.Fault != "":
		return r, p.fault(errors.New(r.Fault))
	}
	return r, nil
}

// fault ends the process, so that all that it has to say is there.
func (p *process) fault(err error) error {
	p.stop()
	return fmt.Errorf("%s, %s, %d cores: %w\n%s", p.contestant.Name, p.job.file.Name, p.job.cores, err, p.errors.Bytes())
}

// stop ends the process and waits for it; a second time it does nothing.
func (p *process) stop() {
	_ = p.in.Close()
	_ = p.command.Wait() // of its answers, all that count have been read
}

// version is that of a program, by its own account.
func version(name string, arguments ...string) string {
	out, err := exec.Command(name, arguments...).Output()
	if err != nil {
		return ""
	}
	line, _, _ := bytes.Cut(bytes.TrimSpace(out), []byte("\n"))
	return string(line)
}
