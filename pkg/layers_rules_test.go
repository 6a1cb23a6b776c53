package layers_test

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

// rules are the three texts of the policy, parsed.
type rules struct {
	layers graph
	tests  [][2]string         // {a, b}: the tests of b and below may not import a and below
	fences map[string][]string // module of others: places
}

// parseRules parses the policy for a module that has these packages.
func parseRules(policy, testPolicy, fences string, packages []string) (*rules, error) {
	layers, err := parsePolicy(policy, packages)
	if err != nil {
		return nil, err
	}
	r := &rules{layers: layers, fences: map[string][]string{}}
	for _, s := range statements(testPolicy) {
		a, b, ok := strings.Cut(s, "!<")
		if !ok {
			return nil, fmt.Errorf("test policy: %q, expected a !< b", s)
		}
		r.tests = append(r.tests, [2]string{strings.TrimSpace(a), strings.TrimSpace(b)})
	}
	for _, s := range statements(fences) {
		mod, places, ok := strings.Cut(s, ":")
		if !ok || r.fences[mod] != nil {
			return nil, fmt.Errorf("fences: %q, expected a module, once, a colon and places", s)
		}
		r.fences[mod] = list(places)
	}
	return r, nil
}

// check returns what the files do against the rules, in the order of the files.
func (r *rules) check(files []source) []string {
	var problems []string
	for _, name := range packagesOf(files) {
		if name != "pkg" && !r.layers.has(name) { // pkg holds this test alone
			problems = append(problems, fmt.Sprintf("package %s is not mentioned in the policy", name))
		}
	}
	for _, f := range files {
		for _, imported := range f.imports {
			if why := r.refusal(f, imported); why != "" {
				problems = append(problems, fmt.Sprintf("%s imports %s: %s", f.path, imported, why))
			}
		}
	}
	return problems
}

// refusal says why f may not import a package, or nothing if it may.
func (r *rules) refusal(f source, imported string) string {
	first, rest, _ := strings.Cut(imported, "/")
	switch {
	case imported == "C":
		return "the program is built without C"
	case first == module && f.test:
		return r.refuseTest(f.pkg(), packageName(rest))
	case first == module:
		return r.refuseLayer(f.pkg(), packageName(rest))
	case strings.Contains(first, "."):
		return r.refuseFence(f, imported)
	}
	return ""
}

func (r *rules) refuseLayer(from, to string) string {
	if !r.layers.has(to) {
		return "the policy does not mention it"
	}
	if !r.layers.below(to, from) {
		return fmt.Sprintf("the policy does not say %s < %s", to, from)
	}
	return ""
}

func (r *rules) refuseTest(from, to string) string {
	for _, pair := range r.tests {
		if within(to, pair[0]) && within(from, pair[1]) {
			return fmt.Sprintf("the policy for tests says %s !< %s", pair[0], pair[1])
		}
	}
	return ""
}

func (r *rules) refuseFence(f source, imported string) string {
	for mod, places := range r.fences {
		if !within(imported, mod) {
			continue
		}
		if slices.ContainsFunc(places, func(place string) bool { return isAt(f, place) }) {
			return ""
		}
		return fmt.Sprintf("it is fenced to %s", strings.Join(places, ", "))
	}
	return "no fence lists it"
}

func isAt(f source, place string) bool {
	switch place {
	case "TESTS":
		return f.test
	case "INTEROP":
		return f.test && f.interop
	}
	stem := strings.TrimSuffix(strings.TrimSuffix(path.Base(f.path), ".go"), "_test")
	return within(f.pkg(), place) || f.pkg()+"/"+stem == place
}

// within reports whether a path is that of a tree or of something below it.
func within(name, tree string) bool { return name == tree || strings.HasPrefix(name, tree+"/") }

// A graph holds who may import whom: for each package those directly below it,
// as the policy says it.
type graph map[string][]string

func (g graph) has(name string) bool { _, ok := g[name]; return ok }

