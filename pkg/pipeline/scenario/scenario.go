// Package scenario reads scenario files: YAML that says what goes wrong on
// purpose in a run. Unknown keys and impossible values are errors that name the
// line. It may import party, exchange/fault and civil.
package scenario

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"

	"github.com/goccy/go-yaml"

	"s1mig/pkg/civil"
	"s1mig/pkg/exchange/fault"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/mgf"
	"s1mig/pkg/filetype/scf"
	"s1mig/pkg/finding"
	"s1mig/pkg/party"
)

// Scenario is a scenario file, read.
type Scenario struct {
	Name, Doc string
	Clauses   []string // of the MTAD, that the scenario shows
	Script    party.Script
	Files     []FileFault
}

// FileFault is what happens to files on their way.
type FileFault struct {
	Type, SMSO, Group, To string
	Kind                  fault.Kind
	Times                 int // how many files suffer it
}

// maxTimes bounds how often one fault can strike.
const maxTimes = 1000

// file is the YAML as it is written.
type file struct {
	Name    string   `yaml:"name"`
	Doc     string   `yaml:"doc"`
	Clauses []string `yaml:"clauses"`
	Checks  []struct {
		Device `yaml:",inline"`
		Check  string `yaml:"check"`
		Reason string `yaml:"reason"`
	} `yaml:"failChecks"`
	SRVs []struct {
		Device       `yaml:",inline"`
		SRV          string `yaml:"srv"`
		ResponseCode string `yaml:"responseCode"`
	} `yaml:"failRequests"`
	Missing []Device `yaml:"missingCredentials"`
	S1SP    []struct {
		Device `yaml:",inline"`
		After  string `yaml:"after"`
	} `yaml:"s1spAlerts"`
	Requests []struct {
		Device      `yaml:",inline"`
		Participant string `yaml:"participant"`
		Code        string `yaml:"code"`
		InLab       bool   `yaml:"inLab"`
	} `yaml:"alertRequests"`
	Changes []struct {
		Device `yaml:",inline"`
		To     string `yaml:"to"`
	} `yaml:"supplierChanges"`
	Omit []struct {
		Device `yaml:",inline"`
		From   string `yaml:"from"`
	} `yaml:"omit"`
	Withhold []Target `yaml:"withhold"`
	Resubmit []Target `yaml:"resubmit"`
	Redate   []struct {
		Target `yaml:",inline"`
		Week   string `yaml:"migrationWeek"`
		On     string `yaml:"migrateOn"`
	} `yaml:"redate"`
	Inject []struct {
		Target `yaml:",inline"`
		Codes  []string `yaml:"codes"`
	} `yaml:"inject"`
	NotReady []string `yaml:"notReady"`
	NoResult []string `yaml:"noCommissioningResult"`
	Files    []struct {
		Type  string `yaml:"type"`
		SMSO  string `yaml:"smso"`
		Group string `yaml:"groupID"`
		To    string `yaml:"to"`
		Do    string `yaml:"do"`
		Times int    `yaml:"times"`
	} `yaml:"files"`
}

// Device names a device by its installation and its type.
type Device struct {
	Installation string `yaml:"installation"`
	Device       string `yaml:"device"`
}

// Target names the authorisation of an installation, or one supplier's of them.
type Target struct {
	Installation string `yaml:"installation"`
	Org          string `yaml:"supplier"`
}

// Read reads a scenario file. name is what errors call it.
func Read(name string, r io.Reader) (*Scenario, error) {
	data, err := io.ReadAll(io.LimitReader(r, 1<<20))
	if err != nil {
		return nil, err
	}
	var f file
	if err := yaml.NewDecoder(bytes.NewReader(data), yaml.DisallowUnknownField()).Decode(&f); err != nil && err != io.EOF {
		return nil, fmt.Errorf("scenario %s: %s", name, yaml.FormatError(err, false, true))
	}
	s, err := f.scenario()
	if err != nil {
		return nil, fmt.Errorf("scenario %s: %w", name, err)
	}
	return s, nil
}

