package dir_test

import (
	"path/filepath"
	"testing"

	"s1mig/pkg/exchange"
	"s1mig/pkg/exchange/dir"
	"s1mig/pkg/exchange/exchangetest"
)

func TestConformance(t *testing.T) {
	exchangetest.Run(t, func(t *testing.T) exchange.Mailbox { return create(t, dir.Options{}) })
}

func TestConformanceSync(t *testing.T) {
	exchangetest.Run(t, func(t *testing.T) exchange.Mailbox { return create(t, dir.Options{Sync: true}) })
}

func create(t *testing.T, opts dir.Options) *dir.Mailbox {
	m, err := dir.Create(filepath.Join(t.TempDir(), "party", "inbox"), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m
}
