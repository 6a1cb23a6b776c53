package generate

import (
	"cmp"
	"context"
	"slices"

	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/filetype/mgf"
	"s1mig/pkg/filetype/mvf"
	"s1mig/pkg/filetype/scf"
)

// Files are the files of a type, one of the seven, that the parties of a clean
// migration exchange. The slices that participants get are not among them. To
// learn the digests of what these files follow from, that is made first and
// thrown away.
//
// MAFs are by submitter, other files are sorted by name.
func Files(ctx context.Context, o Options, t *envelope.Type) ([]*File, error) {
	c := newChain(o)
	if t == maf.Type {
		return c.mafFiles()
	}
	var estates []*estate
	for _, smso := range o.World.SMSOs() {
		e := c.newEstate(smso)
		if err := e.prepare(ctx); err != nil {
			return nil, err
		}
		estates = append(estates, e)
	}
	files, err := c.files(ctx, estates, t)
	slices.SortFunc(files, func(a, b *File) int { return cmp.Compare(a.Name(), b.Name()) })
	return files, err
}

// prepare does all that comes before the first MCF.
func (e *estate) prepare(ctx context.Context) error {
	if err := e.authorise(ctx); err != nil {
		return err
	}
	if err := e.reportReady(ctx); err != nil {
		return err
	}
	e.planDays()
	return nil
}

// files goes from step to step up to the type that is wanted.
func (c *chain) files(ctx context.Context, estates []*estate, t *envelope.Type) (files []*File, err error) {
	for _, e := range estates {
		for k := range e.days {
			if files, err = e.follow(ctx, files, &e.days[k], t); err != nil {
				return nil, err
			}
		}
	}
	if t != scf.Type && t != cof.Type {
		return files, nil
	}
	batches := c.batches(estates)
	for _, b := range batches {
		f := b.scfFile()
		if t == scf.Type {
			files = append(files, f)
			continue
		}
		if b.scf, err = f.hash(ctx); err != nil {
			return nil, err
		}
		if err := b.release(ctx); err != nil {
			return nil, err
		}
	}
	if t == scf.Type {
		return files, nil
	}
	slices.SortStableFunc(batches, finished)
	for _, b := range batches {
		files = append(files, b.cofFile())
	}
	return files, nil
}

// follow makes what follows from a day's MCF, and appends the files of the type
// that is wanted.
func (e *estate) follow(ctx context.Context, files []*File, d *day, t *envelope.Type) (_ []*File, err error) {
	if t == mcf.Type {
		return append(files, e.fill(e.mcfFile(d), d.index, e.mcfRecords)), nil
	}
	if err := e.validate(ctx, d); err != nil {
		return nil, err
	}
	answer := e.mvfFile(d)
	if t == mvf.Type {
		return append(files, answer), nil
	}
	if d.mvf, err = answer.hash(ctx); err != nil {
		return nil, err
	}
	e.split(d)
	for k := range d.groups {
		if files, err = e.followGroup(ctx, files, d, &d.groups[k], t); err != nil {
			return nil, err
		}
	}
	return files, nil
}

func (e *estate) followGroup(ctx context.Context, files []*File, d *day, g *group, t *envelope.Type) ([]*File, error) {
	if t == mgf.Type {
		return append(files, e.fill(e.mgfFile(d, g), g.index, e.mgfRecords)), nil
	}
	if err := e.notify(ctx, d, g); err != nil {
		return nil, err
	}
	f, err := e.mefFile(d, g)
	if err != nil {
		return nil, err
	}
	if t == mef.Type {
		return append(files, f), nil
	}
	g.mef, err = f.hash(ctx)
	return files, err
}
