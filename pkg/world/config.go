package world

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// configName is the file that makes a directory a world. It is written last.
const configName = "world.yaml"

// maxConfig bounds world.yaml. A world of hundreds of organisations takes less
// than a tenth of it.
const maxConfig = 2 << 20

// formatVersion is the version of the layout of world.yaml.
const formatVersion = "1"

// config is world.yaml as it is written. Every scalar but true and false is
// text, so that one place, the resolver, says what is wrong with any of them.
type config struct {
	Format        string               `yaml:"format"`
	Name          string               `yaml:"name"`
	Start         string               `yaml:"start"`
	Environment   string               `yaml:"environment"`
	Issuer        string               `yaml:"issuer"`
	Plan          configPlan           `yaml:"plan"`
	Validity      configValidity       `yaml:"validity"`
	Roles         map[string]string    `yaml:"roles"`
	Groups        []configGroup        `yaml:"groups"`
	Organisations []configOrganisation `yaml:"organisations"`
	EPCL          []configEPCL         `yaml:"epcl"`
	Absent        configAbsent         `yaml:"absent"`
}

type configPlan struct {
	MigrationWeek string `yaml:"migrationWeek"`
	MigrateOn     string `yaml:"migrateOn"`
}

type configValidity struct {
	From string `yaml:"from"`
	To   string `yaml:"to"`
}

type configGroup struct {
	ID                string `yaml:"id"`
	SMSO              string `yaml:"smso"`
	Release           string `yaml:"release"`
	Final             string `yaml:"final"`
	RPDecommissioning string `yaml:"rpDecommissioning"`
}

type configOrganisation struct {
	Name         string              `yaml:"name"`
	EUI          string              `yaml:"eui"`
	Kind         string              `yaml:"kind"`
	Capacities   []string            `yaml:"capacities"`
	UserRoles    []string            `yaml:"userRoles"`
	Eligibility  []configEligibility `yaml:"eligibility"`
	Notices      []configNotice      `yaml:"notices"`
	Submits      bool                `yaml:"submits"`
	Certificates []configCertificate `yaml:"certificates"`
}

type configEligibility struct {
	Role string   `yaml:"role"`
	SRVs []string `yaml:"srvs"`
}

type configNotice struct {
	Given       string `yaml:"given"`
	AgreedStart string `yaml:"agreedStart"`
	Use         string `yaml:"use"`
}

type configCertificate struct {
	Serial   string         `yaml:"serial"`
	Issuer   string         `yaml:"issuer"`
	Use      string         `yaml:"use"`
	Fuel     string         `yaml:"fuel"`
	Validity configValidity `yaml:"validity"`
	Revoked  bool           `yaml:"revoked"`
}

type configEPCL struct {
	ID            string        `yaml:"id"`
	SMSO          string        `yaml:"smso"`
	Capacities    []string      `yaml:"capacities"`
	CSP           string        `yaml:"communicationsServiceProvider"`
	Scope         string        `yaml:"scope"`
	Standing      string        `yaml:"standing"`
	PhaseComplete *bool         `yaml:"phaseComplete"`
	Models        []configModel `yaml:"models"`
}

type configModel struct {
	DeviceType   string   `yaml:"deviceType"`
	Manufacturer string   `yaml:"manufacturer"`
	Model        string   `yaml:"model"`
	Firmware     []string `yaml:"firmware"`
}

type configAbsent struct {
	MPANs []string `yaml:"mpans"`
	MPRNs []string `yaml:"mprns"`
}

// readConfig reads world.yaml. The error is a *ConfigError, or a fault of the
// world.
func readConfig(fsys fs.FS, shown string) (data []byte, err error) {
	f, err := fsys.Open(configName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &ConfigError{File: shown, Problem: "there is no such file",
			Hint: "name the directory of a world; where making one was interrupted, remove the directory and make it again"}
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err = io.ReadAll(io.LimitReader(f, maxConfig+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxConfig {
		return nil, &ConfigError{File: shown, Problem: fmt.Sprintf("the file is larger than %d bytes", maxConfig)}
	}
	return data, nil
}

func parseConfig(data []byte, shown string) (*config, *ast.File, error) {
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, nil, yamlError(err, shown)
	}
	if err := plainYAML(file, shown); err != nil {
		return nil, nil, err
	}
	var c config
	if err := yaml.NodeToValue(file.Docs[0].Body, &c, yaml.Strict()); err != nil {
		return nil, nil, yamlError(err, shown)
	}
	return &c, file, nil
}

// yamlError gives an error of the YAML library its place.
func yamlError(err error, shown string) error {
	e := &ConfigError{File: shown, Problem: err.Error(), Hint: "see the world.yaml of W1 for every name and an example of its value"}
	var y yaml.Error
	if errors.As(err, &y) {
		e.Problem = y.GetMessage()
		if t := y.GetToken(); t != nil && t.Position != nil {
			e.Line, e.Column = t.Position.Line, t.Position.Column
		}
	}
	e.Problem, _, _ = strings.Cut(e.Problem, "\n")
	if head, _, ok := strings.Cut(e.Problem, " into Go struct field"); ok {
		e.Problem = head + ": a value of another kind is expected here" // no word of Go
	}
	return e
}

// plainYAML refuses what needs care to read right: anchors, aliases and tags,
// of which a small file can make a large one, several documents, and numbers
// without quotation marks, since 0101 and 8.10 are not the identifiers that they
// look like.
func plainYAML(file *ast.File, shown string) error {
	if len(file.Docs) != 1 || file.Docs[0].Body == nil || file.Docs[0].Body.Type() != ast.MappingType {
		return &ConfigError{File: shown, Problem: "expected one YAML document that is a mapping"}
	}
	v := &plainVisitor{}
	ast.Walk(v, file.Docs[0].Body)
	if v.bad == nil {
		return nil
	}
	pos := v.bad.GetToken().Position
	return &ConfigError{File: shown, Line: pos.Line, Column: pos.Column, Problem: v.problem, Hint: v.hint}
}

// plainVisitor remembers the first node that plainYAML refuses.
type plainVisitor struct {
	bad           ast.Node
	problem, hint string
}

// Visit implements ast.Visitor.
func (v *plainVisitor) Visit(n ast.Node) ast.Visitor {
	if v.bad != nil {
		return nil
	}
	switch n.Type() {
	case ast.AnchorType, ast.AliasType, ast.TagType, ast.MergeKeyType:
		v.bad, v.problem, v.hint = n, "anchors, aliases, merge keys and tags are not allowed", "write the value out"
	case ast.IntegerType, ast.FloatType, ast.InfinityType, ast.NanType:
		v.bad, v.problem = n, fmt.Sprintf("%q is a number, and no value here is one", n.GetToken().Value)
		v.hint = "put identifiers that look like numbers in quotation marks"
	}
	return v
}
