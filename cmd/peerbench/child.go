package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"syscall"
	"time"
)

// A contestant runs in a process of its own, which speaks in lines of JSON: once
// it is ready, a reply; for each line that it reads, a round and a reply.

// order is what a process is to do, given on its command line.
type order struct {
	Contestant string
	Folder     string
	File       string
	Cores      int
	Sample     bool
}

// reply is what a process says.
type reply struct {
	Absent string `json:",omitempty"` // why it cannot take part
	Fault  string `json:",omitempty"`

	Wall    int64 // ns
	CPU     int64 // ns, of its user and system time
	Mallocs uint64
	Peak    int64 // the most memory that was resident, in bytes: its own since it was ready, or that of the program it ran; 0: not known
	Tally   tally
}

// serve is the process of a contestant.
func serve(argument string, in io.Reader, out io.Writer) error {
	var o order
	if err := json.Unmarshal([]byte(argument), &o); err != nil {
		return err
	}
	answers := json.NewEncoder(out)
	run, err := o.prepare()
	if err == nil {
		debug.FreeOSMemory()
		resetPeak()
		_, err = run() // once to warm up; it is not counted
	}
	var away absent
	switch {
	case errors.As(err, &away):
		return answers.Encode(reply{Absent: away.why})
	case err != nil:
		return answers.Encode(reply{Fault: err.Error()})
	}
	if err := answers.Encode(reply{}); err != nil {
		return err
	}
	for orders := bufio.NewScanner(in); orders.Scan(); {
		r, err := run()
		if err != nil {
			r.Fault = err.Error()
		}
		if err := answers.Encode(r); err != nil {
			return err
		}
	}
	return nil
}

func (o order) prepare() (func() (reply, error), error) {
	data, err := os.ReadFile(o.Folder)
	if err != nil {
		return nil, err
	}
	var e estate
	if err := json.Unmarshal(data, &e); err != nil {
		return nil, err
	}
	c, f := byName(o.Contestant), e.file(o.File)
	if c == nil || f == nil {
		return nil, fmt.Errorf("no contestant %q or file %q", o.Contestant, o.File)
	}
	return c.ready(&job{estate: &e, file: f, cores: o.Cores, sample: o.Sample})
}

// timed runs a round and measures it.
func timed(run round) (reply, error) {
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	cpu, start := cpuTime(), time.Now()
	t, err := run()
	r := reply{Wall: int64(time.Since(start)), CPU: cpuTime() - cpu, Tally: t}
	runtime.ReadMemStats(&after)
	r.Mallocs, r.Peak = after.Mallocs-before.Mallocs, peak()
	return r, err
}

// cpuTime is the user and system time of this process.
func cpuTime() int64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return u.Utime.Nano() + u.Stime.Nano()
}

// resetPeak makes the present memory the peak, so that what was needed to get
// ready alone does not count. Only Linux can; elsewhere it counts.
func resetPeak() { _ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) }

// peak is the most memory that was resident. On Linux, getrusage would count that
// of the process which started this one as well.
func peak() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		var u syscall.Rusage
		if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
			return 0
		}
		return resident(&u)
	}
	_, rest, _ := bytes.Cut(status, []byte("VmHWM:"))
	fields := bytes.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kib, _ := strconv.ParseInt(string(fields[0]), 10, 64)
	return kib << 10
}

// resident is the peak of memory that the system tells of a process, in bytes.
func resident(u *syscall.Rusage) int64 {
	if runtime.GOOS == "darwin" {
		return u.Maxrss
	}
	return u.Maxrss << 10
}
