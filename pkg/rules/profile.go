package rules

import (
	"fmt"
	"slices"
	"strings"

	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// StandardProfile is the name of the rule set as it stands.
const StandardProfile = "standard"

// Profile is a deviation from the standard rule set: other severities. A nil
// Profile is the standard one.
type Profile struct {
	name       string
	severities map[finding.Code]finding.Severity
}

// ParseProfile reads overrides in the form CODE=off|info|warning|error. No
// overrides give a nil Profile. The error names what is unknown, or the rule of
// integrity that may not be touched.
func ParseProfile(name string, overrides []string) (*Profile, error) {
	if len(overrides) == 0 {
		return nil, nil
	}
	p := &Profile{severities: map[finding.Code]finding.Severity{}}
	for _, o := range overrides {
		code, level, ok := strings.Cut(o, "=")
		if !ok {
			return nil, fmt.Errorf("rule override %q is not of the form CODE=off|info|warning|error", o)
		}
		r, known := Lookup(finding.Code(code))
		if !known {
			return nil, fmt.Errorf("unknown rule %q", code)
		}
		severity, err := finding.ParseSeverity(level)
		if err != nil {
			return nil, fmt.Errorf("rule %s: %w", code, err)
		}
		if r.Integrity && severity != r.Severity {
			return nil, fmt.Errorf("rule %s keeps the integrity of files and can be neither lowered nor switched off", code)
		}
		p.severities[r.Code] = severity
	}
	if p.name = name; name == "" {
		p.name = p.describe()
	}
	return p, nil
}

// describe names a profile that was given no name after what it changes.
func (p *Profile) describe() string {
	var parts []string
	for code, s := range p.severities {
		parts = append(parts, string(code)+"="+s.String())
	}
	slices.Sort(parts)
	return strings.Join(parts, ",")
}

// Name is the name that reports carry as their basis: "standard", or "local:"
// and the profile's own name (1.3).
func (p *Profile) Name() string {
	if p == nil {
		return StandardProfile
	}
	return "local:" + p.name
}

// Severity is the severity that the rule has under the profile.
func (p *Profile) Severity(r *rule.Rule) finding.Severity {
	if p != nil {
		if s, ok := p.severities[r.Code]; ok {
			return s
		}
	}
	return r.Severity
}
