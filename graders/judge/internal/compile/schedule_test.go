package compile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pushmark/judge/internal/wire"
)

func ids(steps []wire.CompileStep) string {
	var list []string
	for _, step := range steps {
		list = append(list, step.ID)
	}
	return strings.Join(list, " ")
}

func needing(id string, requires ...string) wire.CompileStep {
	return wire.CompileStep{ID: id, Kind: "go", Requires: requires}
}

func TestStepsBeginAsSoonAsWhatTheyRequireHasEndedAndACoreIsFree(t *testing.T) {
	a, b, c, d := needing("a"), needing("b", "a"), needing("c", "a"), needing("d", "a")
	s := newSchedule([]wire.CompileStep{a, b, c, d}, nil, 2)
	for _, one := range []struct {
		end   *wire.CompileStep
		begun string
	}{{nil, "a"}, {&a, "b c"}, {&c, "d"}, {&b, ""}, {&d, ""}} {
		if one.end != nil {
			s.ended(*one.end, false)
		}
		if got := ids(s.next()); got != one.begun {
			t.Errorf("began %q, want %q", got, one.begun)
		}
	}
	if len(s.pending)+len(s.running) > 0 {
		t.Errorf("left: %+v", s)
	}
}

func TestWithOneCoreStepsBeginInTheirOrder(t *testing.T) {
	steps := []wire.CompileStep{needing("a"), needing("b"), needing("c", "a")}
	s := newSchedule(steps, nil, 0)
	for _, step := range steps {
		if got := s.next(); ids(got) != step.ID {
			t.Errorf("began %v, want %s", got, step.ID)
		}
		s.ended(step, false)
	}
}

func TestTheSourcePolicyIsAWall(t *testing.T) {
	a, wall, b := needing("a"), wire.CompileStep{ID: "policy", Kind: "policy"}, needing("b")
	s := newSchedule([]wire.CompileStep{a, wall, b}, nil, 4)
	if got := ids(s.next()); got != "a" {
		t.Errorf("before the wall began %q", got)
	}
	s.ended(a, false)
	if got := ids(s.next()) + ids(s.next()); got != "policy" {
		t.Errorf("beside the wall began %q", got)
	}
	s.ended(wall, false)
	if got := ids(s.next()); got != "b" {
		t.Errorf("behind the wall began %q", got)
	}
}

func TestAStepThatCameToGriefInCompanyIsDoneOnceMoreAlone(t *testing.T) {
	a, b, c := needing("a"), needing("b"), needing("c", "a")
	s := newSchedule([]wire.CompileStep{a, b, c}, nil, 3)
	s.next()
	if s.ended(a, true) || len(s.next()) > 0 {
		t.Error("the end was final, or something began beside the other one")
	}
	if !s.ended(b, false) {
		t.Error("an orderly end was not final")
	}
	if got := ids(s.next()); got != "a" {
		t.Errorf("alone began %q", got)
	}
	if !s.ended(a, true) {
		t.Error("its second end was not final")
	}
	if got := ids(s.next()); got != "c" {
		t.Errorf("behind it began %q", got)
	}
}

func TestGriefWithoutCompanyIsFinal(t *testing.T) {
	a := needing("a")
	s := newSchedule([]wire.CompileStep{a}, nil, 3)
	s.next()
	if !s.ended(a, true) {
		t.Error("it was to be done once more")
	}
}

func TestStepsThatRequireEachOtherEndNevertheless(t *testing.T) {
	a, b := needing("a", "b"), needing("b", "a")
	s := newSchedule([]wire.CompileStep{a, b}, nil, 2)
	if got := ids(s.next()); got != "a" {
		t.Errorf("began %q", got)
	}
	s.ended(a, false)
	if got := ids(s.next()); got != "b" {
		t.Errorf("began %q", got)
	}
}

// scripted is a place whose go command is a shell script; $1 is its first argument, $DIR a folder for its own use.
func scripted(t *testing.T, script string) Place {
	where := place(t)
	where.Go = filepath.Join(t.TempDir(), "go")
	text := "#!/bin/sh\nDIR='" + t.TempDir() + "'\n" + script
	if err := os.WriteFile(where.Go, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	return where
}

// meet succeeds only while another one is there.
const meet = `touch "$DIR/$1"
for _ in $(seq 200); do [ "$(ls "$DIR" | wc -l)" -lt 2 ] || exit 0; sleep 0.01; done
exit 1
`

func TestOnlyWithMoreThanOneCoreDoStepsMeet(t *testing.T) {
	for cores, code := range map[int]int{1: 1, 2: 0} {
		got := compileOn(t, cores, scripted(t, meet), goStep(first, "one"), goStep(second, "two"))
		if outcome := got.step(t, first); outcome.ExitCode != code {
			t.Errorf("with %d cores: %+v", cores, outcome)
		}
		if got["end.json"] == nil {
			t.Error("no end")
		}
	}
}

func TestAStepThatOnlyCompanyMadeLateIsInTime(t *testing.T) {
	// The first try of `one` takes too long; alone it is quick.
	script := `[ "$1" = two ] && sleep 0.3 && exit 0
[ -e "$DIR/tried" ] || { touch "$DIR/tried"; sleep 5; }
`
	late := goStep(first, "one")
	late.TimeoutMs = 400
	got := compileOn(t, 2, scripted(t, script), late, goStep(second, "two"))
	if outcome := got.step(t, first); outcome.Ending != wire.Exited || outcome.ExitCode != 0 {
		t.Errorf("%+v", outcome)
	}
}

func TestEveryStepIsAnsweredOnce(t *testing.T) {
	steps := []wire.CompileStep{goStep(first, "list"), goStep(second, "env"), goStep(third, "version")}
	got := compileOn(t, 3, place(t), steps...)
	for _, step := range steps {
		if got.step(t, step.ID).ExitCode != 0 {
			t.Errorf("%s: %s", step.ID, got["steps/"+step.ID+".json"])
		}
	}
	if len(got) != len(steps)+1 || string(got["end.json"]) != `{"ok":true}` {
		t.Errorf("%d entries, end %s", len(got), got["end.json"])
	}
}
