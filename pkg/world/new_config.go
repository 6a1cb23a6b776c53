package world

import (
	"bytes"
	"fmt"
	"strings"

	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// configHead is the part of a synthetic world.yaml that is the same for all.
const configHead = `# A synthetic world: %[1]d installations made from seed %[2]d.
# All data is dummy. What the names mean stands in the world.yaml of W1.

format: "1"
name: "%[3]s"
start: 2022-06-08T10:00:00+01:00
environment: %[4]s
issuer: Z9
plan:
  migrationWeek: 2022-06-13
  migrateOn: 2022-06-15
validity:
  from: 2019-01-01
  to: 2039-12-31
roles:
  supplier: "02"
  networkOperator: "03"
  dcc: "04"
  smso: "7F"

`

// config is the world.yaml of the estate.
func (e *estate) config() []byte {
	b := &bytes.Buffer{}
	fmt.Fprintf(b, configHead, e.opt.Installations, e.opt.Seed, e.opt.Name, e.opt.Environment)
	e.writeGroups(b)
	e.writeOrganisations(b)
	b.WriteString("\nepcl:\n")
	for _, s := range e.smsos {
		for _, scope := range scopes() {
			writeEntry(b, s, scope)
		}
	}
	return b.Bytes()
}

func (e *estate) writeGroups(b *bytes.Buffer) {
	b.WriteString("# Table 17.6 (clause 17.24); SMSO and release are ours.\ngroups:\n")
	for _, s := range e.smsos {
		for _, i := range s.groups {
			g := e.rows[i]
			fmt.Fprintf(b, "  - {id: %s, smso: %s, release: %s", g.id, s.name, g.release)
			if g.final != "" {
				fmt.Fprintf(b, ", final: %s", g.final)
			}
			b.WriteString("}\n")
		}
	}
}

func (e *estate) writeOrganisations(b *bytes.Buffer) {
	b.WriteString("\norganisations:\n")
	writeParty(b, "DCC", 0x02, "DCC")
	b.WriteString("    certificates:\n      - {serial: \"D00001\", use: signing}\n      - {serial: \"D00002\", use: agreement}\n")
	for _, s := range e.smsos {
		writeParty(b, s.name, 0x050000+s.number, "SMSO")
		b.WriteString("    capacities: [supplierContractor, dccServiceProvider]\n    certificates:\n")
		fmt.Fprintf(b, "      - {serial: \"%06X\", use: signing}\n", 0x500000+s.number)
	}
	for i := range e.opt.Suppliers {
		e.writeSupplier(b, i)
	}
	for i, n := range e.networks {
		writeParty(b, n.name, 0x020000+i, "NetworkOperator")
		role := ElectricityDistributor
		if n.gas {
			role = GasTransporter
		}
		fmt.Fprintf(b, "    userRoles: [%s]\n    certificates:\n      - {serial: %q, use: device, fuel: %s}\n", role, n.serial, fuelOf(n.gas))
	}
}

func writeParty(b *bytes.Buffer, name string, eui int, kind string) {
	fmt.Fprintf(b, "  - name: %s\n    eui: %v\n    kind: %s\n", name, ident.EUI64(testBlock|uint64(eui)), kind)
}

func (e *estate) writeSupplier(b *bytes.Buffer, i int) {
	writeParty(b, e.names[i], 0x010000+i, "Supplier")
	fmt.Fprintf(b, "    userRoles: [%s, %s]\n", ImportSupplier, GasSupplier)
	if i < e.opt.Suppliers/2 {
		b.WriteString("    eligibility:\n")
		for _, role := range []string{ImportSupplier, GasSupplier} {
			fmt.Fprintf(b, "      - {role: %s, srvs: [\"6.15.1\", \"6.21\", \"8.11\"]}\n", role)
		}
	}
	b.WriteString("    notices:\n      - {given: 2022-04-06, use: migration of synthetic installations}\n")
	serial := 0xA00000 + i<<8
	fmt.Fprintf(b, "    certificates:\n      - {serial: \"%06X\", use: signing}\n", serial+1)
	for n, fuel := range []string{Electricity, Gas} {
		for k := range 2 {
			fmt.Fprintf(b, "      - {serial: \"%06X\", use: device, fuel: %s}\n", serial+0x10*(n+1)+k+1, fuel)
		}
	}
}

func writeEntry(b *bytes.Buffer, s estateSMSO, scope rule.EPCLScope) {
	fmt.Fprintf(b, "  - id: %s\n    smso: %s\n    capacities: [supplierContractor, dccServiceProvider]\n", s.entry[scope].id, s.name)
	fmt.Fprintf(b, "    communicationsServiceProvider: CSP%d\n    scope: %s\n    standing: listed\n    phaseComplete: true\n    models:\n", s.number%2+1, scope)
	for _, m := range s.entry[scope].models {
		versions := make([]string, len(m.Firmware))
		for i, v := range m.Firmware {
			versions[i] = fmt.Sprintf("%q", v.String())
		}
		fmt.Fprintf(b, "      - {deviceType: %s, manufacturer: %q, model: %q, firmware: [%s]}\n", m.DeviceType, m.Manufacturer.String(), m.Model.String(), strings.Join(versions, ", "))
	}
}
