package world

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// testBlock is the block of EUI-64s that all organisations and devices of a
// world are in: a look-alike of the SEC's own 70-B3-D5-1F-3 that is nobody's.
const (
	testBlock      = 0x90B3D51F30000000
	testBlockMask  = 0xFFFFFFFFF0000000
	testBlockBits  = 28 // those that testBlockMask leaves
	testBlockShown = "90-B3-D5-1F-3"
)

func inTestBlock(e ident.EUI64) bool { return uint64(e)&testBlockMask == testBlock }

const dummyHint = "a world holds dummy data only"

func kinds() []string {
	return []string{string(envelope.Supplier), string(envelope.SMSO), string(envelope.DCC), string(envelope.NetworkOperator)}
}

func (r *resolver) readOrganisations() {
	w := r.world
	dccs := 0
	for i := range r.config.Organisations {
		o := r.organisation(i, &r.config.Organisations[i])
		w.organisations = append(w.organisations, o)
		if o.Kind == envelope.DCC {
			dccs++
		}
	}
	slices.SortStableFunc(w.organisations, func(a, b Organisation) int { return compare(a.Name, b.Name) })
	for i := range w.organisations {
		w.byEUI[w.organisations[i].EUI] = i
		if _, twice := w.byName[w.organisations[i].Name]; !twice {
			w.byName[w.organisations[i].Name] = i
		}
	}
	if dccs != 1 {
		r.fail("$.organisations", fmt.Sprintf("%d organisations have kind DCC, expected one", dccs), "")
	}
}

func (r *resolver) organisation(i int, c *configOrganisation) Organisation {
	path := fmt.Sprintf("$.organisations[%d]", i)
	r.text(path+".name", c.Name, ident.OrganisationType)
	r.oneOf(path+".kind", c.Kind, kinds())
	o := Organisation{Organisation: rule.Organisation{Name: c.Name, Kind: envelope.Kind(c.Kind)},
		UserRoles: c.UserRoles, Capacities: c.Capacities, Submits: c.Submits}
	if r.text(path+".eui", c.EUI, ident.EUI64Type) {
		if o.EUI, _ = ident.ParseEUI64([]byte(c.EUI)); !inTestBlock(o.EUI) {
			r.fail(path+".eui", fmt.Sprintf("eui %v of %s is not in the test block %s", o.EUI, c.Name, testBlockShown), dummyHint)
		}
	}
	for k := range r.world.organisations {
		if other := &r.world.organisations[k]; other.Name == o.Name || other.EUI == o.EUI {
			r.fail(path, fmt.Sprintf("organisation %s has the name or the eui of organisation %s", o.Name, other.Name), "")
		}
	}
	if o.Kind == envelope.SMSO {
		o.SMSO = o.Name
		r.capacities(path, c.Name, c.Capacities)
	} else if len(c.Capacities) > 0 {
		r.fail(path+".capacities", "capacities are an SMSO's (2.4)", "")
	}
	for k, role := range c.UserRoles {
		r.oneOf(fmt.Sprintf("%s.userRoles[%d]", path, k), role, UserRoles())
	}
	r.eligibility(path, &o, c.Eligibility)
	r.notices(path, &o, c.Notices)
	r.certificates(path, &o, c.Certificates)
	return o
}

func (r *resolver) capacities(path, name string, list []string) {
	if len(list) == 0 {
		r.fail(path+".capacities", fmt.Sprintf("capacities of %s is missing, expected at least one of supplierContractor and dccServiceProvider (4.4)", name), "")
	}
	for k, capacity := range list {
		r.oneOf(fmt.Sprintf("%s.capacities[%d]", path, k), capacity, Capacities())
	}
}

