package world

import (
	"slices"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// The User Roles that the SEC knows. Only the first four may take part in
// Migration DUST (17.13).
const (
	ImportSupplier           = "Import Supplier"
	GasSupplier              = "Gas Supplier"
	ElectricityDistributor   = "Electricity Distributor"
	GasTransporter           = "Gas Transporter"
	ExportSupplier           = "Export Supplier"
	RegisteredSupplierAgent  = "Registered Supplier Agent"
	OtherUser                = "Other User"
	rolesThatMayTakePartDUST = 4
)

// UserRoles lists the User Roles, those that may take part in Migration DUST
// first.
func UserRoles() []string {
	return []string{ImportSupplier, GasSupplier, ElectricityDistributor, GasTransporter, ExportSupplier, RegisteredSupplierAgent, OtherUser}
}

// The capacities in which an SMSO acts (2.4, 4.4).
const (
	SupplierContractor = "supplierContractor" // acting for an Energy Supplier
	DCCServiceProvider = "dccServiceProvider" // acting for DCC: the one that testing means (2.4)
)

// Capacities lists both capacities.
func Capacities() []string { return []string{SupplierContractor, DCCServiceProvider} }

// Organisation is one party of the world. Its slices are shared: do not change
// them.
type Organisation struct {
	rule.Organisation
	UserRoles    []string      // in which it has completed UEPT (17.13)
	Eligibility  []Eligibility // the Eligibility Tests that it has passed (17.14)
	Notices      []Notice      // that it will use Migration DUST (17.15)
	Submits      bool          // its profile: it submits the commissioning requests itself (17.21, 17.22)
	Capacities   []string      // of an SMSO
	Certificates []Certificate // in the order of the file

	earliest        civil.Date // first day in Migration DUST
	agreed, noticed bool
}

// Eligibility says which commissioning requests a participant may submit in a
// User Role (17.14).
type Eligibility struct {
	Role string // Import Supplier or Gas Supplier
	SRVs []string
}

// Notice is the notice of 17.15.
type Notice struct {
	Given       civil.Date
	AgreedStart civil.Date // an earlier start that DCC has agreed to; zero: none
	Use         string     // the intended use, in reasonable detail
}

// The uses of a certificate.
const (
	UseSigning   = "signing"   // signs files
	UseAgreement = "agreement" // receives content keys
	UseDevice    = "device"    // is notified for devices
)

// The fuels that a device certificate serves.
const (
	Electricity = "electricity"
	Gas         = "gas"
)

// Certificate is what the world knows of a certificate beside the certificate.
type Certificate struct {
	ID                  ident.CertificateID
	Use                 string
	Fuel                string    // of a device certificate
	NotBefore, NotAfter time.Time // as configured; certificates read from a directory have their own
	Revoked             bool
}

// MayTakeDUST reports whether the organisation may take part in Migration DUST
// in that User Role: one of the four, in which it has completed UEPT (17.13).
func (o *Organisation) MayTakeDUST(role string) bool {
	return slices.Contains(UserRoles()[:rolesThatMayTakePartDUST], role) && slices.Contains(o.UserRoles, role)
}

// MayCommission reports whether the organisation may submit a commissioning
// request in that User Role: it has passed the Eligibility Tests for the SRV, as
// Import or Gas Supplier (17.14). No participant may submit one for a CHF.
func (o *Organisation) MayCommission(role, srv string) bool {
	for i := range o.Eligibility {
		if e := &o.Eligibility[i]; e.Role == role && slices.Contains(e.SRVs, srv) {
			return o.Kind == envelope.Supplier && (role == ImportSupplier || role == GasSupplier)
		}
	}
	return false
}

// Has reports whether the organisation, an SMSO, acts in that capacity.
func (o *Organisation) Has(capacity string) bool { return slices.Contains(o.Capacities, capacity) }

// EarliestDUST is the first day on which it may use Migration DUST by its
// notices; agreed says that DCC agreed to less than 40 Working Days. ok is false
// without a notice (17.15).
func (o *Organisation) EarliestDUST() (day civil.Date, agreed, ok bool) {
	return o.earliest, o.agreed, o.noticed
}

// SupplierRole is the User Role that a fuel calls for (17.13, 17.14).
func SupplierRole(gas bool) string {
	if gas {
		return GasSupplier
	}
	return ImportSupplier
}

func fuelOf(gas bool) string {
	if gas {
		return Gas
	}
	return Electricity
}

// DCC returns the DCC.
func (w *World) DCC() Organisation { return w.ofKind(envelope.DCC)[0] }

// Suppliers returns the suppliers, sorted by name.
func (w *World) Suppliers() []Organisation { return w.ofKind(envelope.Supplier) }

// SMSOs returns the SMSOs, sorted by name.
func (w *World) SMSOs() []Organisation { return w.ofKind(envelope.SMSO) }

func (w *World) ofKind(k envelope.Kind) []Organisation {
	var list []Organisation
	for _, o := range w.organisations {
		if o.Kind == k {
			list = append(list, o)
		}
	}
	return list
}

// SupplierCertificates returns the device certificates of a supplier for a fuel:
// the first is the critical one, the second the non-critical one.
func (w *World) SupplierCertificates(org string, gas bool) []ident.CertificateID {
	var ids []ident.CertificateID
	o, _ := w.Organisation(org)
	for _, c := range o.Certificates {
		if c.Use == UseDevice && c.Fuel == fuelOf(gas) && o.Kind == envelope.Supplier {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// NetworkCertificate returns the device certificate of a network operator, ""
// if it has none.
func (w *World) NetworkCertificate(org string) ident.CertificateID {
	o, _ := w.Organisation(org)
	for _, c := range o.Certificates {
		if c.Use == UseDevice && o.Kind == envelope.NetworkOperator {
			return c.ID
		}
	}
	return ""
}
