package seal

import (
	"io"
	"testing"
	"time"
)

func TestTestsHaveTheTimeOfTheirCallsBesides(t *testing.T) {
	for _, c := range []struct {
		calls      int64
		took, left time.Duration
	}{
		{0, 9 * time.Second, time.Second},
		{0, 11 * time.Second, -time.Second},
		{20_000, 11 * time.Second, time.Second},
		{DefaultCalls, 10*time.Second + MostCalls, 0},
	} {
		if left := timeLeft(10*time.Second, c.calls, c.took); left != c.left {
			t.Errorf("after %d calls and %v: %v, want %v", c.calls, c.took, left, c.left)
		}
	}
}

func TestTestsEndWhenTheirTimeIsUsedUp(t *testing.T) {
	ended := make(chan int, 1)
	s := newSide(true)
	s.die = func(code int, _ string) { ended <- code }
	s.limit(time.Millisecond)
	if code := <-ended; code != ExitClock {
		t.Errorf("status %d", code)
	}
}

func TestAServantEndsWellOnlyWhenItsTestsAreDone(t *testing.T) {
	for _, c := range []struct {
		err  error
		code int
	}{{io.EOF, 0}, {broken("a frame that cannot be read"), ExitViolation}} {
		ended := -1
		s := newSide(false)
		s.die = func(code int, _ string) { ended = code }
		if s.lost(c.err); ended != c.code {
			t.Errorf("%v: status %d, want %d", c.err, ended, c.code)
		}
	}
}