// eligibility reads the Eligibility Tests that a supplier has passed (17.14).
func (r *resolver) eligibility(path string, o *Organisation, list []configEligibility) {
	for k, e := range list {
		at := fmt.Sprintf("%s.eligibility[%d]", path, k)
		switch {
		case e.Role != ImportSupplier && e.Role != GasSupplier:
			r.fail(at+".role", fmt.Sprintf("role is %q, expected %s or %s: no other may submit commissioning requests (17.14)", e.Role, ImportSupplier, GasSupplier), "")
		case !slices.Contains(o.UserRoles, e.Role):
			r.fail(at+".role", fmt.Sprintf("%s is eligible as %s without having completed UEPT in that role (17.13)", o.Name, e.Role), "add the role to its userRoles")
		}
		if len(e.SRVs) == 0 {
			r.fail(at+".srvs", "srvs is missing, expected at least one", "")
		}
		for n, srv := range e.SRVs {
			r.text(fmt.Sprintf("%s.srvs[%d]", at, n), srv, ident.SRVType)
		}
		o.Eligibility = append(o.Eligibility, Eligibility(e))
	}
}

// notices reads the notices of 17.15 and finds the earliest day that they allow.
func (r *resolver) notices(path string, o *Organisation, list []configNotice) {
	for k, c := range list {
		at := fmt.Sprintf("%s.notices[%d]", path, k)
		n := Notice{Given: r.date(at+".given", c.Given, true), AgreedStart: r.date(at+".agreedStart", c.AgreedStart, false), Use: c.Use}
		if r.text(at+".use", c.Use, ident.TextType) && !n.Given.IsZero() {
			r.notice(at, o, n)
		}
		o.Notices = append(o.Notices, n)
	}
}

func (r *resolver) notice(path string, o *Organisation, n Notice) {
	day, err := EarliestStart(n.Given)
	if err != nil {
		r.fail(path+".given", err.Error(), "")
		return
	}
	agreed := !n.AgreedStart.IsZero() && n.AgreedStart < day
	if agreed {
		day = n.AgreedStart
	}
	if !o.noticed || day < o.earliest {
		o.earliest, o.agreed, o.noticed = day, agreed, true
	}
}

func (r *resolver) certificates(path string, o *Organisation, list []configCertificate) {
	uses := map[string]bool{}
	for k := range list {
		at := fmt.Sprintf("%s.certificates[%d]", path, k)
		c := r.certificate(at, &list[k])
		uses[c.Use] = true
		if needsFuel := c.Use == UseDevice; needsFuel {
			r.oneOf(at+".fuel", c.Fuel, []string{Electricity, Gas})
		} else if c.Fuel != "" {
			r.fail(at+".fuel", "fuel belongs to device certificates alone", "")
		}
		o.Certificates = append(o.Certificates, c)
	}
	if o.Kind != envelope.NetworkOperator && !uses[UseSigning] {
		r.fail(path+".certificates", fmt.Sprintf("%s makes files and has no certificate for signing", o.Name), "")
	}
	if o.Kind == envelope.DCC && !uses[UseAgreement] {
		r.fail(path+".certificates", fmt.Sprintf("%s receives content keys and has no certificate for agreement", o.Name), "")
	}
}

func (r *resolver) certificate(path string, c *configCertificate) Certificate {
	from := firstOf(c.Validity.From, r.config.Validity.From, "2019-01-01")
	to := firstOf(c.Validity.To, r.config.Validity.To, "2039-12-31")
	entry := validity(r.date(path+".validity.from", from, true), r.date(path+".validity.to", to, true))
	entry.ID = ident.CertificateID(firstOf(c.Issuer, r.config.Issuer) + ":" + c.Serial)
	entry.Use, entry.Fuel, entry.Revoked = c.Use, c.Fuel, c.Revoked
	r.oneOf(path+".use", c.Use, []string{UseSigning, UseAgreement, UseDevice})
	if !entry.ID.Valid() || entry.ID.Key().Lo == 0 && entry.ID.Key().Mid == 0 {
		r.fail(path+".serial", fmt.Sprintf("serial is %q, expected a positive number in hex", c.Serial), "")
	}
	if entry.NotAfter.Before(entry.NotBefore) {
		r.fail(path+".validity", fmt.Sprintf("the validity ends on %s, before it begins on %s", to, from), "")
	}
	return entry
}

// certificatePath is the path of the k-th certificate of an organisation.
func (r *resolver) certificatePath(name string, k int) string {
	for i := range r.config.Organisations {
		if r.config.Organisations[i].Name == name {
			return fmt.Sprintf("$.organisations[%d].certificates[%d]", i, k)
		}
	}
	return "$.organisations"
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

func utcMidnight(d civil.Date) time.Time {
	year, month, day := d.YMD()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
