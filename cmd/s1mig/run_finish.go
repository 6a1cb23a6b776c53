package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"s1mig/pkg/abreast"
	"s1mig/pkg/civil"
	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/runmanifest"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/report"
	"s1mig/pkg/rules"
	"s1mig/pkg/seal"
)

// finishRun writes what is told of a run, beside its files and to the outputs
// asked for.
func (a *app) finishRun(out *runFolder, res *pipeline.Result, source string, watch *watch, outputs []output) error {
	r := a.newReport(nil)
	r.Title = "test migration of " + res.World.Name + ", " + res.Environment
	r.SetClock(res.Start, source)
	r.Run, r.Files = report.FromResult(res, a.common.seed)
	r.Judge()
	beside := []output{{report.JSON, "report.json"}, {report.HTML, "report.html"}}
	workers := a.common.workers
	if workers <= 0 {
		workers = len(beside)
	}
	if err := abreast.Do(len(beside), workers, func(i int) error {
		return writeFile(filepath.Join(out.staging, beside[i].path), func(w io.Writer) error {
			return report.Write(w, beside[i].format, r, report.Options{Rules: rules.All()})
		})
	}); err != nil {
		return err
	}
	if err := writeManifest(out.staging, res); err != nil {
		return err
	}
	if err := writeStats(out.staging, res, watch); err != nil {
		return err
	}
	if err := out.publish(); err != nil {
		return err
	}
	for _, n := range res.Notes {
		a.say("%s: %s %s", n.By, n.About, n.Text)
	}
	a.printStages(res)
	fmt.Fprintf(a.stderr, "s1mig: the run is in %s: report.html, report.json, manifest.json, stats.json\n", report.Visible(out.dir))
	return a.writeReport(r, outputs)
}

// writeManifest lists every file below the folder with its SHA-256, sealed by
// DCC. stats.json is not in it: it differs from run to run.
func writeManifest(dir string, res *pipeline.Result) error {
	known := receivedFiles(res)
	kid, key, ok := res.World.SigningKey(res.World.DCC().Name)
	if !ok {
		return usagef("", "the world has no signing key of DCC")
	}
	header := &envelope.Header{
		FileType: runmanifest.Type.Name, FormatVersion: envelope.FormatVersion, Environment: res.Environment,
		CapabilityRelease: res.World.SMSORelease(res.World.SMSOs()[0].SMSO), Sender: res.World.DCC().EUI, Recipient: res.World.DCC().EUI,
		Sequence: 1, CreatedAt: civil.InstantOf(res.End) + 1, TestData: true,
	}
	return writeFile(filepath.Join(dir, "manifest.json"), func(w io.Writer) error {
		out := codec.NewWriter(w, runmanifest.Type, header)
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() || d.Name()[0] == '.' {
				return err
			}
			record, err := manifestRecord(dir, path, known)
			out.Write(record)
			return err
		})
		if err != nil {
			return err
		}
		_, err = out.Close(func(digest string, n int64) (string, error) { return seal.SignTrailer(key, kid, digest, n) })
		return err
	})
}

// received is what is known of a file that was exchanged.
type received struct {
	fileType string
	sha256   string // "" where it is to be read again
	size     int64
}

// receivedFiles lists the files of a run by path. Where the recipient read the
// bytes that the sender wrote, their hash is known.
func receivedFiles(res *pipeline.Result) map[string]received {
	files := make(map[string]received, len(res.Files))
	sent := make(map[string]string, len(res.Files))
	for i := range res.Files {
		f := &res.Files[i]
		files[f.Path] = received{fileType: f.FileType}
		sent[f.Path] = f.SHA256
	}
	for i := range res.Judged {
		j := &res.Judged[i]
		by, _ := res.World.Organisation(j.By)
		path := pipeline.TrayPath(by, j.Tray) + "/" + j.File
		if f, ok := files[path]; ok && sent[path] == j.Verdict.SHA256 {
			f.sha256, f.size = j.Verdict.SHA256, j.Verdict.Bytes
			files[path] = f
		}
	}
	return files
}

func manifestRecord(dir, path string, known map[string]received) (*runmanifest.File, error) {
	rel, err := filepath.Rel(dir, path)
	if err != nil {
		return nil, err
	}
	name := filepath.ToSlash(rel)
	f := known[name]
	if f.sha256 == "" {
		f.sha256, f.size, err = hashFile(path)
	}
	return &runmanifest.File{File: name, FileType: f.fileType, SHA256: f.sha256, Size: f.size}, err
}

func hashFile(path string) (hash string, size int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	sum := sha256.New()
	size, err = io.Copy(sum, f)
	return hex.EncodeToString(sum.Sum(nil)), size, err
}

type runStats struct {
	Seconds    float64      `json:"seconds"`
	PeakMemory int64        `json:"peakMemoryBytes"`
	Stages     []stageStats `json:"stages"`
}

type stageStats struct {
	Name             string  `json:"name"`
	Files            int     `json:"files"`
	Records          int64   `json:"records"`
	Bytes            int64   `json:"bytes"`
	SecondsMade      float64 `json:"secondsMade"`
	SecondsJudged    float64 `json:"secondsJudged"`
	RecordsPerSecond float64 `json:"recordsPerSecond"` // made and judged
}

// writeStats writes what differs from run to run: time, rates and memory.
func writeStats(dir string, res *pipeline.Result, watch *watch) error {
	stats := runStats{Seconds: watch.elapsed().Seconds(), PeakMemory: peakBytes()}
	for _, s := range res.Stages {
		one := stageStats{
			Name: s.Name, Files: s.Files, Records: s.Records, Bytes: s.Bytes,
			SecondsMade: s.Made.Seconds(), SecondsJudged: s.Judged.Seconds(),
		}
		if took := s.Made + s.Judged; took > time.Duration(0) {
			one.RecordsPerSecond = float64(s.Records) / took.Seconds()
		}
		stats.Stages = append(stats.Stages, one)
	}
	return writeFile(filepath.Join(dir, "stats.json"), func(w io.Writer) error { return writeIndented(w, stats) })
}
