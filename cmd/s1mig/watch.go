package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"s1mig/pkg/report"
	"s1mig/pkg/validate"
)

// watch measures time. What it says goes to standard error and stats.json alone.
type watch struct{ start time.Time }

func startWatch() *watch { return &watch{time.Now()} }

func (w *watch) elapsed() time.Duration { return time.Since(w.start) }

// print tells how fast files were judged, and what took the time. loaded is when
// the world was.
func (w *watch) print(to io.Writer, v *validate.Report, loaded time.Duration) {
	var records, bytes, findings int64
	for _, f := range v.Files {
		records += f.Records
		bytes += f.Bytes
		for _, n := range f.ByCode {
			findings += n
		}
	}
	took := w.elapsed() - loaded
	fmt.Fprintf(to, "s1mig: %s, %s, %s in %s: %s, %s, %s; peak memory %d MiB\n",
		report.Count(int64(len(v.Files)), "file"), report.Count(records, "record"), report.Count(bytes, "byte"), took.Round(time.Millisecond),
		rate(records, took, "records"), byteRate(bytes, took), rate(findings, took, "findings"), peakBytes()>>20)
	fmt.Fprintf(to, "s1mig: %s to load the world; then %s\n", loaded.Round(time.Millisecond), shares(v.Spent()))
}

// shares says what the time of all goroutines together went into.
func shares(s validate.Spent) string {
	parts := []struct {
		what string
		took time.Duration
	}{{"read", s.Read}, {"parse", s.Parse}, {"rules", s.Rules}, {"hash", s.Hash}, {"duplicates", s.Duplicates}, {"signature", s.Signature}, {"open", s.Open}}
	var busy time.Duration
	for _, p := range parts {
		busy += p.took
	}
	said := "busy " + busy.Round(time.Millisecond).String()
	for i, p := range parts {
		said += string(":,"[min(i, 1)]) + fmt.Sprintf(" %s %.0f%%", p.what, 100*p.took.Seconds()/max(busy.Seconds(), 1e-9))
	}
	return said
}

// rate renders something per second.
func rate(n int64, took time.Duration, what string) string {
	if took <= 0 {
		return fmt.Sprintf("%d %s", n, what)
	}
	return fmt.Sprintf("%.0f %s/s", float64(n)/took.Seconds(), what)
}

// byteRate renders bytes per second.
func byteRate(n int64, took time.Duration) string {
	return fmt.Sprintf("%.1f MB/s", float64(n)/1e6/max(took.Seconds(), 1e-9))
}

// peakBytes is the most memory that the process had, in bytes: what the system
// counts where it does, else what the Go runtime has asked it for.
func peakBytes() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err == nil {
		for line := range strings.Lines(string(status)) {
			if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
				kb, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
				if err == nil {
					return kb << 10
				}
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.Sys)
}
