package seal

import "runtime"

// goroutine is the number of the current goroutine; where only one runs at a time they all count as one.
func (s *Side) goroutine() uint64 {
	if s.tests && s.sequential {
		return 1
	}
	return goid()
}

// goid is the number of the current goroutine. Go offers it in stack traces only ("goroutine 18 [running]:"), which
// costs about a microsecond.
func goid() uint64 {
	var buffer [40]byte
	n := runtime.Stack(buffer[:], false)
	var id uint64
	for _, c := range buffer[len("goroutine "):n] {
		if c < '0' || c > '9' {
			break
		}
		id = id*10 + uint64(c-'0')
	}
	return id
}