func (f *file) scenario() (*Scenario, error) {
	s := &Scenario{Name: f.Name, Doc: f.Doc, Clauses: f.Clauses}
	p := &problems{}
	p.citations(f.Clauses)
	script := &s.Script
	for i, c := range f.Checks {
		p.oneOf("failChecks", i, "check", c.Check, scf.Checks())
		script.FailChecks = append(script.FailChecks, party.FailCheck{DeviceOf: p.device("failChecks", i, c.Device), Check: c.Check, Reason: or(c.Reason, "scripted failure")})
	}
	for i, c := range f.SRVs {
		script.FailSRVs = append(script.FailSRVs, party.FailSRV{DeviceOf: p.device("failRequests", i, c.Device), SRV: c.SRV, ResponseCode: or(c.ResponseCode, "E100")})
	}
	for i, c := range f.Missing {
		script.MissingCredentials = append(script.MissingCredentials, p.device("missingCredentials", i, c))
	}
	for i, c := range f.S1SP {
		script.S1SPAlerts = append(script.S1SPAlerts, party.S1SPAlert{DeviceOf: p.device("s1spAlerts", i, c.Device), After: c.After})
	}
	for i, c := range f.Requests {
		script.AlertRequests = append(script.AlertRequests, party.AlertRequest{DeviceOf: p.device("alertRequests", i, c.Device), Participant: c.Participant, Code: c.Code, InLab: c.InLab})
	}
	for i, c := range f.Omit {
		p.oneOf("omit", i, "from", c.From, []string{maf.Type.Name, mcf.Type.Name, mgf.Type.Name})
		script.Omit = append(script.Omit, party.Omission{DeviceOf: p.device("omit", i, c.Device), From: c.From})
	}
	for i, c := range f.Changes {
		script.SupplierChanges = append(script.SupplierChanges, party.SupplierChange{DeviceOf: p.device("supplierChanges", i, c.Device), To: c.To})
	}
	script.NotReady, script.NoResult = f.NotReady, f.NoResult
	f.authorisations(p, script)
	f.files(p, s)
	return s, p.err
}

func (f *file) authorisations(p *problems, script *party.Script) {
	for _, t := range f.Withhold {
		script.Withhold = append(script.Withhold, party.Withheld(t))
	}
	for _, t := range f.Resubmit {
		script.Resubmit = append(script.Resubmit, party.Withheld(t))
	}
	for i, t := range f.Redate {
		script.Redate = append(script.Redate, party.Redated{Withheld: party.Withheld(t.Target),
			Week: p.date(i, "migrationWeek", t.Week), On: p.date(i, "migrateOn", t.On)})
	}
	for _, t := range f.Inject {
		in := party.Injection{Withheld: party.Withheld(t.Target)}
		for _, c := range t.Codes {
			in.Codes = append(in.Codes, finding.Code(c))
		}
		script.Inject = append(script.Inject, in)
	}
}

func (f *file) files(p *problems, s *Scenario) {
	for i, c := range f.Files {
		p.oneOf("files", i, "type", c.Type, filetype.Names())
		kind, err := fault.ParseKind(c.Do)
		if err != nil {
			p.add("files", i, "do: "+err.Error())
		}
		if c.Times == 0 {
			c.Times = 1
		}
		if c.Times < 1 || c.Times > maxTimes {
			p.add("files", i, fmt.Sprintf("times is %d; it must be from 1 to %d", c.Times, maxTimes))
		}
		s.Files = append(s.Files, FileFault{Type: c.Type, SMSO: c.SMSO, Group: c.Group, To: c.To, Kind: kind, Times: c.Times})
	}
}

// problems keeps the first thing that is wrong with a scenario.
type problems struct{ err error }

func (p *problems) add(list string, i int, text string) {
	if p.err == nil {
		p.err = fmt.Errorf("%s, item %d: %s", list, i+1, text)
	}
}

func (p *problems) oneOf(list string, i int, name, value string, allowed []string) {
	if !slices.Contains(allowed, value) {
		p.add(list, i, fmt.Sprintf("%s is %q; it must be one of %v", name, value, allowed))
	}
}

// citation is how a clause or a table of the MTAD is cited.
var citation = regexp.MustCompile(`^(Table )?[0-9]+\.[0-9]+(\([a-z]+\))*$`)

func (p *problems) citations(clauses []string) {
	for i, c := range clauses {
		if !citation.MatchString(c) {
			p.add("clauses", i, fmt.Sprintf("%q is no clause; it must be one such as 5.3(b) or Table 5.2", c))
		}
	}
}

func (p *problems) device(list string, i int, d Device) party.DeviceOf {
	if d.Installation == "" {
		p.add(list, i, "installation is missing")
	}
	p.oneOf(list, i, "device", d.Device, mcf.DeviceTypes())
	return party.DeviceOf(d)
}

func (p *problems) date(i int, name, text string) civil.Date {
	d, ok := civil.ParseDate([]byte(text))
	if !ok {
		p.add("redate", i, fmt.Sprintf("%s is %q; it must be a date such as 2022-06-15", name, text))
	}
	return d
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
