package mem_test

import (
	"testing"

	"s1mig/pkg/exchange"
	"s1mig/pkg/exchange/exchangetest"
	"s1mig/pkg/exchange/mem"
)

func TestConformance(t *testing.T) {
	exchangetest.Run(t, func(*testing.T) exchange.Mailbox { return new(mem.Mailbox) })
}