// below reports whether the policy says a < b, be it through others.
func (g graph) below(a, b string) bool {
	return slices.ContainsFunc(g[b], func(x string) bool { return x == a || g.below(a, x) })
}

// parsePolicy reads the layers. A pattern stands for those of the packages that
// it matches and that the policy does not name.
func parsePolicy(text string, packages []string) (graph, error) {
	g := graph{}
	named := namesIn(text)
	unnamed := slices.DeleteFunc(slices.Clone(packages), func(p string) bool { return slices.Contains(named, p) })
	var never [][2]string
	for _, s := range statements(text) {
		if a, b, ok := strings.Cut(s, "!<"); ok {
			never = append(never, [2]string{strings.TrimSpace(a), strings.TrimSpace(b)})
			continue
		}
		chain := strings.Split(s, "<")
		if len(chain) < 2 {
			return nil, fmt.Errorf("policy: %q, expected a < b", s)
		}
		for i := range chain[1:] {
			g.add(expand(chain[i], unnamed), expand(chain[i+1], unnamed))
		}
	}
	if err := g.checkOrder(); err != nil {
		return nil, err
	}
	return g, g.checkNever(never) // which would never end in a circle
}

func (g graph) add(lower, upper []string) {
	for _, u := range upper {
		g[u] = append(g[u], slices.DeleteFunc(slices.Clone(lower), func(l string) bool { return l == "NONE" })...)
	}
}

// checkOrder fails if the policy goes round in a circle or builds on a name
// that it gives no place.
func (g graph) checkOrder() error {
	var errs []error
	placed := map[string]bool{}
	for range g {
		for name, lower := range g {
			if !slices.ContainsFunc(lower, func(l string) bool { return !placed[l] }) {
				placed[name] = true
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(g)) {
		for _, l := range g[name] {
			if !g.has(l) {
				errs = append(errs, fmt.Errorf("policy: %s < %s, but nothing says what is below %s", l, name, l))
			}
		}
		if !placed[name] {
			errs = append(errs, fmt.Errorf("policy: %s is in a circle, or above one", name))
		}
	}
	return errors.Join(errs...)
}

func (g graph) checkNever(never [][2]string) error {
	var errs []error
	for _, pair := range never {
		if !g.has(pair[0]) || !g.has(pair[1]) {
			errs = append(errs, fmt.Errorf("policy: %s !< %s, but it does not mention both", pair[0], pair[1]))
		} else if pair[0] == pair[1] || g.below(pair[0], pair[1]) {
			errs = append(errs, fmt.Errorf("policy: it says both %s !< %s and %s < %s", pair[0], pair[1], pair[0], pair[1]))
		}
	}
	return errors.Join(errs...)
}

// statements splits a text at its semicolons, without comments and white space
// around them.
func statements(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		code, _, _ := strings.Cut(line, "#")
		lines = append(lines, strings.TrimSpace(code))
	}
	all := strings.Split(strings.Join(lines, " "), ";")
	return slices.DeleteFunc(trimmed(all), func(s string) bool { return s == "" })
}

func list(s string) []string { return trimmed(strings.Split(s, ",")) }

func trimmed(all []string) []string {
	for i, s := range all {
		all[i] = strings.TrimSpace(s)
	}
	return all
}

// namesIn returns all names in the statements of a policy, patterns too.
func namesIn(text string) []string {
	var names []string
	for _, s := range statements(text) {
		names = append(names, list(strings.NewReplacer("!<", ",", "<", ",").Replace(s))...)
	}
	return names
}

// expand splits a list of terms and puts the packages that they match in the
// place of patterns.
func expand(terms string, unnamed []string) []string {
	var all []string
	for _, term := range list(terms) {
		if !strings.HasSuffix(term, "/*") {
			all = append(all, term)
			continue
		}
		for _, name := range unnamed {
			if path.Dir(name) == path.Dir(term) {
				all = append(all, name)
			}
		}
	}
	return all
}
