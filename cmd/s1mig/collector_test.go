package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"
)

// TestDelayCollection: after the first collection the collector is as it was, and
// who sets GOGC is not overruled.
func TestDelayCollection(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	percent := func() uint64 {
		gogc := []metrics.Sample{{Name: "/gc/gogc:percent"}}
		metrics.Read(gogc)
		return gogc[0].Value.Uint64()
	}
	a := &app{getenv: func(string) string { return "50" }}
	if a.delayCollection(); percent() != 100 {
		t.Errorf("the collector was told %d, in spite of GOGC", percent())
	}
	a.getenv = func(string) string { return "" }
	if a.delayCollection(); percent() != 400 {
		t.Errorf("the collector was told %d", percent())
	}
	for deadline := time.Now().Add(time.Minute); percent() != 100; time.Sleep(time.Millisecond) {
		if runtime.GC(); time.Now().After(deadline) {
			t.Fatalf("the collector stays at %d", percent())
		}
	}
}
