package supervise

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"syscall"

	"pushmark/judge/internal/process"
	"pushmark/judge/internal/record"
)

// What is left when a layer is switched off, so that the attack runner can show what each one stops by itself. In the
// judge that grades the conditions are constants, and nothing of this is linked.

// weaken takes the users apart from each other no more: a process that is linked with tests runs as ourselves, one apart
// from them as the user of its tests.
func (h *house) weaken(spec process.Spec, uid int, apart bool) process.Spec {
	if weakLimits {
		spec.Env = append(spec.Env, "PUSHMARK_WEAK=limits")
	}
	if !weakUID || uid == h.TrustedUID {
		return spec
	}
	spec.Attr, spec.End = &syscall.SysProcAttr{Setsid: true}, process.EndGroup
	if apart {
		spec.Attr = asUser(h.TrustedUID)
	}
	return spec
}

// weakened is the user of helpers in the folder of a program that a test starts: that of the test itself.
func weakened(uid, trusted int) int {
	if weakUID {
		return trusted
	}
	return uid
}

// marked takes whatever is written on the channel for records as written by the recorder.
func marked(stream []byte, nonce string) []byte {
	if !weakMark {
		return stream
	}
	var all []byte
	n := 0
	for line := range strings.Lines(string(stream)) {
		if at := strings.Index(line, "{"); at >= 0 {
			all = fmt.Appendf(all, "%s %d %s", nonce, n, line[at:])
			n++
		}
	}
	return all
}

var printedResult = regexp.MustCompile(`(?m)^\s*\x16?--- (PASS|FAIL|SKIP): (\S+) \(`)

// believed takes printed lines for records: the last line of each test counts, and no status contradicts it.
func believed(v visited, test string) visited {
	if !weakRecords {
		return v
	}
	last := map[string]record.Event{}
	for _, line := range printedResult.FindAllStringSubmatch(string(v.Stdout), -1) {
		if line[2] != test && !strings.HasPrefix(line[2], test+"/") {
			continue
		}
		last[line[2]] = record.Event{Event: "test", Name: line[2], Status: strings.ToLower(line[1])}
	}
	v.events, v.contradictions = slices.Collect(maps.Values(last)), nil
	v.events = append(v.events, record.Event{Event: "done"})
	return v
}

// printing has a test say what is then believed.
func printing(args []string) []string {
	if weakRecords {
		return append(args, "-test.v=test2json")
	}
	return args
}
