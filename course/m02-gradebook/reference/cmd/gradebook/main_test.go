package main

import (
	"strings"
	"testing"
)

func TestSessions(t *testing.T) {
	tests := []struct {
		name, in, out, errs string
		status              int
	}{
		{"nothing", "", "", "", 0},
		{"every command", `
add ann 80 90
add bob 70
add eve
average ann
top 5
curve 5
histogram 4
remove bob
report
`, "85.00\nann 85.00\nbob 70.00\n0 0 0 2\nann\t2\t90.00\neve\t0\t-\n", "", 0},
		{"bad lines change nothing", `add ann 80
add ann 90 x
fly
top two
top
average bob extra
average bob
remove bob
curve up
histogram 0
histogram few
average ann
`, "80.00\n", "line 2: ,line 3: ,line 4: ,line 5: ,line 6: ,line 7: ,line 8: ,line 9: ,line 10: ,line 11: ", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out, errs strings.Builder
			status := run(strings.NewReader(tt.in), &out, &errs)
			if status != tt.status || out.String() != tt.out {
				t.Errorf("run(%q) = %d, output %q, want %d, %q", tt.in, status, out.String(), tt.status, tt.out)
			}
			if !sameLines(errs.String(), tt.errs) {
				t.Errorf("run(%q) reported %q, want lines beginning with %q", tt.in, errs.String(), tt.errs)
			}
		})
	}
}

// sameLines tells whether the lines of text begin with the comma-separated prefixes, one by one.
func sameLines(text, prefixes string) bool {
	if text == "" || prefixes == "" {
		return text == prefixes
	}
	lines, want := strings.Split(strings.TrimSuffix(text, "\n"), "\n"), strings.Split(prefixes, ",")
	if len(lines) != len(want) {
		return false
	}
	for i, line := range lines {
		if !strings.HasPrefix(line, want[i]) {
			return false
		}
	}
	return true
}
