package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/generate"
	"s1mig/pkg/seal"
	"s1mig/pkg/world"
)

// variantRecords bounds the files of another layout than the canonical one.
const variantRecords = 50_000

// makeEstate makes a world of that many installations, all of one SMSO and one
// day, and its files: the MCF of them all; the MAF of the larger of two suppliers,
// as JSON and as CSV; the beginnings of the MCF and the MAF in other layouts; and what
// is made of the first three by spoiling every record.
func makeEstate(ctx context.Context, dir string, records, sampled int, seed uint64) (*estate, error) {
	e := &estate{Version: estateVersion, World: filepath.Join(dir, "world"), Seed: seed, Records: records, Sampled: sampled}
	err := world.New(ctx, e.World, world.NewOptions{Installations: records, Seed: seed, SMSOs: 1, Suppliers: 2, Days: 1})
	if err != nil {
		return nil, err
	}
	if _, err := world.WriteIndex(ctx, e.World); err != nil {
		return nil, err
	}
	w, err := world.Load(e.World, seed)
	if err != nil {
		return nil, err
	}
	m := &maker{ctx: ctx, dir: dir, estate: e, world: w, smso: w.SMSOs()[0]}
	for _, step := range []func() error{m.mcf, m.maf, m.csv, m.shuffled, m.pretty, m.fromMemory, m.wrong} {
		if err := errors.Join(step(), ctx.Err()); err != nil {
			return nil, err
		}
	}
	return e, e.save(dir)
}

type maker struct {
	ctx    context.Context
	dir    string
	estate *estate
	world  *world.World
	smso   world.Organisation
}

// add enters a file of the estate.
func (m *maker) add(name, title, path string) *file {
	f := &file{Name: name, Title: title, Path: filepath.Join(m.dir, path), Separate: canonical}
	m.estate.Files = append(m.estate.Files, f)
	return f
}

// fromMemory enters files once more, for parsers alone to be compared: what the
// system takes to hand out a file is the same for all, and more than some need.
func (m *maker) fromMemory() error {
	for _, name := range inLines {
		f := *m.estate.file(name)
		f.Name, f.Title = name+"-memory", f.Title+", from memory"
		f.Memory, f.OneCore = true, true
		m.estate.Files = append(m.estate.Files, &f)
	}
	return nil
}

// count enters a record that has just been counted into the sample.
func (m *maker) count(f *file) {
	if f.Tally.Records <= int64(m.estate.Sampled) {
		f.Sample = f.Tally
	}
}

func (m *maker) header(t *envelope.Type, from, to world.Organisation, at time.Time) *envelope.Header {
	return &envelope.Header{
		FileType: t.Name, FormatVersion: envelope.FormatVersion, Environment: m.world.Environment,
		CapabilityRelease: m.world.SMSORelease(m.smso.SMSO), SMSO: m.smso.SMSO, Sender: from.EUI, Recipient: to.EUI,
		Sequence: 1, CreatedAt: civil.InstantOf(at) + 1, TestData: true,
	}
}

func (m *maker) sign(org string) func(string, int64) (string, error) {
	return func(digest string, n int64) (string, error) {
		kid, key, ok := m.world.SigningKey(org)
		if !ok {
			return "", errors.New("the world has no signing key of " + org)
		}
		return seal.SignTrailer(key, kid, digest, n)
	}
}

// write makes a file; what is written is buffered by the writers themselves.
func write(path string, fill func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(fill(f), f.Close())
}

// mcf writes what the SMSO sends at midnight of the day of the migration.
func (m *maker) mcf() error {
	at := m.world.Week.Midnight()
	h := m.header(mcf.Type, m.smso, m.world.DCC(), at)
	f := m.add("mcf", "MCF", filetype.FileName(h))
	f.Record, f.Schema, f.Judged = "installation", "mcf.schema.json", at.Add(2*time.Second)
	err := write(f.Path, func(to io.Writer) error {
		out := codec.NewWriter(to, mcf.Type, h)
		for _, in := range m.world.Register(m.smso.SMSO).All() {
			var ids []string
			generate.Authorisations(m.world, in, func(a generate.Authorisation) { ids = append(ids, a.AuthorisationID) })
			record := generate.MCFInstallation(in, ids)
			out.Write(record)
			f.Tally.installation(record)
			m.count(f)
			if err := m.ctx.Err(); err != nil {
				return err
			}
		}
		done, err := out.Close(m.sign(m.smso.Name))
		f.sealed(done)
		return err
	})
	if err != nil {
		return err
	}
	if err := f.measure(recordsBegin(mcf.Type), recordsEnd); err != nil {
		return err
	}
	return f.writeLines()
}

// authorisations calls yield with all of one supplier, the larger of the two.
func (m *maker) authorisations(yield func(*maf.Authorisation)) error {
	for _, in := range m.world.Register(m.smso.SMSO).All() {
		if a, ok := generate.AuthorisationOf(m.world, in, m.supplier().Name); ok {
			yield(&a.Authorisation)
		}
		if err := m.ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) supplier() world.Organisation { return m.world.Suppliers()[0] }

func (m *maker) maf() error {
	h := m.header(maf.Type, m.supplier(), m.world.DCC(), m.world.Start)
	f := m.add("maf", "MAF (JSON)", filetype.FileName(h))
	f.Record, f.Schema, f.Judged = "authorisation", "maf.schema.json", m.world.Start.Add(2*time.Second)
	err := write(f.Path, func(to io.Writer) error {
		out := codec.NewWriter(to, maf.Type, h)
		err := m.authorisations(func(a *maf.Authorisation) {
			out.Write(a)
			f.Tally.authorisation(a)
			m.count(f)
		})
		if err != nil {
			return err
		}
		done, err := out.Close(m.sign(m.supplier().Name))
		f.sealed(done)
		return err
	})
	if err != nil {
		return err
	}
	if err := f.measure(recordsBegin(maf.Type), recordsEnd); err != nil {
		return err
	}
	return f.writeLines()
}

func (m *maker) csv() error {
	h := m.header(maf.Type, m.supplier(), m.world.DCC(), m.world.Start)
	f := m.add("csv", "MAF (CSV)", strings.TrimSuffix(filetype.FileName(h), ".json")+".csv")
	f.Record, f.Judged = "authorisation", m.world.Start.Add(2*time.Second)
	f.CSV = &csvStatement{Release: h.CapabilityRelease, Recipient: h.Recipient.String(), Sequence: h.Sequence}
	err := write(f.Path, func(to io.Writer) error {
		out := codec.NewCSVWriter(to)
		err := m.authorisations(func(a *maf.Authorisation) {
			out.Write(a)
			f.Tally.authorisation(a)
		})
		if err != nil {
			return err
		}
		done, err := out.Close()
		if err != nil {
			return err
		}
		f.sealed(done)
		return m.signCSV(f, done.Digest, done.Records)
	})
	if err != nil {
		return err
	}
	f.Sample = f.Tally
	return f.measure("\r\n", "")
}

// signCSV makes the signature of a CSV, which stands beside it.
func (m *maker) signCSV(f *file, digest string, records int64) (err error) {
	if f.CSV.Signature, err = m.sign(m.supplier().Name)(digest, records); err != nil {
		return err
	}
	return os.WriteFile(f.Path+".jws", []byte(f.CSV.Signature), 0o644)
}
