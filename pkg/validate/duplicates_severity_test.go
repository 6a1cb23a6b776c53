package validate

import (
	"fmt"
	"strings"
	"testing"

	"s1mig/pkg/codec"
	"s1mig/pkg/rules"
)

// TestDuplicatesOfOtherSeverity: where ids that stand twice are no error and devices
// are, the records that are listed as turned away are the first of those with such a
// device, however many ids stand before them and however the file is cut.
func TestDuplicatesOfOtherSeverity(t *testing.T) {
	k := newKit(t)
	device := func(n int) string {
		return fmt.Sprintf(`{"deviceID":"90-B3-D5-00-FF-%02X-%02X-%02X","checks":[],"ready":true}`, n>>16, n>>8&255, n&255)
	}
	installation := func(id string, devices ...string) string {
		return fmt.Sprintf(`{"installationID":%q,"devices":[%s]}`, id, strings.Join(devices, ","))
	}
	var records, want []string
	n := 0
	pairs := func(count int) { // of ids, each device once
		for i := range count {
			records = append(records, installation(fmt.Sprintf("I-%06d", (n+i)/2), device(1<<20+n+i)))
		}
		n += count
	}
	for i := range 2_000 { // so that what follows is read in one block
		records = append(records, installation(fmt.Sprintf("U-%06d", i), device(1<<21+i)))
	}
	pairs(300)
	const limit = 50
	for i := range 200 { // six devices each, all twice
		id, devices := fmt.Sprintf("J-%06d", i), make([]string, 6)
		for d := range devices {
			devices[d] = device(i/2*6 + d)
		}
		records = append(records, installation(id, devices...))
		if i < limit {
			want = append(want, id)
		}
	}
	pairs(maxTexts)
	m := k.make(t, draft{Type: "SCF", Records: records})
	for _, severity := range []string{"warning", "off"} {
		profile, err := rules.ParseProfile("", []string{"X-DUPLICATE-INSTALLATION=" + severity})
		if err != nil {
			t.Fatal(err)
		}
		for _, workers := range []int{1, 3} {
			for _, block := range []int{16 << 10, 16 << 20} {
				opt := k.options()
				opt.Profile, opt.MaxPerCode, opt.Codec = profile, limit, codec.Options{Workers: workers, BlockSize: block}
				f := k.judge(t, m, opt)
				if got := strings.Join(f.Rejected, " "); got != strings.Join(want, " ") || f.RejectedTotal != 200 || f.ByCode["X-DUPLICATE-DEVICE"] != 1200 {
					t.Errorf("%s, %d workers, blocks of %d: %d turned away, %v, listed %s", severity, workers, block, f.RejectedTotal, f.ByCode, got)
				}
			}
		}
	}
}
