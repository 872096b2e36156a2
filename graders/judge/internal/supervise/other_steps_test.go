package supervise

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"testing"

	"pushmark/judge/internal/wire"
)

func TestACommandGivesItsOutputAndThePlainFilesThatWereAskedFor(t *testing.T) {
	step := wire.RunStep{ID: stepID, Kind: "command", Program: programID, Tree: "judged", Dir: "testdata", Args: []string{"{dir}"},
		Collect: []string{"profile.txt", "link.txt", "missing.txt", "../outside.txt"}, TimeoutMs: 10_000, OutputBytes: testOutput}
	got := carryOut(t, step, map[string][]byte{programID: build(t, "commands")})
	if want := map[string]string{"profile.txt": "mode: set\n"}; !maps.Equal(got.outcome.Files, want) {
		t.Errorf("files %q, want %q", got.outcome.Files, want)
	}
	one := got.processes[0]
	if one.ExitCode != 7 || one.Stdout != "written\n" || one.Stderr != "and said\n" || one.Test != "" || got.outcome.Ending != wire.Exited {
		t.Errorf("%+v", one)
	}
}

func TestACommandThatTakesItsFolderAwayHasLeftNoFiles(t *testing.T) {
	for _, how := range []string{"removes", "replaces"} {
		step := wire.RunStep{ID: stepID, Kind: "command", Program: programID, Tree: "judged", Dir: "testdata", Args: []string{"{dir}", how},
			Collect: []string{"profile.txt"}, TimeoutMs: 10_000, OutputBytes: testOutput}
		got := carryOut(t, step, map[string][]byte{programID: build(t, "commands")})
		if one := got.only(t); one.ExitCode != 7 || len(got.outcome.Files) != 0 || len(one.Tampering) != 0 {
			t.Errorf("%s: files %q, %+v", how, got.outcome.Files, one)
		}
	}
}

func benchmarksStep(names ...string) wire.RunStep {
	return wire.RunStep{ID: stepID, Kind: "benchmarks", Program: programID, Reference: otherID, Tree: "judged", Dir: ".",
		Benchmarks: names, Pairs: 4, PairMs: 5, TimeoutMs: 60_000}
}

func TestBenchmarksAreMeasuredInPairsBySubBenchmark(t *testing.T) {
	got := carryOut(t, benchmarksStep("BenchmarkSum"), map[string][]byte{programID: build(t, "benchmarks-slow"), otherID: build(t, "benchmarks-reference")})
	var names []string
	for _, pairs := range got.outcome.Pairs {
		names = append(names, pairs.Benchmark)
		if pairs.Problem != "" || len(pairs.Student) != 4 || len(pairs.Reference) != 4 {
			t.Fatalf("%+v", pairs)
		}
		for i, student := range pairs.Student {
			reference := pairs.Reference[i]
			if inside := student.NsPerOp * float64(student.N) / 1e6; student.WallMs < inside || student.CPUMs <= 0 || reference.WallMs <= 0 {
				t.Errorf("%s took %v ms by its own clock, student %+v", pairs.Benchmark, inside, student)
			}
			if reference.AllocsPerOp > 1.5 || student.AllocsPerOp < 9 || student.N != reference.N || student.N < 1 {
				t.Errorf("%s: student %+v, reference %+v", pairs.Benchmark, student, reference)
			}
		}
		if pairs.Benchmark == "BenchmarkSum/large" && best(pairs.Student) < 10*best(pairs.Reference) {
			t.Errorf("quadratic against linear: %+v", pairs)
		}
	}
	if want := []string{"BenchmarkSum/small", "BenchmarkSum/large"}; !slices.Equal(names, want) {
		t.Errorf("benchmarks %q, want %q", names, want)
	}
}

// best is the time of an operation when the machine did nothing else.
func best(list []wire.Sample) float64 {
	return slices.MinFunc(list, func(a, b wire.Sample) int { return cmp.Compare(a.NsPerOp, b.NsPerOp) }).NsPerOp
}

