package evidence

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"

	"s1mig/pkg/world"
)

// The synthetic world: so many installations that every combination of 5.2 is
// in every GroupID, of which so many of each are kept.
const (
	installations = 3000
	kept          = 3
	seed          = 3
)

// everySlice makes a world in which every combination of 5.2 is in every
// GroupID: a synthetic one whose registers keep the first few of each.
func everySlice(dir string) (*world.World, error) {
	if err := world.New(context.Background(), dir, world.NewOptions{Installations: installations, Seed: seed}); err != nil {
		return nil, err
	}
	whole, err := world.Load(dir, seed)
	if err != nil {
		return nil, err
	}
	for _, o := range whole.SMSOs() {
		file := filepath.Join(dir, "register", o.SMSO+".ndjson")
		if err := thin(file, chosen(whole.Register(o.SMSO))); err != nil {
			return nil, err
		}
	}
	return world.Load(dir, seed)
}

// chosen are the first few installations of each combination and GroupID.
func chosen(r *world.Register) map[string]bool {
	ids, n := map[string]bool{}, map[slice]int{}
	for i := range r.Len() {
		in := r.At(i)
		c, err := in.Combination()
		if s := (slice{string(c), in.Group}); err == nil && n[s] < kept {
			n[s]++
			ids[in.ID] = true
		}
	}
	return ids
}

// thin drops the lines of a register that are not of chosen installations.
func thin(file string, ids map[string]bool) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	for line := range bytes.Lines(text) {
		var r record
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		if ids[r.InstallationID] {
			out.Write(line)
		}
	}
	return os.WriteFile(file, out.Bytes(), 0o644)
}
