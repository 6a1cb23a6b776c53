package world

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/ident"
)

// NewOptions says what synthetic world to make. Its zero value is none: at least
// the number of installations must be given.
type NewOptions struct {
	// Installations is how many, from 1 to MaxInstallations.
	Installations int
	// Seed decides everything; the same options make the same files.
	Seed uint64
	// Name is the name of the world; "" means synthetic.
	Name string
	// Environment is migration-testing if it is "".
	Environment string
	// SMSOs is how many share the GroupIDs, from 1 to 6; 0 means 5. All GroupIDs
	// of an SMSO have one release, so 2 have those of IOC and MOC alone, and 1
	// has those of MOC; 3 and more have all seven.
	SMSOs int
	// Suppliers is how many there are, from 2 to 99; 0 means 12.
	Suppliers int
	// Days is on how many days of the Migration Week, from Monday on,
	// installations are migrated: 1 to 5; 0 means 5. With one day and one SMSO, a
	// single MCF holds all that can be migrated.
	Days int
}

// MaxInstallations bounds a synthetic world: there are no more dummy MPRNs that
// can be told apart at a glance.
const MaxInstallations = 20_000_000

func (o NewOptions) withDefaults() (NewOptions, error) {
	if o.Name == "" {
		o.Name = "synthetic"
	}
	if o.Environment == "" {
		o.Environment = envelope.MigrationTesting
	}
	if o.SMSOs == 0 {
		o.SMSOs = 5
	}
	if o.Suppliers == 0 {
		o.Suppliers = 12
	}
	if o.Days == 0 {
		o.Days = workingDays
	}
	switch {
	case o.Installations < 1 || o.Installations > MaxInstallations:
		return o, fmt.Errorf("number of installations is %d, expected 1 to %d", o.Installations, MaxInstallations)
	case o.SMSOs < 1 || o.SMSOs > 6:
		return o, fmt.Errorf("number of SMSOs is %d, expected 1 to 6", o.SMSOs)
	case o.Suppliers < 2 || o.Suppliers > 99:
		return o, fmt.Errorf("number of suppliers is %d, expected 2 to 99", o.Suppliers)
	case o.Days < 1 || o.Days > workingDays:
		return o, fmt.Errorf("number of days is %d, expected 1 to %d", o.Days, workingDays)
	case !ident.ReferenceType.Valid([]byte(o.Name)):
		return o, fmt.Errorf("name is %q, expected a %s", o.Name, ident.ReferenceType.Name)
	case o.Environment != envelope.MigrationTesting && o.Environment != envelope.MigrationDUST:
		return o, fmt.Errorf("environment is %q, expected %s", o.Environment, orList(envelope.Environments()))
	}
	return o, nil
}

// New makes a synthetic world in a directory that is new or empty. It writes as
// it goes, in memory that does not depend on the number of installations, and
// world.yaml last of all: a directory without it is one that was not finished.
// Where the context or the disk ends it, it takes away again what it has written.
func New(ctx context.Context, dir string, opt NewOptions) error {
	opt, err := opt.withDefaults()
	if err != nil {
		return err
	}
	_, missing := os.Stat(dir)
	if err := emptyDirectory(dir, 0o755); err != nil {
		return err
	}
	registers := filepath.Join(dir, registerFolder)
	if err := os.Mkdir(registers, 0o755); err != nil {
		return err
	}
	if err = newEstate(opt).write(ctx, dir); err != nil {
		err = errors.Join(err, os.RemoveAll(registers), os.RemoveAll(filepath.Join(dir, configName+".part")))
		if missing != nil {
			_ = os.Remove(dir) // fails where somebody else has put something there
		}
	}
	return err
}

// registerFolder is where the registers of a world are.
const registerFolder = "register"

// write writes the files of the estate.
func (e *estate) write(ctx context.Context, dir string) error {
	if err := e.writeRegisters(ctx, dir); err != nil {
		return err
	}
	name := filepath.Join(dir, configName)
	if err := writeNew(name+".part", e.config(), 0o644); err != nil {
		return err
	}
	return os.Rename(name+".part", name)
}

// registerWriter writes the register of one SMSO.
type registerWriter struct {
	file *os.File
	buf  *bufio.Writer
}

// registerBuffer is what is written to a register at a time, in bytes.
const registerBuffer = 256 << 10

// askEvery is how many installations are written between two looks at the
// context.
const askEvery = 1 << 12

func (e *estate) writeRegisters(ctx context.Context, dir string) (err error) {
	writers := make([]registerWriter, len(e.smsos))
	for i, s := range e.smsos {
		f, err := os.OpenFile(filepath.Join(dir, filepath.FromSlash(registerName(s.name))), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if err != nil {
			return err
		}
		writers[i] = registerWriter{f, bufio.NewWriterSize(f, registerBuffer)}
		defer func() { err = errors.Join(err, f.Close()) }()
	}
	var text []byte
	var v line
	for i := range e.opt.Installations {
		if i%askEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		smso := e.next(i, &v)
		text = append(codec.Append(text[:0], registerTable, &v), '\n')
		if _, err := writers[smso].buf.Write(text); err != nil {
			return err
		}
	}
	for _, w := range writers {
		if err := w.buf.Flush(); err != nil {
			return err
		}
	}
	return nil
}
