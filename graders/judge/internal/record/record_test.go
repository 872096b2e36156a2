package record

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

const (
	mark    = "0123456789abcdef"
	noMark  = "a record without the mark of this process arrived on the channel for results"
	noOrder = "a record arrived out of sequence on the channel for results"
	noText  = "a record that cannot be read arrived on the channel for results"
	early   = "the process ended with status 0 before the tests had reported their end"
	left    = "the program ended with status 0 before its tests were finished"
	zero    = "the process ended with status 0 although its tests had reported a failure"
	strange = "a result was reported for a test that was not asked for"
	both    = "the tests reported a failure and that all went well"
	hides   = "a test was reported as passed although a part of it had failed"
	partly  = "parts of a test were reported, the test itself was not"
	stayed  = "processes that were started during the test went on after its end"
)

// written makes a stream of records out of short notes: "pass TestX", "pass TestX@1" (repetition), "done 0".
func written(notes ...string) string {
	var b strings.Builder
	for i, note := range notes {
		b.WriteString(mark + " " + string(rune('0'+i)) + " " + body(note) + "\n")
	}
	return b.String()
}

func body(note string) string {
	word, rest, _ := strings.Cut(note, " ")
	name, repeat, found := strings.Cut(rest, "@")
	if !found {
		repeat = "0"
	}
	switch word {
	case "done":
		return `{"event":"done","code":` + rest + `}`
	case "timeout", "benchmark":
		return `{"event":"` + word + `"}`
	}
	return `{"event":"test","name":"` + name + `","status":"` + word + `","repeat":` + repeat + `,"ns":1000,"log":""}`
}

