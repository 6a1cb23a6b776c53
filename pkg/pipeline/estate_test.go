package pipeline_test

import (
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"testing"

	"s1mig/pkg/codec"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/state"
	"s1mig/pkg/world"
)

// installations is how large the estate is whose runs are compared: its files
// are cut into many blocks, and still are where the tests are to be short.
func installations() int {
	if testing.Short() {
		return 2000
	}
	return 20_000
}

// TestSameBytes runs one estate on different numbers of cores, with blocks of
// different sizes and over different transports: every file is the same, and
// with another seed none of the seven is.
//
//trace:shows 17.19
func TestSameBytes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "world")
	if err := world.New(t.Context(), dir, world.NewOptions{Installations: installations(), Seed: 7}); err != nil {
		t.Fatal(err)
	}
	w := load(t, dir, 7)
	res, k := run(t, pipeline.Options{World: w, Codec: codec.Options{Workers: 1}})
	if n := res.State(state.Commissioned); n != len(res.Installations) || n == 0 {
		t.Errorf("%d of %d installations are commissioned: %v", n, len(res.Installations), res.States)
	}
	conserved(t, res)
	want := k.files(t)
	for _, c := range []codec.Options{{Workers: 2}, {Workers: 7, BlockSize: 4096}} {
		_, k := run(t, pipeline.Options{World: w, Codec: c})
		same(t, fmt.Sprintf("%+v", c), k.files(t), want)
	}
	root := t.TempDir()
	run(t, pipeline.Options{World: w, Codec: codec.Options{Workers: 2}, Transport: pipeline.Directory(root)})
	got := map[string]string{}
	for name, text := range folder(t, root) {
		got[filepath.ToSlash(name)] = text
	}
	same(t, "folders", got, want)
}

// TestOtherSeed runs W1 with two seeds. What is secret and what is signed
// differs, and so no file is the same but receipts of nothing.
func TestOtherSeed(t *testing.T) {
	digests := map[[32]byte]string{}
	for _, seed := range []uint64{1, 2} {
		w, err := world.W1(seed)
		if err != nil {
			t.Fatal(err)
		}
		res, k := run(t, pipeline.Options{World: w})
		files := k.files(t)
		for _, f := range res.Files {
			sum := sha256.Sum256([]byte(files[f.Path]))
			if other, ok := digests[sum]; ok {
				t.Errorf("%s of seed %d is %s", f.Path, seed, other)
			}
			digests[sum] = fmt.Sprintf("%s of seed %d", f.Path, seed)
		}
	}
}

func load(t testing.TB, dir string, seed uint64) *world.World {
	t.Helper()
	w, err := world.Load(dir, seed)
	if err != nil {
		t.Fatal(err)
	}
	return w
}
