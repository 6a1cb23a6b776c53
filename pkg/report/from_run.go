package report

import (
	"iter"

	"s1mig/pkg/party"
	"s1mig/pkg/pipeline"
)

// FromResult tells of a run: what became of everything in it, and the verdicts
// on its files by those who received them. Where a party judged a file twice,
// with more facts the second time, the last verdict counts.
func FromResult(res *pipeline.Result, seed uint64) (*Run, []File) {
	run := &Run{
		Seed: seed, States: map[string]int64{},
		Installations: func(yield func(Installation) bool) {
			for i := range res.Installations {
				in := &res.Installations[i]
				if !yield(Installation{in.ID, string(in.Combination), string(in.State), in.Reason}) {
					return
				}
			}
		},
		Authorisations: func(yield func(Authorisation) bool) {
			for i := range res.Authorisations {
				a := &res.Authorisations[i]
				if !yield(Authorisation{a.ID, a.Installation, a.Submitter, string(a.State)}) {
					return
				}
			}
		},
		Alerts: alertsOf(res),
		Files:  filesOf(res),
	}
	for _, c := range res.States {
		if c.N > 0 {
			run.States[string(c.State)] = int64(c.N)
		}
	}
	for _, s := range res.Stages {
		run.Stages = append(run.Stages, Stage{Name: s.Name, Records: s.Records, Bytes: s.Bytes})
	}
	return run, judgedFiles(res)
}

func alertsOf(res *pipeline.Result) iter.Seq[Alert] {
	return func(yield func(Alert) bool) {
		for a := range res.Alerts.All() {
			out := Alert{Code: a.Code, SRV: a.SRV, DeviceID: a.Device.String(), Recipient: kept}
			if a.Released {
				out.Recipient = a.Recipient
			}
			if !yield(out) {
				return
			}
		}
	}
}

func filesOf(res *pipeline.Result) iter.Seq[Exchanged] {
	return func(yield func(Exchanged) bool) {
		for i := range res.Files {
			f := &res.Files[i]
			out := Exchanged{File: f.Path, FileType: f.FileType, From: f.From, To: f.To, Digest: f.Digest}
			for _, p := range f.Parents {
				out.Parents = append(out.Parents, p.Digest)
			}
			if !yield(out) {
				return
			}
		}
	}
}

// judgedFiles lists the verdicts in the order in which the files were first
// judged, with their paths below the folder of the run.
func judgedFiles(res *pipeline.Result) []File {
	place := map[string]int{}
	var files []File
	for i := range res.Judged {
		j := &res.Judged[i]
		f := FromFile(j.Verdict)
		f.File = judgedPath(res, j)
		at, again := place[f.File]
		if again {
			files[at] = f
			continue
		}
		place[f.File] = len(files)
		files = append(files, f)
	}
	return files
}

func judgedPath(res *pipeline.Result, j *party.Judged) string {
	tray := party.Inbox
	if j.Verdict.FileType == "ACK" || j.Verdict.FileType == "NACK" {
		tray = party.Acks
	}
	by, _ := res.World.Organisation(j.By)
	return pipeline.TrayPath(by, tray) + "/" + j.File
}
