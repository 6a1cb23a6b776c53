package world

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
	"s1mig/pkg/seal"
)

// resolver turns what world.yaml says into a World and notes what is wrong. Its
// methods take the place of a value as a YAML path, such as $.groups[0].id.
type resolver struct {
	file     string
	tree     *ast.File
	config   *config
	world    *World
	roles    map[envelope.Kind]seal.Role
	problems []ConfigError
}

// resolve reads world.yaml, but not the registers. The problems are in the order
// in which they were found; the error is a fault of the world.
func resolve(fsys fs.FS, dir string, seed uint64) (*World, []ConfigError, error) {
	shown := filepath.Join(dir, configName)
	data, err := readConfig(fsys, shown)
	var c *config
	var tree *ast.File
	if err == nil {
		c, tree, err = parseConfig(data, shown)
	}
	if bad, ok := err.(*ConfigError); ok {
		return nil, []ConfigError{*bad}, nil
	}
	if err != nil {
		return nil, nil, err
	}
	r := &resolver{file: shown, tree: tree, config: c, roles: defaultRoles(), world: &World{Seed: seed, byEUI: map[ident.EUI64]int{}, byName: map[string]int{}, configSum: sha256.Sum256(data)}}
	r.world.credentials = &sync.Pool{New: func() any { return seal.NewCredentialSource(seed) }}
	r.top()
	r.readRoles()
	r.readOrganisations()
	r.readGroups()
	r.readEPCL()
	r.readAbsent()
	if len(r.problems) == 0 { // names and serial numbers are good
		r.issue()
	}
	return r.world, r.problems, nil
}

// fail notes a problem. It returns false, for its callers to return.
func (r *resolver) fail(path, problem, hint string) bool {
	e := ConfigError{File: r.file, Problem: problem, Hint: hint}
	e.Line, e.Column = r.place(path)
	r.problems = append(r.problems, e)
	return false
}

