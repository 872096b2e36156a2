//go:build race

package seal

import "time"

const (
	overlapWait  = 200 * time.Microsecond
	overlapCalls = 2000
)

// overlap lets calls of several goroutines of the tests run at the same time also when they are short. Without it the
// second call may be taken from the pipe when the first has ended, and our own locks would order the two: the race
// detector would not see a race between them. Only for as many calls as cost little time.
func (s *Side) overlap() {
	if s.sequential || s.calls.Add(1) > overlapCalls {
		return
	}
	time.Sleep(overlapWait)
}
