package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
)

// A report is all that the program has to say.
type report struct {
	Machine  machine
	Date     string // of the run, in UTC
	Rounds   int
	Estate   *estate
	Versions map[string]string // of the contestants, by name
	Results  []*result
}

// machine is what the run was made on.
type machine struct {
	CPU   string
	Cores int
	SHA   bool // the processor has instructions for SHA-256; false where that is not known
	OS    string
	Go    string
	Load  string `json:",omitempty"` // the average of the last minute before the run: others were at work
}

func thisMachine() machine {
	m := machine{CPU: "unknown processor", Cores: runtime.NumCPU(), OS: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version()}
	info, _ := os.ReadFile("/proc/cpuinfo") // only Linux has it
	for line := range strings.Lines(string(info)) {
		name, value, _ := strings.Cut(line, ":")
		switch value = strings.TrimSpace(value); strings.TrimSpace(name) {
		case "model name":
			m.CPU = value
		case "flags", "Features":
			m.SHA = strings.Contains(" "+value+" ", " sha_ni ") || strings.Contains(" "+value+" ", " sha2 ")
		}
	}
	load, _ := os.ReadFile("/proc/loadavg") // as above
	m.Load, _, _ = strings.Cut(string(load), " ")
	return m
}

// versions are those of the contestants.
func versions(ajv string) map[string]string {
	modules := map[string]string{}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, d := range info.Deps {
			modules[d.Path] = d.Version
		}
	}
	all := map[string]string{}
	for _, c := range contestants() {
		all[c.Name] = modules[c.Module]
	}
	all["openssl dgst -sha256"] = strings.TrimPrefix(version("openssl", "version"), "OpenSSL ")
	var pkg struct{ Version string }
	data, err := os.ReadFile(filepath.Join(ajv, "node_modules", "ajv", "package.json"))
	if err == nil && json.Unmarshal(data, &pkg) == nil {
		all["ajv"] = pkg.Version + ", Node.js " + version("node", "--version")
	}
	return all
}

func newReport(b *bench, on machine, now time.Time) *report {
	return &report{Machine: on, Date: now.UTC().Format(time.DateOnly), Rounds: b.rounds, Estate: b.estate, Versions: versions(b.ajv)}
}

// of returns what was measured in a group of a contestant on a file; nil where it
// was not.
func (r *report) of(g *group, e *entrant, cores int) *result {
	for _, x := range r.Results {
		if x.Group == g.name && x.Contestant == e.Name && x.File == e.file.Name && x.Cores == cores {
			return x
		}
	}
	return nil
}