// place finds a path, or the nearest one above it that the file has.
func (r *resolver) place(path string) (line, column int) {
	for path != "" && path != "$" {
		if p, err := yaml.PathString(path); err == nil {
			if n, err := p.FilterFile(r.tree); err == nil && n != nil && n.GetToken() != nil {
				return n.GetToken().Position.Line, n.GetToken().Position.Column
			}
		}
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
	return 0, 0
}

func (r *resolver) top() {
	c, w := r.config, r.world
	w.Name, w.Environment = c.Name, c.Environment
	r.oneOf("$.format", c.Format, []string{formatVersion})
	r.text("$.name", c.Name, ident.ReferenceType)
	r.oneOf("$.environment", c.Environment, envelope.Environments())
	start, err := time.Parse(time.RFC3339, c.Start)
	if err != nil {
		r.fail("$.start", fmt.Sprintf("start is %q, expected a time such as 2022-06-08T10:00:00+01:00", c.Start), "")
	}
	w.Start = start.In(civil.London())
	if !ident.CertificateID(c.Issuer + ":1").Valid() {
		r.fail("$.issuer", fmt.Sprintf("issuer is %q, expected a common name of letters, digits and hyphens", c.Issuer), "")
	}
	w.Week = r.date("$.plan.migrationWeek", c.Plan.MigrationWeek, true)
	w.On = r.date("$.plan.migrateOn", c.Plan.MigrateOn, true)
	if !w.Week.IsZero() && !w.On.IsZero() {
		if problem := planProblem(w.Week, w.On); problem != "" {
			r.fail("$.plan", problem, "")
		}
	}
}

// planProblem says what is wrong with a planned week and day, "" if nothing is.
func planProblem(week, on civil.Date) string {
	switch {
	case week.Weekday() != time.Monday:
		return fmt.Sprintf("migrationWeek %v is not a Monday", week)
	case on < week || on > week.AddDays(6):
		return fmt.Sprintf("migrateOn %v is not in the week of %v", on, week)
	}
	return ""
}

func (r *resolver) readRoles() {
	kinds := map[string]envelope.Kind{"supplier": envelope.Supplier, "networkOperator": envelope.NetworkOperator, "dcc": envelope.DCC, "smso": envelope.SMSO}
	for _, name := range sortedKeys(r.config.Roles) {
		path, code := "$.roles", r.config.Roles[name]
		if isPlainKey(name) {
			path += "." + name
		}
		kind, ok := kinds[name]
		if !ok {
			r.fail(path, fmt.Sprintf("%q is no kind of organisation, expected supplier, networkOperator, dcc or smso", name), "")
			continue
		}
		if len(code) != 2 || strings.Trim(code, "0123456789ABCDEF") != "" {
			r.fail(path, fmt.Sprintf("the role of %s is %q, expected two hex digits in upper case", name, code), "")
			continue
		}
		var role byte
		_, _ = fmt.Sscanf(code, "%02X", &role)
		r.roles[kind] = seal.Role(role)
	}
}

// isPlainKey reports whether a key can stand in a path as it is: others have
// brackets or quotation marks that mean something there.
func isPlainKey(key string) bool {
	return strings.Trim(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") == ""
}

func (r *resolver) readGroups() {
	for i, g := range r.config.Groups {
		path := fmt.Sprintf("$.groups[%d]", i)
		r.text(path+".id", g.ID, ident.GroupIDType)
		r.oneOf(path+".release", g.Release, envelope.Releases())
		group := rule.Group{ID: g.ID, SMSO: g.SMSO, Release: g.Release,
			Final: r.date(path+".final", g.Final, false), RPDecommissioning: r.date(path+".rpDecommissioning", g.RPDecommissioning, false)}
		r.endpoint(path+".smso", g.SMSO)
		for _, other := range r.world.groups {
			if other.ID == g.ID {
				r.fail(path+".id", fmt.Sprintf("group %s stands twice", g.ID), "")
			}
			if other.SMSO == g.SMSO && other.Release != g.Release {
				r.fail(path+".release", fmt.Sprintf("group %s is %s and group %s of the same SMSO is %s", g.ID, g.Release, other.ID, other.Release),
					"the header of a file has one release, so all groups of an SMSO have the same")
			}
		}
		r.world.groups = append(r.world.groups, group)
	}
	if len(r.config.Groups) == 0 {
		r.fail("$.groups", "groups is missing, expected at least one", "")
	}
	slices.SortStableFunc(r.world.groups, func(a, b rule.Group) int { return compare(a.ID, b.ID) })
}

// readAbsent reads the supply points that no register may hold.
func (r *resolver) readAbsent() {
	for i, list := range [...][]string{r.config.Absent.MPANs, r.config.Absent.MPRNs} {
		path := []string{"$.absent.mpans", "$.absent.mprns"}[i]
		for k, text := range list {
			at := fmt.Sprintf("%s[%d]", path, k)
			m, ok := ident.ParseMPxN([]byte(text))
			if !ok || m.IsMPRN() != (i == 1) || !m.CheckDigitOK() {
				r.fail(at, fmt.Sprintf("%q is no %s with valid check digits", text, mpxnOf(i == 1)), "")
				continue
			}
			r.world.absentGiven[i] = append(r.world.absentGiven[i], m)
		}
	}
	r.world.absentLine, _ = r.place("$.absent.mpans")
}

// endpoint checks that a name is that of an SMSO that can be an endpoint of the
// pipeline.
func (r *resolver) endpoint(path, name string) bool {
	o, ok := r.world.Organisation(name)
	switch {
	case !ok || o.Kind != envelope.SMSO:
		return r.fail(path, fmt.Sprintf("%q is no SMSO of this world", name), "list it among the organisations, with kind SMSO")
	case !o.Has(DCCServiceProvider):
		return r.fail(path, fmt.Sprintf("%s does not act as dccServiceProvider, so it cannot be an endpoint of the pipeline (MTAD 2.4)", name),
			"add dccServiceProvider to its capacities, or leave its groups out")
	}
	return true
}

// oneOf checks a value out of a list.
func (r *resolver) oneOf(path, value string, allowed []string) bool {
	if slices.Contains(allowed, value) {
		return true
	}
	return r.fail(path, fmt.Sprintf("%s is %q, expected %s", lastName(path), value, orList(allowed)), "")
}

// text checks a value of a lexical type that must be there.
func (r *resolver) text(path, value string, lex *ident.Type) bool {
	switch {
	case value == "":
		return r.fail(path, lastName(path)+" is missing", lex.Doc)
	case !lex.Valid([]byte(value)):
		return r.fail(path, fmt.Sprintf("%s is %q, expected a %s", lastName(path), value, lex.Name), lex.Doc)
	}
	return true
}

// date reads a date; an empty one is fine unless it is required.
func (r *resolver) date(path, value string, required bool) civil.Date {
	if value == "" && !required {
		return 0
	}
	d, ok := civil.ParseDate([]byte(value))
	if !ok {
		r.fail(path, fmt.Sprintf("%s is %q, expected a date such as 2022-06-15", lastName(path), value), "")
	}
	return d
}

// lastName is the name of the field that a path leads to.
func lastName(path string) string {
	path = path[strings.LastIndexByte(path, '.')+1:]
	name, _, _ := strings.Cut(path, "[")
	return name
}

func orList(values []string) string {
	if len(values) < 2 {
		return strings.Join(values, "")
	}
	return strings.Join(values[:len(values)-1], ", ") + " or " + values[len(values)-1]
}