func TestRecordsProveOnlyWhatDoesNotContradictItself(t *testing.T) {
	for name, c := range map[string]struct {
		stream    string
		facts     Facts
		verdicts  map[string]string
		tampering []string
	}{
		"all is well":                         {written("pass TestX/a", "pass TestX", "done 0"), Facts{Zero: true}, map[string]string{"TestX/a": "pass", "TestX": "pass"}, nil},
		"status 0 without completion":         {written("pass TestX"), Facts{Zero: true}, map[string]string{"TestX": "fail"}, []string{early}},
		"nothing at all and status 0":         {"", Facts{Zero: true}, map[string]string{}, []string{early}},
		"nothing at all and another status":   {"", Facts{}, map[string]string{}, nil},
		"a foreign mark":                      {strings.ReplaceAll(written("pass TestX", "done 0"), mark, "f"+mark[1:]), Facts{Zero: true}, map[string]string{}, []string{noMark, early}},
		"no mark":                             {"PASS\n" + written("pass TestX", "done 0"), Facts{Zero: true}, map[string]string{"TestX": "fail"}, []string{noMark}},
		"a record twice":                      {strings.Repeat(written("pass TestX"), 2) + mark + ` 2 {"event":"done","code":0}` + "\n", Facts{Zero: true}, map[string]string{"TestX": "fail"}, []string{noOrder}},
		"a record left out":                   {strings.Replace(written("fail TestX/a", "pass TestX", "done 0"), written("fail TestX/a"), "", 1), Facts{Zero: true}, map[string]string{"TestX": "fail"}, []string{noOrder}},
		"no JSON":                             {mark + " 0 PASS\n" + mark + ` 1 {"event":"done","code":0}` + "\n", Facts{Zero: true}, map[string]string{}, []string{noText}},
		"a field too many":                    {mark + ` 0 {"event":"done","code":0,"points":100}` + "\n", Facts{Zero: true}, map[string]string{}, []string{noText, early}},
		"two values in one record":            {mark + ` 0 {"event":"done","code":0} {}` + "\n", Facts{Zero: true}, map[string]string{}, []string{noText, early}},
		"cut in the middle of our own record": {written("pass TestX/a") + mark + ` 1 {"event":"te`, Facts{}, map[string]string{"TestX/a": "pass"}, nil},
		"cut in the middle of the mark":       {written("pass TestX/a") + mark[:5], Facts{}, map[string]string{"TestX/a": "pass"}, nil},
		"cut in the middle of something else": {written("pass TestX/a") + "PA", Facts{}, map[string]string{"TestX/a": "fail"}, []string{noMark}},
		"a record behind the end":             {written("pass TestX", "done 0", "pass TestX/b"), Facts{Zero: true}, map[string]string{"TestX": "fail", "TestX/b": "fail"}, []string{early}},
		"status 0 against a failing end":      {written("fail TestX", "done 1"), Facts{Zero: true}, map[string]string{"TestX": "fail"}, []string{zero}},
		"another test":                        {written("pass TestXY", "pass TestX", "done 0"), Facts{Zero: true}, map[string]string{"TestXY": "fail", "TestX": "fail"}, []string{strange}},
		"a measurement among tests":           {written("pass TestX", "benchmark", "done 0"), Facts{Zero: true}, map[string]string{"TestX": "fail"}, []string{strange}},
		"a failure and a good end":            {written("fail TestX", "done 0"), Facts{Zero: true}, map[string]string{"TestX": "fail"}, []string{both}},
		"a pass over a failure":               {written("fail TestX/a", "pass TestX", "done 1"), Facts{}, map[string]string{"TestX/a": "fail", "TestX": "fail"}, []string{hides}},
		"parts without the whole":             {written("pass TestX/a", "done 0"), Facts{Zero: true}, map[string]string{"TestX/a": "fail"}, []string{partly}},
		"a bad end keeps what was decided":    {written("pass TestX/a", "timeout"), Facts{}, map[string]string{"TestX/a": "pass"}, nil},
		"a bad end behind the whole test":     {written("pass TestX/a", "pass TestX", "done 0"), Facts{}, map[string]string{"TestX/a": "pass", "TestX": "fail"}, nil},
		"others that went on":                 {written("pass TestX/a", "pass TestX", "done 0"), Facts{Zero: true, Strays: 1}, map[string]string{"TestX/a": "fail", "TestX": "fail"}, []string{stayed}},
		"a program that left its tests":       {written("pass TestX/a"), Facts{Left: true}, map[string]string{"TestX/a": "fail"}, []string{left}},
		"a race report":                       {written("pass TestX/a", "pass TestX", "done 0"), Facts{Zero: true, Race: true}, map[string]string{"TestX/a": "pass", "TestX": "fail"}, nil},
		"all parts skipped":                   {written("skip TestX/a", "skip TestX/b", "pass TestX", "done 0"), Facts{Zero: true}, map[string]string{"TestX/a": "skip", "TestX/b": "skip", "TestX": "skip"}, nil},
		"some parts skipped":                  {written("skip TestX/a", "pass TestX/b", "pass TestX", "done 0"), Facts{Zero: true}, map[string]string{"TestX/a": "skip", "TestX/b": "pass", "TestX": "pass"}, nil},
		"run again after a failure":           {written("fail TestX", "done 1", "pass TestX@1", "done 0"), Facts{Zero: true}, map[string]string{"TestX": "pass"}, nil},
		"the same name in two packages":       {written("pass TestX", "fail TestX", "done 1"), Facts{}, map[string]string{"TestX": "fail"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			c.facts.Test = "TestX"
			events, contradictions := Parse([]byte(c.stream), mark)
			got := Judge(events, contradictions, c.facts)
			verdicts := map[string]string{}
			for _, record := range got.Records {
				verdicts[record.Name] = record.Verdict
			}
			if !maps.Equal(verdicts, c.verdicts) {
				t.Errorf("verdicts %v, want %v", verdicts, c.verdicts)
			}
			if !slices.Equal(got.Tampering, c.tampering) {
				t.Errorf("tampering %q, want %q", got.Tampering, c.tampering)
			}
		})
	}
}

func TestALogIsMadeFitForTheDatabase(t *testing.T) {
	events, _ := Parse([]byte(mark+` 0 {"event":"test","name":"TestX","status":"fail","log":"a\u0000\ud800b"}`+"\n"), mark)
	got := Judge(events, nil, Facts{Test: "TestX"})
	if want := "a\uFFFDb"; got.Records[0].Log != want {
		t.Errorf("log %q, want %q", got.Records[0].Log, want)
	}
}

func TestTheFirstRaceReportIsFound(t *testing.T) {
	const one = "==================\nWARNING: DATA RACE\nRead at 0x1\n\nPrevious write\n==================\n"
	for _, c := range []struct{ output, want string }{
		{"noise\n" + one + "more\n" + strings.Replace(one, "0x1", "0x2", 1), "WARNING: DATA RACE\nRead at 0x1\n\nPrevious write"},
		{"WARNING: DATA RACE somewhere\n", ""},
		{"", ""},
	} {
		if got := FirstRace(c.output); got != c.want {
			t.Errorf("FirstRace(%q) = %q, want %q", c.output, got, c.want)
		}
	}
}
