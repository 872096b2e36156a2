package seal

import (
	"errors"
	"io"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// connected is a tests' side and the servant that it calls, in one process.
func connected(t *testing.T, sequential bool) (tests, servant *Side, died chan end) {
	t.Helper()
	died = make(chan end, 10)
	fromTests, toServant := osPipe(t)
	fromServant, toTests := osPipe(t)
	tests, servant = newSide(true), newSide(false)
	tests.sequential = sequential
	for _, s := range []*Side{tests, servant} {
		s.die = func(code int, why string) {
			died <- end{code, why}
			runtime.Goexit()
		}
	}
	tests.connect(fromServant, toServant)
	servant.connect(fromTests, toTests)
	t.Cleanup(func() { toServant.Close(); toTests.Close() })
	go servant.listen()
	return tests, servant, died
}

// asked calls a func of the servant; a panic is given as its text.
func asked[R any](t *testing.T, f func() R) (result R, thrown string) {
	t.Helper()
	tests, servant, died := connected(t, true)
	Export(servant, "f", f)
	done := make(chan bool)
	go func() {
		defer close(done)
		defer func() {
			if v := recover(); v != nil {
				thrown, _ = v.(string)
			}
		}()
		result = Import[func() R](tests, "f")()
	}()
	<-done
	select {
	case e := <-died:
		t.Fatalf("ended with %d: %s", e.code, e.why)
	default:
	}
	return result, thrown
}

func TestSpareRoomOfAResultCostsNothing(t *testing.T) {
	got, thrown := asked(t, func() []string { return append(make([]string, 0, 10_000_000), "a", "b") })
	if strings.Join(got, " ") != "a b" || thrown != "" {
		t.Errorf("%q, panic %q", got, thrown)
	}
}

func TestMoreThanCanBePassedIsAPanicAndNoViolation(t *testing.T) {
	_, memory := asked(t, func() []int { return make([]int, 13_000_000) })
	_, pieces := asked(t, func() [][]int {
		all := make([][]int, maxRefs)
		for i := range all {
			all[i] = []int{i}
		}
		return all
	})
	for name, thrown := range map[string]string{"memory": memory, "pieces": pieces} {
		if !strings.Contains(thrown, "more than") {
			t.Errorf("%s: panic %q", name, thrown)
		}
	}
}

func TestManyJoinedErrorsArriveWithTheirEnds(t *testing.T) {
	got, thrown := asked(t, func() error {
		err := error(nil)
		for i := range 1500 {
			err = errors.Join(err, errors.New("line "+strconv.Itoa(i)+" is empty"))
		}
		return errors.Join(io.ErrUnexpectedEOF, err)
	})
	if thrown != "" || !errors.Is(got, io.ErrUnexpectedEOF) || !strings.HasSuffix(got.Error(), "line 1499 is empty") {
		t.Errorf("panic %q, %.60q", thrown, got)
	}
}

func TestADeepChainKeepsItsEnd(t *testing.T) {
	got, thrown := asked(t, func() error {
		err := io.EOF
		for range 5000 {
			err = errors.Join(nil, err)
		}
		return err
	})
	if thrown != "" || !errors.Is(got, io.EOF) {
		t.Errorf("panic %q, %v", thrown, got)
	}
}

// bare is an error that is a nil pointer and can only say its text.
type bare struct{ cause error }

func (b *bare) Error() string { return "bare" }
func (b *bare) Unwrap() error { return b.cause }

// round wraps itself.
type round struct{}

func (r *round) Error() string { return "round" }
func (r *round) Unwrap() error { return r }

func TestAnErrorThatCannotSayWhatItWrapsArrives(t *testing.T) {
	for name, err := range map[string]error{"bare": (*bare)(nil), "round": &round{}} {
		got, thrown := asked(t, func() error { return err })
		if thrown != "" || got == nil || got.Error() != name {
			t.Errorf("%s: panic %q, %v", name, thrown, got)
		}
	}
}