func TestABenchmarkThatDoesNotHoldSaysWhy(t *testing.T) {
	reference := build(t, "benchmarks-reference")
	for name, c := range map[string]struct {
		student, reference []byte
		benchmark, problem string
	}{
		"the student's fails":      {build(t, "benchmarks-fails"), reference, "BenchmarkSum", "the benchmark failed: x_test.go:13: 0 elements"},
		"the reference fails":      {reference, build(t, "benchmarks-fails"), "BenchmarkSum", "the reference: the benchmark failed: x_test.go:13: 0 elements"},
		"there is none":            {reference, reference, "BenchmarkNone", "the reference: there is no such benchmark"},
		"the student's has none":   {build(t, "fails"), reference, "BenchmarkSum", "there is no such benchmark"},
		"the student's never runs": {build(t, "hangs-in-init"), reference, "BenchmarkSum", "the benchmark took too long"},
	} {
		t.Run(name, func(t *testing.T) {
			step := benchmarksStep(c.benchmark)
			if name == "the student's never runs" {
				step.TimeoutMs = 3000
			}
			got := carryOut(t, step, map[string][]byte{programID: c.student, otherID: c.reference})
			if len(got.outcome.Pairs) == 0 {
				t.Fatal(got.raw)
			}
			if pairs := got.outcome.Pairs[0]; pairs.Problem != c.problem || len(pairs.Student) != len(pairs.Reference) {
				t.Errorf("problem %q, want %q", pairs.Problem, c.problem)
			}
		})
	}
}

func TestABenchmarkWhoseProcessContradictsItselfIsTampering(t *testing.T) {
	reference := build(t, "benchmarks-reference")
	for sample, want := range map[string]string{
		"benchmarks-exits": "the process ended with status 0 before the benchmark had reported its end",
		"benchmarks-stays": "processes that were started during the test went on after its end",
		"benchmarks-fails": "",
	} {
		got := carryOut(t, benchmarksStep("BenchmarkSum"), map[string][]byte{programID: build(t, sample), otherID: reference})
		for _, pairs := range got.outcome.Pairs {
			if strings.Join(pairs.Tampering, "; ") != want || pairs.Tampering == nil || pairs.Problem == "" {
				t.Errorf("%s: tampering %q, want %q; problem %q", sample, pairs.Tampering, want, pairs.Problem)
			}
		}
	}
}

func TestTimeThatABenchmarkHidesFromItsClockIsSeenFromOutside(t *testing.T) {
	const iterations, each = 20, 20.0 // of 20 ms
	h := benchmarksStep("BenchmarkSum/small")
	h.Pairs, h.PairMs = 1, 1
	got := carryOut(t, h, map[string][]byte{programID: build(t, "benchmarks-hides"), otherID: build(t, "benchmarks-hides")})
	if len(got.outcome.Pairs) != 1 || len(got.outcome.Pairs[0].Student) != 1 {
		t.Fatal(got.raw)
	}
	student := got.outcome.Pairs[0].Student[0]
	inside, hidden := student.NsPerOp*float64(student.N)/1e6, each*float64(min(student.N, iterations))
	if student.WallMs < inside+hidden || inside > hidden/2 {
		t.Errorf("%v ms by its own clock, at least %v ms hidden, %+v", inside, hidden, student)
	}
}

func TestABrokenJobIsOurFault(t *testing.T) {
	for name, change := range map[string]func(*wire.RunStep){
		"a program that is no id":    func(step *wire.RunStep) { step.Program = "../../etc/passwd" },
		"a folder outside":           func(step *wire.RunStep) { step.Dir = "../.." },
		"a tree that is not known":   func(step *wire.RunStep) { step.Tree = "theirs" },
		"a kind that is not known":   func(step *wire.RunStep) { step.Kind = "dance" },
		"a step that is no id":       func(step *wire.RunStep) { step.ID = "1" },
		"a reference that is no id":  func(step *wire.RunStep) { step.Reference = ".." },
		"a folder that is the root":  func(step *wire.RunStep) { step.Dir = "/" },
		"a folder that is not clean": func(step *wire.RunStep) { step.Dir = "a/../b" },
	} {
		t.Run(name, func(t *testing.T) {
			step := testsStep("TestNested")
			change(&step)
			if got, err := try(t, step, nil); err == nil {
				t.Error(got.raw)
			}
		})
	}
}

func TestAProgramThatCannotBeExecutedIsOurFault(t *testing.T) {
	_, err := try(t, testsStep("TestNested"), map[string][]byte{programID: []byte("no program")})
	if err == nil || !strings.Contains(err.Error(), "entering a process: exec") {
		t.Errorf("error %v", err)
	}
}

func TestMissingProgramsAreNotMixedUp(t *testing.T) {
	step := benchmarksStep("BenchmarkSum")
	step.Reference = missingID
	got := carryOut(t, step, map[string][]byte{programID: build(t, "benchmarks-reference")})
	if got.outcome.Ending != wire.Skipped || got.outcome.Cause != "the program was not built" {
		t.Errorf("%+v", got.outcome)
	}
}
