package overlay

// file is one file of the testing package with what is planted into it.
type file struct {
	name    string
	changes []change
}

// change plants text inside an anchor that must occur exactly `times` times; at is an offset into the anchor.
type change struct {
	anchor, plant string
	at, times     int
}

// after plants text behind an anchor that occurs once, on the same line.
func after(anchor, plant string) change { return change{anchor, plant, len(anchor), 1} }

// before plants text in front of an anchor that occurs once, on the same line.
func before(anchor, plant string) change { return change{anchor, plant, 0, 1} }

// files lists the places, tried with go 1.26. Nothing planted adds a line.
func files() []file {
	iteration := after("for i := uint(0); i < *count; i++ {", " recordIteration(i);")
	return []file{
		{"testing.go", []change{
			after("type common struct {", " recorded []byte; "),
			before("\tif !o.c.done && (o.c.chatty != nil) {\n\t\tif o.c.bench {", "\to.c.recordLog(b);"),
			before("root.flushToParent(root.name, \"--- FAIL: %s (%s)\\n\", root.name, fmtDuration(d))", "recordPanic(root, d); "),
			before("dstr := fmtDuration(t.duration)", "recordTest(&t.common); "),
			after("defer func() {\n\t\tcode = m.exitCode", "; recordExit(code)"),
			before("panic(fmt.Sprintf(\"test timed out after %v%s\", *timeout, extra))", "recordAlarm(); "),
			before("fmt.Println(test.Name)", "recordListed(test.Name); "),
			before("fmt.Println(fuzzTarget.Name)", "recordListed(fuzzTarget.Name); "),
			before("fmt.Println(example.Name)", "recordListed(example.Name); "),
			iteration,
		}},
		{"fuzz.go", []change{
			before("root.flushToParent(root.name, \"--- FAIL: %s (%s)\\n\", root.name, fmtDuration(d))", "recordPanic(root, d); "),
			before("dstr := fmtDuration(f.duration)", "recordTest(&f.common); "),
			iteration,
		}},
		{"example.go", []change{
			before("if fail != \"\" || !finished || recovered != nil {", "recordExample(eg.Name, fail != \"\" || !finished || recovered != nil, timeSpent, fail); "),
		}},
		{"benchmark.go", []change{
			after("r := b.doBench()", "; recordBenchmark(b, r)"),
			after("\t\tb.runN(1)\n\t}()\n\t<-b.signal", "; recordUnmeasured(b)"),
		}},
	}
}
