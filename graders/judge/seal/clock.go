package seal

import "time"

// CallTime is what one call between two processes may take on a busy machine. A sealed test may take so much longer for
// each of its calls than its limit says: linked it would not need that time, and how often a solution calls the tests'
// funcs is not what is judged.
const CallTime = 100 * time.Microsecond

// MostCalls is the time for as many calls as may cross.
const MostCalls = DefaultCalls * CallTime

// limit ends the process when its tests have taken longer than they may.
func (s *Side) limit(most time.Duration) {
	began := time.Now()
	var look func()
	look = func() {
		if left := timeLeft(most, s.calls.Load(), time.Since(began)); left > 0 {
			time.AfterFunc(left, look)
			return
		}
		s.die(ExitClock, "the time is used up: "+most.String()+", and that of its calls")
	}
	time.AfterFunc(most, look)
}

// timeLeft is what tests have left that made so many calls and took so long.
func timeLeft(most time.Duration, calls int64, took time.Duration) time.Duration {
	return most + time.Duration(calls)*CallTime - took
}
