package policy

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"pushmark/judge/internal/wire"
)

func TestSourceMadeToExhaustWhoeverReadsItIsRefusedAtOnce(t *testing.T) {
	big := maxBytes - 100
	for name, c := range map[string]struct {
		body string
		rule string
	}{
		"parentheses":                    {"var x = " + strings.Repeat("(", big/2) + "1" + strings.Repeat(")", big/2), "nesting"},
		"open parentheses only":          {"var x = " + strings.Repeat("(", big), "nesting"},
		"composite literals":             {"var x = " + strings.Repeat("[]any{", 5000) + strings.Repeat("}", 5000), "nesting"},
		"pointers":                       {"var x " + strings.Repeat("*", big/2) + "int", "nesting"},
		"slices of slices":               {"var x " + strings.Repeat("[]", big/2) + "int", "nesting"},
		"negations":                      {"var x = " + strings.Repeat("!", big/2) + "true", "nesting"},
		"operators of rising precedence": {"var x = " + strings.Repeat("1||1&&1==1+1*", 800) + "1", ""},
		"a file too big":                 {"// " + strings.Repeat("x", maxBytes), "file-size"},
		"a number too big":               {"var x [1e999999999]int", ""},
		"a shift too far":                {"var x [1 << 999999999]int", ""},
		"a constant that grows":          {growing(), "array-size"},
		"many names of one variable":     {renaming(), ""},
	} {
		t.Run(name, func(t *testing.T) {
			began := spent()
			report := check(t, map[string]string{"book/a.go": "package book\n\n" + c.body + "\n"}, full())
			if took := spent() - began; took > 5*time.Second {
				t.Errorf("took %v", took)
			}
			if c.rule != "" && (!report.Refused() || report.Refusals[0].Rule != c.rule) {
				t.Errorf("%+v", report)
			}
		})
	}
}

// spent is the CPU time of this process: what a check costs does not depend on what else the machine does.
func spent() time.Duration {
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// renaming gives a variable of another package 2000 names, the last first, and takes each back.
func renaming() string {
	var text strings.Builder
	text.WriteString("import \"course/sample/given\"\n\nfunc f() {\n\tx0 := given.Shared\n")
	for i := range 2000 {
		fmt.Fprintf(&text, "\tvar x%d = x0\n", i+1)
	}
	for i := 2000; i > 0; i-- {
		fmt.Fprintf(&text, "\tx%d = x%d\n\tx1 = g()\n", i, i-1)
	}
	return text.String() + "}"
}

// growing is a chain of constants each the square of the one before.
func growing() string {
	var text strings.Builder
	text.WriteString("const c0 = 1 << 30\n")
	for i := range 1000 {
		fmt.Fprintf(&text, "const c%d = c%d * c%d\n", i+1, i, i)
	}
	return text.String() + "var x [c0]int\nvar y [c1000]int"
}

func TestLongHonestCodeIsNotTakenForABomb(t *testing.T) {
	var chain strings.Builder
	chain.WriteString("func kind(n int) string {\n\tif n == 0 {\n\t\treturn \"\"\n\t}")
	for i := range 600 {
		fmt.Fprintf(&chain, " else if n == %d {\n\t\treturn \"%d\"\n\t}", i, i)
	}
	for name, body := range map[string]string{
		"a sum of 3000 strings":  "var x = \"a\"" + strings.Repeat(" +\n\t\"b\"", 3000),
		"a chain of 500 calls":   "type b int\n\nfunc (b b) Set() b { return b }\n\nvar x = b(1)" + strings.Repeat(".\n\tSet()", 500),
		"600 else-ifs":           chain.String() + "\n\treturn \"?\"\n}",
		"a table of 120 KiB":     "var table = []string{\n" + strings.Repeat("\t\"0123456789abcdef\",\n", 5800) + "}",
		"brackets 100 deep":      "var x = " + strings.Repeat("(", 100) + "1" + strings.Repeat(")", 100),
		"ten thousand constants": "const (\n\tc = iota\n" + strings.Repeat("\t_\n", 10_000) + ")",
	} {
		t.Run(name, func(t *testing.T) {
			if report := check(t, map[string]string{"book/a.go": "package book\n\n" + body + "\n"}, full()); report.Refused() || len(report.Unread) > 0 {
				t.Errorf("%+v", report)
			}
		})
	}
}

func TestTwoHundredFilesAreReadInAMoment(t *testing.T) {
	files := map[string]string{}
	for i := range 200 {
		files[fmt.Sprintf("book/part%d.go", i)] = fmt.Sprintf("package book\n\nimport \"fmt\"\n\nfunc F%d() { fmt.Println(%d) }\n", i, i)
	}
	began := spent()
	if report := check(t, files, full()); report.Refused() || spent()-began > 2*time.Second {
		t.Errorf("%v, %+v", spent()-began, report)
	}
}

func TestAReportOfThousandsOfViolationsIsShort(t *testing.T) {
	body := "package book\n\n" + strings.Repeat("func f()\n", 5000)
	report := check(t, map[string]string{"book/a.go": body}, full())
	if len(report.Refusals) != maxRefusals || report.More != 5000-maxRefusals {
		t.Errorf("%d refusals and %d more", len(report.Refusals), report.More)
	}
}

func TestManyImportsOfAHugeTreeTakeLittleTime(t *testing.T) {
	files := map[string]string{}
	for i := range 20 {
		files[fmt.Sprintf("book/a%d.go", i)] = "package book\n\n" + strings.Repeat("import _ \"os\"\n", 4000) + strings.Repeat("var _ = os.X\n", 4000)
	}
	began := spent()
	report := check(t, files, full())
	// Half a second, and up to five under the race detector; what grows with the square of it is far beyond.
	if took := spent() - began; !report.Refused() || took > 30*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestATestOfTheStudentsOwnMayBeLargerButNotEndless(t *testing.T) {
	table := "package book\n\nvar table = []string{\n" + strings.Repeat("\t\"0123456789abcdef\",\n", 20_000) + "}\n"
	if report := check(t, map[string]string{"book/a_test.go": table}, full()); report.Refused() {
		t.Errorf("%+v", report)
	}
	request := full()
	request.Level = wire.RaceEvasionPolicy
	if report := check(t, map[string]string{"book/a_test.go": strings.Repeat(table, 3)}, request); !report.Refused() {
		t.Error("more than is read was let through")
	}
}
